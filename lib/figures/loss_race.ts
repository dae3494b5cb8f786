import { crossEntropyGrad, softmax, type Vector } from "../kernels/mod.ts";
import type { Explorer } from "./house/explorer.ts";
import {
  capital,
  counted,
  logitsText,
  probability,
  significant,
} from "./house/format.ts";
import { label } from "./house/label.ts";
import { likeliest, ofAll } from "./house/likeliest.ts";
import { type FigureOptions, namesFor, ownWords } from "./house/options.ts";
import { colors } from "./house/palette.ts";
import { type Figure, Plot, plot, type Words } from "./house/plot.ts";
import { checkFinite } from "./house/refusals.ts";
import { slider } from "./house/slider.ts";

/** The size of a step, as a multiple of the gradient. */
const RATE = 0.5;

/** The race is over after this many steps. */
const PATIENCE = 2_000_000;

/** More classes than this are cut to the right one and the likeliest. */
const MOST = 10;

/** The derivatives of a loss by the logits, from probabilities p and the true class, into the last. */
type Gradient = (p: Float64Array, target: number, into: Float64Array) => void;

/**
 * Squared error is Σ (p[i] − y[i])², where y is 1 at the target and 0 elsewhere.
 * Through softmax its derivative by logit i is 2 p[i] (d[i] − Σ p[j] d[j]) with
 * d = p − y: the factor p[i] stops it where the target's p is near 0.
 */
const LOSSES: Record<string, Gradient> = {
  "cross-entropy"(p, target, into) {
    into.set(p);
    into[target] -= 1;
  },
  "squared error"(p, target, into) {
    let mean = -p[target];
    for (let i = 0; i < p.length; i++) mean += p[i] * p[i];
    for (let i = 0; i < p.length; i++) {
      into[i] = 2 * p[i] * (p[i] - (i === target ? 1 : 0) - mean);
    }
  },
};

/**
 * Learns from the logits that the target is right. Returns the first step at which
 * the probabilities, and the slope in the target's logit, are those looked for;
 * Infinity when the race is over before.
 *
 * The library's softmax() is more exact, and too slow for millions of steps.
 */
function learn(
  logits: Vector,
  target: number,
  gradient: Gradient,
  isFound: (step: number, p: Float64Array, slope: number) => boolean,
): number {
  const z = Float64Array.from(logits);
  const [p, g] = [new Float64Array(z.length), new Float64Array(z.length)];
  let isMoving = true; // Where no step changes a logit, nothing ever will.
  for (let step = 0; step <= PATIENCE; step++) {
    if (isMoving) {
      let max = -Infinity, sum = 0;
      for (let i = 0; i < z.length; i++) if (z[i] > max) max = z[i];
      for (let i = 0; i < z.length; i++) {
        sum += p[i] = z[i] < max ? Math.exp(z[i] - max) : 1;
      }
      for (let i = 0; i < z.length; i++) p[i] /= sum;
      gradient(p, target, g);
    }
    if (isFound(step, p, g[target])) return step;
    isMoving = false;
    for (let i = 0; i < z.length; i++) {
      const next = z[i] - RATE * g[i];
      if (next !== z[i]) isMoving = true;
      z[i] = next;
    }
  }
  return Infinity;
}

function dataOf(logits: Vector, target: number, { classes }: FigureOptions) {
  const all = namesFor(logits, classes);
  crossEntropyGrad(logits, target); // checks both
  checkFinite(logits, "learn from logits", "finite ones");
  /** The steps at which the target passes one half. */
  const halves = Object.values(LOSSES).map((gradient) =>
    learn(logits, target, gradient, (_, p) => p[target] > 0.5)
  );
  const kept = likeliest(softmax(logits), MOST, [target]);
  const stops = stopsFor(Math.min(...halves), Math.max(...halves));
  const tracks = Object.entries(LOSSES).map(([name, gradient], i) => {
    const states: {
      step: number;
      p: number[];
      right: number;
      slope: string;
    }[] = [];
    learn(logits, target, gradient, (step, p, slope) => {
      if (step === stops[states.length]) {
        states.push({
          step,
          p: kept.map((i) => p[i]),
          right: p[target],
          slope: slope === 0 ? "0" : significant(slope, 2),
        });
      }
      return states.length === stops.length;
    });
    return { name, half: halves[i], states };
  });
  const names = kept.map((i) => all[i]);
  return { logits, kept, names, right: all[target], stops, tracks };
}

/**
 * The steps to stop at: around the first of the halves, then up to the last and
 * past it. At most 12, so that a finger hits each button on a phone.
 */
function stopsFor(first: number, last: number): number[] {
  const base = Math.min(Math.max(first, 4), PATIENCE / 2);
  const end = Math.min(Math.max(2 * last, 20), PATIENCE);
  const near = [0.25, 0.5, 0.75, 1.25, 1.5, 2].map((share) =>
    Number(Math.round(share * base).toPrecision(2))
  );
  const far = [1 / 3, 2 / 3, 1].map((share) =>
    Number((2 * base * (end / (2 * base)) ** share).toPrecision(1))
  );
  const all = [0, ...near, base, ...far, Math.min(last, PATIENCE)];
  return [...new Set(all)].sort((a, b) => a - b);
}

type Data = ReturnType<typeof dataOf>;

const count = (steps: number) => counted(steps, "step");

function titleOf({ tracks }: Data): string {
  const [a, b] = tracks.toSorted((a, b) => a.half - b.half);
  if (a.half === b.half) {
    return a.half === Infinity
      ? `Neither loss passes one half within ${count(PATIENCE)}`
      : `Both losses pass one half after ${count(a.half)}`;
  }
  const late = b.half === Infinity ? `not within` : "after";
  const steps = Math.min(b.half, PATIENCE).toLocaleString("en");
  return `${capital(a.name)} passes one half after ${
    count(a.half)
  }, ${b.name} ${late} ${steps}`;
}

function words(data: Data): Required<Words> {
  const { logits, names, right, stops, tracks } = data;
  const said = stops.map((step, k) => {
    const all = tracks.map(({ name, states }) =>
      `${name} ${probability(states[k].right, 3)}, slope ${states[k].slope}`
    );
    return `After ${count(step)}: ${all.join("; ")}.`;
  });
  return {
    title: titleOf(data),
    subtitle: `Learning from ${
      logitsText(logits)
    } that ${right} is right, ${RATE} times the gradient per step${
      ofAll(names.length, logits.length)
    }`,
    alt: [
      `A slider of ${stops.length} numbers of steps, and for each loss one bar per class.`,
      `The probability of ${right} and the slope of the loss in its score.`,
      ...said,
    ].join(" "),
  };
}

/** The labels of a scale of these steps: every other, and the last. */
function scaleOf(stops: number[]): string[] {
  const last = stops.length - 1;
  return stops.map((step, k) =>
    k === last || k % 2 === 0 && k !== last - 1 ? short(step) : ""
  );
}

/** A number of steps in few letters: 400, 30k, 2M. */
function short(step: number): string {
  if (step < 1e4) return String(step);
  if (step < 1e6) return `${Math.round(step / 1e3)}k`;
  return `${Number((step / 1e6).toFixed(1))}M`;
}

/** The probability of the target over the stops, for print and for notebooks that are not trusted. */
function still(data: Data, words: Words): Figure {
  const { stops, tracks } = data;
  const scale = scaleOf(stops);
  const styles = [
    { color: colors.cool, symbol: "circle", sign: "●" },
    { color: colors.warm, symbol: "square", sign: "■" },
  ] as const;
  return plot({
    ...words,
    marginTop: 40,
    x: {
      type: "point",
      domain: stops,
      label: "steps",
      tickFormat: (_, k) => scale[k],
    },
    y: { domain: [0, 1], label: "probability", ticks: 2, grid: true },
    marks: styles.map(({ color, symbol, sign }, i) => {
      const { name, states } = tracks[i];
      const at = { x: "step", y: "right" };
      return [
        Plot.line(states, { ...at, stroke: color, strokeWidth: 2 }),
        Plot.dot(states, { ...at, symbol, r: 5, fill: color }),
        label([`${sign} ${name}`], {
          frameAnchor: "top-right",
          dx: -160 * (1 - i),
          dy: -32,
          fill: color,
        }),
      ];
    }),
  });
}

/**
 * A slider for the steps of learning, with cross-entropy beside squared error,
 * Σ (p − y)², where y is 1 for the class that is right and 0 for the others. The
 * reader sees the one move and the other stand still where the model is sure and
 * wrong. It needs no script.
 *
 * @param logits scores of the classes before the first step, shape [classes]
 * @param target the class that is right
 * @throws {TypeError | RangeError} as crossEntropyGrad() does, and when a logit
 *   is infinite
 */
export function lossRace(
  logits: Vector,
  target: number,
  options: FigureOptions = {},
): Explorer {
  const own = ownWords(options, ["classes"]);
  const data = dataOf(logits, target, options);
  const { kept, names, right, stops, tracks } = data;
  const said = { ...words(data), ...own };
  return slider({
    ...said,
    slider: "Steps of learning",
    scale: scaleOf(stops),
    names,
    classes: kept,
    states: stops.map((step, k) => ({
      name: `after ${count(step)}`,
      groups: tracks.map(({ name, states }) => ({
        heading: name,
        bars: states[k].p
          .map((share) => ({ share, number: probability(share, 3) })),
        says: `slope for ${right}: ${states[k].slope}`,
      })),
    })),
    start: 0,
    still: still(data, said),
  });
}
