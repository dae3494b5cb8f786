import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import {
  temperatureMultiples,
  temperatureMultiplesData,
} from "../../lib/figures/temperature_multiples.ts";
import { softmax } from "@lab/kernels";

const logits = [2, 1, 0.1];

Deno.test("temperatureMultiplesData() is softmax at 0.1, 0.5, 1, 2 and 10 by default", () => {
  const data = temperatureMultiplesData(logits);
  assertEquals(data.map((d) => d.temperature), [0.1, 0.5, 1, 2, 10]);
  for (const { temperature, classes } of data) {
    assertEquals(
      classes.map((c) => c.probability),
      softmax(logits, { temperature }),
    );
  }
});

Deno.test("temperatureMultiples() compares the coldest with the hottest", () => {
  assertEquals(
    temperatureMultiples(logits).title,
    "Low temperature concentrates probability: buy has >0.99 at T = 0.1 and 0.37 at T = 10",
  );
  assertEquals(
    temperatureMultiples(logits, { temperatures: [2, 0, Infinity] }).title,
    "Low temperature concentrates probability: buy has 1 at T = 0 and 0.33 at T = ∞",
  );
  assertEquals(
    temperatureMultiples([1, 1]).title,
    "Temperature hardly changes this: class 0 keeps 0.50",
  );
});

Deno.test("temperatureMultiples() tells every probability in its alternative", () => {
  assertStringIncludes(
    temperatureMultiples(logits).alt,
    "T = 2: buy 0.502, hold 0.304, sell 0.194.",
  );
});

Deno.test("temperatureMultiples() without a temperature, or with a negative one, is a RangeError", () => {
  assertThrows(
    () => temperatureMultiples(logits, { temperatures: [] }),
    RangeError,
    "Cannot draw softmax: need at least one temperature",
  );
  assertThrows(
    () => temperatureMultiples(logits, { temperatures: [-1] }),
    RangeError,
  );
});
