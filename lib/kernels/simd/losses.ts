/**
 * The losses of cross-entropy from what the compiled kernels leave of each row.
 *
 * With e[j] = 2^64 exp(z[j] − z[target] − d) and rest = Σ e[j] over all classes
 * but the target's, the loss is
 *
 *     log1p(rest / e[target])             or, as e[target] is 2^64 exp(−d),
 *     log1p(rest exp(d) / 2^64)           or, where the loss is large,
 *     log((rest + e[target]) / 2^64) + d
 *
 * For float32 the second is best, as d comes from float64 and e[target] does
 * not.
 *
 * @module
 */

import { IGNORED } from "../targets.ts";
import { RECORD } from "./jobs.ts";

const UNIT = 2 ** -64;

/** The losses one a row, 0 where the target is ignored. */
export function lossesOf(
  records: Float64Array,
  targets: Int32Array,
  isFloat32: boolean,
): Float64Array {
  const lossOf = isFloat32 ? lossOf32 : lossOf64;
  const losses = new Float64Array(targets.length);
  for (let i = 0; i < targets.length; i++) {
    if (targets[i] !== IGNORED) losses[i] = lossOf(records, i * RECORD);
  }
  return losses;
}

function lossOf64(records: Float64Array, k: number): number {
  const rest = records[k], e = records[k + 1];
  if (rest <= 4 * e) return Math.log1p(rest / e);
  return (Math.log((rest + e) * UNIT) + records[k + 3]) + records[k + 2];
}

function lossOf32(records: Float64Array, k: number): number {
  const rest = records[k], d = records[k + 2] + records[k + 3];
  if (d < 500) return Math.log1p(rest * UNIT * Math.exp(d));
  return Math.log((rest + records[k + 1]) * UNIT) + d;
}

/**
 * The sum of the losses of float32 logits. The logarithms of a product are the
 * sum of the logarithms, so that most rows need none of their own.
 */
export function sumOfLosses32(
  records: Float64Array,
  targets: Int32Array,
): number {
  let sum = 0;
  let product = 1;
  for (let i = 0; i < targets.length; i++) {
    if (targets[i] === IGNORED) continue;
    const k = i * RECORD;
    const d = records[k + 2] + records[k + 3];
    const ratio = records[k] * UNIT * Math.exp(d);
    if (ratio > 0.5 && ratio < 1e100) {
      product *= 1 + ratio;
      if (product < 1e200) continue;
      sum += Math.log(product);
      product = 1;
    } else sum += lossOf32(records, k);
  }
  return sum + Math.log(product);
}
