import * as Plot from "@observablehq/plot";
import {
  colors,
  compose,
  contenderPanels,
  type Figure,
  isOurs,
  limitRule,
  list,
  numberWidth,
  OURS,
  plain,
  powersOfTen,
  twoDigits,
  type Words,
} from "./house/mod.ts";

/** The time that one contender takes for one function of a batch of logits. */
export interface SpeedTiming {
  /** The function's name in the kernels. */
  function: string;
  /** The number of examples in the batch. */
  rows: number;
  /** The number of classes. */
  cols: number;
  /** The precision: "float32" or "float64". */
  dtype: string;
  /** A library, a variant ("softmax-lab, in place") or "copying the logits". */
  contender: string;
  /** The number of threads that may work. */
  threads: number;
  /** The time divided by that of PyTorch on as many threads. */
  ratio: number;
}

const LIMIT = "copying the logits";

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
    if (!isEverywhere(name)) {
      throw new RangeError(
        `Cannot draw the speed: need timings of ${name} for crossEntropyWithGrad in float32 on one thread, of every shape`,
      );
    }
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
        contender !== LIMIT && isEverywhere(contender)
      ),
    };
  });
}

type Data = ReturnType<typeof dataOf>;

function words(shapes: Data): Words {
  const shares = shapes.map(({ ours }) => `${twoDigits(100 * ours)}%`);
  const said = shapes.map(({ batch, shape, rows, limit }) =>
    `${batch} ${shape}: ${
      rows.map(({ contender, ratio }) => `${contender} ${twoDigits(ratio)}`)
        .join("; ")
    }; ${LIMIT} ${twoDigits(limit)}.`
  );
  return {
    title: `Loss and gradient take ${list(shares)} of PyTorch's time`,
    subtitle:
      `Time on one thread in float32, PyTorch's is 1; dashed: the time that ${LIMIT} takes`,
    alt:
      `${shapes.length} panels of points on a log axis, time as a multiple of PyTorch's. ${
        said.join(" ")
      }`,
  };
}

/**
 * Draws part 5's and README's figure of speed: the time of loss and gradient in
 * float32 on one thread as a multiple of PyTorch's, one panel per shape, with
 * the time that copying the logits takes. Shows the contenders that computed
 * every shape.
 *
 * @param timings those of notebooks/data/speed.json
 * @throws {RangeError} when softmax-lab's or the copy's are missing for a shape
 */
export function speedRatios(timings: SpeedTiming[]): Figure {
  const shapes = dataOf(timings);
  const ratios = shapes.flatMap((
    s,
  ) => [s.limit, ...s.rows.map((d) => d.ratio)]);
  const low = Math.min(1, ...ratios) / 2, high = Math.max(1, ...ratios) * 2;
  const panels = shapes.map(({ batch, shape, rows, limit }) => ({
    heading: `${batch}, ${shape}`,
    rows,
    marks: [
      Plot.ruleX([1], { stroke: colors.muted }),
      limitRule(limit),
      Plot.link(rows, {
        x1: 1,
        x2: "ratio",
        y: "contender",
        stroke: (d) => isOurs(d.contender) ? colors.cool : colors.muted,
        strokeWidth: 2,
      }),
      Plot.dot(rows, {
        x: "ratio",
        y: "contender",
        r: (d) => isOurs(d.contender) ? 6 : 4,
        fill: (d) => isOurs(d.contender) ? colors.cool : colors.ink,
      }),
    ],
  }));
  return compose(
    words(shapes),
    contenderPanels(panels, {
      domain: [low, high],
      ticks: powersOfTen([low, high]),
      tickFormat: plain,
      axis: "time relative to PyTorch",
      number: ({ ratio }) => twoDigits(ratio),
      numberWidth: numberWidth(ratios.map(twoDigits)),
    }),
  );
}
