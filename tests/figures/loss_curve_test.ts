import { assert, assertStringIncludes } from "@std/assert";
import { lossCurve } from "@lab/figures";
import { crossEntropy } from "@lab/kernels";
import { curves } from "./curves.ts";

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

Deno.test("lossCurve() draws −log p: each factor of p takes the curve down by the same distance", () => {
  const { svg } = lossCurve();
  // The dots at 0.01 and 0.1 give the scale of both axes.
  const [[y1, x1], [y2, x2]] = svg
    .matchAll(/<circle [^>]*cy="([\d.]+)" cx="([\d.]+)"/g)
    .map(([, y, x]) => [Number(y), Number(x)]).toArray();
  for (const [x, y] of curves(svg)[0]) {
    const p = 0.01 + 0.09 * (x - x1) / (x2 - x1);
    if (p < 0.1) continue; // Here a hundredth of a pixel is a large part of p.
    const drawn = y1 + (y2 - y1) * Math.log10(p / 0.01);
    assert(Math.abs(y - drawn) < 0.05, `${p}: ${y}, not ${drawn}`);
  }
});
