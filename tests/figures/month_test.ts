import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { yearAxis, yearOf } from "../../lib/figures/house/month.ts";

Deno.test("yearOf() is the start of the month", () => {
  assertEquals(yearOf("2008-01"), 2008);
  assertAlmostEquals(yearOf("2008-12"), 2008 + 11 / 12, 1e-12);
});

Deno.test("yearOf() refuses a text that is not a month", () => {
  for (const month of ["2008", "2008-13", "2008-00", "2008-1", "Oct 2008"]) {
    assertThrows(() => yearOf(month), RangeError, `got "${month}"`);
  }
});

Deno.test("yearAxis() has a tick at few whole years between its ends", () => {
  for (
    const [first, last, ticks] of [
      [2011, 2020.25, [2012, 2014, 2016, 2018, 2020]],
      [2019.9, 2021.1, [2020, 2021]],
      [1900, 2000, [1900, 1920, 1940, 1960, 1980, 2000]],
    ] as const
  ) assertEquals(yearAxis(first, last).ticks, [...ticks]);
});
