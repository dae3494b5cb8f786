import { assert, assertEquals } from "@std/assert";
import { textWidth, wrap } from "../../../lib/figures/house/wrap.ts";

Deno.test("wrap() keeps a text that fits on one line", () => {
  assertEquals(wrap("Entropy climbs", 20), ["Entropy climbs"]);
});

Deno.test("wrap() breaks into lines of about equal length, none too long", () => {
  const text = "one two three four five six seven eight nine ten";
  const lines = wrap(text, 20);
  assertEquals(lines.join(" "), text);
  assertEquals(lines, ["one two three four five", "six seven eight nine ten"]);
  assert(lines.every((line) => textWidth(line) <= 20));
});

Deno.test("wrap() does not separate what belongs together", () => {
  for (
    const together of [
      "p = 0.9",
      "[z, z − 1]",
      "y − p",
      "ln 3",
      "class 12",
      "1.10 nats",
      "1,\u00a02\u00a0and\u00a03",
    ]
  ) {
    for (let width = 1; width < 12; width++) {
      const lines = wrap(`so it is ${together} here`, width);
      assert(lines.some((line) => line.includes(together)), lines.join("|"));
    }
  }
  assertEquals(wrap("one class 7.39 times", 6), ["one class", "7.39 times"]);
});

Deno.test("wrap() leaves a word that is longer than a line whole", () => {
  assertEquals(wrap("a crossEntropyWithGrad b", 5), [
    "a",
    "crossEntropyWithGrad",
    "b",
  ]);
});
