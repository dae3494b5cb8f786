// The exponentials of the rows of a batch, of logits / T.
//
// Rows are mostly alike. So a row's k, the integer near its largest logit, is first
// guessed from the row before, of this batch or the last: what comes out is the
// same but for a power of two, if that is not too far off, and the largest logit
// need not be looked for. Whether it was is seen from the sum.

import { carefully } from "./careful.ts";
import { rowMax } from "./max.ts";
import { quickly } from "./quick.ts";
import { rest, setShift, targetE } from "./state.ts";

/** The largest k: what is subtracted, (64 + n − k) T ln 2, must be exact enough. */
const LIMIT = 131072;

/** The k to guess the next row's from, and how many rows not to guess for. */
let lastK: f64 = 0;
let distrust: i32 = 1;

/**
 * Leaves the exponentials of a row of logits / T: see state.ts.
 *
 * @param store whether they go to dst. 0 may then stand at the target
 * @param temper whether T is not 1: then writeConstants(tempered, T) comes first
 * @param target the class that is left out of the sum, or −1
 * @returns false if the row has a NaN or +Infinity, or is −Infinity only
 */
// @ts-ignore: decorator
@inline
export function rowExps<T>(
  store: bool, temper: bool,
  src: usize, dst: usize, cols: i32, target: i32, temperature: f64,
): bool {
  const T = <T> temperature;
  if (distrust == 0 && !(store && src == dst)) {
    const k = lastK;
    const isInRange = quickly<T>(store, temper, src, dst, cols, target, <T> k, T);
    const sum = rest + targetE;
    if (isInRange && sum > 1.8014398509481984e16 && sum < 1.2379400392853803e27) { // 2^54, 2^90
      setShift(k * LN2_HIGH, k * LN2_LOW);
      // changed rarely, so that rows need not wait for each other
      if (sum < 1.152921504606847e18 || sum > 3.022314549036573e23) { // 2^60, 2^78
        lastK = k + <f64> (<i32> (reinterpret<u64>(sum) >> 52) - (1023 + 64));
        if (abs(lastK) > LIMIT) distrust = 1;
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
    quickly<T>(store, temper, src, dst, cols, target, <T> k, T);
    lastK = k;
    setShift(k * LN2_HIGH, k * LN2_LOW);
  } else {
    distrust = 1;
    carefully<T>(src, store ? dst : 0, cols, target, max, temperature);
    setShift(<f64> max / temperature, 0);
  }
  return rest + targetE == rest + targetE;
}

/** ln 2 in two parts, of which the first has so few bits that k times it is exact. */
const LN2_HIGH = 0.6931471805582987, LN2_LOW = 1.6465949582897082e-12;
