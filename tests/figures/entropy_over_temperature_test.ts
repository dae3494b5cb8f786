import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import {
  entropyOverTemperature,
  entropyOverTemperatureData,
} from "../../lib/figures/entropy_over_temperature.ts";

Deno.test("entropyOverTemperatureData() climbs from 0 to ln(classes)", () => {
  for (const logits of [[2, 1, 0.1], [5, 0], [3, 2, 1, 0, -1]]) {
    const { cold, hot, curve } = entropyOverTemperatureData(logits);
    assertEquals(cold, 0);
    // ln rounds once, and the sum of p ln p a few times.
    assertAlmostEquals(hot, Math.log(logits.length), 1e-15);
    assert(
      curve.every((d, i) => i === 0 || d.entropy > curve[i - 1].entropy),
    );
  }
});

Deno.test("entropyOverTemperatureData() starts at ln(ties) and ends at ln(unmasked)", () => {
  const { cold, hot } = entropyOverTemperatureData([1, 1, 0, -Infinity]);
  assertAlmostEquals(cold, Math.log(2), 1e-15);
  assertAlmostEquals(hot, Math.log(3), 1e-15);
});

Deno.test("entropyOverTemperatureData() marks the entropy in nats at T = 1", () => {
  // softmax is [2/3, 1/3].
  const { marked } = entropyOverTemperatureData([Math.log(2), 0]);
  const exact = Math.log(3) - (2 / 3) * Math.log(2);
  assertAlmostEquals(marked.entropy, exact, 1e-15);
});

Deno.test("entropyOverTemperature() names both limits", () => {
  assertEquals(
    entropyOverTemperature([2, 1, 0.1]).title,
    "Entropy climbs from 0 to ln 3 = 1.10 nats as the temperature rises",
  );
  assertEquals(
    entropyOverTemperature([1, 1, 0]).title,
    "Entropy climbs from 0.69 to ln 3 = 1.10 nats as the temperature rises",
  );
  assertEquals(
    entropyOverTemperature([0, 0]).title,
    "Entropy is ln 2 = 0.69 nats at every temperature",
  );
});
