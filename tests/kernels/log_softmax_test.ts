import { assert, assertEquals } from "@std/assert";
import { logSoftmax } from "@lab/kernels";

Deno.test("logSoftmax() is exact on logits that are logs of integers", () => {
  for (const [j, x] of logSoftmax([1, 2, 5].map(Math.log)).entries()) {
    // 4 ULP of a number below 4, and half a ULP of each of two logarithms
    assert(Math.abs(x - Math.log([1, 2, 5][j] / 8)) <= 5 * 2 ** -51);
  }
});

Deno.test("logSoftmax() keeps values that underflow as probabilities", () => {
  assertEquals(logSoftmax([1000, 0]), [0, -1000]);
  assertEquals(logSoftmax([0, -1e300]), [0, -1e300]);
});

Deno.test("logSoftmax() keeps the doubt of a confident answer", () => {
  const doubt = 4.248354255291589e-18; // e^-40
  assertEquals(logSoftmax([40, 0]), [-doubt, -40]);
});

Deno.test("logSoftmax() of a single class is exactly 0", () => {
  for (const temperature of [0, 0.5, 1, Infinity]) {
    assertEquals(logSoftmax([-3.7], { temperature }), [0]);
  }
});

Deno.test("logSoftmax() gives a -Infinity logit log-probability -Infinity", () => {
  for (const temperature of [0, 0.5, 1, 2, Infinity]) {
    assertEquals(
      logSoftmax([0, -Infinity, 0], { temperature }),
      [-Math.LN2, -Infinity, -Math.LN2],
    );
  }
});

Deno.test("logSoftmax() at temperatures 0 and Infinity is the log of softmax there", () => {
  const z = [3, 1, 3];
  const { LN2 } = Math;
  assertEquals(logSoftmax(z, { temperature: 0 }), [-LN2, -Infinity, -LN2]);
  const third = -1.0986122886681098; // log(1/3) to 17 digits
  assertEquals(logSoftmax(z, { temperature: Infinity }), [third, third, third]);
});

Deno.test("logSoftmax() is -Infinity only beyond the type's range", () => {
  assertEquals(logSoftmax([1e308, -1e308]), [0, -Infinity]);
  assertEquals(logSoftmax([1e308, -1e308], { temperature: 2 }), [0, -1e308]);
  assertEquals(
    logSoftmax(Float32Array.of(3e38, -3e38)),
    Float32Array.of(0, -Infinity),
  );
});
