/**
 * The losses of cross-entropy from what the compiled kernels leave of each row.
 *
 * With e[j] = 2^64 exp(z[j] − z[target] − d) and rest = Σ e[j] over all classes
 * but the target's, the loss is
 *
 *     log1p(rest / e[target])      or, where the loss is large,
 *     log(Σ e[j] / 2^64) + d
 *
 * @module
 */

import { IGNORED } from "../targets.ts";
import { views } from "./heap.ts";
import { RECORD } from "./jobs.ts";

const UNIT = 2 ** -64;

/**
 * The losses one a row, 0 where the target is ignored.
 *
 * @param records what runJob gave
 */
export function lossesOf(
  records: number,
  targets: Int32Array,
  isFloat32: boolean,
): Float64Array {
  const lossOf = isFloat32 ? lossOf32 : lossOf64;
  const losses = new Float64Array(targets.length);
  for (let i = 0; i < targets.length; i++) {
    if (targets[i] !== IGNORED) {
      losses[i] = lossOf(views.float64, records + i * RECORD);
    }
  }
  return losses;
}

function lossOf64(values: Float64Array, k: number): number {
  const ratio = values[k + 1];
  if (ratio <= 4) return Math.log1p(ratio);
  return (Math.log(values[k] * UNIT) + values[k + 3]) + values[k + 2];
}

function lossOf32(values: Float64Array, k: number): number {
  const ratio = values[k + 1];
  if (ratio < HUGE) return Math.log1p(ratio);
  return Math.log(values[k] * UNIT) + values[k + 2];
}

/** A ratio that is no longer computed where it is larger. */
const HUGE = 1e100;

/**
 * The sum of the losses of float32 logits. The logarithms of a product are the
 * sum of the logarithms, so that most rows need none of their own.
 */
export function sumOfLosses32(records: number, targets: Int32Array): number {
  const { float64 } = views;
  let sum = 0;
  let product = 1;
  for (let i = 0, k = records; i < targets.length; i++, k += RECORD) {
    if (targets[i] === IGNORED) continue;
    const ratio = float64[k + 1];
    if (ratio > 0.5 && ratio < HUGE) {
      product *= 1 + ratio;
      if (product < 1e200) continue;
      sum += Math.log(product);
      product = 1;
    } else sum += lossOf32(float64, k);
  }
  return sum + Math.log(product);
}
