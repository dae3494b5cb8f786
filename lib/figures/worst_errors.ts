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
  type Words,
} from "./house/mod.ts";

/** The errors of one contender's results of one function. */
export interface Errors {
  /** "softmax-lab" or one of its variants, or another library. */
  contender: string;
  /** The function's name in the kernels. */
  function: string;
  /** The precision: "float32" or "float64". */
  dtype: string;
  /** The largest error for each kind of logits, at least one. */
  regimes: {
    /** The kind of logits: "offset 1e8". */
    regime: string;
    /** In units in the last place; "Infinity" when a result was not a number. */
    ulps: number | string;
  }[];
}

/** The functions of the panels, by their names in the kernels. */
const FUNCTIONS = {
  softmax: "softmax",
  crossEntropy: "loss",
  crossEntropyWithGrad: "gradient of the loss",
};

/** An error as large as the result itself, in units in the last place of float32. */
const ALL_DIGITS = 2 ** 24;

function dataOf(errors: Errors[]) {
  const panels = Object.entries(FUNCTIONS).map(([name, heading]) => {
    const rows = errors
      .filter((e) => e.function === name && e.dtype === "float32")
      .map(({ contender, regimes }) => {
        const ulps = regimes.map(({ ulps }) => Number(ulps))
          .sort((a, b) => a - b);
        return {
          contender,
          median: ulps[(ulps.length - 1) >> 1],
          worst: ulps.at(-1)!,
        };
      });
    const ours = rows.filter(({ contender }) => isOurs(contender));
    if (ours.length === 0 || ours.length === rows.length) {
      throw new RangeError(
        `Cannot draw the worst errors: need those of ${OURS} and of others for ${name} in float32`,
      );
    }
    return { heading, rows };
  });
  const worst = new Map<string, number>();
  for (const row of panels.flatMap(({ rows }) => rows)) {
    const name = isOurs(row.contender) ? OURS : row.contender;
    worst.set(name, Math.max(worst.get(name) ?? 0, row.worst));
  }
  const ours = worst.get(OURS)!;
  worst.delete(OURS);
  return { panels, ours, others: [...worst.values()] };
}

type Data = ReturnType<typeof dataOf>;

function words({ panels, ours, others }: Data): Words {
  const said = panels.map(({ heading, rows }) =>
    `${heading}: ${
      rows.map(({ contender, median, worst }) =>
        `${contender} ${written(median)} to ${written(worst)}`
      ).join("; ")
    }.`
  );
  return {
    // An error from half of the result to all of it leaves no digit.
    title: `${OURS} is at most ${written(ours)} units off; ${
      others.every((worst) => worst >= ALL_DIGITS / 2)
        ? "the others lose every digit somewhere"
        : `the others' worst is ${written(Math.max(...others))}`
    }`,
    subtitle:
      "Units in the last place, float32: small dot, the median kind of logits; large dot and number, the worst",
    alt:
      `${panels.length} panels of points on a log axis, errors in units in the last place, from the median to the worst kind of logits. ${
        said.join(" ")
      } All digits are lost at ${written(ALL_DIGITS)}.`,
  };
}

/** Two digits: 0.084, 1.0, 25, 3600, 1.6×10⁷. */
function written(ulps: number): string {
  if (ulps === Infinity) return "no number";
  if (ulps === 0) return "0";
  if (ulps >= 10_000) return scientific(ulps, 2);
  return ulps < 0.01 ? "<0.01" : twoDigits(ulps);
}

/** The least and the largest error that is drawn; others are drawn as these. */
const LEAST = 0.1;
const MOST = 4 * ALL_DIGITS;

/**
 * Draws part 5's figure of accuracy: the errors of softmax, the loss and its
 * gradient in float32, in units in the last place, for the median and the worst
 * of many kinds of logits, one panel per function.
 *
 * @param errors those of notebooks/data/accuracy.json
 * @throws {RangeError} when softmax-lab's or those of all others are missing for
 *   a function
 */
export function worstErrors(errors: Errors[]): Figure {
  const data = dataOf(errors);
  const place = (ulps: number) => Math.min(Math.max(ulps, LEAST), MOST);
  const fill = (d: { contender: string }) =>
    isOurs(d.contender) ? colors.cool : colors.ink;
  const worst = data.panels.flatMap(({ rows }) => rows.map((d) => d.worst));
  const panels = data.panels.map(({ heading, rows }, k) => ({
    heading,
    rows,
    marks: [
      limitRule(ALL_DIGITS),
      // The first panel says what the rule is.
      k === 0
        ? Plot.text(["all digits lost"], {
          x: ALL_DIGITS,
          frameAnchor: "top",
          dy: -18,
          fontSize: 14,
        })
        : null,
      Plot.link(rows, {
        x1: (d) => place(d.median),
        x2: (d) => place(d.worst),
        y: "contender",
        stroke: (d) => isOurs(d.contender) ? colors.cool : colors.muted,
        strokeWidth: 2,
      }),
      Plot.dot(rows, {
        x: (d) => place(d.median),
        y: "contender",
        r: 3,
        fill,
      }),
      Plot.dot(rows, {
        x: (d) => place(d.worst),
        y: "contender",
        r: 5,
        fill,
      }),
    ],
  }));
  return compose(
    words(data),
    contenderPanels(panels, {
      domain: [LEAST / 2, MOST * 2],
      ticks: [1, 1e2, 1e4, 1e6],
      tickFormat: (power) =>
        power < 1000 ? plain(power) : powerOfTen(Math.log10(power)),
      axis: "error in units in the last place",
      number: ({ worst }) => written(worst),
      numberWidth: numberWidth(worst.map(written)),
    }),
  );
}
