// The exponentials of the rows of a batch, of logits / T.
//
// Rows are mostly alike. So a row's k, the integer near its largest logit, is first
// guessed from the row before, of this batch or the last: what comes out is the
// same but for a power of two, if that is not too far off, and the largest logit
// need not be looked for. Whether it was is seen from the sum.

import { carefully } from "./careful.ts";
import { rowMax } from "./max.ts";
import { quickly } from "./quick.ts";
import { leaveShift, rest, targetE } from "./state.ts";

/** The largest k: what is subtracted, (64 + n − k) T ln 2, must be exact enough. */
const LIMIT: f64 = 131072;

/** The k to guess the next row's from, and how many rows not to guess for. */
let lastK: f64 = 0;
let distrust: i32 = 1;

/**
 * Computes the exponentials of a row of logits / T and leaves their sum: see
 * state.ts. What comes out depends on nothing but the row and T.
 *
 * @param store whether they are wanted at dst, with 0 perhaps at the target. If
 * not, dst may be written to all the same, and T is 1
 * @param target the class that is left out of the sum, or −1
 * @param temperature T: if it is not 1, writeConstants(tempered, T) comes first
 * @returns false if the row has a NaN or +Infinity, or is −Infinity only
 */
@inline
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
      // changed rarely, so that rows need not wait for each other
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

/** A sum from 2^54 to 2^84 says that the guess was good enough, */
const LOWEST_SUM: f64 = 1.8014398509481984e16;
const HIGHEST_SUM: f64 = 1.9342813113834067e25;
/** and one from 2^60 to 2^78 that it still is for the next row. */
const LOW_SUM: f64 = 1.152921504606847e18;
const HIGH_SUM: f64 = 3.022314549036573e23;
