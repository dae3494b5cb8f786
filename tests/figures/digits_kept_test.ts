import {
  assert,
  assertEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { digitsKept, digitsKeptData } from "../../lib/figures/digits_kept.ts";
import { crossEntropyNaive, softmax } from "@lab/kernels";

for (const dtype of ["float32", "float64"] as const) {
  const data = digitsKeptData({ dtype });
  const curve = (target: number, way: string) =>
    data.points.filter((d) => d.target === target && d.way === way);
  const [naive, stable, fused] = [
    "log of naive softmax",
    "log of stable softmax",
    "fused",
  ];

  Deno.test(`digitsKeptData() ${dtype}: the fused loss keeps all digits but one`, () => {
    for (const target of [0, 1]) {
      for (const { gap, digits } of curve(target, fused)) {
        // Within 4 units in the last place, the kernels' contract: 4 of them
        // cost 0.9 of a digit.
        assert(digits >= data.most - 0.91, `${target} ${gap}: ${digits}`);
      }
    }
  });

  Deno.test(`digitsKeptData() ${dtype}: a right answer loses its digits in the log of softmax`, () => {
    const step = data.widest / 240;
    for (const [i, way] of [naive, stable].entries()) {
      for (const { gap, digits } of curve(0, way)) {
        if (gap >= data.lost.right[i]) assertEquals(digits, 0);
        // p near 1 is off by about half a unit in its last place, against a
        // loss of e^-gap: gap / ln 10 digits are lost, give or take one. Each
        // point is the worst up to the next.
        const left = Math.max(0, data.most - (gap + step) / Math.LN10);
        assert(digits >= left - 1, `${way} ${gap}: ${digits}`);
      }
    }
  });

  Deno.test(`digitsKeptData() ${dtype}: p rounds to 1 exactly from the gap named`, () => {
    const p = (gap: number) =>
      softmax(dtype === "float32" ? new Float32Array([gap, 0]) : [gap, 0])[0];
    const gap = data.lost.right[1];
    assertEquals(p(gap + 1e-5), 1);
    assert(p(gap - 1e-5) < 1);
    // A number just below 1 is the power of 2 to the minus bits away from it.
    const bits = dtype === "float32" ? 24 : 53;
    assert(Math.abs(gap / Math.LN2 - bits) <= 1.01, `${gap}`);
  });

  Deno.test(`digitsKeptData() ${dtype}: a wrong answer breaks the naive way first, then the stable one`, () => {
    // e^gap overflows, and e^-gap rounds to 0.
    const expected = dtype === "float32"
      ? ["88.723", "103.972"]
      : ["709.783", "745.133"];
    assertEquals(data.lost.wrong.map((gap) => gap.toFixed(3)), expected);
  });
}

Deno.test("digitsKeptData() the naive way fails where it says", () => {
  assertEquals(crossEntropyNaive(new Float32Array([20, 0]), 0), 0);
  assertEquals(crossEntropyNaive(new Float32Array([89, 0]), 1), Infinity);
});

Deno.test("digitsKept() says when the digits are lost and how many are kept", () => {
  const { title, alt } = digitsKept();
  assertEquals(
    title,
    "A right answer 17.3 logits ahead has no digit left in the log of softmax; the fused loss keeps 7",
  );
  assertStringIncludes(alt, "the naive one falls to 0 digits at 88.72");
  assertStringIncludes(alt, "the stable one at 103.97");
});

Deno.test("digitsKept() of another type is a RangeError", () => {
  assertThrows(
    // @ts-expect-error: float16 is not offered
    () => digitsKept({ dtype: "float16" }),
    RangeError,
    'Cannot count digits: need dtype "float32" or "float64", got "float16"',
  );
});
