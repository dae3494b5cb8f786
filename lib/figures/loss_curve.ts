import * as Plot from "@observablehq/plot";
import {
  colors,
  type Figure,
  label,
  list,
  plain,
  plot,
  significant,
  type Words,
} from "./house/mod.ts";

/** Options of lossCurve(). */
export interface LossCurveOptions {
  /** The probabilities to mark, above 0 and at most 1; 0.01, 0.1, 0.5 and 0.9 when not given. */
  probabilities?: number[];
}

function dataOf({ probabilities = [0.01, 0.1, 0.5, 0.9] }: LossCurveOptions) {
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
    worst: marked[0],
    best: marked.at(-1)!,
  };
}

type Data = ReturnType<typeof dataOf>;

function words({ marked, worst, best }: Data): Words {
  const cost = ({ p, loss }: typeof worst) =>
    `${nats(loss)} nats at p = ${plain(p)}`;
  return {
    title: worst === best
      ? `A true class with p = ${plain(worst.p)} costs ${nats(worst.loss)} nats`
      : `${
        worst.p <= 0.1
          ? "Being confidently wrong is expensive"
          : "The less the true class gets, the higher the loss"
      }: ${list([worst, best].map(cost))}`,
    subtitle:
      "Loss of one example against the probability given to its true class",
    alt:
      `A falling curve, minus the logarithm of p. It rises without bound as p nears 0 and is 0 at p = 1. ${
        list(marked.map(cost))
      }.`,
  };
}

function nats(loss: number): string {
  return loss === 0 ? "0" : significant(loss);
}

/** Pixels right of p = 1 within the frame. */
const INSET = 16;

/**
 * Draws the loss −log p in nats against the probability p of the true class.
 *
 * @throws {RangeError} when there is no probability to mark, or one is not above
 *   0 and at most 1
 */
export function lossCurve(options: LossCurveOptions = {}): Figure {
  const data = dataOf(options);
  const { curve, marked, worst } = data;
  const text = ({ p, loss }: typeof worst) => `p = ${plain(p)}: ${nats(loss)}`;
  return plot({
    ...words(data),
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
      label(marked.filter((d) => d.p < 0.6), {
        x: "p",
        y: "loss",
        text,
        dx: 9,
        dy: -9,
        textAnchor: "start",
      }),
      // On the right there is room above the curve only, on lines of their own
      // that end within the figure.
      marked.filter((d) => d.p >= 0.6).map((d, i, { length }) =>
        label([d], {
          x: "p",
          y: "loss",
          text,
          dx: Math.min(68, 17 + INSET + 400 * (1 - d.p)),
          dy: -16 - 18 * (length - 1 - i),
          textAnchor: "end",
        })
      ),
    ],
  });
}
