import * as Plot from "@observablehq/plot";
import { compose, type Figure, type Words } from "./house/compose.ts";
import {
  contenderPanels,
  limitRule,
  OURS,
  spreads,
} from "./house/contenders.ts";
import { counted, list, plain, roughly } from "./house/format.ts";
import { ownWords, type WordOptions } from "./house/options.ts";
import { colors } from "./house/palette.ts";
import { power, powersOfTen } from "./house/powers_of_ten.ts";
import { wrongValue } from "./house/refusals.ts";
import type { ContenderErrors } from "./worst_errors.ts";

/** The time that one contender takes for one function of a batch of logits. */
export interface SpeedTiming extends Omit<ContenderErrors, "regimes"> {
  /** A library, a variant ("softmax-lab, in place") or "copying the logits". */
  contender: string;
  /** The number of examples in the batch. */
  rows: number;
  /** The number of classes. */
  cols: number;
  /** The number of threads that may work. */
  threads: number;
  /** The time divided by that of PyTorch on as many threads: the median of the rounds. */
  ratio: number;
  /** The quartiles of the rounds' ratios, the lower and the upper one. */
  quartiles: readonly number[];
}

const LIMIT = "copying the logits";

/** They have no row: the limit and the unit are lines, and the third is as fast as ours. */
const UNSEEN = [LIMIT, "PyTorch", `${OURS}, in place`];

/** The batches of the benchmarks, by their number of classes. */
const BATCHES: Record<number, string> = {
  27: "bigrams",
  1000: "ImageNet",
  50257: "GPT-2",
};

function dataOf(timings: SpeedTiming[]) {
  const chosen = timings.filter((timing) =>
    timing.function === "crossEntropyWithGrad" && timing.dtype === "float32" &&
    timing.threads === 1
  );
  const shapes = Map.groupBy(chosen, ({ rows, cols }) => `[${rows}, ${cols}]`);
  const isEverywhere = (name: string) =>
    chosen.length > 0 &&
    shapes.values().every((rows) =>
      rows.some(({ contender }) => contender === name)
    );
  for (const name of [OURS, LIMIT]) {
    if (isEverywhere(name)) continue;
    const need =
      `timings of ${name} for crossEntropyWithGrad in float32 on one thread, of every shape`;
    throw wrongValue("draw the speed", need, "none of some");
  }
  return Array.from(shapes, ([shape, all]) => {
    const ratioOf = (name: string) =>
      all.find(({ contender }) => contender === name)!.ratio;
    return {
      shape,
      batch: BATCHES[all[0].cols] ?? "batch",
      ours: ratioOf(OURS),
      limit: ratioOf(LIMIT),
      rows: all.filter(({ contender }) =>
        !UNSEEN.includes(contender) && isEverywhere(contender)
      ).map((timing) => ({ ...timing, middle: timing.ratio })),
    };
  });
}

type Data = ReturnType<typeof dataOf>;

function words(shapes: Data): Words {
  const shares = shapes.map(({ ours }) => `${roughly(100 * ours)}%`);
  const said = shapes.map(({ batch, shape, rows, limit }) => {
    const all = rows.map(({ contender, ratio, quartiles }) => {
      const spread = ` (${Array.from(quartiles, roughly).join(" to ")})`;
      return `${contender} ${roughly(ratio)}${
        contender === OURS ? spread : ""
      }`;
    });
    return `${batch} ${shape}: ${all.join("; ")}; ${LIMIT} ${roughly(limit)}.`;
  });
  return {
    title: `Loss and gradient take about ${list(shares)} of PyTorch's time`,
    subtitle:
      "Time on one thread in float32, PyTorch's is 1: the median of the rounds; pale, from quartile to quartile",
    alt: [
      `${
        counted(shapes.length, "panel")
      } of points on a log axis, time as a multiple of PyTorch's.`,
      ...said,
    ].join(" "),
  };
}

/**
 * Draws part 5's and README's figure of speed: the time of loss and gradient in
 * float32 on one thread as a multiple of PyTorch's, one panel per shape, with
 * its quartiles and the time that copying the logits takes. Shows the contenders
 * that computed every shape.
 *
 * @param timings those of notebooks/data/speed.json
 * @throws {RangeError} when softmax-lab's or the copy's are missing for a shape
 */
export function speedRatios(
  timings: SpeedTiming[],
  options: WordOptions = {},
): Figure {
  const own = ownWords(options, []);
  const shapes = dataOf(timings);
  const ratios = shapes.flatMap((s) => [
    s.limit,
    ...s.rows.flatMap((row) => [row.ratio, ...row.quartiles]),
  ]);
  const copy = shapes[0].limit;
  const low = Math.min(1, ...ratios) / 2, high = Math.max(1, ...ratios) * 2;
  const panels = shapes.map(({ batch, shape, rows, limit }) => ({
    heading: `${batch}, ${shape}`,
    rows,
    marks: [
      Plot.ruleX([1], { stroke: colors.muted }),
      limitRule(limit),
      ...spreads(rows),
    ],
  }));
  return compose(
    { ...words(shapes), ...own },
    contenderPanels(panels, {
      domain: [low, high],
      ticks: powersOfTen([low, high]),
      tickFormat: (ratio) => ratio < 0.1 ? power(ratio) : plain(ratio),
      axis: "time relative to PyTorch",
      rules: [
        { name: "a copy", at: copy, anchor: copy > 1 ? "start" : "end" },
        { name: "PyTorch", at: 1, anchor: copy > 1 ? "end" : "start" },
      ],
      number: ({ ratio }) => roughly(ratio),
    }),
  );
}
