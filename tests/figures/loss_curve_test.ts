import { assert, assertStringIncludes } from "@std/assert";
import { lossCurve } from "@lab/figures";
import { crossEntropy } from "@lab/kernels";
import { curves } from "./curves.ts";

Deno.test("lossCurve() says the cross-entropy of each class, and that of a uniform forecast", () => {
  const logits = [2, 0.5, 0.5, -1];
  const { alt, svg } = lossCurve(logits, { classes: ["a", "b", "c", "d"] });
  const said = (target: number) => crossEntropy(logits, target).toFixed(2);
  for (const [name, target] of [["a", 0], ["b and c", 1], ["d", 3]] as const) {
    assertStringIncludes(alt, `${name}: ${said(target)} nats at p = `);
    assertStringIncludes(svg, `>${name}: ${said(target)}<`);
  }
  assertStringIncludes(alt, "ln 4 = 1.39 nats");
});

Deno.test("lossCurve() names a class whose loss is off the picture", () => {
  const { svg, alt } = lossCurve([500, -500, 0]);
  assertStringIncludes(alt, "class 1: 1000 nats at p = 0.");
  assertStringIncludes(lossCurve([9, 0]).alt, "nats at p < 0.001.");
  for (
    const text of ["class 0: 7.1×10⁻²¹⁸", "↑ class 1: 1000", "↑ class 2: 500"]
  ) {
    assertStringIncludes(svg, `>${text}<`);
  }
});

Deno.test("lossCurve() draws −log p: each factor of p takes the curve down by the same distance", () => {
  const { svg } = lossCurve([0.01, 0.1, 0.89].map(Math.log));
  // After the uniform forecast's, the dots at 0.01 and 0.1 give the scale of both axes.
  const [, [y1, x1], [y2, x2]] = svg
    .matchAll(/<circle [^>]*cy="([\d.]+)" cx="([\d.]+)"/g)
    .map(([, y, x]) => [Number(y), Number(x)]).toArray();
  for (const [x, y] of curves(svg)[0]) {
    const p = 0.01 + 0.09 * (x - x1) / (x2 - x1);
    if (p < 0.1) continue; // Here a hundredth of a pixel is a large part of p.
    const drawn = y1 + (y2 - y1) * Math.log10(p / 0.01);
    assert(Math.abs(y - drawn) < 0.05, `${p}: ${y}, not ${drawn}`);
  }
});
