/**
 * The errors of rounding, exactly.
 *
 * A computer's a + b is the exact sum rounded to 53 bits. The part that was
 * rounded off is itself a number of the same type, and a few more operations
 * find it exactly. So a result can be kept as two numbers, the rounded one and
 * its error, with about twice the digits.
 *
 * Source: T. J. Dekker, "A floating-point technique for extending the available
 * precision", 1971, https://doi.org/10.1007/BF01397083; D. E. Knuth, The Art of
 * Computer Programming, vol. 2, section 4.2.2.
 *
 * @module
 */

/** The error of `sum`, the rounded a + b: exactly (a + b) − sum. */
export function sumError(a: number, b: number, sum: number): number {
  const bInSum = sum - a;
  const aInSum = sum - bInSum;
  return (a - aInSum) + (b - bInSum);
}

/** The error of `product`, the rounded a · b: exactly (a · b) − product. */
export function productError(a: number, b: number, product: number): number {
  const aHigh = highHalf(a), aLow = a - aHigh;
  const bHigh = highHalf(b), bLow = b - bHigh;
  return aLow * bLow -
    (((product - aHigh * bHigh) - aLow * bHigh) - aHigh * bLow);
}

/** The remainder of `quotient`, the rounded a / b: exactly a − quotient · b. */
export function remainder(a: number, b: number, quotient: number): number {
  const product = quotient * b;
  return (a - product) - productError(quotient, b, product);
}

/** The first 26 of the 53 bits of x, so that products of halves are exact. */
function highHalf(x: number): number {
  const shifted = x * 134217729; // 2^27 + 1
  return shifted - (shifted - x);
}

/** A number with twice the digits of a double: the exact sum of two. */
export interface TwoDoubles {
  readonly high: number;
  readonly low: number;
}

/** a + b. */
export function plus(a: number, b: TwoDoubles): TwoDoubles {
  const high = a + b.high;
  return { high, low: sumError(a, b.high, high) + b.low };
}
