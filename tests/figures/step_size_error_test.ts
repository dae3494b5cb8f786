import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  stepSizeError,
  stepSizeErrorData,
} from "../../lib/figures/step_size_error.ts";

const { points, best } = stepSizeErrorData([2, 1, 0.1], 1);

/** The error of an order at a power of ten. */
function at(order: number, exponent: number): number {
  return points.find((d) =>
    d.order === order && Math.abs(Math.log10(d.step) - exponent) < 1e-9
  )!.error;
}

Deno.test("stepSizeErrorData() is lowest near ε^(1/3) for order 2 and ε^(1/5) for order 4", () => {
  const [second, fourth] = best;
  // The optimum has a constant factor of the loss and its derivatives, and
  // rounding scatters the flat bottom: within a decade.
  for (const [{ order, step }, power] of [[second, 3], [fourth, 5]] as const) {
    const decades = Math.log10(step / Number.EPSILON ** (1 / power));
    assert(Math.abs(decades) <= 1, `order ${order}: ${step}`);
  }
  assert(fourth.error < second.error / 10);
});

Deno.test("stepSizeErrorData() truncation grows as h² and as h⁴", () => {
  // Ten times the step, 100 and 10,000 times the error; higher terms of the
  // series change that by some percent at these steps.
  for (const [order, factor] of [[2, 100], [4, 10_000]]) {
    const growth = at(order, -1) / at(order, -2) / factor;
    assert(Math.abs(growth - 1) < 0.05, `order ${order}: ${growth}`);
  }
});

Deno.test("stepSizeErrorData() rounding grows as 1/h", () => {
  for (const order of [2, 4]) {
    for (const { step, error } of points.filter((d) => d.step < 1e-7)) {
      // A loss near 1 is off by about ε, so its difference by ε / h.
      assert(error <= 5 * Number.EPSILON / step, `order ${order}: ${step}`);
    }
    assert(at(order, -12) > 100 * at(order, -7));
  }
});

Deno.test("stepSizeError() names the best steps", () => {
  assertEquals(
    stepSizeError([2, 1, 0.1], 1).title,
    "The best step is small but not tiny: 2.2×10⁻⁵ for order 2, 2.2×10⁻³ for order 4",
  );
});

Deno.test("stepSizeError() refuses a target that is no class", () => {
  assertThrows(() => stepSizeError([2, 1, 0.1], 3), RangeError);
});

Deno.test("stepSizeError() of a loss that does not change is a RangeError", () => {
  for (const [logits, loss] of [[[5], 0], [[1000, 0], 0]] as const) {
    assertThrows(
      () => stepSizeError([...logits], 0),
      RangeError,
      `Cannot draw the error of central differences: need a finite loss that changes with the logits, got ${loss} at every step`,
    );
  }
});
