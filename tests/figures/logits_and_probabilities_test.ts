import { assertEquals, assertStringIncludes } from "@std/assert";
import { logitsAndProbabilities } from "@lab/figures";

Deno.test("logitsAndProbabilities() says each logit, its exponential and its probability, exact on logs of integers", () => {
  const { alt } = logitsAndProbabilities([5, 3, 2].map(Math.log));
  assertStringIncludes(
    alt,
    "class 0: logit 1.61, exponential 5.00, probability 0.500.",
  );
  assertStringIncludes(
    alt,
    "class 1: logit 1.10, exponential 3.00, probability 0.300.",
  );
  assertStringIncludes(
    alt,
    "class 2: logit 0.69, exponential 2.00, probability 0.200.",
  );
});

Deno.test("logitsAndProbabilities() says what the lead of the highest over the lowest is worth, or its probability", () => {
  for (
    const [logits, finding] of [
      [[2, 1, 0.1], "class 0 6.69 times as likely as class 2"],
      [[0, 3, 1], "class 1 20.1 times as likely as class 0"],
      [[3, -Infinity, 1], "class 0 7.39 times as likely as class 2"],
      [[1, 1, 1], "0.33, of class 0, class 1 and class 2"],
      [Array(10).fill(500), "0.10, of 10 classes"],
      [[-Infinity, 3, -Infinity], "1, of class 1"],
      [[1000, 0], "1, of class 0"],
      [[3], "1, of class 0"],
    ] as const
  ) {
    assertStringIncludes(logitsAndProbabilities([...logits]).title, finding);
  }
});

Deno.test("logitsAndProbabilities() draws bars as long as the probabilities", () => {
  const { svg } = logitsAndProbabilities([5, 3, 2].map(Math.log));
  const [, panel] = svg.split(">probability<")[0].split(">exp(logit)<");
  const widths = panel.matchAll(/<rect fill[^>]* width="([\d.]+)"/g)
    .map(([, width]) => Number(width)).toArray();
  assertEquals(widths.map((w) => (w / widths[0]).toFixed(2)), [
    ...["1.00", "0.60", "0.40"],
  ]);
});
