import { assert, assertStringIncludes } from "@std/assert";
import { lossOverTemperature } from "@lab/figures";
import { crossEntropy, matrix } from "@lab/kernels";

const reference = { name: "a coin", loss: Math.LN2 };

/** The words for twenty forecasts, 90 % sure of the first of two classes, of which this many are right. */
function wordsFor(right: number) {
  const logits = matrix(Array.from({ length: 20 }, () => [Math.log(9), 0]));
  const targets = Array.from({ length: 20 }, (_, i) => i < right ? 0 : 1);
  const { title, alt } = lossOverTemperature(logits, targets, { reference });
  return { title, alt, loss: crossEntropy(logits, targets).toFixed(4) };
}

Deno.test("lossOverTemperature() finds the temperature that makes the confidence true", () => {
  for (const right of [11, 15, 19]) {
    const { title, alt, loss } = wordsFor(right);
    // 90 % is a gap of ln 9; a frequency f asks for one of ln (f / (1 − f)).
    const f = right / 20;
    const best = (Math.log(9) / Math.log(f / (1 - f))).toPrecision(3);
    const lowest = -f * Math.log(f) - (1 - f) * Math.log(1 - f);
    assertStringIncludes(title, `At T = ${best} the loss is lowest`);
    for (const number of [loss, lowest.toFixed(4)]) {
      assertStringIncludes(title, number);
      assertStringIncludes(alt, number);
    }
    assertStringIncludes(alt, "a coin, 0.6931.");
  }
  assertStringIncludes(wordsFor(20).title, "At T = 0.00 the loss is lowest");
});

Deno.test("lossOverTemperature() says that no finite temperature is best when the scores are no better than chance", () => {
  for (const right of [10, 9, 5]) {
    const { title, alt } = wordsFor(right);
    assertStringIncludes(title, "no finite temperature beats ln 2 = 0.6931");
    const losses = alt.match(/\d\.\d{4}(?= nats| as T)/g)!.map(Number);
    assert(losses.length === 4 && losses[0] > losses[1], alt);
    assert(losses[1] > losses[2] && losses[2] >= losses[3], alt);
  }
});
