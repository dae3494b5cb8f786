import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { lossOverSteps } from "@lab/figures";

/** Losses that halve their distance to 2 in each step. */
const halving = Array.from({ length: 101 }, (_, k) => 2 + 2 ** -k);

Deno.test("lossOverSteps() says where the loss went, and how far above the lowest it ended", () => {
  for (
    const [losses, floor, ...said] of [
      [halving, 2, "falls from 3.000 to 2.000 nats, the lowest"],
      [halving.slice(0, 4), 2, "falls from 3.000 to 2.125", "0.125 above"],
      [[1, 2], 0.5, "goes from 1.000 to 2.000", "1.500 above"],
    ] as [number[], number, ...string[]][]
  ) {
    const { title } = lossOverSteps(losses, { floor });
    for (const part of said) assertStringIncludes(title, part);
  }
});

Deno.test("lossOverSteps() says the loss at the start, at the powers of ten and at the end", () => {
  assertStringIncludes(
    lossOverSteps(halving.slice(0, 21), { floor: 2 }).alt,
    "3.0000 at the start, 2.5000 after 1 step, 2.0010 after 10 steps and 2.0000 after 20 steps.",
  );
});

Deno.test("lossOverSteps() says when examples held out cost least, from the step that it begins with", () => {
  for (
    const [heldOut, from, ...said] of [
      [[3, 2.5, 2.25, 2.5], 1, "after 2 steps, and 0.2500 nats more", "step 1"],
      [[3, 2.5, 2.4, 2.3], 0, "2.3000 nats in the end", "least so far"],
    ] as [number[], number, ...string[]][]
  ) {
    const losses = halving.slice(0, 4);
    const { title, svg } = lossOverSteps(losses, { floor: 2, heldOut, from });
    for (const part of said) assertStringIncludes(title + svg, part);
  }
});

Deno.test("lossOverSteps() draws losses whose lowest is not known", () => {
  const { title, alt, svg } = lossOverSteps(halving);
  assertEquals(title, "The loss falls from 3.000 to 2.000 nats");
  assert(!(alt + svg).includes("possible"));
});
