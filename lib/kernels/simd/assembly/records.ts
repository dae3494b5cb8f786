// What a row leaves for its loss, which losses.ts of the folder above computes.

import { exp64 } from "./exp.ts";
import {
  rest,
  settle,
  shift,
  shiftLost,
  targetE,
  targetLost,
  UNIT,
  unit,
} from "./state.ts";
import { larger } from "./vector.ts";

/** How many bytes a row's record has. */
export const RECORD: usize = 32;

/**
 * Stores what the loss of a row is computed from: Σ e[j], the ratio of that
 * without the target's to the target's, and d = shift − logit, for float64 in two
 * parts. The ratios of float32 rows come later.
 */
// @ts-ignore: decorator
@inline
export function record<T>(p: usize, logit: f64): void {
  settle();
  const d = (shift - logit) + (sizeof<T>() == 4 ? shiftLost : 0);
  store<f64>(p, (rest + targetE) * unit);
  store<f64>(p, sizeof<T>() == 4 ? rest * unit : ratioToTarget(), 8);
  store<f64>(p, d, 16);
  if (sizeof<T>() == 4) return;
  const logitInD = shift - d;
  const lost = (shift - (d + logitInD)) + (logitInD - logit);
  // of a logit of −Infinity nothing is lost
  store<f64>(p, lost == lost ? lost + shiftLost : 0, 24);
}

/**
 * rest / e[target], with what rounding took from e[target]. Of logits that are
 * all the same it took the same from each, and their ratio is right without.
 */
// @ts-ignore: decorator
@inline
export function ratioToTarget(): f64 {
  const ratio = rest / targetE;
  if (ratio == nearest<f64>(ratio)) return ratio;
  return ratio - ratio * (targetLost / targetE);
}

/**
 * Makes rest in the records of float32 rows rest / e[target]. e[target] is 2^64
 * exp(−d), and comes from float64 for all its digits.
 */
export function addRatios(records: usize, first: i32, last: i32): void {
  for (let i = first; i < last; i += 2) {
    const p = records + RECORD * i;
    const q = i + 1 < last ? p + RECORD : p;
    const rest = v128.load_lane<f64>(q, v128.load_splat<f64>(p, 8), 1, 8);
    const d = v128.load_lane<f64>(q, v128.load_splat<f64>(p, 16), 1, 16);
    const x = f64x2.pmin(larger<f64>(d, f64x2.splat(-700)), f64x2.splat(700));
    const ratio = f64x2.mul(f64x2.mul(rest, f64x2.splat(UNIT)), exp64(x));
    v128.store_lane<f64>(p, ratio, 0, 8);
    v128.store_lane<f64>(q, ratio, 1, 8);
  }
}
