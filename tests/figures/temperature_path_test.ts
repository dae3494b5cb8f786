import {
  assertAlmostEquals,
  assertEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { temperaturePath } from "@lab/figures";
import { softmax } from "@lab/kernels";
import { place } from "../../lib/figures/house/triangle.ts";

Deno.test("place() puts certainty at the corners and uniform in the middle", () => {
  const height = Math.sqrt(3) / 2;
  assertEquals(place([1, 0, 0]), { x: 1, y: 0 });
  assertEquals(place([0, 1, 0]), { x: 0.5, y: height });
  assertEquals(place([0, 0, 1]), { x: 0, y: 0 });
  const middle = place([1 / 3, 1 / 3, 1 / 3]);
  assertAlmostEquals(middle.x, 0.5, 1e-15);
  assertAlmostEquals(middle.y, height / 3, 1e-15);
});

Deno.test("temperaturePath() leads from the argmax through softmax to uniform", () => {
  const logits = [2, 1, 0.1];
  const { alt } = temperaturePath(logits);
  assertStringIncludes(alt, "T = 0 (buy 1, hold 0, sell 0)");
  assertStringIncludes(alt, "T = infinity (buy 0.33, hold 0.33, sell 0.33)");
  for (const temperature of [0.5, 1, 2, 10]) {
    const [buy, hold, sell] = softmax(logits, { temperature })
      .map((p) => p.toFixed(2));
    assertStringIncludes(
      alt,
      `T = ${temperature}: buy ${buy}, hold ${hold}, sell ${sell}.`,
    );
  }
});

Deno.test("temperaturePath() says where the path starts, or that there is none", () => {
  for (
    const [logits, finding] of [
      [[2, 1, 0.1], "moves the decision from buy to undecided"],
      [[1, 1, 0], "moves the decision from buy and hold to undecided"],
      [[1, 1, 1], "does not move the decision: buy, hold and sell"],
      [[-Infinity, 3, -Infinity], "does not move the decision: hold"],
    ] as const
  ) assertStringIncludes(temperaturePath([...logits]).title, finding);
});

Deno.test("temperaturePath() refuses more or fewer than three classes", () => {
  assertThrows(
    () => temperaturePath([1, 2]),
    RangeError,
    "Cannot draw the triangle of distributions: need 3 classes, got 2",
  );
});
