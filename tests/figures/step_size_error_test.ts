import { assert, assertMatch, assertStringIncludes } from "@std/assert";
import { stepSizeError } from "@lab/figures";
import { dataOf } from "../../lib/figures/step_size_error.ts";

const { curves } = dataOf([2, 1, 0.1], 1);
const [second, fourth] = curves;

/** The error of an order at a power of ten. */
function at({ points }: typeof second, exponent: number): number {
  return points.find((d) => Math.abs(Math.log10(d.step) - exponent) < 1e-9)!
    .error;
}

Deno.test("stepSizeError(): the error is lowest near ε^(1/3) for order 2 and ε^(1/5) for order 4", () => {
  // The optimum has a constant factor of the loss and its derivatives, and
  // rounding scatters the flat bottom: within a decade.
  for (const [{ order, best }, power] of [[second, 3], [fourth, 5]] as const) {
    const decades = Math.log10(best.step / Number.EPSILON ** (1 / power));
    assert(Math.abs(decades) <= 1, `order ${order}: ${best.step}`);
  }
  assert(fourth.best.error < second.best.error / 10);
});

Deno.test("stepSizeError(): truncation grows as h² and as h⁴", () => {
  // Ten times the step, 100 and 10,000 times the error; higher terms of the
  // series change that by some percent at these steps.
  for (const [curve, factor] of [[second, 100], [fourth, 10_000]] as const) {
    const growth = at(curve, -1) / at(curve, -2) / factor;
    assert(Math.abs(growth - 1) < 0.05, `order ${curve.order}: ${growth}`);
  }
});

Deno.test("stepSizeError(): rounding grows as 1/h", () => {
  for (const curve of curves) {
    for (const { step, error } of curve.points.filter((d) => d.step < 1e-7)) {
      // A loss near 1 is off by about ε, so its difference by ε / h.
      assert(error <= 5 * Number.EPSILON / step, `${curve.order}: ${step}`);
    }
    assert(at(curve, -12) > 100 * at(curve, -7));
  }
});

Deno.test("stepSizeError() names the best steps", () => {
  // Near ε^(1/3) and ε^(1/5); which step wins is a matter of the last bits.
  assertMatch(
    stepSizeError([2, 1, 0.1], 1).title,
    /\d×10⁻[⁵⁶] for order 2, \d\.\d×10⁻[³⁴] for order 4/,
  );
});

Deno.test("stepSizeError() says that every step is exact where the loss is flat", () => {
  for (const logits of [[5], [1000, 0]]) {
    assertStringIncludes(stepSizeError(logits, 0).title, "every step gives");
  }
});
