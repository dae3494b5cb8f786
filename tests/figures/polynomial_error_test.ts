import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import {
  polynomialError,
  polynomialErrorData,
} from "../../lib/figures/polynomial_error.ts";
import { q } from "./samples.ts";

Deno.test("polynomialErrorData() Taylor's error is the first term left out, -r^7 / 5040 e^-r", () => {
  const { degree, points } = polynomialErrorData(q);
  assertEquals(degree, 6);
  for (const { r, taylor } of points) {
    const first = -(r ** 7) / 5040 / Math.exp(r) * 2 ** 24;
    // The next term is r / 8 of it, and each after it still less.
    assert(Math.abs(taylor - first) <= Math.abs(first * r / 7) + 1e-8, `${r}`);
  }
});

Deno.test("polynomialErrorData() the kernel's polynomial is within 0.07 of 2^-24, as it says", () => {
  const { worst, points } = polynomialErrorData(q);
  assert(worst.fitted < 0.07 && worst.fitted > 0.05, `${worst.fitted}`);
  assertAlmostEquals(points[0].r, -Math.LN2 / 2, 1e-16);
  // It is as large in both directions: no end is favoured.
  const signed = points.map(({ fitted }) => fitted);
  assert(Math.min(...signed) < -0.04 && Math.max(...signed) > 0.04);
});

Deno.test("polynomialErrorData() of Taylor's own coefficients has two equal curves", () => {
  for (
    const { taylor, fitted } of polynomialErrorData([1 / 24, 1 / 6, 1 / 2])
      .points
  ) assertEquals(taylor, fitted);
});

Deno.test("polynomialError() says how much the fit gains", () => {
  const { title, alt } = polynomialError(q);
  assertEquals(
    title,
    "With coefficients fitted to the whole interval, degree 6 is 43 times as exact",
  );
  assertStringIncludes(
    alt,
    "0 in the middle, 2.71 at the left end and −1.48 at the right. The fitted one of the same degree stays within 0.064",
  );
});

Deno.test("polynomialError() without coefficients is a RangeError", () => {
  assertThrows(
    () => polynomialError([]),
    RangeError,
    "Cannot draw the error of a polynomial: need at least one coefficient",
  );
});
