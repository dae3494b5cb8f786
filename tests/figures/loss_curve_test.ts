import { assert, assertEquals, assertThrows } from "@std/assert";
import { lossCurve, lossCurveData } from "../../lib/figures/loss_curve.ts";
import { crossEntropy } from "@lab/kernels";

Deno.test("lossCurveData() is the cross-entropy of the probability", () => {
  const { curve, marked } = lossCurveData();
  for (const { p, loss } of [...curve, ...marked]) {
    // [ln p, ln (1 − p)] are logits whose softmax is [p, 1 − p].
    const exact = crossEntropy([Math.log(p), Math.log1p(-p)], 0);
    assert(Math.abs(loss - exact) <= 4 * Number.EPSILON, `${p}`);
  }
});

Deno.test("lossCurveData() runs from past the highest mark down to 0 at p = 1", () => {
  const { curve, marked } = lossCurveData();
  assertEquals(curve[0], { p: 1, loss: 0 });
  assert(curve.at(-1)!.loss > marked[0].loss);
  assert(curve.every((d, i) => i === 0 || d.loss > curve[i - 1].loss));
});

Deno.test("lossCurve() names the cost of the worst and of the best mark", () => {
  assertEquals(
    lossCurve().title,
    "Being confidently wrong is expensive: 4.61 nats at p = 0.01 and 0.105 nats at p = 0.9",
  );
  assertEquals(
    lossCurve({ probabilities: [0.5] }).title,
    "A true class with p = 0.5 costs 0.693 nats",
  );
  assertEquals(
    lossCurve({ probabilities: [1, 0.4] }).title,
    "The less the true class gets, the higher the loss: 0.916 nats at p = 0.4 and 0 nats at p = 1",
  );
});

Deno.test("lossCurve() without a probability, or of none, is a RangeError", () => {
  assertThrows(
    () => lossCurve({ probabilities: [] }),
    RangeError,
    "Cannot draw the loss: need at least one probability",
  );
  for (const p of [0, -0.1, 1.1, NaN]) {
    assertThrows(
      () => lossCurve({ probabilities: [0.5, p] }),
      RangeError,
      `Cannot draw the loss: need probabilities above 0 and at most 1, got ${p}`,
    );
  }
});
