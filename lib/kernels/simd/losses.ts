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

import { IGNORED } from "../arguments/targets.ts";
import { log, log1p } from "../arithmetic/exp_and_log.ts";
import { views } from "./heap.ts";
import { E_UNIT, RECORD } from "./instance.ts";

/** The length of a record, in numbers. */
const LENGTH = RECORD / 8;

/** Ratios from here on may be wrong: the kernels limit the exponent. */
const HUGE = 1e100;

/**
 * Computes the losses of the rows from `first` to before `last`.
 *
 * @param record the index of their first record in {@linkcode views}.float64
 * @param targets the class of each row of the batch; an ignored one keeps its loss
 * @param losses receives one per row of the batch
 */
export function readLosses(
  record: number,
  targets: ArrayLike<number>,
  first: number,
  last: number,
  isFloat32: boolean,
  losses: number[] | Float64Array,
): void {
  const { float64 } = views;
  const lossOf = isFloat32 ? lossOf32 : lossOf64;
  for (let i = first, k = record; i < last; i++, k += LENGTH) {
    if (targets[i] !== IGNORED) losses[i] = lossOf(float64, k);
  }
}

function lossOf64(values: Float64Array, k: number): number {
  const ratio = values[k + 1];
  if (ratio <= 4) return log1p(ratio);
  return (log(values[k] * E_UNIT) + values[k + 3]) + values[k + 2];
}

// Math.log and log1p differ between runtimes, by less than float32 can hold.
function lossOf32(values: Float64Array, k: number): number {
  const ratio = values[k + 1];
  if (ratio < HUGE) return Math.log1p(ratio);
  return Math.log(values[k] * E_UNIT) + values[k + 2];
}

/**
 * The sum of the losses of float32 logits. Most rows need no logarithm of their
 * own, because the logarithm of a product is the sum of the logarithms.
 */
export class SumOfLosses {
  #sum = 0;
  #product = 1;

  /** Adds the losses of the rows from `first` to before `last`. */
  add(
    record: number,
    targets: ArrayLike<number>,
    first: number,
    last: number,
  ): void {
    const { float64 } = views;
    let sum = this.#sum, product = this.#product;
    for (let i = first, k = record; i < last; i++, k += LENGTH) {
      if (targets[i] === IGNORED) continue;
      const ratio = float64[k + 1];
      if (ratio > 0.5 && ratio < HUGE) {
        product *= 1 + ratio;
        if (product < 1e200) continue;
        sum += Math.log(product);
        product = 1;
      } else sum += lossOf32(float64, k);
    }
    this.#sum = sum;
    this.#product = product;
  }

  /** The sum of the losses that were added. */
  get value(): number {
    return this.#sum + Math.log(this.#product);
  }
}
