import {
  crossEntropy,
  logSoftmax,
  type Matrix,
  oneHot,
  softmax,
  type Targets,
} from "../kernels/mod.ts";
import { bisect } from "./house/bisect.ts";
import { counted, fixed, plain, significant } from "./house/format.ts";
import { label } from "./house/label.ts";
import {
  numbersOf,
  ownWords,
  shorten,
  type WordOptions,
} from "./house/options.ts";
import { colors } from "./house/palette.ts";
import { type Figure, Plot, plot, type Words } from "./house/plot.ts";
import { checkFinite, wrongType } from "./house/refusals.ts";
import { temperatureSteps } from "./house/temperatures.ts";

/** Options of lossOverTemperature(). */
export interface LossOverTemperatureOptions extends WordOptions {
  /** A loss to compare with, in nats, and its name. */
  reference: { name: string; loss: number };
}

/** The curve's lowest and highest temperature. */
const RANGE: [number, number] = [0.5, 50];

/**
 * The loss falls with the temperature T while the mean score of the true classes
 * is less than the mean score that the forecasts expect:
 *
 *     dL/dT = Σ (y − p) z / T², where y is one-hot and p = softmax(z / T)
 */
function dataOf(
  logits: Matrix,
  targets: number[],
  { reference }: LossOverTemperatureOptions,
) {
  const { rows, cols } = logits;
  const action = "draw the loss over temperature";
  if (!reference) throw wrongType(action, "a reference", reference);
  const need = "finite logits and reference";
  checkFinite([...logits.data, reference.loss], action, need);
  // Refuses targets to ignore, too, which crossEntropy() takes.
  const truth = Array.from(oneHot(targets, cols).data);
  const marked = { temperature: 1, loss: crossEntropy(logits, targets) };
  const at = (temperature: number) => {
    const { data } = logSoftmax(logits, { temperature });
    const losses = Array.from(
      targets,
      (target, row) => -data[row * cols + target],
    );
    return { temperature, loss: losses.reduce((a, b) => a + b) / rows };
  };
  const slope = (temperature: number) => {
    const p = softmax(logits, { temperature }).data;
    return truth.reduce((sum, y, k) => sum + (y - p[k]) * logits.data[k], 0);
  };
  const curve = temperatureSteps(RANGE, 41).map(at), hot = at(Infinity);
  // Of level scores the slope is nothing but rounding errors.
  const isLevel = curve.every((d) => Math.abs(d.loss - hot.loss) < 1e-12);
  return {
    rows,
    cols,
    reference,
    curve,
    marked,
    best: at(isLevel ? 0 : bestTemperature(slope)),
    hot,
    isLevel,
  };
}

/**
 * The temperature where the slope of the loss turns from negative to positive: 0
 * when it is never negative, Infinity when it always is.
 */
function bestTemperature(slope: (temperature: number) => number): number {
  if (slope(0) >= 0) return 0;
  if (slope(Infinity) <= 0) return Infinity;
  return Math.exp(bisect([-20, 20], (power) => slope(Math.exp(power)) < 0)[1]);
}

type Data = ReturnType<typeof dataOf>;

function words(data: Data): Words {
  const { rows, cols, reference, curve, marked, best, hot, isLevel } = data;
  const least = fixed(best.loss, 4);
  const now = fixed(marked.loss, 4), limit = fixed(hot.loss, 4);
  const [title, lowest] = best.temperature === Infinity
    ? [
      `The hotter the better: no finite temperature beats ln ${cols} = ${least} nats`,
      "It falls all the way.",
    ]
    : best.temperature > 0
    ? [
      `At T = ${
        significant(best.temperature)
      } the loss is lowest: ${least} nats, against ${now} at T = 1`,
      `It is lowest, ${least}, at T = ${significant(best.temperature)}.`,
    ]
    : isLevel
    ? [
      `The scores are level: the loss is ln ${cols} = ${least} nats at every temperature`,
      "It is level.",
    ]
    : [
      `The colder the better: the loss falls to ${least} nats as T goes to 0, from ${now} at T = 1`,
      `It rises all the way, from ${least} as T goes to 0.`,
    ];
  const said = [curve[0], marked, curve.at(-1)!].map(({ loss, temperature }) =>
    `${fixed(loss, 4)} nats at T = ${plain(temperature)}`
  ).join(", ");
  return {
    title,
    subtitle: `Mean loss of ${
      counted(rows, "forecast")
    } with logits divided by T`,
    alt: [
      `A curve of the mean loss over the temperature on a log axis: ${said} and ${limit} as T goes to infinity.`,
      lowest,
      `A line marks ${reference.name}, ${fixed(reference.loss, 4)}.`,
    ].join(" "),
  };
}

/** Infinity stands here on the axis. */
const END = RANGE[1] * 1.35;

/**
 * Draws the mean loss of forecasts in nats over the temperature on a log axis,
 * with its limit and its lowest point, against another loss.
 *
 * @param logits shape [rows, classes]
 * @param targets the true classes, shape [rows]
 * @throws {TypeError | RangeError} as crossEntropy() does, when a logit or the
 *   reference is not finite, and when a target is not a class
 */
export function lossOverTemperature(
  logits: Matrix,
  targets: Targets,
  options: LossOverTemperatureOptions,
): Figure {
  const own = ownWords(options, ["reference"]);
  const data = dataOf(logits, numbersOf(targets), options);
  const { cols, reference, curve, marked, best } = data;
  const hot = { ...data.hot, temperature: END };
  const losses = [...curve, hot, reference].map((d) => d.loss);
  const low = Math.min(...losses), high = Math.max(...losses);
  const isShown = best.temperature > RANGE[0] && best.temperature < RANGE[1];
  const shown = isShown ? [best] : [];
  const at = { x: "temperature", y: "loss" };
  return plot({
    ...words(data),
    ...own,
    height: 330,
    marginLeft: 56,
    marginRight: 22,
    x: {
      type: "log",
      domain: [RANGE[0], END],
      ticks: [0.5, 1, 2, 5, 10, 20],
      tickFormat: plain,
      label: "temperature T (log scale)",
    },
    y: {
      domain: [low - 0.18 * (high - low), high + 0.06 * (high - low)],
      label: "mean loss (nats)",
      ticks: 5,
      grid: true,
    },
    marks: [
      Plot.text(["∞"], { x: END, frameAnchor: "bottom", dy: 17 }),
      Plot.ruleY([reference.loss], {
        stroke: colors.cool,
        strokeWidth: 1.75,
        strokeDasharray: "5 4",
      }),
      label([reference], {
        x: END,
        y: "loss",
        text: (d) => `${shorten(d.name, 15)}: ${fixed(d.loss, 3)}`,
        textAnchor: "end",
        dy: -10,
        fill: colors.cool,
      }),
      Plot.line(curve, { ...at, strokeWidth: 2.5 }),
      Plot.dot([hot], {
        ...at,
        r: 6,
        fill: best.temperature === Infinity ? colors.warm : "currentColor",
      }),
      label([hot], {
        ...at,
        text: (d) => `ln ${cols} = ${fixed(d.loss, 4)}`,
        textAnchor: "end",
        dx: 6,
        dy: 20,
      }),
      Plot.dot([marked], { ...at, r: 5 }),
      label([marked], {
        ...at,
        text: (d) => `T = 1: ${fixed(d.loss, 3)}`,
        textAnchor: "start",
        dx: 10,
        dy: -8,
      }),
      Plot.dot(shown, { ...at, r: 6, fill: colors.warm }),
      label(shown, {
        ...at,
        text: (d) => `T = ${significant(d.temperature)}: ${fixed(d.loss, 3)}`,
        dy: 20,
        fontWeight: 700,
      }),
    ],
  });
}
