import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import {
  lossOverTemperature,
  lossOverTemperatureData,
} from "../../lib/figures/loss_over_temperature.ts";
import { crossEntropy, matrix } from "@lab/kernels";

/** Twenty forecasts of two classes that are 90 % sure of the first, right in so many. */
function sure(right: number) {
  return {
    logits: matrix(Array.from({ length: 20 }, () => [Math.log(9), 0])),
    targets: Array.from({ length: 20 }, (_, i) => i < right ? 0 : 1),
  };
}

Deno.test("lossOverTemperatureData() finds the temperature that makes the confidence true", () => {
  // 90 % is a gap of ln 9, and a frequency of 75 % asks for one of ln 3.
  const { logits, targets } = sure(15);
  const { best, marked } = lossOverTemperatureData(logits, targets);
  assertAlmostEquals(best.temperature, 2, 1e-9);
  assertAlmostEquals(
    best.loss,
    -0.75 * Math.log(0.75) - 0.25 * Math.log(0.25),
    1e-12,
  );
  assertAlmostEquals(marked.loss, crossEntropy(logits, targets), 1e-15);
  const modest = sure(19);
  const { temperature } =
    lossOverTemperatureData(modest.logits, modest.targets).best;
  assertAlmostEquals(temperature, Math.log(9) / Math.log(19), 1e-9);
});

Deno.test("lossOverTemperatureData() is infinite when the scores are no better than chance", () => {
  for (const right of [10, 5]) {
    const { logits, targets } = sure(right);
    const { best, hot, curve } = lossOverTemperatureData(logits, targets);
    assertEquals(best, { temperature: Infinity, loss: Math.LN2 });
    assertEquals(hot, best);
    assert(curve.every((d, i) => i === 0 || d.loss < curve[i - 1].loss));
  }
});

Deno.test("lossOverTemperatureData() is 0 when the favourite is always right", () => {
  const { logits, targets } = sure(20);
  const { best, hot } = lossOverTemperatureData(logits, targets);
  assertEquals(best, { temperature: 0, loss: 0 });
  assertEquals(hot.loss, Math.LN2);
});

Deno.test("lossOverTemperature() tells the best temperature, and what it is compared with", () => {
  const { logits, targets } = sure(15);
  const figure = lossOverTemperature(logits, targets, {
    reference: { name: "a coin", loss: Math.LN2 },
  });
  assertEquals(
    figure.title,
    "At T = 2.00 the loss is lowest: 0.5623 nats, against 0.6547 at T = 1",
  );
  assertStringIncludes(figure.alt, "It is lowest, 0.5623, at T = 2.00.");
  assertStringIncludes(figure.alt, "A line marks a coin, 0.6931.");
});

Deno.test("lossOverTemperature() says that no finite temperature is best", () => {
  const { logits, targets } = sure(9);
  const { title, alt } = lossOverTemperature(logits, targets);
  assertEquals(
    title,
    "The hotter the better: no finite temperature beats ln 2 = 0.6931 nats",
  );
  assertStringIncludes(alt, "It falls all the way.");
});

Deno.test("lossOverTemperature() of logits that are not finite is a RangeError", () => {
  for (const z of [-Infinity, NaN]) {
    assertThrows(
      () => lossOverTemperature(matrix([[0, z]]), [0]),
      RangeError,
      `Cannot draw the loss over temperature: need finite logits, got ${z}`,
    );
  }
});
