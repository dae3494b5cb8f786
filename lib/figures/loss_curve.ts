import * as Plot from "@observablehq/plot";
import {
  colors,
  type Figure,
  label,
  list,
  plot,
  significant,
  type Words,
} from "./house/mod.ts";

function dataOf() {
  const at = (p: number) => ({ p, loss: -Math.log(p) });
  const marked = [0.01, 0.1, 0.5, 0.9].map(at);
  const highest = 1.12 * marked[0].loss;
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
    `${significant(loss)} nats at p = ${p}`;
  const costs = list(marked.map(cost));
  return {
    title: `Being confidently wrong is expensive: ${cost(worst)} and ${
      cost(best)
    }`,
    subtitle:
      "Loss of one example against the probability given to its true class",
    alt:
      `A falling curve, minus the logarithm of p. It rises without bound as p nears 0 and is 0 at p = 1. ${costs}.`,
  };
}

/** Draws the loss −log p in nats against the probability p of the true class. */
export function lossCurve(): Figure {
  const data = dataOf();
  const { curve, marked, worst, best } = data;
  const at = { x: "p", y: "loss" };
  const text = ({ p, loss }: typeof worst) => `p = ${p}: ${significant(loss)}`;
  return plot({
    ...words(data),
    height: 330,
    x: {
      label: "p, probability of the true class",
      domain: [0, 1],
      ticks: 5,
      insetRight: 16,
    },
    y: {
      label: "loss −log p (nats)",
      domain: [0, curve.at(-1)!.loss],
      ticks: 5,
      grid: true,
    },
    marks: [
      Plot.ruleY([0], { stroke: colors.muted }),
      Plot.line(curve, { ...at, strokeWidth: 2.5 }),
      Plot.dot(marked, {
        ...at,
        r: 6,
        fill: (d) => d === worst ? colors.warm : "currentColor",
      }),
      label(marked.filter((d) => d !== best), {
        ...at,
        text,
        dx: 9,
        dy: -9,
        textAnchor: "start",
      }),
      // On the right there is room only above the curve.
      label([best], { ...at, text, dx: 68, dy: -16, textAnchor: "end" }),
    ],
  });
}
