import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import {
  worstErrors,
  worstErrorsData,
} from "../../lib/figures/worst_errors.ts";
import { errors } from "./samples.ts";

const functions = ["softmax", "crossEntropy"];

Deno.test("worstErrorsData() has the median and the worst of each contender, a panel a function", () => {
  assertEquals(worstErrorsData(errors, { functions }), {
    digits: 2 ** 24,
    panels: [
      {
        function: "softmax",
        rows: [
          {
            contender: "softmax-lab",
            median: 0.5,
            worst: 1.25,
            regime: "kind 1",
          },
          { contender: "other", median: 3, worst: 8000, regime: "kind 1" },
          { contender: "third", median: 2, worst: 3, regime: "kind 2" },
        ],
      },
      {
        function: "crossEntropy",
        rows: [
          {
            contender: "softmax-lab",
            median: 0.25,
            worst: 0.75,
            regime: "kind 1",
          },
          {
            contender: "other",
            median: 2 ** 23,
            worst: Infinity,
            regime: "kind 2",
          },
        ],
      },
    ],
  });
});

Deno.test("worstErrors() says that the others lose every digit only where all do", () => {
  assertEquals(
    worstErrors(errors, { functions: ["crossEntropy"] }).title,
    "softmax-lab is at most 0.75 units off; the others lose every digit somewhere",
  );
  assertEquals(
    worstErrors(errors, { functions }).title,
    "softmax-lab is at most 1.3 units off; not all others give numbers",
  );
  assertEquals(
    worstErrors(errors, { functions: ["softmax"] }).title,
    "softmax-lab is at most 1.3 units off; the others up to 8000",
  );
});

Deno.test("worstErrors() says each error in words", () => {
  assertStringIncludes(
    worstErrors(errors, { functions }).alt,
    "2 panels of points on a log axis, errors in units in the last place, from the median to the worst kind of logits. softmax: softmax-lab 0.50 to 1.3; other 3.0 to 8000; third 2.0 to 3.0. loss: softmax-lab 0.25 to 0.75; other 8.4×10⁶ to no number. All digits are lost at 1.7×10⁷.",
  );
});

Deno.test("worstErrors() of a function that nobody has computed is a RangeError", () => {
  assertThrows(
    () => worstErrors(errors, { functions: ["softmax", "logSoftmax"] }),
    RangeError,
    "Cannot draw the worst errors: need those of logSoftmax in float32",
  );
  assertThrows(
    () => worstErrors(errors, { dtype: "float64", functions }),
    RangeError,
    "need those of softmax in float64",
  );
});
