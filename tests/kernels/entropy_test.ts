import { assert, assertEquals } from "@std/assert";
import { entropy, matrix } from "@lab/kernels";

Deno.test("entropy() of a uniform distribution is the log of the classes", () => {
  assertEquals(entropy([0.5, 0.5]), Math.LN2);
  assertEquals(entropy([0.25, 0.25, 0.25, 0.25]), 2 * Math.LN2);
  const h = entropy(new Float64Array(50257).fill(1 / 50257));
  assert(Math.abs(h - Math.log(50257)) <= 4 * 2 ** -49); // 4 ULP of 10.8
});

Deno.test("entropy() of a one-hot is exactly 0", () => {
  assertEquals(entropy([1, 0, 0]), 0);
  assertEquals(entropy([1]), 0);
});

Deno.test("entropy() keeps its digits near a one-hot", () => {
  // p = 2^-40: p (40 log 2 + 1 − p/2), to 17 digits
  const h = entropy([1 - 2 ** -40, 2 ** -40]);
  assert(Math.abs(h / 2.6126042232497055e-11 - 1) <= 4 * 2 ** -52);
});

Deno.test("entropy() of a matrix is one value per row in its precision", () => {
  const rows = [[0.5, 0.5], [1, 0]];
  const expected = [Math.LN2, 0];
  assertEquals(entropy(matrix(rows)), Float64Array.from(expected));
  assertEquals(entropy(matrix(rows, "float32")), Float32Array.from(expected));
});

Deno.test("entropy() takes probabilities that are rounded", () => {
  assert(entropy(Float32Array.of(0.1, 0.2, 0.7)) > 0.8);
  assert(entropy(Float16Array.of(0.1, 0.2, 0.7)) > 0.8);
  assert(entropy([0.333333333, 0.333333333, 0.333333333]) > 1.09);
});
