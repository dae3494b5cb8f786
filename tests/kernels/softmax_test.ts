import { assert, assertEquals } from "@std/assert";
import { softmax } from "@lab/kernels";

Deno.test("softmax() is exact on logits that are logs of integers", () => {
  const p = softmax([1, 2, 3, 4].map(Math.log));
  for (const [j, x] of p.entries()) {
    // 4 ULP of softmax, and half a ULP of each of two logarithms
    assert(Math.abs(x - (j + 1) / 10) <= 5 * 2 ** -54);
  }
});

Deno.test("softmax() of [40, 0] keeps the digits of its doubt", () => {
  assertEquals(softmax([40, 0]), [1, 4.248354255291589e-18]);
});

Deno.test("softmax() shares equally between equal logits, exactly", () => {
  for (const classes of [1, 2, 3, 7, 1000, 50257]) {
    const p = softmax(new Float64Array(classes).fill(-123.456));
    assert(p.every((x) => x === 1 / classes));
  }
});

Deno.test("softmax() of a single class is exactly 1", () => {
  for (const temperature of [0, 0.5, 1, Infinity]) {
    assertEquals(softmax([-3.7], { temperature }), [1]);
  }
});

Deno.test("softmax() gives a -Infinity logit probability exactly 0", () => {
  assertEquals(softmax([0, -Infinity, 0]), [0.5, 0, 0.5]);
  assertEquals(softmax([-Infinity, -1000, -Infinity]), [0, 1, 0]);
  for (const temperature of [0, 0.5, 2, Infinity]) {
    assertEquals(softmax([0, -Infinity, 0], { temperature }), [0.5, 0, 0.5]);
  }
});

Deno.test("softmax() at temperature 0 is argmax, and ties share equally", () => {
  const argmax = { temperature: 0 };
  assertEquals(softmax([1, 3, 2], argmax), [0, 1, 0]);
  assertEquals(softmax([3, 1, 3, 3], argmax), [1 / 3, 0, 1 / 3, 1 / 3]);
  assertEquals(softmax([0, -0], argmax), [0.5, 0.5]);
  assertEquals(softmax([1, 1 + 2 ** -52], argmax), [0, 1]);
  assertEquals(softmax([1, 3, 2], { temperature: -0 }), [0, 1, 0]);
});

Deno.test("softmax() at temperature Infinity is uniform over the classes that are not masked", () => {
  const uniform = { temperature: Infinity };
  assertEquals(softmax([1, 300, -2], uniform), [1 / 3, 1 / 3, 1 / 3]);
  assertEquals(softmax([1, -Infinity, 9], uniform), [0.5, 0, 0.5]);
  assertEquals(softmax([1.7e308, -1.7e308], uniform), [0.5, 0.5]);
});

Deno.test("softmax() uses the temperature as a double, for float32 too", () => {
  const z = Float32Array.of(3, 0);
  assertEquals(softmax(z, { temperature: 1e-60 }), Float32Array.of(1, 0));
  assertEquals(softmax(z, { temperature: 1e60 }), Float32Array.of(0.5, 0.5));
});

Deno.test("softmax() is right where z - max or z / T overflows", () => {
  assertEquals(softmax([1e308, -1e308]), [1, 0]);
  assertEquals(softmax([1e308, -1e308, 1e308]), [0.5, 0, 0.5]);
  assertEquals(softmax([1, 0], { temperature: 1e-300 }), [1, 0]);
  assertEquals(softmax([1e300, 0], { temperature: 1e-300 }), [1, 0]);
  assertEquals(softmax([1, 0], { temperature: 5e-324 }), [1, 0]);
  // a gap of exactly 2 in each
  const expected = softmax([2, 0]);
  for (const unit of [2 ** -1074, 2 ** -1000, 2 ** 1000, 2 ** 1022]) {
    const z = [unit, -unit];
    assertEquals(softmax(z, { temperature: unit }), expected);
  }
});

Deno.test("softmax() keeps subnormal probabilities and underflows to 0", () => {
  assertEquals(softmax([0, -745]), [1, 5e-324]);
  assertEquals(softmax([0, -746]), [1, 0]);
  assertEquals(softmax(Float32Array.of(0, -103)), Float32Array.of(1, 1.4e-45));
  assertEquals(softmax(Float32Array.of(0, -105)), Float32Array.of(1, 0));
  assertEquals(softmax(Float16Array.of(0, -17)), Float16Array.of(1, 6e-8));
  assertEquals(softmax(Float16Array.of(0, -18)), Float16Array.of(1, 0));
});

Deno.test("softmax() is within 4 ULP where all classes round the same way", () => {
  const z = new Array(1986).fill(-3.1684219291205507);
  z[0] = 0.9896744773037022;
  z[1] = -12.180002939993724;
  const exact = 5.956632244018977e-8; // by mpmath, 400 bits
  assert(!(Math.abs(softmax(z)[1] - exact) > 4 * 2 ** -77));
});
