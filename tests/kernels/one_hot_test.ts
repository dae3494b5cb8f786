import { assertEquals } from "@std/assert";
import { matrix, oneHot } from "@lab/kernels";

Deno.test("oneHot() is 1 at the target and 0 elsewhere", () => {
  assertEquals(oneHot(1, 3), [0, 1, 0]);
  assertEquals(oneHot(0, 1), [1]);
});

Deno.test("oneHot() of targets is one row per target", () => {
  const expected = matrix([[0, 1, 0], [1, 0, 0]]);
  assertEquals(oneHot([1, 0], 3), expected);
  assertEquals(oneHot(Uint8Array.of(1, 0), 3), expected);
});
