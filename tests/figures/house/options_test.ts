import { assertEquals, assertThrows } from "@std/assert";
import { nameClasses, namesFor } from "../../../lib/figures/house/options.ts";
import * as figures from "@lab/figures";
import { matrix } from "@lab/kernels";

Deno.test("nameClasses() are the running example's for three classes, else numbers", () => {
  assertEquals(nameClasses(3), ["buy", "hold", "sell"]);
  assertEquals(nameClasses(2), ["class 0", "class 1"]);
  assertEquals(nameClasses(2, ["up", "down"]), ["up", "down"]);
});

Deno.test("nameClasses() cuts a name that a figure has no room for", () => {
  assertEquals(nameClasses(2, ["sixteen letters.", "seventeen letters"]), [
    ...["sixteen letters.", "seventeen lette…"],
  ]);
  assertEquals(nameClasses(1, ["fourteen lett👩‍👩‍👧"]), ["fourteen lett…"]);
  for (const odd of [null, "ab", [1, 2], ["a", null]]) {
    assertThrows(
      () => nameClasses(2, odd as string[]),
      TypeError,
      "Cannot name the classes: need an array of strings as classes",
    );
  }
});

Deno.test("namesFor() takes every kind of vector", () => {
  assertEquals(namesFor([1, 2]), ["class 0", "class 1"]);
  assertEquals(namesFor(new Float16Array(1)), ["class 0"]);
});

Deno.test("figures of one example refuse logits that are not a vector, and those that softmax refuses", () => {
  for (
    const draw of [
      figures.logitsAndProbabilities,
      figures.temperatureMultiples,
      figures.temperatureSpectrum,
      (cooling: number[]) =>
        figures.forecastTriangle({
          learning: { steps: [[1, 2, 3]], target: 0 },
          cooling,
        }),
      (z: number[]) => figures.predictionMinusTruth(z, 0),
      (z: number[]) => figures.stepSizeError(z, 0),
    ]
  ) {
    assertThrows(
      () => draw(matrix([[1, 2, 3]]) as never),
      TypeError,
      "Cannot draw one example: need its logits as an array, got an object",
    );
    assertThrows(() => draw([1, NaN, 2]), RangeError, "index 1");
    assertThrows(() => draw(["1", "2", "3"] as never), TypeError, "index 0");
  }
});
