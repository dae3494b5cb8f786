// Sums that are as good as float64, and for float64 better: a high part, and
// what rounding took from it. Each has two lanes, added up at the end.

import { loadPart, upperHalf } from "./vector.ts";

/** The sum so far. */
let high: v128 = f64x2.splat(0);
/** What rounding took from it: only for float64. */
let lost: v128 = f64x2.splat(0);

// @ts-ignore: decorator
@inline
export function clearSum(): void {
  high = f64x2.splat(0);
  lost = f64x2.splat(0);
}

/** Adds the lanes of x. */
// @ts-ignore: decorator
@inline
export function addToSum<T>(x: v128): void {
  if (sizeof<T>() == 4) {
    const lower = f64x2.promote_low_f32x4(x);
    const upper = f64x2.promote_low_f32x4(upperHalf(x));
    high = f64x2.add(high, f64x2.add(lower, upper));
  } else {
    const sum = f64x2.add(high, x);
    const xInSum = f64x2.sub(sum, high);
    const highInSum = f64x2.sub(sum, xInSum);
    const error = f64x2.add(
      f64x2.sub(high, highInSum),
      f64x2.sub(x, xInSum),
    );
    lost = f64x2.add(lost, error);
    high = sum;
  }
}

/** Adds the entries from p to before end, each by itself. */
export function addEntries<T>(p: usize, end: usize): void {
  const zero = f64x2.splat(0);
  for (; p < end; p += 16) {
    const whole = p + 16 <= end;
    addToSum<T>(whole ? v128.load(p) : loadPart<T>(p, end, zero));
  }
}

// @ts-ignore: decorator
@inline
export function sumValue(): f64 {
  const a = f64x2.extract_lane(high, 0);
  const b = f64x2.extract_lane(high, 1);
  const sum = a + b;
  const bInSum = sum - a;
  const error = (a - (sum - bInSum)) + (b - bInSum);
  const rest = f64x2.extract_lane(lost, 0) + f64x2.extract_lane(lost, 1);
  return sum + (rest + error);
}
