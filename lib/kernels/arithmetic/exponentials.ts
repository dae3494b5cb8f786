/**
 * The step that softmax, log-softmax, log-sum-exp and cross-entropy share: the
 * exponentials of one row of logits, relative to its largest logit.
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
 * place. So the part of the gap that rounding took is kept in `gapError`, and
 * used as
 *
 *     exp(gap + gapError) = exp(gap) · (1 + gapError)
 *
 * which is right to 53 bits, gapError being below 1e-13.
 *
 * @module
 */

import { errorOfGap, gapBelow } from "./gap.ts";
import { Sum } from "./sum.ts";

/** The exponentials of the row of logits that was read last. */
export class Exponentials {
  /** exp((z[j] − max z) / T), shape [classes]. */
  readonly e: Float64Array;
  /** (z[j] − max z) / T, rounded, shape [classes]. */
  readonly gap: Float64Array;
  /** The exact gap minus the rounded one, shape [classes]. */
  readonly gapError: Float64Array;
  /** The class of the largest logit, the first if there are several. */
  top = 0;
  /** Σ e[j] over all classes but `top`. */
  rest = 0;
  /** Σ e[j] over all classes. */
  sum = 1;

  readonly #temperature: number;

  /**
   * @param classes the length of each row
   * @param temperature T, 0 and Infinity included
   */
  constructor(classes: number, temperature = 1) {
    this.#temperature = temperature;
    this.e = new Float64Array(classes);
    this.gap = new Float64Array(classes);
    this.gapError = new Float64Array(classes);
  }

  /**
   * Computes the exponentials of a row.
   *
   * @param z logits below Infinity, not NaN, and not all −Infinity
   * @param top the class of the largest
   */
  read(z: ArrayLike<number>, top: number): this {
    const { e, gap, gapError } = this;
    const T = this.#temperature;
    const max = z[top];
    const rest = new Sum();
    for (let j = 0; j < e.length; j++) {
      gap[j] = gapBelow(max, z[j], T);
      gapError[j] = errorOfGap(gap[j], max, z[j], T);
      const exp = Math.exp(gap[j]);
      e[j] = exp + exp * gapError[j];
      if (j !== top) rest.add(e[j]);
    }
    this.top = top;
    this.rest = rest.value;
    this.sum = 1 + this.rest;
    return this;
  }
}
