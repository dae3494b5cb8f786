import { assert, assertEquals } from "@std/assert";
import { entropy, matrix, softmax, softmaxEntropy } from "@lab/kernels";

const CONFIDENT: [gap: number, entropy: number][] = [
  [5, 0.04017960311054235],
  [10, 0.0004993775862412086],
  [20, 4.3284225984118455e-08],
  [37, 3.2425580977827446e-15],
  [40, 1.7418252446695514e-16],
  [80, 1.4619296241547863e-33],
  [708, 2.3450550795796313e-305],
  [712, 4.3193501797452276e-307],
];

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

Deno.test("softmaxEntropy() keeps the digits of confident answers", () => {
  // log1p(e^-gap) + gap / (e^gap + 1), to 17 digits, by mpmath
  for (const [gap, exact] of CONFIDENT) {
    for (const z of [[gap, 0], [0, gap]]) {
      const h = softmaxEntropy(z);
      assert(!(Math.abs(h / exact - 1) > 4 * 2 ** -53), `${gap}: ${h}`);
      const h32 = softmaxEntropy(matrix([z], "float32"))[0];
      assertEquals(h32, Math.fround(h));
    }
    const h = softmaxEntropy([gap / 4, 0], { temperature: 0.25 });
    assertEquals(h, softmaxEntropy([gap, 0]));
  }
});

Deno.test("softmaxEntropy() is the entropy of softmax()", () => {
  assertEquals(softmaxEntropy([0, 0, -Infinity]), Math.LN2);
  assertEquals(softmaxEntropy([3, 3, 1], { temperature: 0 }), Math.LN2);
  assertEquals(softmaxEntropy([3, 1], { temperature: Infinity }), Math.LN2);
  assertEquals(softmaxEntropy([7]), 0);
  const z = [1, 0.3, -2];
  const p = softmax(z, { temperature: 3 });
  const h = softmaxEntropy(z, { temperature: 3 });
  assert(Math.abs(h - entropy(p)) <= 4 * 2 ** -52);
});
