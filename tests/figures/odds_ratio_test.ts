import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { oddsRatio, oddsRatioData } from "../../lib/figures/odds_ratio.ts";
import { softmax } from "@lab/kernels";

Deno.test("oddsRatioData() marks e² = 7.389 at a gap of 2 by default", () => {
  assertEquals(oddsRatioData().marked, { gap: 2, ratio: Math.exp(2) });
  assertEquals(oddsRatioData().whole, [
    { gap: 0, ratio: 1 },
    { gap: 1, ratio: Math.E },
    { gap: 3, ratio: Math.exp(3) },
  ]);
});

Deno.test("oddsRatioData() is the ratio that softmax gives, whatever the third class", () => {
  const { curve } = oddsRatioData();
  for (const { gap, ratio } of curve) {
    for (const third of [-5, 0, 4]) {
      const [p, q] = softmax([gap, 0, third]);
      // Three roundings of 2^-53 each.
      assertAlmostEquals(p / q / ratio, 1, 1e-15);
    }
  }
});

Deno.test("oddsRatio() says what the gap does", () => {
  assertEquals(
    oddsRatio().title,
    "A logit gap of 2 makes one class 7.39 times as likely as the other",
  );
  assertEquals(
    oddsRatio({ gap: -1 }).title,
    "A logit gap of −1 makes one class 0.368 times as likely as the other",
  );
  assertEquals(
    oddsRatio({ gap: 0 }).title,
    "Equal logits make two classes equally likely",
  );
});

Deno.test("oddsRatio() of a gap whose ratio is no number is a RangeError", () => {
  for (const gap of [NaN, Infinity, -Infinity, 710]) {
    assertThrows(
      () => oddsRatio({ gap }),
      RangeError,
      `Cannot draw the odds ratio: need a finite gap with a finite ratio, got ${gap}`,
    );
  }
});
