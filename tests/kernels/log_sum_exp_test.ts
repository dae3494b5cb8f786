import { assert, assertEquals } from "@std/assert";
import { logSumExp } from "@lab/kernels";

Deno.test("logSumExp() of equal logits adds the log of their number", () => {
  assertEquals(logSumExp([0, 0]), Math.LN2);
  assertEquals(logSumExp([1000, 1000]), 1000 + Math.LN2);
  assertEquals(logSumExp([-1000, -1000]), -1000 + Math.LN2);
});

Deno.test("logSumExp() of one logit is that logit", () => {
  for (const z of [0, -3.7, 1e308, -1e308, 5e-324]) {
    assertEquals(logSumExp([z]), z);
    assertEquals(logSumExp([z, -Infinity]), z);
  }
});

Deno.test("logSumExp() is right where the largest logit and the log cancel", () => {
  const half = Math.log(0.5);
  // log 2 minus the double next to it
  assertEquals(logSumExp([half, half]), 2.3190468138462996e-17);
  // e^-40 − 1e-20, to 16 digits
  assertEquals(logSumExp([-1e-20, -40]), 4.238354255291589e-18);
});

Deno.test("logSumExp() of n equal log-probabilities is within 4 ULP of 0 as rounded", () => {
  // n log-probabilities −log n, rounded to doubles: by mpmath, 400 bits
  for (
    const [n, exact] of [
      [2, 2.3190468138462996e-17],
      [2729, -3.0939775362213104e-16],
      [2863, 3.2825044960268037e-16],
      [50257, -3.62205350501241012e-16],
      [100000, -1.971996919909995e-16],
    ]
  ) {
    const got = logSumExp(new Array(n).fill(-Math.log(n)));
    assert(!(Math.abs(got / exact - 1) > 4 * 2 ** -53), `${n}: ${got}`);
  }
});
