// The record that a row leaves for its loss, which ../losses.ts computes.

import { exp64 } from "./exp.ts";
import { E_UNIT, RECORD } from "./layout.ts";
import { normalizer, rest, normalize, shift, shiftLost, targetE, targetLost } from "./state.ts";
import { larger } from "./vector.ts";

/**
 * Stores the record of a row, four numbers: Σ e[j]; the ratio of that sum without
 * the target's to the target's; and d = shift − logit, for float64 in two parts.
 * For float32 the second number is only the sum without the target's, until
 * addRatios().
 */
@inline export function record<T>(p: usize, logit: f64): void {
  normalize();
  const d = (shift - logit) + (sizeof<T>() == 4 ? shiftLost : 0);
  store<f64>(p, (rest + targetE) * normalizer);
  store<f64>(p, sizeof<T>() == 4 ? rest * normalizer : ratioToTarget(), 8);
  store<f64>(p, d, 16);
  if (sizeof<T>() == 4) return;
  const logitInD = shift - d;
  const lost = (shift - (d + logitInD)) + (logitInD - logit);
  // nothing is lost if the logit is −Infinity
  store<f64>(p, lost == lost ? lost + shiftLost : 0, 24);
}

/**
 * rest / e[target], corrected for the rounding error of e[target]. If all logits
 * are equal, so are the errors of all e[j], and their ratio, an integer, is right
 * without the correction.
 */
@inline export function ratioToTarget(): f64 {
  const ratio = rest / targetE;
  if (ratio == nearest<f64>(ratio)) return ratio;
  return ratio - ratio * (targetLost / targetE);
}

/**
 * Divides the rest in the records of float32 rows by e[target], which is 2^64
 * exp(−d) and is computed in float64, to have all its digits.
 */
export function addRatios(records: usize, first: i32, last: i32): void {
  for (let i = first; i < last; i += 2) {
    const p = records + RECORD * i;
    const q = i + 1 < last ? p + RECORD : p;
    const rest = v128.load_lane<f64>(q, v128.load_splat<f64>(p, 8), 1, 8);
    const d = v128.load_lane<f64>(q, v128.load_splat<f64>(p, 16), 1, 16);
    const x = f64x2.pmin(larger<f64>(d, f64x2.splat(-700)), f64x2.splat(700));
    const ratio = f64x2.mul(f64x2.mul(rest, f64x2.splat(E_UNIT)), exp64(x));
    v128.store_lane<f64>(p, ratio, 0, 8);
    v128.store_lane<f64>(q, ratio, 1, 8);
  }
}
