import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { yearOf, yearTicks } from "../../lib/figures/house/month.ts";

Deno.test("yearOf() is the middle of the month", () => {
  assertAlmostEquals(yearOf("2008-01"), 2008 + 1 / 24, 1e-12);
  assertAlmostEquals(yearOf("2008-12"), 2009 - 1 / 24, 1e-12);
});

Deno.test("yearOf() of no month is a RangeError", () => {
  for (const month of ["2008", "2008-13", "2008-00", "2008-1", "Oct 2008"]) {
    assertThrows(
      () => yearOf(month),
      RangeError,
      `Cannot place a month: need a text such as "2008-10", got "${month}"`,
    );
  }
});

Deno.test("yearTicks() are few whole years within the months", () => {
  assertEquals(yearTicks(2011, 2020.25), [2012, 2014, 2016, 2018, 2020]);
  assertEquals(yearTicks(2019.9, 2021.1), [2020, 2021]);
  assertEquals(yearTicks(1900, 2000), [1900, 1920, 1940, 1960, 1980, 2000]);
});
