import * as Plot from "@observablehq/plot";
import {
  colors,
  type Figure,
  plain,
  plot,
  scientific,
  significant,
} from "./house/mod.ts";

/**
 * The ratio of two probabilities against the gap between their logits:
 * p / q = exp(gap), whatever the other classes are.
 *
 * @param gap the logit gap to mark
 * @throws {RangeError} when the gap is not finite or its ratio is no number
 */
export function oddsRatioData({ gap = 2 }: { gap?: number } = {}) {
  const ratio = Math.exp(gap);
  if (!Number.isFinite(gap) || !Number.isFinite(ratio)) {
    throw new RangeError(
      `Cannot draw the odds ratio: need a finite gap with a finite ratio, got ${gap}`,
    );
  }
  const from = Math.min(0, 1.5 * gap);
  const to = gap === 0 ? 1 : Math.max(0, 1.5 * gap);
  const at = (gap: number) => ({ gap, ratio: Math.exp(gap) });
  const whole = to - from > 6 ? [] : Array.from(
    { length: Math.floor(to) - Math.ceil(from) + 1 },
    (_, i) => at(Math.ceil(from) + i),
  );
  return {
    curve: Array.from(
      { length: 101 },
      (_, i) => at(from + (i / 100) * (to - from)),
    ),
    /** The whole gaps on the way: each multiplies by e once more. */
    whole: whole.filter((point) => point.gap !== gap),
    marked: at(gap),
  };
}

/**
 * Draws the ratio of two probabilities against the gap between their logits,
 * e^gap, with one gap marked.
 *
 * @param options gap: the logit gap to mark, 2 when not given
 * @throws {RangeError} when e^gap is not finite
 */
export function oddsRatio(options: { gap?: number } = {}): Figure {
  const { curve, whole, marked } = oddsRatioData(options);
  const times = (ratio: number) => `${ratio === 1 ? 1 : significant(ratio)}×`;
  const low = curve[0].gap;
  const top = Math.max(curve[0].ratio, curve.at(-1)!.ratio);
  const label = (points: typeof whole, look: Plot.TextOptions) =>
    points.map((point) => {
      // Left of the curve and above it; on the axis there is no left.
      const onAxis = point.gap === low;
      return Plot.text([point], {
        x: "gap",
        y: "ratio",
        text: (d) => times(d.ratio),
        dx: onAxis ? 2 : -9,
        dy: onAxis ? -14 : -10,
        textAnchor: onAxis ? "start" : "end",
        stroke: colors.paper,
        strokeWidth: 4,
        fill: "currentColor",
        ...look,
      });
    });
  return plot({
    title: marked.gap === 0
      ? "Equal logits make two classes equally likely"
      : `A logit gap of ${plain(marked.gap)} makes one class ${
        significant(marked.ratio)
      } times as likely as the other`,
    subtitle: "Every further logit multiplies the ratio by e = 2.72",
    alt:
      `A curve of the ratio of two probabilities, e to the power of the gap between their logits. ${
        [...whole, marked].sort((a, b) => a.gap - b.gap).map((d) =>
          `At a gap of ${plain(d.gap)} the ratio is ${times(d.ratio)}.`
        ).join(" ")
      }`,
    height: 310,
    marginLeft: top < 1e5 ? 46 : 68,
    x: {
      label: "gap between the two logits",
      ticks: Math.max(4, Math.min(8, Math.ceil(curve.at(-1)!.gap - low))),
      insetLeft: 8,
    },
    y: {
      label: "ratio of the probabilities, p / q",
      ticks: 5,
      domain: [0, top],
      grid: true,
      nice: true,
      tickFormat: (v) => v < 1e5 ? plain(v) : scientific(v),
    },
    marks: [
      Plot.ruleY([0], { stroke: colors.muted }),
      Plot.link([marked], {
        x1: "gap",
        x2: "gap",
        y1: 0,
        y2: "ratio",
        stroke: colors.warm,
        strokeDasharray: "4 4",
      }),
      Plot.link([marked], {
        x1: low,
        x2: "gap",
        y1: "ratio",
        y2: "ratio",
        stroke: colors.warm,
        strokeDasharray: "4 4",
      }),
      Plot.line(curve, { x: "gap", y: "ratio", strokeWidth: 2.5 }),
      Plot.dot(whole, { x: "gap", y: "ratio", fill: "currentColor", r: 4 }),
      Plot.dot([marked], { x: "gap", y: "ratio", fill: colors.warm, r: 6.5 }),
      label(whole, { fontSize: 15 }),
      label([marked], { fontSize: 19, fontWeight: 700, fill: colors.warm }),
    ],
  });
}
