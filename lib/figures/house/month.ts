/**
 * Months as figures have them on an axis.
 *
 * @module
 */

/**
 * The place of a month on an axis of years: its middle.
 *
 * @param month such as "2008-10"
 * @throws {RangeError} when it is no month
 */
export function yearOf(month: string): number {
  const [, year, number] = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(month) ?? [];
  if (year === undefined) {
    throw new RangeError(
      `Cannot place a month: need a text such as "2008-10", got ${
        JSON.stringify(month)
      }`,
    );
  }
  return Number(year) + (Number(number) - 0.5) / 12;
}

/** Whole years for an axis, at most about six, those that lie within the months. */
export function yearTicks(first: number, last: number): number[] {
  const step = [1, 2, 5, 10, 20, 50]
    .find((step) => (last - first) / step <= 6) ?? 100;
  const ticks = [];
  for (let y = Math.ceil(first / step) * step; y <= last; y += step) {
    ticks.push(y);
  }
  return ticks;
}
