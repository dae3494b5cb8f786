import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import {
  logitsAndProbabilities,
  logitsAndProbabilitiesData,
} from "../../lib/figures/logits_and_probabilities.ts";

Deno.test("logitsAndProbabilitiesData() is exact on logits that are logs of integers", () => {
  const data = logitsAndProbabilitiesData([5, 3, 2].map(Math.log));
  assertEquals(data.map((d) => d.name), ["buy", "hold", "sell"]);
  assertEquals(data.map((d) => d.probability.toFixed(15)), [
    "0.500000000000000",
    "0.300000000000000",
    "0.200000000000000",
  ]);
});

Deno.test("logitsAndProbabilities() says what the lead is worth", () => {
  const title = (logits: number[], temperature?: number) =>
    logitsAndProbabilities(logits, { temperature }).title;
  assertEquals(
    title([2, 1, 0.1]),
    "A lead of 1 logit makes buy 2.72 times as likely as hold",
  );
  assertEquals(
    title([0, 2, 1], 0.5),
    "A lead of 1 logit makes hold 7.39 times as likely as sell",
  );
  assertEquals(
    title([1, 1, 0]),
    "Equal logits, equal probabilities: buy and hold have 0.42 each",
  );
  assertEquals(
    title([2, 1, 0.1], 0),
    "A lead of 1 logit makes buy certain against hold",
  );
  assertEquals(
    title([2, 1, 0.1], Infinity),
    "A lead of 1 logit makes buy no more likely than hold",
  );
  assertEquals(
    title([-Infinity, 3, -Infinity]),
    "Every other class is masked: hold has probability 1",
  );
  assertEquals(
    title([3]),
    "With one class there is no choice: its probability is 1",
  );
});

Deno.test("logitsAndProbabilities() tells each number in its alternative", () => {
  const { alt } = logitsAndProbabilities([2, 1, 0.1]);
  assertStringIncludes(alt, "buy: logit 2.00, probability 0.659.");
  assertStringIncludes(alt, "hold: logit 1.00, probability 0.242.");
  assertStringIncludes(alt, "sell: logit 0.10, probability 0.099.");
});

Deno.test("logitsAndProbabilities() refuses what softmax refuses, and wrong names", () => {
  assertThrows(() => logitsAndProbabilities([1, NaN]), RangeError);
  assertThrows(() => logitsAndProbabilities([]), RangeError);
  assertThrows(
    () => logitsAndProbabilities([1, 2], { temperature: -1 }),
    RangeError,
  );
  assertThrows(
    () => logitsAndProbabilities([1, 2], { classes: ["up"] }),
    TypeError,
    "Cannot name the classes: need 2 names, got 1",
  );
});
