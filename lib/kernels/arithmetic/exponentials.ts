/**
 * The step that softmax, log-softmax, log-sum-exp, entropy and cross-entropy
 * share: the exponentials of one row of logits, relative to its largest logit.
 *
 *     gap[j] = (z[j] − max z) / T        never above 0, and 0 at the largest
 *     e[j]   = unit · exp(gap[j])        nothing overflows
 *     rest   = Σ e[j] over all but the largest, whose own e is the unit
 *     sum    = unit + rest
 *
 * Softmax does not change when one number is subtracted from every logit, so
 * e[j] / sum is the softmax of z / T. `rest` is kept without the largest because
 * a confident answer lives in it: for logits [40, 0] it is 4.2e-18 units. The
 * unit, a power of two, keeps the digits of an e[j] that alone is too small for
 * a double, but whose sum, or product with a weight, is not.
 *
 * exp turns a small error of its argument into a relative error of its result:
 * a gap near −700, wrong in its last bit, costs e some 500 units in the last
 * place. So the part of the gap that rounding took is kept in `gapError`, and
 *
 *     exp(gap + gapError) = exp(gap) + exp(gap) · gapError
 *
 * is kept in two parts, as are the sums. Then exp and the last step are all that
 * rounds: exp twice by 1.02 · 2^-53, in e[j] and in sum, which makes 2.6 units in
 * the last place at most.
 *
 * @module
 */

import { exp, log1p } from "./exp_and_log.ts";
import { errorOfGap, gapBelow } from "./gap.ts";
import {
  plus,
  productError,
  remainder,
  sumError,
  type TwoDoubles,
} from "./rounding_errors.ts";
import { Sum } from "./sum.ts";

/** The rounding error of Math.LN2. */
const LN2_LOST = 2.3190468138462996e-17;

/** The exponentials of the row of logits that was read last. */
export class Exponentials {
  /** unit · exp((z[j] − max z) / T), rounded, shape [classes]. */
  readonly e: Float64Array;
  /** The part of e[j] that rounding took from its gap, shape [classes]. */
  readonly lost: Float64Array;
  /** (z[j] − max z) / T, rounded, shape [classes]. */
  readonly gap: Float64Array;
  /** The exact gap minus the rounded one, shape [classes]. */
  readonly gapError: Float64Array;
  /** The class of the largest logit, the first if there are several. */
  top = 0;
  /** Σ e[j] over all classes but `top`. */
  rest: TwoDoubles = { high: 0, low: 0 };
  /** Σ e[j] over all classes. */
  sum: TwoDoubles = { high: 1, low: 0 };
  /** The unit of the exponentials. */
  unit = 1;

  /** T. */
  readonly temperature: number;
  #z: ArrayLike<number> = [];

  /**
   * @param classes the length of each row
   * @param temperature T, 0 and Infinity included
   */
  constructor(classes: number, temperature = 1) {
    this.temperature = temperature;
    this.e = new Float64Array(classes);
    this.lost = new Float64Array(classes);
    this.gap = new Float64Array(classes);
    this.gapError = new Float64Array(classes);
  }

  /**
   * Computes the exponentials of a row.
   *
   * @param z logits below Infinity, not NaN, and not all −Infinity
   * @param top the class of the largest
   * @param weight the number that results of the row will be multiplied by
   */
  read(z: ArrayLike<number>, top: number, weight = 1): this {
    const { e, lost, gap, gapError } = this;
    const T = this.temperature;
    const max = z[top];
    const bits = weight > 1 ? Math.min(64 + exponentOf(weight), 960) : 64;
    const unit = 2 ** bits;
    const logUnit = bits * Math.LN2;
    const logUnitLost = productError(bits, Math.LN2, logUnit) +
      bits * LN2_LOST;
    // in shorter types the errors do not show
    const keeps = z instanceof Float64Array;
    const rest = new Sum();
    let lostRest = 0;
    for (let j = 0; j < e.length; j++) {
      const x = gapBelow(max, z[j], T);
      let error = keeps ? errorOfGap(x, max, z[j], T) : 0;
      gapError[j] = error;
      gap[j] = x;
      if (x > -600) e[j] = unit * exp(x);
      else {
        const y = x + logUnit;
        if (x > -3000) error += sumError(x, logUnit, y) + logUnitLost;
        e[j] = exp(y);
      }
      lost[j] = e[j] * error;
      if (j === top) continue;
      rest.add(e[j]);
      lostRest += lost[j];
    }
    this.#z = z;
    this.unit = unit;
    this.top = top;
    rest.add(lostRest);
    this.rest = { high: rest.value, low: rest.lost };
    this.sum = plus(unit, this.rest);
    return this;
  }

  /** log Σ exp((z[j] − max z) / T). */
  get logSum(): number {
    const { high, low } = this.rest;
    return log1p(high / this.unit) + low / this.sum.high;
  }

  /** Replaces e[y] by −Σ e[j] over all classes but y. */
  subtractOthers(y: number): void {
    let others = this.rest;
    if (y !== this.top) {
      const { high, low } = plus(-this.e[y], others);
      others = plus(this.unit, { high, low: low - this.lost[y] });
    }
    this.e[y] = 0 - others.high; // 0 − 0 is 0, where −0 would show
    this.lost[y] = -others.low;
  }

  /**
   * Writes e[j] · weight / (Σ e[j] · (divisor + divisorLost)) to out, from index
   * `start`.
   */
  write(
    out: Float64Array | Float32Array | Float16Array,
    start: number,
    weight = 1,
    divisor = 1,
    divisorLost = 0,
  ): void {
    const { e, lost, unit, sum: { high, low } } = this;
    // All but a power of two, which comes last: before it nothing underflows.
    const power = weight && 2 ** exponentOf(weight);
    const dividend = weight && unit * (weight / power);
    const first = power < 1 ? 1 / unit : power / unit;
    const second = power < 1 ? power : 1;
    const whole = high * divisor;
    const factor = dividend / whole;
    if (!(out instanceof Float64Array)) {
      for (let j = 0; j < e.length; j++) {
        out[start + j] = e[j] * factor * first * second;
      }
      return;
    }
    const wholeLost = productError(high, divisor, whole) + low * divisor +
      high * divisorLost;
    const factorLost =
      (remainder(dividend, whole, factor) - factor * wholeLost) / whole;
    for (let j = 0; j < e.length; j++) {
      const product = e[j] * factor;
      const left = productError(e[j], factor, product) +
        (e[j] * factorLost + lost[j] * factor);
      out[start + j] = (product + left) * first * second;
    }
  }

  /**
   * The loss of class y, log1p(rest) − gap[y], where both terms are 0 or more, as
   * a number and an exponent of 2: by itself it may be too small or too large for
   * a double, but not so when multiplied by a weight or averaged.
   */
  loss(y: number): [loss: number, exponent: number] {
    const { gap, gapError, logSum, rest, top, unit } = this;
    const z = this.#z;
    if (y === top && rest.high < unit * 2 ** -900) {
      return [rest.high, -exponentOf(unit)];
    }
    if (gap[y] === -Infinity) return [z[top] / 4 - z[y] / 4, 2];
    return [(logSum - gapError[y]) - gap[y], 0];
  }

  /** log Σ exp(z / T) − Σ p[j] z[j] / T with p = e / sum: the entropy of p, in nats. */
  get entropy(): number {
    const { e, lost, gap, gapError, sum } = this;
    const total = new Sum();
    for (let j = 0; j < e.length; j++) {
      if (e[j] === 0) continue;
      const term = -gap[j] * e[j];
      total.add(term);
      total.add(
        productError(-gap[j], e[j], term) - gap[j] * lost[j] -
          gapError[j] * e[j],
      );
    }
    const mean = total.value / sum.high;
    const more = remainder(total.value, sum.high, mean) - mean * sum.low;
    return this.logSum + mean + more / sum.high;
  }
}

/** The exponent of the power of two near x, from −1000 to 1023. */
export function exponentOf(x: number): number {
  return Math.min(Math.max(Math.floor(Math.log2(x)), -1000), 1023);
}
