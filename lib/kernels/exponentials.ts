/**
 * The step that softmax, log-softmax, log-sum-exp and cross-entropy share: the
 * exponentials of one row of logits, seen from its largest logit.
 *
 *     gap[j] = (z[j] − max z) / T        never above 0, and 0 at the largest
 *     e[j]   = exp(gap[j])               from 0 to 1: nothing overflows
 *     rest   = Σ e[j] over all but the largest, whose own e is 1
 *     sum    = 1 + rest
 *
 * Softmax does not change when one number is subtracted from every logit, so
 * e[j] / sum is the softmax of z / T. `rest` is kept without the 1 because a
 * confident answer lives in it: for logits [40, 0] it is 4.2e-18, and 1 + rest
 * is just 1.
 *
 * exp turns a small error of its argument into a relative error of its result:
 * a gap near −700, wrong in its last bit, costs e some 500 units in the last
 * place. So what rounding took from the gap is kept in `gapError`, and used as
 *
 *     exp(gap + gapError) = exp(gap) · (1 + gapError)
 *
 * which is right to 53 bits, gapError being below 1e-13.
 *
 * @module
 */

import { type Batch, place } from "./batch.ts";
import { errorOfGap, gapBelow } from "./gap.ts";
import { Sum } from "./sum.ts";

/** The exponentials of the rows of a batch, one row at a time. */
export class Exponentials {
  /** exp((z[j] − max z) / T), shape [classes]. */
  readonly e: Float64Array;
  /** (z[j] − max z) / T, rounded, shape [classes]. */
  readonly gap: Float64Array;
  /** What `gap` lacks to the exact value, shape [classes]. */
  readonly gapError: Float64Array;
  /** The largest logit. */
  max = 0;
  /** Its class, the first if there are several. */
  top = 0;
  /** Σ e[j] over all classes but `top`. */
  rest = 0;
  /** Σ e[j] over all classes. */
  sum = 1;

  readonly #logits: Batch;
  readonly #temperature: number;
  readonly #action: string;

  /**
   * @param logits one example a row
   * @param temperature T, 0 and Infinity included
   * @param action what the caller does, for the message of an error
   */
  constructor(logits: Batch, temperature: number, action: string) {
    this.#logits = logits;
    this.#temperature = temperature;
    this.#action = action;
    this.e = new Float64Array(logits.cols);
    this.gap = new Float64Array(logits.cols);
    this.gapError = new Float64Array(logits.cols);
  }

  /**
   * Fills in the values of row i.
   *
   * @throws {RangeError} when a logit is NaN or +Infinity, or all are −Infinity
   */
  ofRow(i: number): this {
    this.top = largestLogit(this.#logits, i, this.#action);
    const { data, cols } = this.#logits;
    const { e, gap, gapError, top } = this;
    const T = this.#temperature;
    const start = i * cols;
    const max = data[start + top];
    const rest = new Sum();
    for (let j = 0; j < cols; j++) {
      const z = data[start + j];
      gap[j] = gapBelow(max, z, T);
      gapError[j] = errorOfGap(gap[j], max, z, T);
      const exp = Math.exp(gap[j]);
      e[j] = exp + exp * gapError[j];
      if (j !== top) rest.add(e[j]);
    }
    this.max = max;
    this.rest = rest.value;
    this.sum = 1 + this.rest;
    return this;
  }
}

/**
 * The class of the largest logit of row i, the first if there are several.
 *
 * @throws {RangeError} when a logit is NaN or +Infinity, or all are −Infinity
 */
export function largestLogit(logits: Batch, i: number, action: string): number {
  const { data, cols } = logits;
  let top = 0;
  let max = -Infinity;
  for (let j = 0; j < cols; j++) {
    const z = data[i * cols + j];
    if (!(z < Infinity)) {
      throw new RangeError(
        `Cannot ${action}: logit is ${z} at ${place(logits, i, j)}`,
      );
    }
    if (z > max) {
      max = z;
      top = j;
    }
  }
  if (max === -Infinity) {
    throw new RangeError(
      `Cannot ${action}: every logit is -Infinity${
        logits.isVector ? "" : ` in row ${i}`
      }`,
    );
  }
  return top;
}
