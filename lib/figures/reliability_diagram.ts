import { type Matrix, oneHot, softmax, type Targets } from "../kernels/mod.ts";
import { counted, percent } from "./house/format.ts";
import { label } from "./house/label.ts";
import { numbersOf, ownWords, type WordOptions } from "./house/options.ts";
import { colors } from "./house/palette.ts";
import { type Figure, Plot, plot, type Words } from "./house/plot.ts";
import { wrongType } from "./house/refusals.ts";

/** The number of groups of about equal size. */
const GROUPS = 4;

/** Two-sided 95 % of the normal distribution. */
const Z95 = 1.959963984540054;

function dataOf(logits: Matrix, targets: number[]) {
  const { data, rows, cols } = softmax(logits);
  if (oneHot(targets, cols).rows !== rows || rows < GROUPS) {
    throw wrongType(
      "draw reliability",
      `at least ${GROUPS} rows and one target per row`,
      `${targets.length} targets for ${rows} rows`,
    );
  }
  const forecasts = Array.from(targets, (target, row) => {
    const p = Array.from(data.subarray(row * cols, (row + 1) * cols));
    const confidence = Math.max(...p);
    return { confidence, isRight: p.indexOf(confidence) === target };
  }).sort((a, b) => a.confidence - b.confidence);
  const groups = Array.from({ length: GROUPS }, (_, k) => {
    const [from, to] = [k, k + 1].map((k) => Math.floor(k * rows / GROUPS));
    return summary(forecasts.slice(from, to));
  });
  return { all: summary(forecasts), groups };
}

/**
 * The interval is Wilson's: E. B. Wilson, "Probable inference, the law of
 * succession, and statistical inference", 1927.
 */
function summary(forecasts: { confidence: number; isRight: boolean }[]) {
  const count = forecasts.length;
  const confidence = forecasts.reduce((s, f) => s + f.confidence, 0) / count;
  const frequency = forecasts.filter((f) => f.isRight).length / count;
  const z2 = Z95 ** 2 / count;
  const middle = (frequency + z2 / 2) / (1 + z2);
  const half = Z95 / (1 + z2) *
    Math.sqrt(frequency * (1 - frequency) / count + z2 / (4 * count));
  const low = Math.max(0, middle - half), high = Math.min(1, middle + half);
  return { count, confidence, frequency, low, high };
}

type Data = ReturnType<typeof dataOf>;

function words({ all, groups }: Data): Words {
  const said = [...groups, all].map((g) => {
    const [sure, right, low, high] = [g.confidence, g.frequency, g.low, g.high]
      .map(percent);
    return `${counted(g.count, "forecast")} ${
      g.count === 1 ? "was" : "were"
    } ${sure} sure and right in ${right} (95 % interval ${low} to ${high}).`;
  });
  const sure = percent(all.confidence), right = percent(all.frequency);
  const verdict = sure === right
    ? "as confident as they may be"
    : all.confidence > all.high
    ? "too confident"
    : all.confidence < all.low
    ? "too modest"
    : "chance can do that";
  return {
    title:
      `The forecasts are ${sure} sure and right in ${right} of cases: ${verdict}`,
    subtitle:
      `${all.count} forecasts together, and from the least to the most confident in ${GROUPS} groups; bars are 95 % intervals`,
    alt: [
      "Points of how often the favourite class was right against how sure the forecast was, and a diagonal on which both are equal.",
      ...said,
    ].join(" "),
  };
}

/**
 * Draws how often the favourite class was right against how sure the forecasts
 * were of it, in four groups from the least to the most confident.
 *
 * @param logits shape [rows, classes]
 * @param targets the true classes, shape [rows]
 * @throws {TypeError | RangeError} as softmax() and oneHot() do, when there is
 *   not one target per row, and when there are fewer than four rows
 * @see C. Guo, G. Pleiss, Y. Sun, K. Q. Weinberger, "On calibration of modern
 *   neural networks", 2017, https://arxiv.org/abs/1706.04599
 */
export function reliabilityDiagram(
  logits: Matrix,
  targets: Targets,
  options: WordOptions = {},
): Figure {
  const own = ownWords(options, []);
  const data = dataOf(logits, numbersOf(targets));
  const { all, groups } = data;
  const confidences = groups.map((g) => g.confidence);
  // Whole tenths and fifths, with room around the points.
  const least = Math.max(0, Math.floor(10 * Math.min(...confidences) - 0.5));
  const most = Math.min(10, Math.ceil(10 * Math.max(...confidences) + 0.5));
  const highest = Math.max(most / 10, ...groups.map((g) => g.high));
  const top = Math.min(5, Math.ceil(5 * highest));
  const isRoomBelow = all.low > 0.2 * top / 5;
  const at = { x: "confidence", y: "frequency" };
  return plot({
    ...words(data),
    ...own,
    height: 330,
    marginLeft: 58,
    x: {
      domain: [least / 10, most / 10],
      ticks: most - least,
      tickFormat: percent,
      label: "how sure of its favourite",
      insetRight: 6,
    },
    y: { axis: null, domain: [0, top / 5], ticks: top, grid: true },
    marks: [
      Plot.axisY({
        ticks: top,
        tickFormat: percent,
        label: "how often the favourite was right",
      }),
      Plot.line([least / 10, most / 10], {
        x: Plot.identity,
        y: Plot.identity,
        stroke: colors.muted,
        strokeWidth: 1.5,
        strokeDasharray: "5 4",
      }),
      label(["honest"], {
        x: most / 10,
        y: most / 10,
        textAnchor: "end",
        dy: -12,
        fill: colors.muted,
      }),
      ([
        [groups, colors.warm, "circle"],
        [[all], colors.ink, "diamond"],
      ] as const).map(([groups, color, symbol]) => [
        Plot.ruleX(groups, {
          x: "confidence",
          y1: "low",
          y2: "high",
          stroke: color,
          strokeWidth: 2,
        }),
        Plot.dot(groups, { ...at, r: 6, fill: color, symbol }),
      ]),
      label([`all ${all.count}`], {
        x: all.confidence,
        y: isRoomBelow ? all.low : all.high,
        dy: isRoomBelow ? 12 : -10,
        dx: 4,
        textAnchor: "end",
      }),
    ],
  });
}
