import { assert } from "@std/assert";
import {
  type ContenderErrors,
  roofline,
  speedRatios,
  worstErrors,
} from "@lab/figures";
import { batchTimes, errors, timings } from "./samples.ts";
import { says } from "./texts.ts";

Deno.test("speedRatios() says ours in the title, and on one thread all who computed every shape", () => {
  const { title, alt } = speedRatios(timings);
  says(title, "8% and 130% of PyTorch's time");
  says(
    alt,
    "bigrams [32, 27]: softmax-lab 0.08 (0.06 to 0.12); copying the logits 0.002.",
    "[64, 100]: softmax-lab 1.3 (0.9 to 3);",
  );
  assert(!alt.includes("readable"), alt);
});

Deno.test("speedRatios() draws loss and gradient in float32 only", () => {
  const others = timings.flatMap((timing) => [
    { ...timing, function: "softmax", ratio: 7 },
    { ...timing, dtype: "float64", ratio: 8 },
  ]);
  const { svg } = speedRatios(timings);
  assert(svg === speedRatios([...others, ...timings]).svg);
});

Deno.test("roofline() compares ours with the slower of copy and arithmetic, and says all quartiles", () => {
  const { title, alt } = roofline(batchTimes);
  says(title, "1.2 and 1.5 times as long as the slower");
  says(
    alt,
    "in memory: copying 0.6 (0.4 to 0.7); arithmetic 0.5 (0.4 to 0.5); softmax-lab 0.9 (0.7 to 1.5).",
  );
});

Deno.test("worstErrors() says the worst of each contender and function in float32, and in how many kinds no digit is right", () => {
  const others = errors.map((e) => ({ ...e, dtype: "float64", regimes: [] }));
  const { alt } = worstErrors([...others, ...errors]);
  says(
    alt,
    "softmax: softmax-lab 1.3; other 8000; third 3.0.",
    "loss: softmax-lab 0.75; other no number, 2 of 3.",
    "All digits are lost at 1.7×10⁷.",
  );
});

Deno.test("worstErrors() says that the others lose every digit only where all do", () => {
  for (
    const [other, third, said] of [
      [Infinity, 2 ** 23, "the others lose every digit somewhere"],
      [Infinity, 2 ** 22, "no number"],
      [8000, 3, "8000"],
    ] as const
  ) {
    const ulps: Record<string, number> = { other, third, "softmax-lab": 1.25 };
    const { title } = worstErrors(errors.map((e): ContenderErrors => ({
      ...e,
      regimes: [{ ulps: ulps[e.contender] }],
    })));
    says(title, "softmax-lab is at most 1.3 units off", said);
  }
});
