import { assertStringIncludes } from "@std/assert";
import { predictionMinusTruth } from "@lab/figures";

Deno.test("predictionMinusTruth() subtracts the truth from the prediction", () => {
  const { alt } = predictionMinusTruth([2, 1, 0.1], 1);
  assertStringIncludes(alt, "class 0: 0.659 minus 0 is +0.66.");
  assertStringIncludes(alt, "class 1: 0.242 minus 1 is −0.76.");
  assertStringIncludes(alt, "class 2: 0.099 minus 0 is +0.10.");
});

Deno.test("predictionMinusTruth() names the one negative entry, however small", () => {
  const title = (logits: number[], target: number) =>
    predictionMinusTruth(logits, target).title;
  assertStringIncludes(title([2, 1, 0.1], 1), "class 1, has a negative");
  assertStringIncludes(title([2, 1, 0.1], 1), "−0.76");
  assertStringIncludes(title([40, 0], 0), "−4×10⁻¹⁸");
  assertStringIncludes(title([1000, 0], 0), "nothing is left to learn");
});
