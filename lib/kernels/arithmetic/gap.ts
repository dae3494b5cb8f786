/**
 * The gap between a logit and the largest, in units of the temperature:
 * (z − max) / T, as two numbers, the rounded gap and its error.
 *
 * @module
 */

import { remainder, sumError } from "./rounding_errors.ts";

/**
 * (z − max) / T, rounded: 0 or less.
 *
 * T = 0 keeps the largest logits at 0 and takes all others to −Infinity. T =
 * Infinity takes every logit to 0 except those of −Infinity.
 */
export function gapBelow(max: number, z: number, T: number): number {
  if (z === max) return 0;
  if (z === -Infinity || T === 0) return -Infinity;
  if (T === Infinity) return 0;
  const unit = unitFor(T);
  const gap = (z * unit - max * unit) / (T * unit);
  return gap === gap ? gap : -Infinity; // both overflowed in the small unit of T
}

/** The exact (z − max) / T minus `gap`, the rounded one. */
export function errorOfGap(
  gap: number,
  max: number,
  z: number,
  T: number,
): number {
  // 0 is exact, and so far below 0 an error does not count.
  if (gap === 0 || gap < -1e300) return 0;
  const unit = unitFor(T);
  const difference = z * unit - max * unit;
  const lost = sumError(z * unit, -max * unit, difference);
  if (T === 1) return lost;
  return (remainder(difference, T * unit, gap) + lost) / (T * unit);
}

/**
 * z − max may overflow where (z − max) / T does not, and the errors of a very
 * small T are too small for a double. With z, max and T all multiplied by a power
 * of two the quotient is the same.
 */
function unitFor(T: number): number {
  if (T < 2 ** -500) return 2 ** 500;
  return T > 1 ? 2 ** -100 : 1;
}
