// The second pass over a row, from exponentials to probabilities.

import { bytes, fma, loadPart, storePart } from "./vector.ts";

/** The factor that setFactor() computed, in two parts. */
let factor: f64 = 0;
let factorLost: f64 = 0;

/** Makes weight / ((sum + lost) · (divisor + divisorLost)) the factor of rows. */
@inline export function setFactor<T>(
  weight: f64, sum: f64, lost: f64, divisor: f64, divisorLost: f64,
): void {
  const whole = sum * divisor;
  factor = weight / whole;
  if (sizeof<T>() == 4) {
    factorLost = factor - <f64> <f32> factor;
  } else {
    // a fused multiplication and addition gives the errors of the products exactly
    const d = f64x2.splat(divisor), f = f64x2.splat(-factor);
    const wholeLost = fma<f64>(f64x2.splat(sum), d, f64x2.splat(-whole));
    let left = fma<f64>(f, f64x2.splat(whole), f64x2.splat(weight));
    const more = f64x2.splat(lost * divisor + sum * divisorLost);
    left = fma<f64>(f, f64x2.add(wholeLost, more), left);
    factorLost = f64x2.extract_lane(left, 0) / whole;
  }
}

/** x times the factor. */
@inline export function scaled<T>(x: f64): f64 {
  if (sizeof<T>() == 4) return x * factor;
  const product = fma<f64>(
    f64x2.splat(x), f64x2.splat(factor), f64x2.splat(x * factorLost),
  );
  return f64x2.extract_lane(product, 0);
}

/** Multiplies a row by the factor, with one rounding. */
export function scaleRow<T>(row: usize, cols: i32): void {
  const high = v128.splat<T>(<T> factor), low = v128.splat<T>(<T> factorLost);
  const end = row + bytes<T>(cols);
  const wholeEnd = row + ((end - row) & ~15);
  let p = row;
  // loadPart() and storePart() for every vector would take a quarter longer.
  for (; p < wholeEnd; p += 16) {
    const e = v128.load(p);
    v128.store(p, fma<T>(e, high, v128.mul<T>(e, low)));
  }
  if (p < end) {
    const e = loadPart<T>(p, end, high);
    storePart<T>(p, end, fma<T>(e, high, v128.mul<T>(e, low)));
  }
}
