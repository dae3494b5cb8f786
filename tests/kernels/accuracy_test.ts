import { assert, assertEquals } from "@std/assert";
import { type Measurement, measurements } from "./accuracy.ts";

/** The units in the last place that a result may be from the exact value. */
function bound({ name, of, dtype }: Measurement): number {
  if (of === "vector" || name === "logSumExp") return 4;
  if (dtype === "float64") return 2;
  return { softmax: 2.5, crossEntropyGrad: 2.5 }[name] ?? 1.5;
}

const measured = Object.groupBy(
  measurements(),
  ({ name, of, dtype }) => `${name}() of a ${dtype} ${of}`,
);

for (const [name, group] of Object.entries(measured)) {
  Deno.test(`${name} is within its bound of the exact value in every regime`, () => {
    const far = group!.filter((m) => !(m.ulps <= bound(m)));
    assertEquals(far, []);
  });
}

Deno.test("crossEntropy() of float32 matrices is within 1e-7 of the loss, up to a gap of 80", () => {
  const losses = [
    ...measured["crossEntropy() of a float32 matrix"]!,
    ...measured["crossEntropy() of a float32 matrix.empty"]!,
  ].filter(({ exact }) => exact >= Math.exp(-80.5));
  assert(losses.some(({ exact }) => exact < 2 * Math.exp(-80)));
  assertEquals(losses.filter(({ relative }) => !(relative <= 1e-7)), []);
});

Deno.test("the table of exact values has every function, type and regime", () => {
  assertEquals(Object.keys(measured).length, 35);
  const regimes = new Set(
    Object.values(measured).flatMap((group: Measurement[] | undefined) =>
      group!.map(({ regime }) => regime)
    ),
  );
  const expected = `
    standard normal; scale 10; scale 100; near 88; near -88; near +/-88;
    near 700; near -700; near +/-700; offset 1e8; one huge; all equal;
    masked; underflow; subnormal; one class; two classes; 9 classes;
    9 classes, largest last; 33 classes; 1000 classes, scale 10;
    50257 classes, scale 10; 50257 equal classes;
    1000 rising classes from -1e+30; temperature 0.1, scale 10;
    temperature 10.0, scale 10; cancelling log-sum-exp; batch, scale 10;
    confident batch; confident among 1000; rows of different size;
    weighted batch, scale 10; weighted rows of different size
  `;
  for (const regime of expected.split(";")) {
    assert(regimes.has(regime.trim().replaceAll(/\s+/g, " ")), regime);
  }
});
