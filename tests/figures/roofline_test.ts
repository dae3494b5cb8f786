import { assertStringIncludes } from "@std/assert";
import { roofline } from "@lab/figures";
import { batchTimes } from "./samples.ts";

Deno.test("roofline() compares ours with the slower of copy and arithmetic, and says all quartiles", () => {
  const { title, alt } = roofline(batchTimes);
  assertStringIncludes(title, "1.2 and 1.5 times as long as the slower");
  assertStringIncludes(
    alt,
    "in memory: copying 0.6 (0.4 to 0.7); arithmetic 0.5 (0.4 to 0.5); softmax-lab 0.9 (0.7 to 1.5).",
  );
});
