import * as Plot from "@observablehq/plot";
import {
  colors,
  compose,
  contenderPanels,
  type Figure,
  isOurs,
  limitRule,
  numberWidth,
  OURS,
  plain,
  powerOfTen,
  scientific,
  twoDigits,
} from "./house/mod.ts";

/** How far somebody's results of a function are from the exact ones. */
export interface Errors {
  /** Who computes it; ours begins with "softmax-lab". */
  contender: string;
  /** The function's name in the kernels. */
  function: string;
  dtype: string;
  /** The largest error of each kind of logits. */
  regimes: {
    regime: string;
    /** In units in the last place; "Infinity" when a result was no number. */
    ulps: number | string;
  }[];
}

interface Options {
  functions?: string[];
  dtype?: "float32" | "float64";
}

/** What a panel is called. */
const FUNCTIONS: Record<string, string> = {
  softmax: "softmax",
  logSoftmax: "log-softmax",
  crossEntropy: "loss",
  crossEntropyWithGrad: "gradient of the loss",
};

/** Bits of precision. */
const BITS = { float32: 24, float64: 53 };

/** The least error that is drawn. */
const LEAST = 0.1;

/**
 * The median and the worst over all kinds of logits, a panel a function, in the
 * order of the data.
 *
 * @throws {RangeError} when there are none of a function
 */
export function worstErrorsData(
  errors: Errors[],
  {
    functions = ["softmax", "crossEntropy", "crossEntropyWithGrad"],
    dtype = "float32",
  }: Options = {},
) {
  const panels = functions.map((name) => ({
    function: name,
    rows: errors.filter((e) => e.function === name && e.dtype === dtype)
      .map(({ contender, regimes }) => {
        const sorted = regimes.map(({ regime, ulps }) => ({
          regime,
          ulps: Number(ulps),
        })).sort((a, b) => a.ulps - b.ulps);
        return {
          contender,
          median: sorted[(sorted.length - 1) >> 1].ulps,
          worst: sorted.at(-1)!.ulps,
          regime: sorted.at(-1)!.regime,
        };
      }),
  }));
  const missing = panels.find(({ rows }) => rows.length === 0);
  if (missing || panels.length === 0) {
    throw new RangeError(
      `Cannot draw the worst errors: need those of ${
        missing?.function ?? "a function"
      } in ${dtype}`,
    );
  }
  return { panels, digits: 2 ** BITS[dtype] };
}

/**
 * Draws how many units in the last place the results of several libraries are
 * off, for the median and the worst of many kinds of logits.
 *
 * @param errors those of notebooks/data/accuracy.json
 * @param options functions: softmax, the loss and its gradient when not given;
 *   dtype: "float32" when not given
 * @throws {RangeError} when there are none of a function
 */
export function worstErrors(errors: Errors[], options: Options = {}): Figure {
  const { panels: shown, digits } = worstErrorsData(errors, options);
  const { dtype = "float32" } = options;
  const rows = shown.flatMap(({ rows }) => rows);
  const worstOf = (isOfInterest: (contender: string) => boolean) =>
    Math.max(
      0,
      ...rows.filter(({ contender }) => isOfInterest(contender))
        .map(({ worst }) => worst),
    );
  const others = [...new Set(rows.map(({ contender }) => contender))]
    .filter((contender) => !isOurs(contender));
  // An error as large as the result itself is from half of all digits to all.
  const loseAll = others.length > 0 &&
    others.every((other) =>
      worstOf((contender) => contender === other) >= digits / 2
    );
  const most = worstOf((contender) => !isOurs(contender));
  const title = `${OURS} is at most ${written(worstOf(isOurs))} units off; ${
    loseAll
      ? "the others lose every digit somewhere"
      : most === Infinity
      ? "not all others give numbers"
      : `the others up to ${written(most)}`
  }`;
  const subtitle =
    `Units in the last place, ${dtype}: small dot, the median kind of logits; large dot and number, the worst`;
  const alt = `${shown.length} ${
    shown.length === 1 ? "panel" : "panels"
  } of points on a log axis, errors in units in the last place, from the median to the worst kind of logits. ${
    shown.map(({ function: name, rows }) =>
      `${FUNCTIONS[name] ?? name}: ${
        rows.map(({ contender, median, worst }) =>
          `${contender} ${written(median)} to ${written(worst)}`
        ).join("; ")
      }.`
    ).join(" ")
  } All digits are lost at ${written(digits)}.`;
  const top = digits * 4;
  const place = (ulps: number) => Math.min(Math.max(ulps, LEAST), top);
  const color = (of: string) => ({ contender }: { contender: string }) =>
    isOurs(contender) ? colors.cool : of;
  const step = digits > 2 ** 30 ? 4 : 2;
  const panels = contenderPanels(
    shown.map(({ function: name, rows }, k) => ({
      heading: FUNCTIONS[name] ?? name,
      rows,
      marks: [
        limitRule(digits),
        // The first panel says what the rule is.
        k === 0
          ? Plot.text(["all digits lost"], {
            x: () => digits,
            frameAnchor: "top",
            dy: -18,
            fontSize: 14,
          })
          : null,
        Plot.link(rows, {
          x1: ({ median }) => place(median),
          x2: ({ worst }) => place(worst),
          y: "contender",
          stroke: color(colors.muted),
          strokeWidth: 2,
        }),
        Plot.dot(rows, {
          x: ({ median }) => place(median),
          y: "contender",
          r: 3,
          fill: color(colors.ink),
        }),
        Plot.dot(rows, {
          x: ({ worst }) => place(worst),
          y: "contender",
          r: 5,
          fill: color(colors.ink),
        }),
      ],
    })),
    {
      domain: [LEAST / 2, top * 2],
      ticks: Array.from({ length: 20 }, (_, k) => k - 1)
        .filter((k) => k % step === 0)
        .map((k) => Number(`1e${k}`)).filter((power) => power <= top),
      tick: (power) =>
        power < 1000 ? plain(power) : powerOfTen(Math.log10(power)),
      axis: "error in units in the last place",
      number: ({ worst }) => written(worst),
      numberWidth: numberWidth(rows.map(({ worst }) => written(worst))),
    },
  );
  return compose({ title, subtitle, alt }, panels);
}

/** Two digits: 0.084, 1.0, 25, 3600, 1.6×10⁷. */
function written(ulps: number): string {
  if (ulps === Infinity) return "no number";
  if (ulps === 0) return "0";
  if (ulps >= 10_000) return scientific(ulps, 2);
  return ulps < 0.01 ? "<0.01" : twoDigits(ulps);
}
