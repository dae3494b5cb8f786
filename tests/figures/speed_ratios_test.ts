import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import {
  speedRatios,
  speedRatiosData,
} from "../../lib/figures/speed_ratios.ts";
import { timings } from "./samples.ts";

Deno.test("speedRatiosData() keeps one thread, one precision and who has computed all shapes", () => {
  assertEquals(speedRatiosData(timings), [
    {
      shape: "[32, 27]",
      name: "bigrams",
      limit: 0.002,
      bars: [
        { contender: "softmax-lab", ratio: 0.08 },
        { contender: "PyTorch", ratio: 1 },
      ],
    },
    {
      shape: "[64, 100]",
      name: "batch",
      limit: 0.25,
      bars: [
        { contender: "softmax-lab", ratio: 1.25 },
        { contender: "PyTorch", ratio: 1 },
      ],
    },
  ]);
});

Deno.test("speedRatios() says ours in the title and all in the alternative", () => {
  const { title, alt } = speedRatios(timings);
  assertEquals(title, "Loss and gradient take 8.0% and 130% of PyTorch's time");
  assertStringIncludes(
    alt,
    "bigrams [32, 27]: softmax-lab 0.080; PyTorch 1.0; copying the logits 0.0020.",
  );
});

Deno.test("speedRatios() of a function or type that was not timed is a RangeError", () => {
  for (
    const options of [{ function: "softmax" }, { dtype: "float64" as const }]
  ) {
    assertThrows(
      () => speedRatios(timings, options),
      RangeError,
      "need timings of softmax-lab",
    );
  }
});
