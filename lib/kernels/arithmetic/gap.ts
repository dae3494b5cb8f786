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
  return (z * unit - max * unit) / (T * unit);
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
 * z − max may overflow where (z − max) / T does not. With z, max and T all
 * 2^100 times smaller the quotient is the same and nothing overflows.
 */
function unitFor(T: number): number {
  return T > 1 ? 2 ** -100 : 1;
}
