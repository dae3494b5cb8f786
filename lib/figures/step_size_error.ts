import { crossEntropy, crossEntropyGrad, type Vector } from "../kernels/mod.ts";
import { counted, logitsText, scientific } from "./house/format.ts";
import { label } from "./house/label.ts";
import { namesFor, ownWords, type WordOptions } from "./house/options.ts";
import { colors } from "./house/palette.ts";
import { type Figure, Plot, plot, type Words } from "./house/plot.ts";
import { power, powersOfTen } from "./house/powers_of_ten.ts";
import { checkFinite } from "./house/refusals.ts";

/** The number of steps per decade. */
const STEPS = 6;

/** The steps go from 10 to this power up to 1. */
const LOWEST = -13;

/** Central differences for a step of 1: [offset, weight] of the function's values. */
const STENCILS = {
  2: [[1, 1 / 2], [-1, -1 / 2]],
  4: [[2, -1 / 12], [1, 8 / 12], [-1, -8 / 12], [-2, 1 / 12]],
};

const ORDERS = [2, 4] as const;

/** The order of a central difference: its error grows as step^order. */
type Order = typeof ORDERS[number];

/**
 * The error at a step is the largest over the entries of the gradient, in float64.
 *
 * Order 2: (f(z + h) − f(z − h)) / 2h, off by h² f‴/6. Order 4 combines steps h
 * and 2h and is off by h⁴ f⁽⁵⁾/30. Rounding adds about ε f / h to both.
 * Source: Fornberg, Generation of finite difference formulas (1988), table 1.
 */
export function dataOf(logits: Vector, target: number) {
  namesFor(logits);
  const z = Array.from(logits);
  const gradient = crossEntropyGrad(z, target);
  const loss = (entry: number, offset: number) =>
    crossEntropy(z.with(entry, z[entry] + offset), target);
  checkFinite([loss(0, 0)], "draw the error of differences", "a finite loss");
  const errorAt = (order: Order, step: number) =>
    Math.max(...z.map((_, entry) => {
      const sum = STENCILS[order].reduce(
        (sum, [offset, weight]) => sum + weight * loss(entry, offset * step),
        0,
      );
      return Math.abs(sum / step - gradient[entry]);
    }));
  const curves = ORDERS.map((order) => {
    const points = Array.from({ length: -LOWEST * STEPS + 1 }, (_, i) => {
      const step = 10 ** (LOWEST + i / STEPS);
      return { step, error: errorAt(order, step) };
    }).filter((d) => d.error > 1e-300); // A log axis has no 0.
    const best = points.reduce(
      (a, b) => (b.error < a.error ? b : a),
      points[0],
    );
    return { order, points, best };
  }).filter((curve) => curve.points.length > 0);
  // The loss of extreme logits is flat or straight, and then large steps are exact.
  const isV = curves.length === 2 &&
    curves.every(({ best }) => best.step > 1e-9 && best.step < 0.02);
  return { logits, curves, isV };
}

type Data = ReturnType<typeof dataOf>;

function words({ logits, curves, isV }: Data): Words {
  const best = curves.map(({ order, best }) => ({
    order,
    step: scientific(best.step, 2),
    error: scientific(best.error, 2),
  }));
  const steps = best.map((d) => `${d.step} for order ${d.order}`).join(", ");
  const some = isV ? "Two V-shaped curves" : counted(curves.length, "curve");
  return {
    title: curves.length === 0
      ? "The loss is so flat here that every step gives the exact gradient"
      : `The best step is ${isV ? "small but not tiny: " : ""}${steps}`,
    subtitle: `Central differences of the loss at ${
      logitsText(logits)
    } against its exact gradient`,
    alt: [
      `${some} on log axes: the largest error of a gradient entry against the step size.`,
      ...best.map((d) =>
        `Order ${d.order}: smallest error ${d.error} at a step of ${d.step}.`
      ),
      ...isV
        ? [
          "To the right of it the error grows as the step to the power of the order (truncation), to the left as one over the step (rounding).",
        ]
        : [],
    ].join(" "),
  };
}

/**
 * Draws the error of central differences of orders 2 and 4 against the step
 * size, log-log.
 *
 * @param logits scores of the classes, shape [classes]
 * @param target the true class
 * @throws {TypeError | RangeError} as crossEntropyGrad() does, and when the loss
 *   is infinite
 */
export function stepSizeError(
  logits: Vector,
  target: number,
  options: WordOptions = {},
): Figure {
  const own = ownWords(options, []);
  const data = dataOf(logits, target);
  const { curves, isV } = data;
  const [second, fourth] = curves;
  // The axis has a label at every third power of ten.
  const errors = curves.flatMap((c) => c.points.map((d) => d.error));
  const exponents = (errors.length ? errors : [1e-15, 1])
    .map((error) => Math.log10(error) / 3);
  const low = 3 * Math.floor(Math.min(...exponents));
  const high = Math.max(low + 3, 3 * Math.ceil(Math.max(...exponents)));
  const ticks = powersOfTen(
    [10 ** low, 10 ** high],
    3 * Math.ceil((high - low) / 27),
  );
  /** A point between the best step and the largest, at a share of the way. */
  const along = ({ points, best }: typeof second, share: number) => {
    const side = points.filter((d) => d.step >= best.step);
    return side[Math.floor(share * (side.length - 1))];
  };
  const at = { x: "step", y: "error" };
  return plot({
    ...words(data),
    ...own,
    height: 380,
    marginLeft: 60,
    // The room past the largest step is for a label.
    x: { type: "log", domain: [10 ** LOWEST, 10 ** 1.2], axis: null },
    y: { type: "log", domain: [10 ** low, 10 ** high], axis: null },
    marks: [
      Plot.gridY(ticks),
      Plot.axisX(powersOfTen([1e-12, 1], 3), {
        text: power,
        label: "step size h",
      }),
      Plot.axisY(ticks, { text: power, label: "error of the gradient" }),
      curves.map(({ order, points }) =>
        Plot.line(points, {
          ...at,
          strokeWidth: 2.25,
          ...(order === 2
            ? { stroke: "currentColor" }
            : { stroke: colors.cool, strokeDasharray: "7 4" }),
        })
      ),
      Plot.dot(curves.map((c) => c.best), { ...at, r: 6, fill: colors.warm }),
      isV
        ? [
          label(["rounding error:\nas 1/h"], {
            x: 10 ** (LOWEST + 0.5),
            y: 10 ** (low + 0.25 * (high - low)),
            textAnchor: "start",
          }),
          label([along(second, 0.85)], {
            ...at,
            text: () => "truncation error,\norder 2: as h²",
            textAnchor: "end",
            dx: -18,
            dy: -6,
          }),
          label([along(fourth, 0.35)], {
            ...at,
            text: () => "order 4:\nas h⁴",
            textAnchor: "start",
            dx: 12,
          }),
        ]
        : label(["solid: order 2, dashed: order 4"], {
          frameAnchor: "top",
          dy: 12,
          halo: true,
        }),
    ],
  });
}
