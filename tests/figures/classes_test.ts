import { assertEquals, assertThrows } from "@std/assert";
import { classNames, namesOf } from "../../lib/figures/classes.ts";
import * as figures from "../../lib/figures/mod.ts";
import { matrix } from "../../lib/kernels/mod.ts";

Deno.test("classNames() are the running example's for three classes, else numbers", () => {
  assertEquals(classNames(3), ["buy", "hold", "sell"]);
  assertEquals(classNames(2), ["class 0", "class 1"]);
  assertEquals(classNames(2, ["up", "down"]), ["up", "down"]);
});

Deno.test("namesOf() takes every kind of vector", () => {
  assertEquals(namesOf([1, 2]), ["class 0", "class 1"]);
  assertEquals(namesOf(new Float16Array(1)), ["class 0"]);
});

Deno.test("figures of one example refuse what is no vector, and what softmax refuses", () => {
  for (
    const draw of [
      figures.logitsAndProbabilities,
      figures.temperatureMultiples,
      figures.temperatureSpectrum,
      figures.entropyOverTemperature,
      figures.temperaturePath,
      (z: number[]) => figures.predictionMinusTruth(z, 0),
      (z: number[]) => figures.stepSizeError(z, 0),
    ]
  ) {
    assertThrows(
      () => draw(matrix([[1, 2, 3]]) as never),
      TypeError,
      "Cannot draw one example: need its logits as an array, got object",
    );
    assertThrows(() => draw([1, NaN, 2]), RangeError, "index 1");
    assertThrows(() => draw(["1", "2", "3"] as never), TypeError, "index 0");
  }
});
