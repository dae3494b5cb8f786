import { assertEquals } from "@std/assert";
import {
  fixed,
  list,
  logitsText,
  logitText,
  percent,
  plain,
  probability,
  roughly,
  scientific,
  signed,
  significant,
  twoDigits,
} from "../../../lib/figures/house/format.ts";
import { power, powerOfTen } from "../../../lib/figures/house/powers_of_ten.ts";

Deno.test("fixed() has its decimals, a real minus sign and no minus zero", () => {
  assertEquals(fixed(2, 2), "2.00");
  assertEquals(fixed(-1.25, 1), "−1.3");
  assertEquals(fixed(-0.001, 2), "0.00");
  assertEquals(fixed(-Infinity, 2), "−∞");
  assertEquals(fixed(NaN, 2), "NaN");
});

Deno.test("roughly() has one digit, or two after a 1", () => {
  assertEquals(
    [0.0777, 0.121, 0.97, 1, 1.44, 24.3, 130].map(roughly),
    ["0.08", "0.12", "1", "1", "1.4", "20", "130"],
  );
});

Deno.test("significant() has its digits, as a power of ten where that is shorter", () => {
  assertEquals(significant(Math.exp(2)), "7.39");
  assertEquals(significant(0.1053605), "0.105");
  assertEquals(significant(4.248354255291589e-18, 2), "4.2×10⁻¹⁸");
  assertEquals(significant(-268337.2), "−2.68×10⁵");
});

Deno.test("twoDigits() never has an exponent for a large number", () => {
  assertEquals([0.0839, 0.999, 9.94, 11.6, 123, 4567].map(twoDigits), [
    ...["0.084", "1.0", "9.9", "12", "120", "4600"],
  ]);
});

Deno.test("scientific() has the digits asked for", () => {
  assertEquals(scientific(0.0021544, 1), "2×10⁻³");
  assertEquals(scientific(120_000_000, 2), "1.2×10⁸");
});

Deno.test("signed() never rounds a number to 0 or drops its sign", () => {
  assertEquals(signed(0.659, 2), "+0.66");
  assertEquals(signed(-0.758, 2), "−0.76");
  assertEquals(signed(0, 2), "0");
  assertEquals(signed(-4.248e-18, 2), "−4×10⁻¹⁸");
  assertEquals(signed(0.002, 2), "+0.002");
});

Deno.test("probability() is 0 or 1 only where it is exactly that", () => {
  assertEquals(probability(0), "0");
  assertEquals(probability(1), "1");
  assertEquals(probability(1e-30), "<0.01");
  assertEquals(probability(1 - 2 ** -53), ">0.99");
  assertEquals(probability(0.9994, 3), "0.999");
  assertEquals(probability(0.9996, 3), ">0.999");
  assertEquals(probability(0.2424), "0.24");
});

Deno.test("percent() has two digits below 10 %, else no decimals, and a space that does not break", () => {
  assertEquals([0, 0.0812, 0.094, 0.47, -0.255, 1].map(percent), [
    ...["0", "8.1", "9.4", "47", "−26", "100"].map((n) => `${n}\u00a0%`),
  ]);
});

Deno.test("plain(), powerOfTen() and list() write numbers and names for a sentence", () => {
  assertEquals([0.5, -2, Infinity].map(plain), ["0.5", "−2", "∞"]);
  assertEquals([-12, 0, 5].map(powerOfTen), ["10⁻¹²", "10⁰", "10⁵"]);
  assertEquals([1e-12, 1, 1e5].map(power), ["10⁻¹²", "1", "10⁵"]);
  assertEquals(list(["buy"]), "buy");
  assertEquals(list(["buy", "hold", "sell"]), "buy, hold and sell");
});

Deno.test("logitsText() names few logits and counts many", () => {
  const together = "2, 1 and 0.1".replaceAll(" ", "\u00a0");
  assertEquals(logitsText([2, 1, 0.1]), `the logits ${together}`);
  assertEquals(logitsText(new Float32Array([0.1])), "the logit 0.1");
  assertEquals(logitsText(new Array(6).fill(0)), "6 logits");
});

Deno.test("logitText() has as many digits as tell a logit from the others", () => {
  for (
    const [logits, ...texts] of [
      [[1000, 999.1, 998], "1000", "999.1", "998"],
      [[1.0004, 1, 1 / 3], "1.0004", "1", "0.333"],
      [[1e300, 123.456, -Infinity, -Infinity], "1e+300", "123", "−∞", "−∞"],
      [[0.1 + 0.2, 0.3], "0.3", "0.3"],
    ] as [number[], ...string[]][]
  ) assertEquals(logits.map((z) => logitText(z, logits)), texts);
});
