import * as Plot from "@observablehq/plot";
import { type Matrix, softmax } from "../kernels/mod.ts";
import { colors, type Figure, plot } from "./house/mod.ts";

interface Options {
  /** How many groups of about equal size. */
  bins?: number;
}

/** Two-sided 95 % of the normal distribution. */
const Z95 = 1.959963984540054;

/**
 * How sure the forecasts were of their favourite class, and how often it was
 * right: on average, and in groups from the least to the most confident, each
 * with the 95 % interval of Wilson for the frequency.
 *
 * Source: Wilson, Probable inference (1927), for the interval; Guo et al., On
 * calibration of modern neural networks (2017), for the diagram.
 *
 * @param logits shape [rows, classes]
 * @param targets the true classes, shape [rows]
 * @throws {TypeError | RangeError} as softmax() does, when there is not a target
 *   a row, or when a group would be empty
 */
export function reliabilityDiagramData(
  logits: Matrix,
  targets: number[],
  { bins = 4 }: Options = {},
) {
  const { data, rows, cols } = softmax(logits);
  if (targets.length !== rows) {
    throw new TypeError(
      `Cannot draw reliability: need one target a row, got ${targets.length} targets for ${rows} rows`,
    );
  }
  if (!(Number.isInteger(bins) && bins >= 1 && bins <= rows)) {
    throw new RangeError(
      `Cannot draw reliability: need from 1 to ${rows} groups, got ${bins}`,
    );
  }
  const forecasts = targets.map((target, row) => {
    const p = Array.from(data.subarray(row * cols, (row + 1) * cols));
    const confidence = Math.max(...p);
    return { confidence, isRight: p.indexOf(confidence) === target };
  }).sort((a, b) => a.confidence - b.confidence);
  const groups = Array.from({ length: bins }, (_, k) => {
    const from = Math.floor(k * rows / bins);
    return summary(forecasts.slice(from, Math.floor((k + 1) * rows / bins)));
  });
  return { all: summary(forecasts), groups };
}

function summary(forecasts: { confidence: number; isRight: boolean }[]) {
  const count = forecasts.length;
  const right = forecasts.filter(({ isRight }) => isRight).length;
  const confidence = forecasts.reduce((s, f) => s + f.confidence, 0) / count;
  const frequency = right / count;
  const z2 = Z95 ** 2 / count;
  const middle = (frequency + z2 / 2) / (1 + z2);
  const half = Z95 / (1 + z2) *
    Math.sqrt(frequency * (1 - frequency) / count + z2 / (4 * count));
  return {
    count,
    confidence,
    frequency,
    low: Math.max(0, middle - half),
    high: Math.min(1, middle + half),
  };
}

/**
 * Draws how often the favourite class was right against how sure the forecasts
 * were of it.
 *
 * @param logits shape [rows, classes]
 * @param targets the true classes, shape [rows]
 * @param options bins: how many groups, 4 when not given
 * @throws {TypeError | RangeError} as softmax() does, when there is not a target
 *   a row, or when a group would be empty
 */
export function reliabilityDiagram(
  logits: Matrix,
  targets: number[],
  options: Options = {},
): Figure {
  const { all, groups } = reliabilityDiagramData(logits, targets, options);
  const gap = Math.round(100 * all.confidence) -
    Math.round(100 * all.frequency);
  const least = Math.max(
    0,
    Math.floor(10 * Math.min(...groups.map((g) => g.confidence)) - 0.5) / 10,
  );
  const most = Math.min(
    1,
    Math.ceil(10 * Math.max(...groups.map((g) => g.confidence)) + 0.5) / 10,
  );
  const top = Math.min(
    1,
    Math.ceil(5 * Math.max(most, ...groups.map((g) => g.high))) / 5,
  );
  const fifths = Array.from(
    { length: Math.round(5 * top) + 1 },
    (_, i) => i / 5,
  );
  return plot({
    title: `The forecasts are ${percent(all.confidence)} sure and right in ${
      percent(all.frequency)
    } of cases: ${
      gap > 0
        ? "too confident"
        : gap < 0
        ? "too modest"
        : "as confident as they may be"
    }, on average`,
    subtitle:
      `${all.count} forecasts, from the least to the most confident in ${groups.length} ${
        groups.length === 1 ? "group" : "groups"
      }; bars are 95 % intervals`,
    alt:
      `Points of how often the favourite class was right against how sure the forecast was, and a diagonal on which both are equal. ${
        groups.map((g) =>
          `${g.count} forecasts were ${
            percent(g.confidence)
          } sure and right in ${percent(g.frequency)} (95 % interval ${
            percent(g.low)
          } to ${percent(g.high)}).`
        ).join(" ")
      }`,
    height: 330,
    x: { domain: [least, most], axis: null, insetRight: 6 },
    y: { domain: [0, top], axis: null },
    marks: [
      Plot.gridY(fifths),
      Plot.axisX(tens(least, most), {
        text: percent,
        label: "how sure of its favourite",
      }),
      Plot.axisY(fifths, {
        text: percent,
        label: "how often the favourite was right",
      }),
      Plot.line([[least, least], [most, most]], {
        stroke: colors.muted,
        strokeWidth: 1.5,
        strokeDasharray: "5 4",
      }),
      Plot.text([[most, most]], {
        text: ["honest"],
        textAnchor: "end",
        dy: -12,
        fontSize: 15,
        fill: colors.muted,
      }),
      Plot.ruleX(groups, {
        x: "confidence",
        y1: "low",
        y2: "high",
        stroke: colors.warm,
        strokeWidth: 2,
      }),
      Plot.dot(groups, {
        x: "confidence",
        y: "frequency",
        r: 6,
        fill: colors.warm,
      }),
    ],
  });
}

/** Every tenth from a number to another. */
function tens(least: number, most: number): number[] {
  return Array.from(
    { length: Math.round(10 * (most - least)) + 1 },
    (_, i) => Math.round(10 * least + i) / 10,
  );
}

function percent(share: number): string {
  return `${Math.round(100 * share)}\u00a0%`;
}
