import * as Plot from "@observablehq/plot";
import { compose, type Figure, type Words } from "./house/compose.ts";
import {
  contenderPanels,
  isOurs,
  limitRule,
  OURS,
} from "./house/contenders.ts";
import { scientific, twoDigits } from "./house/format.ts";
import { ownWords, type WordOptions } from "./house/options.ts";
import { colors } from "./house/palette.ts";
import { power } from "./house/powers_of_ten.ts";
import { wrongValue } from "./house/refusals.ts";

/** The errors of one contender in one function. */
export interface ContenderErrors {
  /** "softmax-lab" or one of its variants, or another library. */
  contender: string;
  /** The function's name in the kernels. */
  function: string;
  /** The precision: "float32" or "float64". */
  dtype: string;
  /**
   * The largest error for each kind of logits, at least one kind, in units in
   * the last place; "Infinity" when a result was not a number.
   */
  regimes: { ulps: number | string }[];
}

/** The functions of the panels, by their names in the kernels. */
const FUNCTIONS = { softmax: "softmax", crossEntropy: "loss" };

/** An error as large as the result itself, in units in the last place of float32. Half of it leaves no digit. */
const ALL_DIGITS = 2 ** 24;

function dataOf(errors: ContenderErrors[]) {
  const panels = Object.entries(FUNCTIONS).map(([name, heading]) => {
    const rows = errors
      .filter((e) => e.function === name && e.dtype === "float32")
      .map(({ contender, regimes }) => {
        const ulps = regimes.map((r) => Number(r.ulps));
        const lost = ulps.filter((error) => error >= ALL_DIGITS / 2).length;
        const where = lost ? `, ${lost} of ${ulps.length}` : "";
        return { contender, worst: Math.max(...ulps), where };
      });
    const ours = rows.filter(({ contender }) => isOurs(contender));
    if (ours.length === 0 || ours.length === rows.length) {
      const need = `those of ${OURS} and of others for ${name} in float32`;
      throw wrongValue("draw the worst errors", need, `${rows.length} in all`);
    }
    return { heading, rows };
  });
  const { [OURS]: ours, ...others } = Object.groupBy(
    panels.flatMap(({ rows }) => rows),
    ({ contender }) => isOurs(contender) ? OURS : contender,
  );
  const worstOf = (rows: typeof ours = []) =>
    Math.max(...rows.map(({ worst }) => worst));
  return {
    panels,
    ours: worstOf(ours),
    others: Object.values(others).map(worstOf),
  };
}

type Data = ReturnType<typeof dataOf>;

function words({ panels, ours, others }: Data): Words {
  const said = panels.map(({ heading, rows }) => {
    const all = rows.map(({ contender, worst, where }) =>
      `${contender} ${written(worst)}${where}`
    );
    return `${heading}: ${all.join("; ")}.`;
  });
  const rest = others.every((worst) => worst >= ALL_DIGITS / 2)
    ? "the others lose every digit somewhere"
    : `the others' worst is ${written(Math.max(...others))}`;
  return {
    title: `${OURS} is at most ${written(ours)} units off; ${rest}`,
    subtitle:
      "Units in the last place, float32, for the worst kind of logits; and in how many kinds no digit is right",
    alt: [
      `${panels.length} panels of points on a log axis, errors in units in the last place for the worst kind of logits, and in how many kinds no digit is right.`,
      ...said,
      `All digits are lost at ${written(ALL_DIGITS)}.`,
    ].join(" "),
  };
}

/** Two digits: 0.084, 1.0, 25, 3600, 1.6×10⁷. */
function written(ulps: number): string {
  if (ulps === Infinity) return "no number";
  if (ulps === 0) return "0";
  if (ulps >= 10_000) return scientific(ulps, 2);
  return ulps < 0.01 ? "<0.01" : twoDigits(ulps);
}

/** Smaller errors are drawn as the first of these, larger ones as the second. */
const [LEAST, MOST] = [0.1, 4 * ALL_DIGITS];

/**
 * Draws part 5's figure of accuracy: the errors of softmax and the loss in
 * float32, in units in the last place, for the worst of many kinds of logits, one
 * panel per function.
 *
 * @param errors those of notebooks/data/accuracy.json
 * @throws {RangeError} when softmax-lab's or those of all others are missing for
 *   a function
 */
export function worstErrors(
  errors: ContenderErrors[],
  options: WordOptions = {},
): Figure {
  const own = ownWords(options, []);
  const data = dataOf(errors);
  const panels = data.panels.map(({ heading, rows }) => ({
    heading,
    rows,
    marks: [
      limitRule(ALL_DIGITS),
      Plot.dot(rows, {
        x: ({ worst }) => Math.min(Math.max(worst, LEAST), MOST),
        y: "contender",
        r: 5,
        fill: (row) => isOurs(row.contender) ? colors.cool : colors.ink,
      }),
    ],
  }));
  return compose(
    { ...words(data), ...own },
    contenderPanels(panels, {
      domain: [LEAST / 2, MOST * 2],
      ticks: [1, 1e3, 1e6],
      tickFormat: power,
      axis: "error in units in the last place",
      rules: [{ name: "all digits lost", at: ALL_DIGITS, anchor: "middle" }],
      number: ({ worst, where }) => written(worst) + where,
    }),
  );
}
