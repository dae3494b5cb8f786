import { assertStringIncludes, assertThrows } from "@std/assert";
import { positionsOverTime } from "@lab/figures";

const months = ["2019-12", "2020-01", "2020-02"];
const before = [0.5, -0.25, 0.75];
const after = [0.125, 0, -0.025];

Deno.test("positionsOverTime() says how the average size changes, whatever the direction, and the ranges", () => {
  for (
    const [from, to, said] of [
      [before, after, "shrinks from 50\u00a0% to 5.0\u00a0%"],
      [after, before, "grows from 5.0\u00a0% to 50\u00a0%"],
      [[0, 0, 0], [0, 0, 0], "stays at 0\u00a0%"],
    ] as const
  ) {
    const { title } = positionsOverTime(months, [...from], [...to]);
    assertStringIncludes(title, said);
  }
  const { alt } = positionsOverTime(months, before, after);
  assertStringIncludes(alt, "before calibration: from −25\u00a0% to 75\u00a0%");
  assertStringIncludes(alt, "after calibration: from −2.5\u00a0% to 13\u00a0%");
});

Deno.test("positionsOverTime() refuses more or fewer than one position per month, and one beyond the limit", () => {
  for (const months of [["2020-01"], []]) {
    assertThrows(() => positionsOverTime(months, [], []), TypeError);
  }
  for (const odd of [1.01, -2, NaN]) {
    assertThrows(
      () => positionsOverTime(months, before, [0, odd, 0]),
      RangeError,
      `need them from -1 to 1, got ${odd}`,
    );
  }
});
