import { assertEquals } from "@std/assert";
import { sample } from "@lab/kernels";

Deno.test("sample() draws each class for its own share of the random numbers", () => {
  const counts = [0, 0, 0];
  for (let k = 0; k < 1000; k++) {
    counts[sample([0.5, 0.3, 0.2], () => (k + 0.5) / 1000)]++;
  }
  assertEquals(counts, [500, 300, 200]);
});

Deno.test("sample() asks for one random number per draw", () => {
  let asked = 0;
  sample([0.5, 0.5], () => asked++ / 2);
  assertEquals(asked, 1);
});

Deno.test("sample() never draws a class of probability 0", () => {
  const largest = 1 - 2 ** -53;
  for (const random of [() => 0, () => 0.5, () => largest]) {
    assertEquals(sample([0, 1, 0], random), 1);
    assertEquals(sample([0, 1 - 2 ** -53, 0], random), 1);
  }
  // here rounding leaves a little of the random number beyond the end
  const sixths = [...new Array(6).fill(1 / 6), 0];
  assertEquals(sample(sixths, () => largest), 5);
});

Deno.test("sample() draws with numbers from each type", () => {
  for (const p of [[0, 1], Float64Array.of(0, 1), Float16Array.of(0, 1)]) {
    assertEquals(sample(p, () => 0.5), 1);
  }
});
