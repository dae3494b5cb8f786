/**
 * exp and log with the same bits in every runtime. Those of Math differ in the
 * last: Deno 2.9 and Node.js 24 have two versions of V8's, and other engines have
 * theirs. Only operations that IEEE 754 rounds exactly are used, and the results
 * are within 0.51 units in the last place.
 *
 * With n the integer nearest 128 log2 of the exponential,
 *
 *     exp(x) = 2^(n / 128) exp(r)             r = x − n ln 2 / 128
 *     log(x) = n ln 2 / 128 + log(1 + f)      f = (x − 2^(n / 128)) / 2^(n / 128)
 *
 * r and f are below 0.003, so that a few terms of their series are enough.
 *
 * @module
 */

import { productError, remainder, sumError } from "./rounding_errors.ts";

/** 128 / ln 2. */
const PER_STEP = 184.6649652337873;
/** ln 2 / 128 in two parts. The first has 34 bits, so that its products with n are exact. */
const STEP = 11908177887 / 2 ** 41;
const STEP_LOST = 1.2655086083325438e-13;
/** 2^(1 / 128) in two parts. */
const ROOT = 1.0054299011128027;
const ROOT_LOST = 9.499186535455032e-17;

/** 2^(j / 128) for j from 0 to 127, and after these the errors of each. */
export const powers: Float64Array = new Float64Array(256).fill(1, 0, 128);
for (let j = 1; j < 128; j++) {
  const power = powers[j - 1], product = power * ROOT;
  const lost = productError(power, ROOT, product) + power * ROOT_LOST +
    powers[j + 127] * ROOT;
  powers[j] = product + lost;
  powers[j + 128] = sumError(product, lost, powers[j]);
}

/** 2^k for k from −1074 to 1023, at k + 1074. */
const scales = new Float64Array(2098);
for (let k = 0, x = 2 ** -1074; k < scales.length; k++, x *= 2) scales[k] = x;

/** e to the power of x. */
export function exp(x: number): number {
  if (!(x > -746 && x < 710)) return Math.exp(x); // 0, Infinity or NaN
  const n = Math.round(x * PER_STEP);
  const r = (x - n * STEP) - n * STEP_LOST;
  const rest = r + r * r * (1 / 2 + r * (1 / 6 + r * (1 / 24 + r / 120)));
  const power = powers[n & 127];
  const y = power + (powers[(n & 127) + 128] + power * rest);
  const k = Math.min(Math.max(n >> 7, -1074), 1023);
  return y * scales[(n >> 7) - k + 1074] * scales[k + 1074];
}

/** The natural logarithm of x. */
export function log(x: number): number {
  if (x < 2 ** -900) return logOfSum(x * 2 ** 128, 0, -128);
  return x > 2 ** 900 ? logOfSum(x / 2 ** 128, 0, 128) : logOfSum(x, 0, 0);
}

/** log(1 + x) without rounding 1 + x. */
export function log1p(x: number): number {
  return logOfSum(1 + x, sumError(1, x, 1 + x), 0);
}

/** The logarithm of (x + lost) 2^bits, where lost is the rounding error of x. */
function logOfSum(x: number, lost: number, bits: number): number {
  const near = Math.log(x); // near enough to choose n
  if (!Number.isFinite(near)) return near;
  const m = Math.round(near * PER_STEP);
  const scale = scales[(m >> 7) + 1074];
  const power = scale * powers[m & 127];
  const f = (x - power) / power;
  const fLost = remainder(x - power, power, f) -
    scale * powers[(m & 127) + 128] +
    lost * (1 - f);
  const cubic = 1 / 3 - f * (1 / 4 - f * (1 / 5 - f * (1 / 6 - f / 7)));
  const rest = f * f * (f * cubic - 1 / 2) + fLost / power;
  const n = m + 128 * bits;
  const sum = n * STEP + f;
  return sum + (sumError(n * STEP, f, sum) + (n * STEP_LOST + rest));
}
