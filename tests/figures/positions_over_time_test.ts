import {
  assertAlmostEquals,
  assertEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import {
  positionsOverTime,
  positionsOverTimeData,
} from "../../lib/figures/positions_over_time.ts";

const months = ["2019-12", "2020-01", "2020-02"];
const before = [0.5, -0.25, 0.75];
const after = [0.125, 0, -0.025];

Deno.test("positionsOverTimeData() averages the sizes, whatever the direction", () => {
  const { mean, rows } = positionsOverTimeData(months, before, after);
  assertEquals(mean.before, 0.5);
  assertAlmostEquals(mean.after, 0.05, 1e-15);
  assertEquals(rows.map((row) => row.before), before);
});

Deno.test("positionsOverTime() says how the average position changes", () => {
  const { title, alt } = positionsOverTime(months, before, after);
  assertEquals(
    title,
    "Calibration: the average position shrinks from 50\u00a0% to 5.0\u00a0% of the limit",
  );
  assertStringIncludes(
    alt,
    "A line before calibration: from −25\u00a0% to 75\u00a0%, on average 50\u00a0% in size.",
  );
  assertStringIncludes(positionsOverTime(months, after, before).title, "grows");
  assertStringIncludes(
    positionsOverTime(months, [0, 0, 0], [0, 0, 0]).title,
    "the average position stays at 0\u00a0% of the limit",
  );
});

Deno.test("positionsOverTime() without a position a month, or beyond the limit, is an error", () => {
  assertThrows(
    () => positionsOverTime(months, before, [0]),
    TypeError,
    "Cannot draw positions: need one a month, got 1 for 3 months",
  );
  for (const odd of [1.01, -2, NaN]) {
    assertThrows(
      () => positionsOverTime(months, before, [0, odd, 0]),
      RangeError,
      `Cannot draw positions: need them from -1 to 1, got ${odd}`,
    );
  }
});
