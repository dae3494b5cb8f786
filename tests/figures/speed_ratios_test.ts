import { assert, assertStringIncludes } from "@std/assert";
import { speedRatios } from "@lab/figures";
import { timings } from "./samples.ts";

Deno.test("speedRatios() says ours in the title, and on one thread all who computed every shape", () => {
  const { title, alt } = speedRatios(timings);
  assertStringIncludes(title, "8% and 130% of PyTorch's time");
  assertStringIncludes(
    alt,
    "bigrams [32, 27]: softmax-lab 0.08 (0.06 to 0.12); copying the logits 0.002.",
  );
  assertStringIncludes(alt, "[64, 100]: softmax-lab 1.3 (0.9 to 3);");
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
