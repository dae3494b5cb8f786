import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  predictionMinusTruth,
  predictionMinusTruthData,
} from "../../lib/figures/prediction_minus_truth.ts";

Deno.test("predictionMinusTruthData() subtracts the truth from the prediction", () => {
  const data = predictionMinusTruthData([2, 1, 0.1], 1);
  assertEquals(data.map((d) => d.truth), [0, 1, 0]);
  for (const { prediction, truth, gradient } of data) {
    // The subtraction near 1 rounds to 2^-53.
    assert(Math.abs(prediction - truth - gradient) <= Number.EPSILON);
  }
  const sum = data.reduce((sum, d) => sum + d.gradient, 0);
  assert(Math.abs(sum) <= Number.EPSILON, `${sum}`);
});

Deno.test("predictionMinusTruth() names the one negative entry", () => {
  assertEquals(
    predictionMinusTruth([2, 1, 0.1], 1).title,
    "Only the true class, hold, has a negative gradient: −0.76",
  );
  assertEquals(
    predictionMinusTruth([40, 0], 0).title,
    "Only the true class, class 0, has a negative gradient: −4×10⁻¹⁸",
  );
  assertEquals(
    predictionMinusTruth([1000, 0], 0).title,
    "class 0 has probability 1: nothing is left to learn",
  );
});

Deno.test("predictionMinusTruth() refuses a target that is no class", () => {
  assertThrows(() => predictionMinusTruth([1, 2], 2), RangeError);
  assertThrows(
    () => predictionMinusTruth([1, 2], 0, { classes: ["a", "b", "c"] }),
    TypeError,
  );
});
