import { compose, type Figure, type Words } from "./house/compose.ts";
import {
  contenderPanels,
  limitRule,
  OURS,
  spreads,
} from "./house/contenders.ts";
import { counted, list, plain, roughly } from "./house/format.ts";
import { ownWords, type WordOptions } from "./house/options.ts";
import { powersOfTen } from "./house/powers_of_ten.ts";
import { checkArray, wrongValue } from "./house/refusals.ts";

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
  const action = "draw a roofline";
  checkArray(batches, action, "an array of batches");
  if (batches.length === 0) throw wrongValue(action, "a batch", "none");
  return batches.map(({ name, copying, arithmetic, ours }) => {
    const rows = Object.entries({ copying, arithmetic, [OURS]: ours }).map(
      ([contender, [lower, middle, upper]]) => {
        if (!(lower > 0 && lower <= middle && middle <= upper && upper < 1e9)) {
          const got = `[${lower}, ${middle}, ${upper}] for ${contender}`;
          throw wrongValue(action, "positive quartiles in order", got);
        }
        return { contender, middle, quartiles: [lower, upper] };
      },
    );
    return { name, rows, roof: Math.max(copying[1], arithmetic[1]), ours };
  });
}

type Data = ReturnType<typeof dataOf>;

function words(batches: Data): Words {
  const times = list(batches.map(({ ours, roof }) => roughly(ours[1] / roof)));
  const said = batches.map(({ name, rows }) => {
    const all = rows.map(({ contender, middle, quartiles }) =>
      `${contender} ${roughly(middle)} (${quartiles.map(roughly).join(" to ")})`
    );
    return `${name}: ${all.join("; ")}.`;
  });
  return {
    title:
      `${OURS} takes ${times} times as long as the slower of memory and arithmetic`,
    subtitle:
      "Nanoseconds for each logit, the median; pale, from quartile to quartile; dashed, the slower of copying and arithmetic",
    alt: [
      `${
        counted(batches.length, "panel")
      } of points on a log axis, nanoseconds for each logit, with their quartiles.`,
      ...said,
    ].join(" "),
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
export function roofline(
  batches: readonly BatchTimes[],
  options: WordOptions = {},
): Figure {
  const own = ownWords(options, []);
  const data = dataOf(batches);
  const times = data.flatMap(({ rows }) =>
    rows.flatMap((row) => row.quartiles)
  );
  const low = Math.min(...times) / 1.5, high = Math.max(...times) * 1.5;
  const panels = data.map(({ name, rows, roof }) => ({
    heading: name,
    rows,
    marks: [limitRule(roof), ...spreads(rows)],
  }));
  return compose(
    { ...words(data), ...own },
    contenderPanels(panels, {
      domain: [low, high],
      ticks: powersOfTen([low, high]),
      tickFormat: plain,
      axis: "nanoseconds for each logit",
      number: ({ middle }) => roughly(middle),
    }),
  );
}
