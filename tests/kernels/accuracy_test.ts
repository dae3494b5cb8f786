import { assert, assertEquals } from "@std/assert";
import { type Measurement, measurements } from "./accuracy.ts";

const measured = Object.groupBy(
  measurements(),
  ({ name, dtype }) => `${name}() of ${dtype}`,
);

for (const [name, group] of Object.entries(measured)) {
  Deno.test(`${name} is within 4 ULP of the exact value in every regime`, () => {
    const far = group!.filter(({ ulps }) => !(ulps <= 4));
    assertEquals(far, []);
  });
}

Deno.test("the table of exact values has every function, type and regime", () => {
  assertEquals(Object.keys(measured).length, 15);
  const regimes = new Set(
    Object.values(measured).flatMap((group: Measurement[] | undefined) =>
      group!.map(({ regime }) => regime)
    ),
  );
  for (
    const regime of [
      "standard normal",
      "scale 10",
      "scale 100",
      "near 88",
      "near -88",
      "near +/-88",
      "near 700",
      "near -700",
      "near +/-700",
      "offset 1e8",
      "one huge",
      "all equal",
      "masked",
      "underflow",
      "one class",
      "two classes",
      "1000 classes, scale 10",
      "50257 classes, scale 10",
      "temperature 0.1, scale 10",
      "temperature 10.0, scale 10",
      "cancelling log-sum-exp",
      "batch, scale 10",
      "confident batch",
    ]
  ) {
    assert(regimes.has(regime), regime);
  }
});
