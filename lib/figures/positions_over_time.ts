import * as Plot from "@observablehq/plot";
import {
  colors,
  type Figure,
  MONTH,
  percent,
  plot,
  type Words,
  yearAxis,
  yearOf,
} from "./house/mod.ts";

function dataOf(months: string[], before: number[], after: number[]) {
  for (const positions of [before, after]) {
    if (positions.length !== months.length || months.length === 0) {
      throw new TypeError(
        `Cannot draw positions: need one per month, got ${positions.length} for ${months.length} months`,
      );
    }
    const beyond = positions.find((p) => !(Math.abs(p) <= 1));
    if (beyond !== undefined) {
      throw new RangeError(
        `Cannot draw positions: need them from -1 to 1, got ${beyond}`,
      );
    }
  }
  return { months, years: months.map(yearOf), before, after };
}

type Data = ReturnType<typeof dataOf>;

function words({ months, before, after }: Data): Words {
  const [from, to] = [before, after].map((p) => percent(meanSize(p)));
  const shrinks = meanSize(after) < meanSize(before);
  const change = from === to
    ? `stays at ${to}`
    : `${shrinks ? "shrinks" : "grows"} from ${from} to ${to}`;
  const said = (positions: number[]) =>
    `from ${percent(Math.min(...positions))} to ${
      percent(Math.max(...positions))
    }, on average ${percent(meanSize(positions))} in size`;
  return {
    title: `Calibration: the average position ${change} of the limit`,
    subtitle:
      "Position of each month in % of the limit: line before, area after calibration",
    alt: `Positions of ${months.length} months, ${months[0]} to ${
      months.at(-1)
    }. A line before calibration: ${said(before)}. An area after calibration: ${
      said(after)
    }.`,
  };
}

function meanSize(positions: number[]): number {
  return positions.reduce((sum, p) => sum + Math.abs(p), 0) / positions.length;
}

/**
 * Draws positions before and after calibration over the months, as a percentage
 * of the limit.
 *
 * @param months in order, each like "2008-10"
 * @param before positions from −1 (all on a fall) to 1 (all on a rise), one per
 *   month
 * @param after the positions of the calibrated forecasts
 * @throws {TypeError} when there is not one position per month, or no month
 * @throws {RangeError} when a text is not a month, or a position is beyond the
 *   limit
 */
export function positionsOverTime(
  months: string[],
  before: number[],
  after: number[],
): Figure {
  const data = dataOf(months, before, after);
  const first = data.years[0], last = data.years.at(-1)! + MONTH;
  // Each step lasts until the next, the last one until the end of its month.
  const steps = (positions: number[]) =>
    [...positions, positions.at(-1)!].map((position, i) => ({
      year: data.years[i] ?? last,
      position: 100 * position,
    }));
  const low = Math.min(0, ...before, ...after);
  const high = Math.max(0, ...before, ...after);
  const room = (high - low || 1) * 0.16;
  return plot({
    ...words(data),
    height: 330,
    x: { domain: [first, last], ...yearAxis(first, last) },
    y: {
      domain: [100 * (low - room / 2), 100 * (high + room)],
      label: "position (% of the limit)",
      ticks: 6,
      grid: true,
    },
    marks: [
      // A line that ends where it began, on 0: half the path of an area.
      Plot.line([
        { year: first, position: 0 },
        ...steps(after),
        { year: last, position: 0 },
      ], {
        x: "year",
        y: "position",
        stroke: "none",
        fill: colors.cool,
        curve: "step-after",
      }),
      Plot.ruleY([0], { stroke: colors.ink, strokeWidth: 1.25 }),
      Plot.line(steps(before), {
        x: "year",
        y: "position",
        stroke: colors.warm,
        strokeWidth: 1.75,
        curve: "step-after",
      }),
    ],
  });
}
