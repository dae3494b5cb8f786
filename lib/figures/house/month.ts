import { wrongValue } from "./refusals.ts";

/** A month on an axis of years. */
export const MONTH = 1 / 12;

/**
 * The start of a month on an axis of years: yearOf("2008-10") is 2008.75.
 *
 * @throws {RangeError} when the text is not a month
 */
export function yearOf(month: string): number {
  const [, year, number] = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(month) ?? [];
  if (year === undefined) {
    const need = 'a text like "2008-10"';
    throw wrongValue("place a month", need, JSON.stringify(month));
  }
  return Number(year) + (Number(number) - 1) * MONTH;
}

/** Scale options of an axis of years, with ticks at no more than about six of them. */
export function yearAxis(first: number, last: number) {
  const step = [1, 2, 5, 10, 20, 50]
    .find((step) => (last - first) / step <= 6) ?? 100;
  const ticks = [];
  for (let y = Math.ceil(first / step) * step; y <= last; y += step) {
    ticks.push(y);
  }
  return { ticks, tickFormat: String, label: null };
}
