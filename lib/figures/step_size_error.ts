import * as Plot from "@observablehq/plot";
import { crossEntropy, crossEntropyGrad, type Vector } from "../kernels/mod.ts";
import type { Figure } from "./figure.ts";
import { list, plain, powerOfTen, significant } from "./format.ts";
import { plot } from "./plot.ts";
import { colors } from "./style.ts";

/** Steps a decade, from 10^LOWEST to 1. */
const STEPS = 6;
const LOWEST = -13;

/** Central differences: [offset, weight] of the function's values, for a step of 1. */
const STENCILS = {
  2: [[1, 1 / 2], [-1, -1 / 2]],
  4: [[2, -1 / 12], [1, 8 / 12], [-1, -8 / 12], [-2, 1 / 12]],
};

/** The order of a central difference: its error grows as step^order. */
export type Order = keyof typeof STENCILS;

/**
 * The error of central differences of the loss against the step size h: the
 * largest over the entries of the gradient, in float64.
 *
 * Order 2: (f(z + h) − f(z − h)) / 2h, off by h² f‴/6. Order 4 combines steps h
 * and 2h and is off by h⁴ f⁽⁵⁾/30. Rounding adds about ε f / h to both.
 * Source: Fornberg, Generation of finite difference formulas (1988), table 1.
 *
 * @param logits shape [classes]
 * @param target the true class
 * @throws {TypeError | RangeError} as crossEntropyGrad() does
 */
export function stepSizeErrorData(logits: Vector, target: number) {
  const z = Array.from(logits);
  const gradient = crossEntropyGrad(z, target);
  const loss = (entry: number, offset: number) =>
    crossEntropy(z.map((v, i) => i === entry ? v + offset : v), target);
  const points = ([2, 4] as Order[]).flatMap((order) =>
    Array.from({ length: -LOWEST * STEPS + 1 }, (_, i) => {
      const step = 10 ** (LOWEST + i / STEPS);
      const errors = z.map((_, entry) => {
        const sum = STENCILS[order].reduce(
          (sum, [offset, weight]) => sum + weight * loss(entry, offset * step),
          0,
        );
        return Math.abs(sum / step - gradient[entry]);
      });
      return { order, step, error: Math.max(...errors) };
    })
  );
  const best = ([2, 4] as Order[]).map((order) =>
    points.filter((d) => d.order === order && d.error > 0)
      .reduce((a, b) => (b.error < a.error ? b : a))
  );
  return { points, best };
}

/** Draws the error of central differences against the step size, log-log. */
export function stepSizeError(logits: Vector, target: number): Figure {
  const { points, best } = stepSizeErrorData(logits, target);
  const shown = points.filter((d) => d.error > 0);
  const looks = {
    2: { stroke: "currentColor", dash: "" },
    4: { stroke: colors.cool, dash: "7 4" },
  };
  const power = (x: number) => powerOfTen(Math.round(Math.log10(x)));
  const orders = [2, 4] as Order[];
  return plot({
    title: `The best step is small but not tiny: h = ${
      significant(best[0].step, 1)
    } leaves an error of ${significant(best[0].error, 1)}`,
    subtitle: `Central differences of the loss at the logits ${
      list(z(logits))
    }, against the exact gradient`,
    alt:
      `Two V-shaped curves on log axes: the largest error of a gradient entry against the step size. ${
        best.map((d) =>
          `Order ${d.order}: smallest error ${
            significant(d.error, 2)
          } at a step of ${significant(d.step, 2)}.`
        ).join(" ")
      } To the right the error grows as the step to the power of the order (truncation), to the left as one over the step (rounding).`,
    height: 380,
    marginTop: 30,
    marginLeft: 60,
    marginRight: 16,
    x: { type: "log", label: null, domain: [1e-13, 1], axis: null },
    y: { type: "log", label: "error of the gradient", grid: false, axis: null },
    marks: [
      Plot.axisX([-12, -9, -6, -3, 0].map((e) => 10 ** e), {
        tickFormat: power,
        label: null,
      }),
      Plot.axisY([-15, -12, -9, -6, -3, 0].map((e) => 10 ** e), {
        tickFormat: power,
        label: "error of the gradient",
      }),
      Plot.text(["step size h"], { frameAnchor: "bottom", dy: 38 }),
      orders.map((order) =>
        Plot.line(shown.filter((d) => d.order === order), {
          x: "step",
          y: "error",
          stroke: looks[order].stroke,
          strokeDasharray: looks[order].dash,
          strokeWidth: 2.25,
        })
      ),
      Plot.dot(best, { x: "step", y: "error", r: 6, fill: colors.warm }),
    ],
  });
}

const z = (logits: Vector) => Array.from(logits, plain);
