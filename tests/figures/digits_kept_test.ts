import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertStringIncludes,
} from "@std/assert";
import { digitsKept } from "@lab/figures";
import { crossEntropyNaive } from "@lab/kernels";
import { dataOf } from "../../lib/figures/digits_kept.ts";

const { points, lost } = dataOf();
const [naive, stable, fused] = [0, 1, 2];
const [right, wrong] = [0, 1];

function curve(target: number, way: number) {
  return points.filter((d) => d.target === target && d.way === way);
}

/** The decimal digits of 24 bits. */
const all = 24 * Math.log10(2);

Deno.test("digitsKept(): the fused loss keeps all digits but one", () => {
  for (
    const { gap, digits } of [...curve(right, fused), ...curve(wrong, fused)]
  ) {
    // Within 4 units in the last place, the kernels' contract: 4 of them cost
    // 0.9 of a digit.
    assert(digits >= all - 0.91, `${gap}: ${digits}`);
  }
});

Deno.test("digitsKept(): a right answer loses its digits in the log of softmax", () => {
  for (const way of [naive, stable]) {
    for (const { gap, digits } of curve(right, way)) {
      if (gap >= lost.right) assertEquals(digits, 0);
      // p near 1 is off by about half a unit in its last place, against a loss
      // of e^-gap: gap / ln 10 digits are lost, give or take one. Each point is
      // the worst up to the next, half a logit on.
      const left = Math.max(0, all - (gap + 0.5) / Math.LN10);
      assert(digits >= left - 1, `${way} ${gap}: ${digits}`);
    }
  }
});

Deno.test("digitsKept(): from the gap named on, the stable p is 1 and the naive loss has not one digit", () => {
  // e^-gap is lost beside 1 from 2^-24 on.
  assertAlmostEquals(lost.right, 24 * Math.LN2, 2e-4);
  const { fround } = Math;
  for (let gap = 16; gap < 18; gap += 2 ** -10) {
    const p = fround(1 / fround(1 + fround(Math.exp(-gap))));
    assertEquals(p === 1, gap >= lost.right, `${gap}`);
    if (p < 1) continue;
    const exact = Math.log1p(Math.exp(-gap));
    const naive = crossEntropyNaive(new Float32Array([gap, 0]), 0);
    assert(Math.abs(naive - exact) / exact > 0.3, `${gap}`);
  }
});

Deno.test("digitsKept(): a wrong answer breaks the naive way first, then the stable one", () => {
  // e^gap overflows, and e^-gap rounds to 0.
  assertEquals(lost.wrong.map((gap) => gap.toFixed(3)), ["88.723", "103.972"]);
  assertEquals(crossEntropyNaive(new Float32Array([20, 0]), 0), 0);
  assertEquals(crossEntropyNaive(new Float32Array([89, 0]), 1), Infinity);
});

Deno.test("digitsKept() says when the digits are lost and how many are kept", () => {
  const { title, alt } = digitsKept();
  assertStringIncludes(title, "16.6 logits ahead: no digit left");
  assertStringIncludes(title, "7 if fused");
  assertStringIncludes(alt, "88.72");
  assertStringIncludes(alt, "103.97");
});
