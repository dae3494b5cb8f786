// The exponentials of the rows of a batch, of logits / T.
//
// Rows are mostly alike. So the k of a row, the integer near its largest logit, is
// first guessed from the row before, of this batch or the last, which saves the
// search for the largest logit. Unless the guess is far off, the results differ by
// a power of two only. The sum and the largest exponent show whether it was: not
// the sum alone, as an exponent that has run over far enough starts again from 0.

import { carefully } from "./careful.ts";
import { rowMax } from "./max.ts";
import { quickly } from "./quick.ts";
import { leaveShift, rest, targetE } from "./state.ts";

/** The largest |k|: beyond it (64 + n − k) T ln 2 would not be exact enough. */
const LIMIT: f64 = 131072;

/** The guess for the next row's k. */
let lastK: f64 = 0;
/** For this many rows more, k is not guessed. */
let distrust: i32 = 1;

/**
 * Computes the exponentials of a row of logits / T and leaves their sum: see
 * state.ts. The results made from them depend on nothing but the row and T.
 *
 * @param store whether to store them at dst, where the target's may be replaced
 * by 0. If not, dst is only room for a row, and T is 1
 * @param target the class that is left out of the sum, or −1
 * @param temperature T: if it is not 1, writeConstants(tempered, T) comes first
 * @returns false if the row has a NaN or +Infinity, or is all −Infinity
 */
export function rowExps<T>(
  store: bool,
  src: usize, dst: usize, cols: i32, target: i32, temperature: f64,
): bool {
  if (distrust == 0 && src != dst) {
    const k = lastK;
    const isInRange = quickly<T>(store, src, dst, cols, target, <T> k, <T> temperature);
    const sum = rest + targetE;
    if (isInRange && sum > LOWEST_SUM && sum < HIGHEST_SUM) {
      leaveShift(0, k);
      // It changes rarely, so that rows need not wait for each other.
      if (sum < LOW_SUM || sum > HIGH_SUM) {
        lastK = k + <f64> (<i32> (reinterpret<u64>(sum) >> 52) - (1023 + 64));
        if (abs(lastK) > LIMIT - 64) distrust = 1;
      }
      return true;
    }
    distrust = 8;
  }
  if (distrust > 0) distrust--;
  const max = rowMax<T>(src, cols);
  if (!(abs<T>(max) < <T> Infinity)) return false;
  const k = nearest<f64>(<f64> max / temperature * 1.4426950408889634);
  if (abs(k) <= LIMIT) {
    quickly<T>(store, src, dst, cols, target, <T> k, <T> temperature);
    leaveShift(0, k);
    lastK = k;
    if (abs(lastK) > LIMIT - 64) distrust = 1;
  } else {
    distrust = 1;
    carefully<T>(src, dst, cols, target, max, temperature);
    leaveShift(<f64> max / temperature, 0);
  }
  return rest + targetE == rest + targetE;
}

/** From 2^54 to 2^84 the sum says that the guess was good enough. */
const LOWEST_SUM: f64 = 1.8014398509481984e16, HIGHEST_SUM: f64 = 1.9342813113834067e25;
/** From 2^60 to 2^78 the guess is kept for the next row. */
const LOW_SUM: f64 = 1.152921504606847e18, HIGH_SUM: f64 = 3.022314549036573e23;
