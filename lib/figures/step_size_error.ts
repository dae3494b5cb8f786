import * as Plot from "@observablehq/plot";
import { crossEntropy, crossEntropyGrad, type Vector } from "../kernels/mod.ts";
import {
  colors,
  type Figure,
  logitsText,
  nameClassesOf,
  plot,
  powerOfTen,
  scientific,
} from "./house/mod.ts";

/** Steps a decade, from 10^LOWEST to 1. */
const STEPS = 6;
const LOWEST = -13;

/** Central differences: [offset, weight] of the function's values, for a step of 1. */
const STENCILS = {
  2: [[1, 1 / 2], [-1, -1 / 2]],
  4: [[2, -1 / 12], [1, 8 / 12], [-1, -8 / 12], [-2, 1 / 12]],
};

const ORDERS = [2, 4] as const;

/** The order of a central difference: its error grows as step^order. */
type Order = keyof typeof STENCILS;

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
 * @throws {TypeError | RangeError} as crossEntropyGrad() does, and when the
 *   loss is so flat that there is no error
 */
export function stepSizeErrorData(logits: Vector, target: number) {
  nameClassesOf(logits);
  const z = Array.from(logits);
  const gradient = crossEntropyGrad(z, target);
  const loss = (entry: number, offset: number) =>
    crossEntropy(z.map((v, i) => i === entry ? v + offset : v), target);
  const points = ORDERS.flatMap((order) =>
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
  const best = ORDERS.map((order) => {
    const side = points.filter((d) => d.order === order && d.error > 0);
    if (side.length === 0) {
      throw new RangeError(
        `Cannot draw the error of central differences: need a finite loss that changes with the logits, got ${
          loss(0, 0)
        } at every step`,
      );
    }
    return side.reduce((a, b) => (b.error < a.error ? b : a));
  });
  return { points, best };
}

/**
 * Draws the error of central differences of orders 2 and 4 against the step
 * size, log-log.
 *
 * @param logits scores of the classes, shape [classes]
 * @param target the true class
 * @throws {TypeError | RangeError} as crossEntropyGrad() does, and when the
 *   loss is so flat that there is no error
 */
export function stepSizeError(logits: Vector, target: number): Figure {
  const { points, best } = stepSizeErrorData(logits, target);
  const shown = points.filter((d) => d.error > 0);
  const looks = {
    2: { stroke: "currentColor", dash: "" },
    4: { stroke: colors.cool, dash: "7 4" },
  };
  // Errors from the thousandth power below to the one above.
  const exponents = shown.map((d) => Math.log10(d.error) / 3);
  const low = 3 * Math.floor(Math.min(...exponents));
  const high = 3 * Math.ceil(Math.max(...exponents));
  /** A point between the best step and the largest, at a share of the way. */
  const along = (order: Order, share: number) => {
    const side = shown.filter((d) =>
      d.order === order &&
      best.some((b) => b.order === order && d.step >= b.step)
    );
    return side[Math.floor(share * (side.length - 1))];
  };
  const text = (
    words: string,
    at: { step: number; error: number },
    side: Plot.TextOptions,
  ) =>
    Plot.text([{ ...at, words }], {
      x: "step",
      y: "error",
      text: "words",
      fontSize: 15,
      ...side,
    });
  return plot({
    title: `The best step is small but not tiny: ${
      best.map((d) => `${scientific(d.step, 2)} for order ${d.order}`).join(
        ", ",
      )
    }`,
    subtitle: `Central differences of the loss at ${
      logitsText(logits)
    } against its exact gradient`,
    alt:
      `Two V-shaped curves on log axes: the largest error of a gradient entry against the step size. ${
        best.map((d) =>
          `Order ${d.order}: smallest error ${
            scientific(d.error, 2)
          } at a step of ${scientific(d.step, 2)}.`
        ).join(" ")
      } To the right of it the error grows as the step to the power of the order (truncation), to the left as one over the step (rounding).`,
    height: 380,
    marginLeft: 60,
    // The room past the largest step is for a label.
    x: { type: "log", domain: [10 ** LOWEST, 10 ** 1.2], axis: null },
    y: { type: "log", domain: [10 ** low, 10 ** high], axis: null },
    marks: [
      Plot.gridY(powers(low, high)),
      Plot.axisX(powers(-12, 0), { text: power, label: "step size h" }),
      Plot.axisY(powers(low, high), {
        text: power,
        label: "error of the gradient",
      }),
      ORDERS.map((order) =>
        Plot.line(shown.filter((d) => d.order === order), {
          x: "step",
          y: "error",
          stroke: looks[order].stroke,
          strokeDasharray: looks[order].dash,
          strokeWidth: 2.25,
        })
      ),
      Plot.dot(best, { x: "step", y: "error", r: 6, fill: colors.warm }),
      text("rounding error:\nas 1/h", {
        step: 10 ** (LOWEST + 0.5),
        error: 10 ** (low + 0.25 * (high - low)),
      }, { textAnchor: "start" }),
      text("truncation error,\norder 2: as h²", along(2, 0.85), {
        textAnchor: "end",
        dx: -18,
        dy: -6,
      }),
      text("order 4:\nas h⁴", along(4, 0.35), { textAnchor: "start", dx: 12 }),
    ],
  });
}

/** Every third power of ten, for an axis. */
function powers(low: number, high: number): number[] {
  return Array.from(
    { length: (high - low) / 3 + 1 },
    (_, i) => Number(`1e${low + 3 * i}`),
  );
}

function power(value: number): string {
  return value === 1 ? "1" : powerOfTen(Math.round(Math.log10(value)));
}
