import * as Plot from "@observablehq/plot";
import {
  colors,
  type Figure,
  list,
  plain,
  plot,
  significant,
} from "./house/mod.ts";

/** The room right of p = 1 within the frame, in pixels. */
const INSET = 16;

interface Options {
  /** The probabilities to mark. */
  probabilities?: number[];
}

/**
 * The loss of one example, −log p in nats, against the probability p that the
 * model gave to the true class.
 *
 * @throws {RangeError} when a probability is not above 0 and at most 1, or
 *   there is none
 */
export function lossCurveData(
  { probabilities = [0.01, 0.1, 0.5, 0.9] }: Options = {},
) {
  if (probabilities.length === 0) {
    throw new RangeError("Cannot draw the loss: need at least one probability");
  }
  for (const p of probabilities) {
    if (!(p > 0 && p <= 1)) {
      throw new RangeError(
        `Cannot draw the loss: need probabilities above 0 and at most 1, got ${p}`,
      );
    }
  }
  const at = (p: number) => ({ p, loss: p === 1 ? 0 : -Math.log(p) });
  const marked = probabilities.toSorted((a, b) => a - b).map(at);
  const highest = Math.max(1, marked[0].loss) * 1.12;
  return {
    // Even in √loss: dense where the curve is flat in p, sparse where it is steep.
    curve: Array.from(
      { length: 121 },
      (_, i) => at(Math.exp(-highest * (i / 120) ** 2)),
    ),
    marked,
  };
}

/**
 * Draws the loss −log p in nats against the probability p of the true class.
 *
 * @param options probabilities: those to mark, 0.01, 0.1, 0.5 and 0.9 when not
 *   given
 * @throws {RangeError} when a probability is not above 0 and at most 1, or
 *   there is none
 */
export function lossCurve(options: Options = {}): Figure {
  const { curve, marked } = lossCurveData(options);
  const [worst, best] = [marked[0], marked.at(-1)!];
  const nats = (loss: number) => loss === 0 ? "0" : significant(loss);
  const words = (d: typeof worst) =>
    `${nats(d.loss)} nats at p = ${plain(d.p)}`;
  const label = (d: typeof worst) => `p = ${plain(d.p)}: ${nats(d.loss)}`;
  return plot({
    title: worst === best
      ? `A true class with p = ${plain(worst.p)} costs ${nats(worst.loss)} nats`
      : `${
        worst.p <= 0.1
          ? "Being confidently wrong is expensive"
          : "The less the true class gets, the higher the loss"
      }: ${list([worst, best].map(words))}`,
    subtitle:
      "Loss of one example against the probability given to its true class",
    alt:
      `A falling curve, minus the logarithm of p. It rises without bound as p nears 0 and is 0 at p = 1. ${
        list(marked.map(words))
      }.`,
    height: 330,
    x: {
      label: "p, probability of the true class",
      domain: [0, 1],
      ticks: 5,
      insetRight: INSET,
    },
    y: {
      label: "loss −log p (nats)",
      domain: [0, curve.at(-1)!.loss],
      ticks: 5,
      grid: true,
    },
    marks: [
      Plot.ruleY([0], { stroke: colors.muted }),
      Plot.line(curve, { x: "p", y: "loss", strokeWidth: 2.5 }),
      Plot.dot(marked, {
        x: "p",
        y: "loss",
        r: 6,
        fill: (d) => d === worst ? colors.warm : "currentColor",
      }),
      Plot.text(marked.filter((d) => d.p < 0.6), {
        x: "p",
        y: "loss",
        text: label,
        dx: 9,
        dy: -9,
        textAnchor: "start",
        fontSize: 15,
      }),
      // On the right there is room above the curve only, on lines of their own
      // that end within the figure.
      marked.filter((d) => d.p >= 0.6).map((d, i, { length }) =>
        Plot.text([d], {
          x: "p",
          y: "loss",
          text: label,
          dx: Math.min(68, 17 + INSET + 400 * (1 - d.p)),
          dy: -16 - 18 * (length - 1 - i),
          textAnchor: "end",
          fontSize: 15,
        })
      ),
    ],
  });
}
