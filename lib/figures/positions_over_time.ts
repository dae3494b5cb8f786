import * as Plot from "@observablehq/plot";
import {
  colors,
  type Figure,
  fixed,
  plain,
  plot,
  yearOf,
  yearTicks,
} from "./house/mod.ts";

/**
 * Positions before and after calibration, a month each, as shares of the limit.
 *
 * @param months such as "2008-10", in order
 * @param before positions from −1 to 1, one a month
 * @param after the same of the calibrated forecasts
 * @throws {TypeError} when there is not a position a month
 * @throws {RangeError} when a month is none, or a position is beyond the limit
 */
export function positionsOverTimeData(
  months: string[],
  before: number[],
  after: number[],
) {
  for (const positions of [before, after]) {
    if (positions.length !== months.length || months.length === 0) {
      throw new TypeError(
        `Cannot draw positions: need one a month, got ${positions.length} for ${months.length} months`,
      );
    }
    const beyond = positions.find((p) => !(Math.abs(p) <= 1));
    if (beyond !== undefined) {
      throw new RangeError(
        `Cannot draw positions: need them from -1 to 1, got ${beyond}`,
      );
    }
  }
  const size = (positions: number[]) =>
    positions.reduce((sum, p) => sum + Math.abs(p), 0) / positions.length;
  return {
    rows: months.map((month, i) => ({
      year: yearOf(month),
      before: before[i],
      after: after[i],
    })),
    mean: { before: size(before), after: size(after) },
  };
}

/**
 * Draws positions before and after calibration over the months, as a percentage
 * of the limit.
 *
 * @param months such as "2008-10", in order
 * @param before positions from −1 (all on a fall) to 1 (all on a rise), one a month
 * @param after the same of the calibrated forecasts
 * @throws {TypeError} when there is not a position a month
 * @throws {RangeError} when a month is none, or a position is beyond the limit
 */
export function positionsOverTime(
  months: string[],
  before: number[],
  after: number[],
): Figure {
  const { rows, mean } = positionsOverTimeData(months, before, after);
  const first = rows[0].year - 0.5 / 12;
  const last = rows.at(-1)!.year + 0.5 / 12;
  // From the start of each month on, the last one until its end.
  const steps = [
    ...rows.map((d) => ({ ...d, year: d.year - 0.5 / 12 })),
    { ...rows.at(-1)!, year: last },
  ];
  const all = [0, ...before, ...after];
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const room = (high - low || 1) * 0.16;
  const [least, most] = [
    Math.max(-1, low) - room / 2,
    Math.min(1, high) + room,
  ];
  const [from, to] = [percent(mean.before), percent(mean.after)];
  const change = from === to
    ? `stays at ${to}`
    : `${mean.after < mean.before ? "shrinks" : "grows"} from ${from} to ${to}`;
  const range = (positions: number[]) =>
    `from ${percent(Math.min(...positions))} to ${
      percent(Math.max(...positions))
    }`;
  return plot({
    title: `Calibration: the average position ${change} of the limit`,
    subtitle:
      "Position of each month in % of the limit: line before, area after calibration",
    alt: `Positions of ${rows.length} months, ${months[0]} to ${
      months.at(-1)
    }. A line before calibration: ${
      range(before)
    }, on average ${from} in size. An area after calibration: ${
      range(after)
    }, on average ${to} in size.`,
    height: 330,
    x: { domain: [first, last], axis: null },
    y: {
      domain: [100 * least, 100 * most],
      label: "position (% of the limit)",
      ticks: 6,
      grid: true,
    },
    marks: [
      Plot.axisX(yearTicks(first, last), { text: plain, label: null }),
      // A line that ends where it began, on 0: half the path of an area.
      Plot.line(
        [{ year: first, after: 0 }, ...steps, { year: last, after: 0 }],
        {
          x: "year",
          y: (d) => 100 * d.after,
          stroke: "none",
          fill: colors.cool,
          curve: "step-after",
        },
      ),
      Plot.ruleY([0], { stroke: colors.ink, strokeWidth: 1.25 }),
      Plot.line(steps, {
        x: "year",
        y: (d) => 100 * d.before,
        stroke: colors.warm,
        strokeWidth: 1.75,
        curve: "step-after",
      }),
    ],
  });
}

function percent(share: number): string {
  const size = 100 * share;
  return `${fixed(size, Math.abs(size) < 10 && size !== 0 ? 1 : 0)}\u00a0%`;
}
