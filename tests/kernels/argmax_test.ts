import { assertEquals } from "@std/assert";
import { argmax, matrix } from "@lab/kernels";

Deno.test("argmax() is the class of the largest number", () => {
  assertEquals(argmax([0.1, 0.7, 0.2]), 1);
  assertEquals(argmax([-5, -Infinity, -6]), 0);
  assertEquals(argmax(Float32Array.of(-1e38, -1, 1e38)), 2);
});

Deno.test("argmax() is the first class if several are largest", () => {
  assertEquals(argmax([1, 3, 3]), 1);
  assertEquals(argmax([-0, 0]), 0);
});

Deno.test("argmax() of a matrix is one class per row", () => {
  assertEquals(argmax(matrix([[1, 2], [4, 3], [5, 5]])), [1, 0, 0]);
});
