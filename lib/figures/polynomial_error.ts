import * as Plot from "@observablehq/plot";
import {
  colors,
  compose,
  CONTENT,
  type Figure,
  fixed,
  type Panel,
} from "./house/mod.ts";

/** Half of the interval that exp is reduced to. */
const EDGE = Math.LN2 / 2;
/** Points of a curve on each side of 0. */
const STEPS = 60;
/** What errors are measured in: the most that one rounding to float32 costs. */
const UNIT = 2 ** -24;

/**
 * The relative errors of two polynomials of one degree for e^r, where |r| is at
 * most ln 2 / 2, in units of 2^-24: Taylor's, and 1 + (r + r² q(r)).
 *
 * @param q the coefficients of q, that of the highest power first
 * @throws {RangeError} when there are none
 */
export function polynomialErrorData(q: readonly number[]) {
  if (q.length === 0) {
    throw new RangeError(
      "Cannot draw the error of a polynomial: need at least one coefficient",
    );
  }
  // 1/2!, 1/3!, ...
  const taylor = q.map((_, k) => 1 / factorial(q.length + 1 - k));
  const errorOf = (coefficients: readonly number[], r: number) => {
    const value = coefficients.reduce((sum, a) => sum * r + a, 0);
    // As the difference to e^r, without the 1 that both have.
    return (r + r * r * value - Math.expm1(r)) / Math.exp(r) / UNIT;
  };
  const pointsOf = (steps: number) =>
    Array.from({ length: 2 * steps + 1 }, (_, i) => {
      const r = (i / steps - 1) * EDGE;
      return { r, taylor: errorOf(taylor, r), fitted: errorOf(q, r) };
    });
  const points = pointsOf(STEPS);
  const close = pointsOf(20 * STEPS);
  const worst = (of: "taylor" | "fitted") =>
    Math.max(...close.map((point) => Math.abs(point[of])));
  return {
    degree: q.length + 1,
    points,
    worst: { taylor: worst("taylor"), fitted: worst("fitted") },
  };
}

function factorial(n: number): number {
  return n < 2 ? 1 : n * factorial(n - 1);
}

/**
 * Draws the errors of two polynomials for e^r over |r| ≤ ln 2 / 2: that of
 * Taylor's, and that of 1 + (r + r² q(r)), which is fitted to all of it, once
 * more on a scale of its own.
 *
 * @param q the coefficients of q, that of the highest power first
 * @throws {RangeError} when there are none
 */
export function polynomialError(q: readonly number[]): Figure {
  const { degree, points, worst } = polynomialErrorData(q);
  const times = worst.taylor / worst.fitted;
  const first = points[0], last = points.at(-1)!;
  const looks = {
    taylor: { stroke: colors.warm, name: `Taylor, degree ${degree}` },
    fitted: { stroke: colors.cool, name: `fitted, degree ${degree}` },
  };
  const line = (of: keyof typeof looks, every: number) =>
    Plot.line(points.filter((_, i) => i % every === 0), {
      x: "r",
      y: of,
      stroke: looks[of].stroke,
      strokeWidth: 2.5,
    });
  const label = (
    text: string,
    x: number,
    y: number,
    options: Plot.TextOptions = {},
  ) =>
    Plot.text([text], {
      x: () => x,
      y: () => y,
      fontSize: 15,
      stroke: colors.paper,
      strokeWidth: 4,
      fill: "currentColor",
      ...options,
    });
  const panel = (
    y: number,
    height: number,
    limit: number,
    isLast: boolean,
    marks: Plot.Markish[],
    ticks = isLast ? 3 : 5,
  ): Panel => ({
    x: CONTENT.x - 3,
    y,
    options: {
      width: CONTENT.width + 6,
      height,
      marginTop: 32,
      marginRight: 14,
      marginBottom: isLast ? 44 : 10,
      marginLeft: 52,
      x: { domain: [-EDGE, EDGE], axis: null },
      y: {
        domain: [-limit, limit],
        ticks,
        label: isLast ? "the fitted one, enlarged" : "error, in units of 2⁻²⁴",
      },
      marks: [
        Plot.gridY({ ticks }),
        Plot.ruleY([0], { stroke: colors.muted }),
        isLast
          ? Plot.axisX([-0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3], {
            label: "r",
            tickFormat: (r) => fixed(r, 1),
          })
          : null,
        ...marks,
      ],
    },
  });
  const limit = Math.max(1.5, worst.taylor * 1.1);
  return compose({
    title:
      `With coefficients fitted to the whole interval, degree ${degree} is ${
        Number(times.toPrecision(2))
      } times as exact`,
    subtitle:
      "Relative error of two polynomials for eʳ; 1 is the most that one rounding costs",
    alt:
      `Two panels of curves over r from −0.35 to 0.35. Taylor's polynomial of degree ${degree}: the error is 0 in the middle, ${
        fixed(first.taylor, 2)
      } at the left end and ${
        fixed(last.taylor, 2)
      } at the right. The fitted one of the same degree stays within ${
        fixed(worst.fitted, 3)
      }; enlarged, its error waves up and down over the whole interval.`,
  }, [
    panel(0, 230, limit, false, [
      Plot.ruleY([-1, 1], { stroke: colors.muted, strokeDasharray: "5 4" }),
      line("taylor", 2),
      line("fitted", 2),
      label("one rounding", 0, 1, { dy: -11 }),
      label(looks.taylor.name, -EDGE, worst.taylor * 0.85, {
        textAnchor: "start",
        dx: 22,
      }),
      label(looks.fitted.name, 0, 0, { dy: 14 }),
    ]),
    panel(236, 180, worst.fitted * 1.2, true, [line("fitted", 1)]),
  ]);
}
