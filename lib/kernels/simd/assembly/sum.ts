// Sums in two lanes of float64. For float64 entries the rounding errors are added
// up too.

import { bytes, larger, loadPart, sumOfLanes, upperHalf } from "./vector.ts";

/** The sums with the lanes of x added. */
@inline export function plus<T>(sums: v128, x: v128): v128 {
  if (sizeof<T>() == 8) return f64x2.add(sums, x);
  const lower = f64x2.promote_low_f32x4(x);
  const upper = f64x2.promote_low_f32x4(upperHalf(x));
  return f64x2.add(sums, f64x2.add(lower, upper));
}

/** The rounding error of plus(sums, x), for float64 only. */
@inline export function lostBy<T>(sums: v128, x: v128): v128 {
  if (sizeof<T>() == 4) return sums;
  const total = f64x2.add(sums, x);
  const xInTotal = f64x2.sub(total, sums);
  const sumsInTotal = f64x2.sub(total, xInTotal);
  return f64x2.add(f64x2.sub(sums, sumsInTotal), f64x2.sub(x, xInTotal));
}

/** The sum of both lanes and of the rounding errors. */
@inline export function sumOf<T>(sums: v128, lost: v128): f64 {
  const a = f64x2.extract_lane(sums, 0);
  const b = f64x2.extract_lane(sums, 1);
  const sum = a + b;
  if (sizeof<T>() == 4) return sum;
  const bInSum = sum - a;
  const error = (a - (sum - bInSum)) + (b - bInSum);
  const both = f64x2.extract_lane(lost, 0) + f64x2.extract_lane(lost, 1);
  return sum + (both + error);
}

/** The sum of a row's entries, each added by itself. */
export function sumOfEntries<T>(row: usize, cols: i32): f64 {
  // Two sums, so that an addition does not wait for the one before.
  let sums0 = f64x2.splat(0), sums1 = sums0, lost = sums0;
  const end = row + bytes<T>(cols);
  const pairsEnd = row + ((end - row) & ~31);
  let p = row;
  for (; p < pairsEnd; p += 32) {
    const x0 = v128.load(p), x1 = v128.load(p, 16);
    if (sizeof<T>() == 8) {
      lost = f64x2.add(lost, f64x2.add(lostBy<T>(sums0, x0), lostBy<T>(sums1, x1)));
    }
    sums0 = plus<T>(sums0, x0);
    sums1 = plus<T>(sums1, x1);
  }
  for (; p < end; p += 16) {
    const x = loadPart<T>(p, end, f64x2.splat(0));
    if (sizeof<T>() == 8) lost = f64x2.add(lost, lostBy<T>(sums0, x));
    sums0 = plus<T>(sums0, x);
  }
  if (sizeof<T>() == 8) lost = f64x2.add(lost, lostBy<T>(sums0, sums1));
  return sumOf<T>(f64x2.add(sums0, sums1), lost);
}

/** The largest entry of the last row of splitLargest(), and the sum of the others. */
export let largestEntry: f32 = 0, others: f64 = 0;

/** Finds the largest entry of a row of float32, 0 or more, and the sum of the others. */
export function splitLargest(row: usize, cols: i32): void {
  const end = row + bytes<f32>(cols);
  // Each lane of m is the largest so far, and what it replaces goes into the sum.
  let m0 = f32x4.splat(0), m1 = m0, m2 = m0, m3 = m0;
  let sums0 = f64x2.splat(0), sums1 = sums0;
  let p = row;
  for (; p + 64 <= end; p += 64) {
    const x0 = v128.load(p), x1 = v128.load(p, 16);
    const x2 = v128.load(p, 32), x3 = v128.load(p, 48);
    sums0 = plus<f32>(sums0, f32x4.add(f32x4.pmin(m0, x0), f32x4.pmin(m1, x1)));
    sums1 = plus<f32>(sums1, f32x4.add(f32x4.pmin(m2, x2), f32x4.pmin(m3, x3)));
    m0 = larger<f32>(m0, x0);
    m1 = larger<f32>(m1, x1);
    m2 = larger<f32>(m2, x2);
    m3 = larger<f32>(m3, x3);
  }
  for (; p < end; p += 16) {
    const x = loadPart<f32>(p, end, f32x4.splat(0));
    sums0 = plus<f32>(sums0, f32x4.pmin(m0, x));
    m0 = larger<f32>(m0, x);
  }
  largestEntry = 0;
  others = sumOfLanes<f64>(f64x2.add(sums0, sums1));
  splitLanes(m0);
  splitLanes(m1);
  splitLanes(m2);
  splitLanes(m3);
}

function splitLanes(m: v128): void {
  splitEntry(f32x4.extract_lane(m, 0));
  splitEntry(f32x4.extract_lane(m, 1));
  splitEntry(f32x4.extract_lane(m, 2));
  splitEntry(f32x4.extract_lane(m, 3));
}

@inline function splitEntry(x: f32): void {
  others += <f64> min(largestEntry, x);
  largestEntry = max(largestEntry, x);
}
