import {
  assertAlmostEquals,
  assertEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import {
  lossAgainstBaseRate,
  lossAgainstBaseRateData,
} from "../../lib/figures/loss_against_base_rate.ts";

const months = ["2019-11", "2019-12", "2020-01", "2020-02"];
const base = [1, 1, 1, 1];
const better = { name: "better", losses: [0.5, 1.25, 0.5, 0.75] };
const worse = { name: "worse", losses: [1, 1.5, 1, 1] };

Deno.test("lossAgainstBaseRateData() sums what the base rate paid more, from 0 on", () => {
  const [{ line, final }] = lossAgainstBaseRateData(months, base, [better]);
  assertEquals(line.map((d) => d.ahead), [0, 0.5, 0.25, 0.75, 1]);
  assertAlmostEquals(line[0].year, 2019 + 10 / 12, 1e-9);
  assertAlmostEquals(final.year, 2020 + 2 / 12, 1e-9);
});

Deno.test("lossAgainstBaseRateData() turns the interval of a mean difference into one of the sum ahead", () => {
  const [{ range }] = lossAgainstBaseRateData(months, base, [
    { ...better, interval: [-0.75, 0.25] },
  ]);
  assertEquals(range, [-1, 3]);
});

Deno.test("lossAgainstBaseRate() says how far each is ahead or behind", () => {
  const { title, alt } = lossAgainstBaseRate(months, base, [
    { ...better, interval: [-0.75, 0.25] },
    worse,
    { name: "the same", losses: base },
  ]);
  assertEquals(
    title,
    "Nats ahead of the base rate after 4 months: better +1.0, worse −0.5 and the same 0.0",
  );
  assertStringIncludes(
    alt,
    "better: between 0.0 and 1.0, in the end 1.0 (95 % interval −1.0 to 3.0).",
  );
  assertStringIncludes(alt, "worse: between −0.5 and 0.0, in the end −0.5.");
});

Deno.test("lossAgainstBaseRate() without a loss a month, or with too many lines, is a TypeError", () => {
  assertThrows(
    () => lossAgainstBaseRate(months, base, [{ name: "short", losses: [1] }]),
    TypeError,
    "Cannot compare losses: need one a month, got 1 of short for 4 months",
  );
  assertThrows(
    () => lossAgainstBaseRate(months, [1], [better]),
    TypeError,
    "Cannot compare losses: need one a month, got 1 of the base rate for 4 months",
  );
  for (const count of [0, 4]) {
    assertThrows(
      () => lossAgainstBaseRate(months, base, Array(count).fill(better)),
      TypeError,
      `Cannot compare losses: need from 1 to 3 forecasters, got ${count}`,
    );
  }
});
