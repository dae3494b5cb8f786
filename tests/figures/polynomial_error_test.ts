import { assert } from "@std/assert";
import { polynomialError } from "@lab/figures";
import { q } from "./samples.ts";

/** The errors in the alternative: Taylor's at both ends, and the worst fitted one. */
function errorsOf(q: number[]): number[] {
  const { alt } = polynomialError(q);
  return [/(\S+) at the left/, /(\S+) at the right/, /within ([\d.]+);/]
    .map((pattern) => Number(alt.match(pattern)![1].replace("−", "-")));
}

Deno.test("polynomialError() says the errors of Taylor's polynomial at the ends, in units of 2^-24", () => {
  for (const coefficients of [q, [0.042, 0.1667, 0.5]]) {
    const said = errorsOf(coefficients);
    [-Math.LN2 / 2, Math.LN2 / 2].forEach((r, i) => {
      // Taylor's polynomial leaves out r^n / n! for all n above its degree.
      let term = 1, rest = 0;
      for (let n = 1; n < 30; n++) {
        term *= r / n;
        if (n > coefficients.length + 1) rest -= term;
      }
      const error = rest / Math.exp(r) * 2 ** 24;
      assert(Math.abs(error - said[i]) <= 0.00501, `${r}`); // two decimals
    });
  }
});

Deno.test("polynomialError() says that the kernel's polynomial is within 0.07, 43 times as exact as Taylor's", () => {
  const worst = errorsOf(q)[2];
  assert(worst > 0.05 && worst < 0.07, `${worst}`);
  const exactness = (q: number[]) =>
    polynomialError(q).title.match(/\S+ times as exact/)![0];
  assert(exactness(q).startsWith("43 "));
  assert(exactness([1 / 24, 1 / 6, 1 / 2]).startsWith("1 ")); // Taylor's own
});
