import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import {
  gradientFading,
  gradientFadingData,
} from "../../lib/figures/gradient_fading.ts";

const moments = [
  { when: "at the start", gradient: [-0.5, 0.2, 0.3] },
  { when: "after 10 steps", gradient: [-0.1, -0.05, 0.15] },
  { when: "at the end", gradient: [0.001, -0.002, 0.001] },
];

Deno.test("gradientFadingData() has the entries and the largest in size of each moment", () => {
  const data = gradientFadingData(moments);
  assertEquals(data.map((d) => d.largest), [0.5, 0.15, 0.002]);
  assertEquals(data[1].entries[2], { name: "sell", index: 2, gradient: 0.15 });
});

Deno.test("gradientFading() says how large the gradient was and is", () => {
  assertEquals(
    gradientFading(moments).title,
    "The gradient fades to nothing: at most 0.50 in size at the start, 0.0020 at the end",
  );
  assertEquals(
    gradientFading(moments.slice(0, 2)).title,
    "The gradient shrinks: at most 0.50 in size at the start, 0.15 after 10 steps",
  );
  assertEquals(
    gradientFading(moments.slice(0, 2).reverse()).title,
    "The gradient does not shrink: at most 0.15 in size after 10 steps, 0.50 at the start",
  );
  assertEquals(
    gradientFading(moments.slice(0, 1)).title,
    "The largest entry of the gradient is 0.50 in size",
  );
});

Deno.test("gradientFading() tells which bars are furthest below 0, and when none is long", () => {
  const { alt } = gradientFading(moments);
  assertStringIncludes(alt, "At the start: furthest below 0 is buy −0.500.");
  assertStringIncludes(
    alt,
    "After 10 steps: furthest below 0 are buy −0.100 and hold −0.050.",
  );
  assertStringIncludes(alt, "At the end: no bar is longer than 0.0020.");
});

Deno.test("gradientFading() says what the gradient belongs to", () => {
  const { svg } = gradientFading(moments, { of: "the scores after q" });
  assertStringIncludes(svg, "Gradient of the scores after q;");
});

Deno.test("gradientFading() refuses no moment, other lengths and what is no number", () => {
  assertThrows(
    () => gradientFading([]),
    RangeError,
    "Cannot draw a gradient: need at least one moment",
  );
  assertThrows(
    () => gradientFading([moments[0], { when: "later", gradient: [1, -1] }]),
    TypeError,
    "Cannot draw a gradient: need 3 entries at each moment, got 2 later",
  );
  assertThrows(
    () => gradientFading([{ when: "later", gradient: [NaN, 0, 0] }]),
    RangeError,
    "Cannot draw a gradient: need finite entries, got NaN at buy later",
  );
});
