import { compose } from "./house/compose.ts";
import {
  contenderPanels,
  limitRule,
  OURS,
  spreads,
} from "./house/contenders.ts";
import type { Figure, Words } from "./house/figure.ts";
import { list, plain, roughly } from "./house/format.ts";
import { powersOfTen } from "./house/temperature_range.ts";

/** A time with its quartiles: the lower one, the median and the upper one. */
export type Spread = readonly [lower: number, median: number, upper: number];

/** The times of a batch, in nanoseconds for each logit. */
export interface BatchTimes {
  /** The batch, and perhaps its size. */
  name: string;
  /** Reading each logit and writing a number for it: what memory allows. */
  copying: Spread;
  /** The computation, where memory does not hold it up. */
  arithmetic: Spread;
  /** The whole, by softmax-lab. */
  ours: Spread;
}

function dataOf(batches: readonly BatchTimes[]) {
  if (batches.length === 0) {
    throw new RangeError("Cannot draw a roofline: need a batch, got none");
  }
  return batches.map(({ name, copying, arithmetic, ours }) => {
    const rows = Object.entries({ copying, arithmetic, [OURS]: ours }).map(
      ([contender, [lower, middle, upper]]) => {
        if (!(lower > 0 && lower <= middle && middle <= upper && upper < 1e9)) {
          throw new RangeError(
            `Cannot draw a roofline: need positive quartiles in order, got [${
              [lower, middle, upper].join(", ")
            }] for ${contender}`,
          );
        }
        return { contender, middle, quartiles: [lower, upper] };
      },
    );
    return { name, rows, roof: Math.max(copying[1], arithmetic[1]), ours };
  });
}

type Data = ReturnType<typeof dataOf>;

function words(batches: Data): Words {
  const times = batches.map(({ ours, roof }) => roughly(ours[1] / roof));
  const said = batches.map(({ name, rows }) =>
    `${name}: ${
      rows.map(({ contender, middle, quartiles }) =>
        `${contender} ${roughly(middle)} (${
          quartiles.map(roughly).join(" to ")
        })`
      ).join("; ")
    }.`
  );
  return {
    title: `${OURS} takes ${
      list(times)
    } times as long as the slower of memory and arithmetic`,
    subtitle:
      "Nanoseconds for each logit, the median; pale, from quartile to quartile; dashed, the slower of copying and arithmetic",
    alt:
      `${batches.length} panels of points on a log axis, nanoseconds for each logit, with their quartiles. ${
        said.join(" ")
      }`,
  };
}

/**
 * Draws what limits a batch: the time of copying its logits, that of the
 * arithmetic, and that of the kernel which does both, one panel per batch. No
 * program with this arithmetic can be faster than the slower of the first two.
 *
 * After Williams, Waterman and Patterson, Roofline (2009),
 * https://doi.org/10.1145/1498765.1498785.
 *
 * @throws {RangeError} when there is no batch, or quartiles are not positive and
 *   in order
 */
export function roofline(batches: readonly BatchTimes[]): Figure {
  const data = dataOf(batches);
  const rows = data.flatMap(({ rows }) => rows);
  const times = rows.flatMap(({ quartiles }) => quartiles);
  const [low, high] = [Math.min(...times) / 1.5, Math.max(...times) * 1.5];
  const number = ({ middle }: typeof rows[0]) => roughly(middle);
  const panels = data.map(({ name, rows, roof }) => ({
    heading: name,
    rows,
    marks: [
      limitRule(roof),
      ...spreads(rows),
    ],
  }));
  return compose(
    words(data),
    contenderPanels(panels, {
      domain: [low, high],
      ticks: powersOfTen([low, high]),
      tickFormat: plain,
      axis: "nanoseconds for each logit",
      number,
    }),
  );
}
