import * as Plot from "@observablehq/plot";
import {
  colors,
  type Figure,
  label,
  plot,
  significant,
  type Words,
} from "./house/mod.ts";

/** The gap that is marked, and how far the curve goes. */
const [MARKED, LAST] = [2, 3];

function dataOf() {
  const at = (gap: number) => ({ gap, ratio: Math.exp(gap) });
  return {
    curve: Array.from({ length: 101 }, (_, i) => at((i / 100) * LAST)),
    whole: Array.from({ length: LAST + 1 }, (_, gap) => at(gap)),
    marked: at(MARKED),
  };
}

type Data = ReturnType<typeof dataOf>;

function words({ whole, marked }: Data): Words {
  const ratio = significant(marked.ratio);
  const said = whole.map(({ gap, ratio }) =>
    `At a gap of ${gap} the ratio is ${times(ratio)}.`
  ).join(" ");
  return {
    title:
      `A logit gap of ${marked.gap} makes one class ${ratio} times as likely as the other`,
    subtitle: "Every further logit multiplies the ratio by e = 2.72",
    alt:
      `A curve of the ratio of two probabilities, e to the power of the gap between their logits. ${said}`,
  };
}

function times(ratio: number): string {
  return `${ratio === 1 ? 1 : significant(ratio)}×`;
}

/**
 * Draws the ratio of two probabilities against the gap between their logits,
 * e^gap, with a gap of 2 marked.
 */
export function oddsRatio(): Figure {
  const data = dataOf();
  const { curve, whole, marked } = data;
  const at = { x: "gap", y: "ratio" };
  const others = whole.filter((d) => d.gap !== marked.gap);
  return plot({
    ...words(data),
    height: 310,
    x: { label: "gap between the two logits", ticks: 4, insetLeft: 8 },
    y: {
      label: "ratio of the probabilities, p / q",
      domain: [0, curve.at(-1)!.ratio],
      ticks: 5,
      grid: true,
      nice: true,
    },
    marks: [
      Plot.ruleY([0], { stroke: colors.muted }),
      Plot.link([marked], {
        x: "gap",
        y1: 0,
        y2: "ratio",
        stroke: colors.warm,
        strokeDasharray: "4 4",
      }),
      Plot.link([marked], {
        x1: 0,
        x2: "gap",
        y: "ratio",
        stroke: colors.warm,
        strokeDasharray: "4 4",
      }),
      Plot.line(curve, { ...at, strokeWidth: 2.5 }),
      Plot.dot(others, { ...at, fill: "currentColor", r: 4 }),
      Plot.dot([marked], { ...at, fill: colors.warm, r: 6.5 }),
      [...others, marked].map((point) =>
        label([point], {
          ...at,
          text: (d) => times(d.ratio),
          // Left of the curve and above it; on the axis there is no left.
          ...(point.gap === 0
            ? { dx: 2, dy: -14, textAnchor: "start" }
            : { dx: -9, dy: -10, textAnchor: "end" }),
          halo: true,
          ...(point === marked
            ? { fontSize: "1.25em", fontWeight: 700, fill: colors.warm }
            : {}),
        })
      ),
    ],
  });
}
