import { assert, assertStringIncludes } from "@std/assert";
import { lossCurve } from "@lab/figures";
import { crossEntropy } from "@lab/kernels";

Deno.test("lossCurve() says the cross-entropy of each probability, the worst and the best in its title", () => {
  const { alt, title } = lossCurve();
  for (const p of [0.01, 0.1, 0.5, 0.9]) {
    // [ln p, ln (1 − p)] are logits whose softmax is [p, 1 − p].
    const loss = crossEntropy([Math.log(p), Math.log1p(-p)], 0);
    const cost = `${loss.toPrecision(3)} nats at p = ${p}`;
    assertStringIncludes(alt, cost);
    assert(title.includes(cost) === (p === 0.01 || p === 0.9), title);
  }
});
