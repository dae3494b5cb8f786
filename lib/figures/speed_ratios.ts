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
  twoDigits,
} from "./house/mod.ts";

/** How long a function of a batch of logits takes somebody. */
export interface SpeedTiming {
  /** The function's name in the kernels. */
  function: string;
  rows: number;
  cols: number;
  dtype: string;
  /** Who computes it: "softmax-lab", with a comma and more for its variants. */
  contender: string;
  /** How many threads may work. */
  threads: number;
  /** The time as a multiple of PyTorch's on as many threads. */
  ratio: number;
}

interface Options {
  function?: string;
  dtype?: string;
}

/** The time that the logits take to be copied, which is the memory's limit. */
const LIMIT = "copying the logits";

/** What is measured, as the beginning of a sentence. */
const FUNCTIONS: Record<string, string> = {
  crossEntropyWithGrad: "Loss and gradient take",
  softmax: "Softmax takes",
  logSoftmax: "Log-softmax takes",
  crossEntropy: "The loss takes",
};

/** What batches of so many classes are. */
const SHAPES: Record<number, string> = {
  27: "bigrams",
  1000: "ImageNet",
  50257: "GPT-2",
};

/**
 * The times of one function on one thread, a panel a shape, with those only who
 * have computed all shapes.
 *
 * @throws {RangeError} when there are none of the function
 */
export function speedRatiosData(
  timings: SpeedTiming[],
  { function: name = "crossEntropyWithGrad", dtype = "float32" }: Options = {},
) {
  const chosen = timings.filter((timing) =>
    timing.function === name && timing.dtype === dtype && timing.threads === 1
  );
  const panels = Map.groupBy(chosen, ({ rows, cols }) => `[${rows}, ${cols}]`);
  const everywhere = new Set(
    chosen.map(({ contender }) => contender).filter((contender) =>
      panels.values().every((panel) =>
        panel.some((timing) => timing.contender === contender)
      )
    ),
  );
  for (const contender of [OURS, LIMIT]) {
    if (everywhere.has(contender)) continue;
    throw new RangeError(
      `Cannot draw how fast ${name} is in ${dtype}: need timings of ${contender}`,
    );
  }
  return [...panels].map(([shape, panel]) => ({
    shape,
    name: SHAPES[panel[0].cols] ?? "batch",
    limit: panel.find(({ contender }) => contender === LIMIT)!.ratio,
    bars: panel.filter(({ contender }) =>
      everywhere.has(contender) && contender !== LIMIT
    ).map(({ contender, ratio }) => ({ contender, ratio })),
  }));
}

/**
 * Draws how long a function takes several libraries on one thread, as a
 * multiple of the time that PyTorch takes, and the time that copying the logits
 * takes.
 *
 * @param timings those of notebooks/data/speed.json
 * @param options function: "crossEntropyWithGrad" when not given; dtype:
 *   "float32" when not given
 * @throws {RangeError} when there are none of the function
 */
export function speedRatios(
  timings: SpeedTiming[],
  options: Options = {},
): Figure {
  const shapes = speedRatiosData(timings, options);
  const { function: name = "crossEntropyWithGrad", dtype = "float32" } =
    options;
  const shares = shapes.map(({ bars }) => {
    const { ratio } = bars.find(({ contender }) => contender === OURS)!;
    return `${twoDigits(ratio * 100)}%`;
  });
  const title = `${FUNCTIONS[name] ?? `${name}() takes`} ${
    list(shares)
  } of PyTorch's time`;
  const subtitle =
    `Time on one thread in ${dtype}, PyTorch's is 1; dashed: the time that copying the logits takes`;
  const alt = `${
    shapes.length === 1 ? "One panel" : `${shapes.length} panels`
  } of points on a log axis, time as a multiple of PyTorch's. ${
    shapes.map(({ shape, name, bars, limit }) =>
      `${name} ${shape}: ${
        bars.map(({ contender, ratio }) => `${contender} ${twoDigits(ratio)}`)
          .join("; ")
      }; ${LIMIT} ${twoDigits(limit)}.`
    ).join(" ")
  }`;
  const ratios = shapes.flatMap(({ bars, limit }) => [
    limit,
    ...bars.map(({ ratio }) => ratio),
  ]);
  const domain: [number, number] = [
    Math.min(1, ...ratios) / 2,
    Math.max(1, ...ratios) * 2,
  ];
  const panels = contenderPanels(
    shapes.map(({ shape, name, bars, limit }) => ({
      heading: `${name}, ${shape}`,
      rows: bars,
      marks: [
        Plot.ruleX([1], { stroke: colors.muted }),
        limitRule(limit),
        Plot.link(bars, {
          x1: 1,
          x2: "ratio",
          y: "contender",
          stroke: ({ contender }) =>
            isOurs(contender) ? colors.cool : colors.muted,
          strokeWidth: 2,
        }),
        Plot.dot(bars, {
          x: "ratio",
          y: "contender",
          r: ({ contender }) => isOurs(contender) ? 6 : 4,
          fill: ({ contender }) => isOurs(contender) ? colors.cool : colors.ink,
        }),
      ],
    })),
    {
      domain,
      ticks: Array.from({ length: 13 }, (_, k) => Number(`1e${k - 6}`))
        .filter((power) => power > domain[0] && power < domain[1]),
      tick: plain,
      axis: "time relative to PyTorch",
      number: ({ ratio }) => twoDigits(ratio),
      numberWidth: numberWidth(ratios.map(twoDigits)),
    },
  );
  return compose({ title, subtitle, alt }, panels);
}
