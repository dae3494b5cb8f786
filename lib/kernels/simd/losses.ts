/**
 * Computes the losses of cross-entropy from the records that the compiled kernels
 * leave, four numbers per row: Σ e[j], the ratio rest / e[target], and d, for
 * float64 in two parts. With
 *
 *     e[j] = 2^64 exp(z[j] − z[target] − d)
 *     rest = Σ e[j] over all classes but the target's
 *
 * the loss is
 *
 *     log1p(rest / e[target])      or, where the loss is large,
 *     log(Σ e[j] / 2^64) + d
 *
 * @module
 */

import { onePerRow } from "../arguments/batch.ts";
import { IGNORED } from "../arguments/targets.ts";
import { log, log1p } from "../arithmetic/exp_and_log.ts";
import { views } from "./heap.ts";
import { E_UNIT, RECORD } from "./instance.ts";

/** The number of numbers in a record. */
const LENGTH = RECORD / 8;

/**
 * The losses, one per row, 0 where the target is ignored.
 *
 * @param records the index of the first record: see runJob()
 */
export function lossesOf(
  records: number,
  targets: ArrayLike<number>,
  isFloat32: boolean,
): number[] | Float64Array {
  const lossOf = isFloat32 ? lossOf32 : lossOf64;
  const losses = onePerRow(targets.length);
  for (let i = 0; i < targets.length; i++) {
    if (targets[i] !== IGNORED) {
      losses[i] = lossOf(views.float64, records + i * LENGTH);
    }
  }
  return losses;
}

function lossOf64(values: Float64Array, k: number): number {
  const ratio = values[k + 1];
  if (ratio <= 4) return log1p(ratio);
  return (log(values[k] * E_UNIT) + values[k + 3]) + values[k + 2];
}

// Where the runtimes' logarithms differ, float32 rounds it away.
function lossOf32(values: Float64Array, k: number): number {
  const ratio = values[k + 1];
  if (ratio < HUGE) return Math.log1p(ratio);
  return Math.log(values[k] * E_UNIT) + values[k + 2];
}

/** A ratio this large is not right. */
const HUGE = 1e100;

/**
 * The sum of the losses of float32 logits. Most rows need no logarithm of their
 * own, because the logarithm of a product is the sum of the logarithms.
 */
export function sumOfLosses32(
  records: number,
  targets: ArrayLike<number>,
): number {
  const { float64 } = views;
  let sum = 0;
  let product = 1;
  for (let i = 0, k = records; i < targets.length; i++, k += LENGTH) {
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
