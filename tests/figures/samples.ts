import {
  type BatchTimes,
  type ContenderErrors,
  digitsKept,
  draws,
  type Explorer,
  type Figure,
  forecastTriangle,
  gapExplorer,
  gradientFading,
  gradientHeatmap,
  liveSoftmax,
  logitsAndProbabilities,
  lossAgainstBaseRate,
  lossArea,
  lossCurve,
  lossOverSteps,
  lossOverTemperature,
  lossRace,
  overflowMap,
  Plot,
  plot,
  polynomialError,
  predictionMinusTruth,
  reliabilityDiagram,
  roofline,
  speedRatios,
  type SpeedTiming,
  stepSizeError,
  temperatureMultiples,
  temperatureSpectrum,
  transitionHeatmap,
  worstErrors,
} from "@lab/figures";
import { crossEntropyGrad, matrix, softmax } from "@lab/kernels";
import accuracy from "../../notebooks/data/accuracy.json" with { type: "json" };
import speed from "../../notebooks/data/speed.json" with { type: "json" };

const logits = [1.2, 0.3, -0.8];
const many = [-3, -2.2, 1.5, -0.25, 0.2, -1.7, -2.7, 1.1, 1.08, 2.6];
const classes = ["strong buy", "accumulate", "hold", "<trim> & wait", "sell"];
const five = [4, -2, 1, 0, 2];

const hundred = Array.from({ length: 100 }, (_, i) => 4 * Math.sin(i * i));

/** Names that nobody chose for a figure. */
const odd = [
  "ADELIE PENGUIN (PYGOSCELIS ADELIAE)",
  "中文类别名称很长很长很长很长",
  "Очень широкие названия класса",
  "اسم طويل جدا بالعربية",
  "mmmmmmmmmmmmmmmmmmmmmm",
];

/** The triangle of logits that cool, and that learn in 50 steps that a class is right. */
function roads(
  target: number,
  cooling: number[],
  truth?: ArrayLike<number>,
  classes?: string[],
): Figure {
  const steps = [cooling];
  while (steps.length <= 50) {
    const z = steps.at(-1)!;
    const g = crossEntropyGrad(z, target);
    steps.push(z.map((value, i) => value - 0.5 * g[i]));
  }
  const learning = { steps, target };
  return forecastTriangle(
    { truth: truth && Array.from(truth), learning, cooling },
    { classes },
  );
}

/** The polynomial of the float32 kernel, lib/kernels/simd/assembly/exp.ts. */
export const q = [
  0.0013813890982419252,
  0.008369063958525658,
  0.041668422520160675,
  0.166665181517601,
  0.4999999403953552,
];

/** Errors of three contenders, of which the third has two functions. */
export const errors: ContenderErrors[] = [
  ["softmax-lab", "softmax", [0.5, 1.25, 0]],
  ["other", "softmax", [0.5, 8000, 3]],
  ["third", "softmax", [1, 2, 3]],
  ["softmax-lab", "crossEntropy", [0, 0.75, 0.25]],
  ["other", "crossEntropy", [2 ** 23, 20, "Infinity"]],
  ["softmax-lab", "crossEntropyWithGrad", [0, 0, 0]],
  ["third", "crossEntropyWithGrad", [0.001, 5, 1]],
].map(([contender, name, ulps]) => ({
  ...{ contender, function: name, dtype: "float32" } as ContenderErrors,
  regimes: (ulps as (number | string)[]).map((ulps) => ({ ulps })),
}));

/** Two shapes and three contenders, of which one has computed only one shape. */
export const timings: SpeedTiming[] = [
  ["softmax-lab", 32, 27, 1, 0.08, [0.06, 0.12]],
  ["softmax-lab", 32, 27, 2, 0.07, [0.07, 0.07]],
  ["PyTorch", 32, 27, 1, 1, [1, 1]],
  ["readable", 32, 27, 1, 400, [300, 500]],
  ["copying the logits", 32, 27, 1, 0.002, [0.002, 0.003]],
  ["softmax-lab", 64, 100, 1, 1.25, [0.9, 2.5]],
  ["PyTorch", 64, 100, 1, 1, [1, 1]],
  ["copying the logits", 64, 100, 1, 0.25, [0.2, 0.3]],
].map(([contender, rows, cols, threads, ratio, quartiles]) => ({
  ...{ function: "crossEntropyWithGrad", dtype: "float32" },
  ...{ contender, rows, cols, threads, ratio, quartiles },
} as SpeedTiming));

/** A batch in the cache and one in memory. */
export const batchTimes: BatchTimes[] = [{
  name: "in the cache",
  copying: [0.05, 0.06, 0.07],
  arithmetic: [0.4, 0.5, 0.5],
  ours: [0.5, 0.6, 0.7],
}, {
  name: "in memory",
  copying: [0.4, 0.6, 0.7],
  arithmetic: [0.4, 0.5, 0.5],
  ours: [0.7, 0.9, 1.5],
}];

/** Months from January 2011 on. */
const months = (count: number) =>
  Array.from(
    { length: count },
    (_, i) =>
      `${2011 + Math.floor(i / 12)}-${String(i % 12 + 1).padStart(2, "0")}`,
  );

/** Numbers that look random, from -1 to 1. */
const noise = (count: number, size = 1) =>
  Array.from({ length: count }, (_, i) => size * Math.sin(i * i + 1));

/** Forecasts like those of the lesson: three classes, no better than chance. */
const forecasts = (count: number, size: number) => ({
  logits: matrix(
    noise(count, size).map((z, i) => [z, 0.3 * Math.cos(i), -z / 2]),
  ),
  targets: Array.from({ length: count }, (_, i) => (i * i + 1) % 7 % 3),
});
const held = forecasts(60, 1);
/** The 26 letters, and the mark for the ends of a name. */
const letters = [...".abcdefghijklmnopqrstuvwxyz"];

/** Made-up probabilities of each letter after each. */
const pairs = softmax(matrix(
  letters.map((_, i) => letters.map((_, j) => 4 * Math.sin(i * i + 7 * j))),
));

/** A gradient of 27 entries that fades during training. */
const fading = Object.entries({
  "at the start": 1,
  "after 10 steps": 0.2,
  "at the end": 1e-5,
}).map(([when, scale]) => ({
  when,
  gradient: letters.map((_, j) => scale * (j % 7 ? 0.03 : -0.2)),
}));

/** A loss that falls to 2.4 in 10,000 steps. */
const falling = Array.from(
  { length: 10_001 },
  (_, k) => 2.4 + 0.8958 / (1 + 0.8 * k),
);

/** Logits that a reader may write at the top of a lesson. */
const inputs: Record<string, number[]> = {
  equal: [0.5, 0.5, 0.5],
  "two classes": [0.3, -0.2],
  tied: [2, 2, -1],
  "five classes": five,
  "ten classes": many,
  "ten equal": Array(10).fill(-4),
  "nearly equal": [1e-9, 0, -1e-9],
  "scores of 500": [500, 499, -500],
  "all far below 0": [-500, -500, -900],
  "far apart": [500, 0.3, -500, 1e-9],
};

/** The figures of the lessons' logits, each with every input. */
export const anyInput: Record<string, () => Figure> = Object.fromEntries(
  Object.entries(inputs).flatMap(([input, z]) => {
    const rows = matrix([z, z.toReversed(), z.map((v) => v / 2)]);
    const last = z.length - 1;
    const draw: Record<string, () => Figure> = {
      logitsAndProbabilities: () => logitsAndProbabilities(z),
      lossCurve: () => lossCurve(z),
      predictionMinusTruth: () => predictionMinusTruth(z, last),
      stepSizeError: () => stepSizeError(z, 0),
      gradientHeatmap: () => gradientHeatmap(rows, [0, last, 1]),
      temperatureMultiples: () => temperatureMultiples(z),
      temperatureSpectrum: () => temperatureSpectrum(z),
      liveSoftmax: () => liveSoftmax(z).still,
    };
    return Object.entries(draw)
      .map(([figure, make]) => [`${figure}, ${input}`, make]);
  }),
);

/** Every figure with the data of the lessons. */
export const lessons: Record<string, () => Figure> = {
  lossOverSteps: () => lossOverSteps(falling, { floor: 2.4 }),
  transitionHeatmap: () => transitionHeatmap(pairs, { classes: letters }),
  gradientFading: () =>
    gradientFading(fading, {
      classes: letters,
      of: "the 27 scores in the row of m",
    }),
  logitsAndProbabilities: () => logitsAndProbabilities(logits),
  overflowMap: () => overflowMap(),
  digitsKept: () => digitsKept(),
  lossCurve: () => lossCurve(),
  lossArea: () =>
    lossArea([0.6, 0.25, 0.15], {
      timid: [1 / 3, 1 / 3, 1 / 3],
      honest: [0.6, 0.25, 0.15],
      bold: [0.98, 0.01, 0.01],
    }),
  lossAgainstBaseRate: () =>
    lossAgainstBaseRate(months(111), Array(111).fill(1.08), [
      {
        name: "the model",
        losses: noise(111, 0.3).map((d) => 1.08 + d),
        interval: [-0.05, 0.04],
      },
      {
        name: "one third each",
        losses: Array(111).fill(Math.log(3)),
        interval: [0.001, 0.043],
      },
    ]),
  lossOverTemperature: () =>
    lossOverTemperature(held.logits, held.targets, {
      reference: { name: "base rate", loss: 1.115 },
    }),
  reliabilityDiagram: () => reliabilityDiagram(held.logits, held.targets),
  polynomialError: () => polynomialError(q),
  predictionMinusTruth: () => predictionMinusTruth(logits, 0),
  gradientHeatmap: () =>
    gradientHeatmap(
      matrix([[2, 1, 0.1], [0.3, -1, 1.2], [-0.5, 2.2, 0], [3, 0, -2]]),
      [1, 2, 1, 0],
    ),
  roofline: () => roofline(batchTimes),
  speedRatios: () => speedRatios(speed.timings),
  stepSizeError: () => stepSizeError(logits, 0),
  temperatureMultiples: () => temperatureMultiples(logits),
  draws: () => draws(logits),
  temperatureSpectrum: () => temperatureSpectrum(logits),
  forecastTriangle: () => roads(0, logits, [0.6, 0.25, 0.15]),
  worstErrors: () => worstErrors(accuracy.errors),
};

/** The figures that a reader changes, with the data of the lessons and with straining data. */
export const explorers: Record<string, () => Explorer> = {
  gapExplorer: () => gapExplorer({ classes: ["buy", "hold", "sell"] }),
  lossRace: () => lossRace([-10, 0, 10], 0),
  "lossRace, ten classes": () => lossRace(many, 0),
  "lossRace, long names": () => lossRace(five, 1, { classes }),
  "lossRace, scores of 500": () => lossRace([500, -500], 1),
  "gapExplorer, long names": () => gapExplorer({ classes }),
};

/** The outputs that a notebook gets from a figure. */
export function bundle(figure: Explorer | Figure): Record<string, string> {
  return (figure as unknown as Record<symbol, () => Record<string, string>>)
    [Symbol.for("Jupyter.display")]();
}

/** Figures with data that strain them: ties, masks, many classes, long names. */
export const strained: Record<string, () => Figure> = {
  "logitsAndProbabilities, long names": () =>
    logitsAndProbabilities(five, { classes }),
  "logitsAndProbabilities, odd names": () =>
    logitsAndProbabilities([-400, 500, 3e5, 0, 0.001], { classes: odd }),
  "predictionMinusTruth, odd names": () =>
    predictionMinusTruth(five, 0, { classes: odd }),
  "temperatureMultiples, odd names": () =>
    temperatureMultiples(five, { classes: odd }),
  "temperatureSpectrum, odd names": () =>
    temperatureSpectrum(five, { classes: odd }),
  "gradientFading, odd names": () =>
    gradientFading([
      { when: "in the beginning of a long story", gradient: five },
      { when: "now", gradient: five.map((g) => g / 3e4) },
    ], { classes: odd }),
  "lossArea, odd names": () =>
    lossArea(softmax(five), { [odd[0]]: softmax(five, { temperature: 2 }) }, {
      classes: odd,
    }),
  "forecastTriangle, odd names": () => roads(1, five, softmax(five), odd),
  "lossCurve, a hundred classes": () => lossCurve(hundred),
  "temperatureSpectrum, a hundred classes": () => temperatureSpectrum(hundred),
  "logitsAndProbabilities, a hundred classes": () =>
    logitsAndProbabilities(hundred),
  "logitsAndProbabilities, masked": () =>
    logitsAndProbabilities([3, -Infinity, 1]),
  "logitsAndProbabilities, one class": () => logitsAndProbabilities([0]),
  "predictionMinusTruth, confident": () => predictionMinusTruth([40, 0, -3], 0),
  "predictionMinusTruth, long names": () =>
    predictionMinusTruth(five, 4, { classes }),
  "gradientHeatmap, tiny and ignored": () =>
    gradientHeatmap(
      matrix([[2, 1, 0.1], [0, 50, 0], [1, 1, 1]], "float32"),
      [1, 1, -100],
    ),
  "gradientHeatmap, eight by ten": () =>
    gradientHeatmap(
      matrix(Array.from({ length: 8 }, (_, i) => many.map((z) => z * i / 8))),
      [0, 1, 2, 3, 4, 5, 6, 7],
    ),
  "speedRatios, slower": () => speedRatios(timings),
  "roofline, far apart": () =>
    roofline([{
      name: "a long name of a batch, with its size in memory",
      copying: [1e-3, 2, 500],
      arithmetic: [1, 1, 1],
      ours: [3, 4, 2000],
    }]),
  "stepSizeError, confident": () => stepSizeError([30, 0, 0], 0),
  "lossAgainstBaseRate, three of one year": () =>
    lossAgainstBaseRate(months(12), Array(12).fill(1), [
      { name: "far ahead", losses: Array(12).fill(0), interval: [-2, 0] },
      { name: "level", losses: Array(12).fill(1), interval: [0, 0] },
      { name: "a longer name", losses: Array(12).fill(9), interval: [7, 9] },
    ]),
  "lossAgainstBaseRate, level": () =>
    lossAgainstBaseRate(months(2), [1, 1], [
      { name: "same", losses: [1, 1], interval: [0, 0] },
    ]),
  "lossOverTemperature, finite": () =>
    lossOverTemperature(
      matrix(Array.from({ length: 20 }, () => [Math.log(9), 0])),
      Array.from({ length: 20 }, (_, i) => i < 15 ? 0 : 1),
      { reference: { name: "a coin", loss: Math.LN2 } },
    ),
  "lossOverTemperature, always right": () =>
    lossOverTemperature(matrix([[2, 1, 0]]), [0], {
      reference: { name: "one third each", loss: Math.log(3) },
    }),
  "reliabilityDiagram, sure and right": () =>
    reliabilityDiagram(
      matrix(Array.from({ length: 9 }, () => [9, 0, 0])),
      Array(9).fill(0),
    ),
  "lossOverSteps, one step": () => lossOverSteps([3, 2.5], { floor: 1 }),
  "lossOverSteps, flat": () => lossOverSteps([2, 2, 2, 2], { floor: 2 }),
  "lossOverSteps, rising": () =>
    lossOverSteps(Array.from({ length: 31 }, (_, k) => k), { floor: -1 }),
  "transitionHeatmap, long names": () =>
    transitionHeatmap(
      softmax(matrix(classes.map((_, i) => five.map((z) => z * i / 2)))),
      { classes },
    ),
  "transitionHeatmap, one class": () => transitionHeatmap(matrix([[1]])),
  "transitionHeatmap, thirty classes": () =>
    transitionHeatmap(
      softmax(matrix(
        Array.from(
          { length: 30 },
          (_, i) => Array.from({ length: 30 }, (_, j) => Math.cos(i * j)),
        ),
      )),
    ),
  "gradientFading, nothing": () =>
    gradientFading([
      { when: "now", gradient: [0, 0, 0] },
      { when: "later", gradient: [0, 0, 0] },
    ]),
  "gradientFading, growing": () =>
    gradientFading([
      { when: "at the start", gradient: [1e-3, -2e-3, 1e-3] },
      { when: "after too long a step", gradient: [-9, 4, 5] },
    ]),
  "polynomialError, degree 4": () => polynomialError([0.042, 0.1667, 0.5]),
  "temperatureMultiples, long names": () =>
    temperatureMultiples(five, { classes }),
  "temperatureMultiples, limits": () =>
    temperatureMultiples([1, 1, 0], { temperatures: [0, 1, Infinity] }),
  "temperatureMultiples, one": () =>
    temperatureMultiples(many, { temperatures: [1] }),
  "temperatureSpectrum, masked": () => temperatureSpectrum([30, 20, -Infinity]),
  "temperatureSpectrum, one left": () => temperatureSpectrum([1, -Infinity]),
  "forecastTriangle, two classes": () => roads(1, [3, 0], [0.7, 0.3]),
  "forecastTriangle, long names": () => roads(1, five, softmax(five), classes),
  "forecastTriangle, ten classes": () => roads(0, many),
  "forecastTriangle, equal": () => roads(0, [0, 0, 0]),
  "forecastTriangle, tied": () => roads(2, [1, 1, 0]),
  "forecastTriangle, scores of 500": () => roads(2, [500, 0, -500]),
  "forecastTriangle, sure truth": () => roads(0, logits, [0, 1, 0]),
  "worstErrors, no number": () => worstErrors(errors),
  "draws, long names": () =>
    draws(five, { classes, temperatures: [0, 1, Infinity] }),
  "draws, ten classes": () => draws(many, { count: 150 }),
  "draws, one": () => draws([500, 0], { count: 1 }),
  "lossArea, impossible": () => lossArea([0.5, 0.5], { bold: [1, 0] }),
  "lossArea, long names": () =>
    lossArea(softmax(five), { bold: softmax(five, { temperature: 0.1 }) }, {
      classes,
    }),
  "lossArea, ten classes": () =>
    lossArea(Array(10).fill(0.1), { guess: softmax(many) }),
  "lossRace, still": () => lossRace([-5, 0, 5], 0).still,
  "plot, clipped and with markers": () =>
    plot({
      title: 'Readers\' own "plots" & <marks>',
      alt: 'A line with an arrow, "clipped" & <short>',
      marks: [
        Plot.line([[0, 1 / 3], [1, 2 / 3]], { clip: true, markerEnd: "arrow" }),
        Plot.frame(),
      ],
    }),
};
