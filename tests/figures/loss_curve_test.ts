import { assert, assertStringIncludes, assertThrows } from "@std/assert";
import { lossCurve } from "@lab/figures";
import { crossEntropy } from "@lab/kernels";

Deno.test("lossCurve() says the cross-entropy of each probability", () => {
  const { alt, title } = lossCurve({ probabilities: [0.9, 0.5, 0.123] });
  for (const p of [0.9, 0.5, 0.123]) {
    // [ln p, ln (1 − p)] are logits whose softmax is [p, 1 − p].
    const loss = crossEntropy([Math.log(p), Math.log1p(-p)], 0);
    assertStringIncludes(alt, `${loss.toPrecision(3)} nats at p = ${p}`);
    assert(title.includes(`p = ${p}`) === (p !== 0.5), title);
  }
});

Deno.test("lossCurve() says that wrong is expensive only where the worst p is low", () => {
  const expensive = (p: number) =>
    lossCurve({ probabilities: [p, 0.9] }).title.includes("confidently wrong");
  assert(expensive(0.1) && !expensive(0.4));
});

Deno.test("lossCurve() is 0, without a sign, at p = 1", () => {
  assertStringIncludes(
    lossCurve({ probabilities: [1, 0.4] }).alt,
    " and 0 nats at p = 1.",
  );
});

Deno.test("lossCurve() refuses no probability, and one that is not above 0 and at most 1", () => {
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
