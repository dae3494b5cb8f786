import * as Plot from "@observablehq/plot";
import { compose, type Figure, WIDTH, type Words } from "./house/compose.ts";
import { fixed } from "./house/format.ts";
import { label } from "./house/label.ts";
import { ownWords, type WordOptions } from "./house/options.ts";
import { colors } from "./house/palette.ts";
import { checkArray, checkFinite, wrongValue } from "./house/refusals.ts";

/** Half of the interval that exp is reduced to. */
const EDGE = Math.LN2 / 2;

/** The unit of the errors: the most that one rounding to float32 costs. */
const UNIT = 2 ** -24;

/** Errors are relative to e^r, and r runs from -EDGE to EDGE. */
function dataOf(given: readonly number[]) {
  const action = "draw the error of a polynomial";
  const need = "at least one coefficient, all finite";
  checkArray(given, action, need);
  const q = Array.from(given); // float32 would round Taylor's, too
  checkFinite(q, action, need);
  if (q.length === 0) throw wrongValue(action, need, "none");
  let term = 1;
  const taylor = q.map((_, k) => term /= k + 2).reverse(); // ..., 1/3!, 1/2!
  const errorOf = (coefficients: readonly number[], r: number) => {
    const value = coefficients.reduce((sum, a) => sum * r + a, 0);
    // The difference to e^r, without the 1 that both have.
    return (r + r * r * value - Math.expm1(r)) / Math.exp(r) / UNIT;
  };
  const close = Array.from({ length: 2401 }, (_, i) => {
    const r = (i / 1200 - 1) * EDGE;
    return { r, taylor: errorOf(taylor, r), fitted: errorOf(q, r) };
  });
  const worst = (of: "taylor" | "fitted") =>
    Math.max(...close.map((point) => Math.abs(point[of])));
  const most = worst("fitted");
  // Near 0 the error is nothing but rounding.
  const signs = close.filter(({ fitted }) => Math.abs(fitted) > most / 100)
    .map(({ fitted }) => Math.sign(fitted));
  return {
    degree: q.length + 1,
    turns: signs.filter((sign, i) => i > 0 && sign !== signs[i - 1]).length,
    points: close.filter((_, i) => i % 40 === 0),
    worst: { taylor: worst("taylor"), fitted: most },
  };
}

type Data = ReturnType<typeof dataOf>;

function words({ degree, turns, points, worst }: Data): Words {
  const times = Number((worst.taylor / worst.fitted).toPrecision(2));
  const [left, right] = [points[0], points.at(-1)!]
    .map(({ taylor }) => fixed(taylor, 2));
  const most = fixed(worst.fitted, 3);
  return {
    title: times > 1
      ? `With coefficients fitted to the whole interval, degree ${degree} is ${times} times as exact`
      : `These coefficients of degree ${degree} are no more exact than Taylor's`,
    subtitle:
      "Relative error of two polynomials for eʳ; 1 is the most that one rounding costs",
    alt: [
      "Two panels of curves over r from −0.35 to 0.35.",
      `Taylor's polynomial of degree ${degree}: the error is 0 in the middle, ${left} at the left end and ${right} at the right.`,
      `The fitted one of the same degree stays within ${most}${
        turns > 1
          ? "; enlarged, its error waves up and down over the whole interval"
          : ""
      }.`,
    ].join(" "),
  };
}

/** The options that both panels share. Plot sets its axis labels 3 pixels from its own edges. */
const PANEL = {
  left: -3,
  width: WIDTH + 6,
  marginTop: 32,
  marginRight: 14,
  marginLeft: 64,
  x: { axis: null, domain: [-EDGE, EDGE] },
};
const TAYLOR = { x: "r", y: "taylor", stroke: colors.warm, strokeWidth: 2.5 };
const FITTED = { x: "r", y: "fitted", stroke: colors.cool, strokeWidth: 2.5 };

/**
 * Draws the errors of two polynomials for e^r over |r| ≤ ln 2 / 2: Taylor's, and
 * 1 + (r + r² q(r)), which is fitted to the whole interval. Below, the second is
 * enlarged.
 *
 * @param q the coefficients of q, that of the highest power first
 * @throws {TypeError | RangeError} when there are none, or one is not finite
 */
export function polynomialError(
  q: readonly number[],
  options: WordOptions = {},
): Figure {
  const own = ownWords(options, []);
  const data = dataOf(q);
  const { degree, points, worst } = data;
  const coarse = points.filter((_, i) => i % 2 === 0);
  const top = Math.max(1.5, 1.1 * worst.taylor, 1.1 * worst.fitted);
  const reach = 1.2 * worst.fitted;
  return compose({ ...words(data), ...own }, [{
    ...PANEL,
    height: 230,
    marginBottom: 10,
    y: { domain: [-top, top], ticks: 5, label: "error, in units of 2⁻²⁴" },
    marks: [
      Plot.gridY({ ticks: 5 }),
      Plot.ruleY([0], { stroke: colors.muted }),
      Plot.ruleY([-1, 1], { stroke: colors.muted, strokeDasharray: "5 4" }),
      Plot.line(coarse, TAYLOR),
      Plot.line(coarse, FITTED),
      label(["one rounding"], { x: 0, y: 1, dy: -11, halo: true }),
      label([`Taylor, degree ${degree}`], {
        x: -EDGE,
        y: 0.85 * worst.taylor,
        textAnchor: "start",
        dx: 22,
        halo: true,
      }),
      label([`fitted, degree ${degree}`], { x: 0, y: 0, dy: 14, halo: true }),
    ],
  }, {
    ...PANEL,
    top: 236,
    height: 180,
    marginBottom: 44,
    y: { domain: [-reach, reach], ticks: 3, label: "the fitted one, enlarged" },
    marks: [
      Plot.gridY({ ticks: 3 }),
      Plot.ruleY([0], { stroke: colors.muted }),
      Plot.axisX({ ticks: 7, tickFormat: (r) => fixed(r, 1), label: "r" }),
      Plot.line(points, FITTED),
    ],
  }]);
}
