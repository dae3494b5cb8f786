// Log-softmax of the rows of a job.

import { gapLost, gapOf } from "./careful.ts";
import { exp64, writeConstants } from "./exp.ts";
import { rowExps } from "./exps.ts";
import { E_UNIT, Job } from "./layout.ts";
import { sameLog1p } from "./log.ts";
import { indexOf, topOf } from "./max.ts";
import { leaveRough } from "./quick.ts";
import { ratioToTarget } from "./records.ts";
import { spareRow } from "./rows.ts";
import { largest, normalizer, rest, normalize, shift, shiftLost, tempered } from "./state.ts";
import { largestEntry, others, splitLargest } from "./sum.ts";
import { bytes, loadPart, storePart, upperHalf } from "./vector.ts";

// In a row of float32 they may differ in the last bit of a double.
@external("math", "log")
declare function log(x: f64): f64;

@external("math", "log1p")
declare function log1p(x: f64): f64;

/**
 * Log-softmax of logits / T for the rows from `first` to before `last`, in place
 * if src is dst.
 *
 * @returns the first row that has no answer, or −1: see rows.ts
 */
export function logSoftmaxRows<T>(job: Job, first: i32, last: i32): i32 {
  const cols = job.cols, temperature = job.temperature;
  const inPlace = job.src == job.dst;
  const spare = spareRow(job);
  const size = bytes<T>(cols);
  let src = job.src + size * first, dst = job.dst + size * first;
  if (temperature != 1) writeConstants<T>(tempered, temperature);
  for (let i = first; i < last; i++, src += size, dst += size) {
    const isRight = sizeof<T>() == 4
      ? logSoftmaxRow32(src, dst, inPlace ? spare : dst, cols, temperature)
      : logSoftmaxRow64(src, dst, inPlace ? spare : dst, cols, temperature);
    if (!isRight) return i;
  }
  return -1;
}

/**
 * Log-softmax of a row of float32. Where no class has more than 1 / e of the
 * probability, all results are −1 or less, and z / T − log Σ exp(z / T) has digits
 * enough without the largest logit or a sum without it.
 *
 * @param spare room for a row, perhaps dst
 */
function logSoftmaxRow32(
  src: usize, dst: usize, spare: usize, cols: i32, temperature: f64,
): bool {
  leaveRough(true);
  const hasAnswer = rowExps<f32>(true, src, spare, cols, -1, temperature);
  leaveRough(false);
  if (!hasAnswer) return false;
  normalize();
  if (rest <= 3.9 * largest || abs(shift) >= 1e5) {
    confidently(src, dst, spare, cols, temperature);
    return true;
  }
  const logSum = shift + (log(rest * normalizer * E_UNIT) + shiftLost);
  const high = <f32> logSum;
  if (temperature == 1) subtract(src, dst, cols, high, <f32> (logSum - <f64> high));
  else subtractWidely(src, dst, cols, 0, temperature, logSum);
  return true;
}

/**
 * Log-softmax of a confident answer, whose e[j] are at spare. The largest is
 * computed again in float64, because it divides the sum of the others.
 */
function confidently(
  src: usize, dst: usize, spare: usize, cols: i32, temperature: f64,
): void {
  splitLargest(spare, cols);
  const max = load<f32>(src + bytes<f32>(indexOf<f32>(spare, cols, largestEntry)));
  const x = f64x2.splat(<f64> max / temperature - shift - shiftLost);
  const e = f64x2.extract_lane(exp64(x), 0) / E_UNIT;
  const logSum = log1p(others * normalizer / e);
  if (temperature == 1) subtract(src, dst, cols, max, <f32> logSum);
  else subtractWidely(src, dst, cols, <f64> max, temperature, logSum);
}

/** Log-softmax of a row of float64, which needs both. */
function logSoftmaxRow64(
  src: usize, dst: usize, spare: usize, cols: i32, temperature: f64,
): bool {
  const top = topOf<f64>(src, cols);
  if (top < 0) return false;
  const max = load<f64>(src + bytes<f64>(top));
  if (!rowExps<f64>(true, src, spare, cols, top, temperature)) return false;
  subtractCarefully(src, dst, cols, max, temperature, sameLog1p(ratioToTarget()));
  return true;
}

/** (z − a) − b of float32. */
function subtract(src: usize, dst: usize, cols: i32, a: f32, b: f32): void {
  const high = f32x4.splat(a), low = f32x4.splat(b);
  const toDst = dst - src;
  const end = src + bytes<f32>(cols);
  const wholeEnd = src + ((end - src) & ~15);
  let p = src;
  for (; p < wholeEnd; p += 16) {
    v128.store(p + toDst, f32x4.sub(f32x4.sub(v128.load(p), high), low));
  }
  if (p < end) {
    const z = loadPart<f32>(p, end, high);
    storePart<f32>(p + toDst, end + toDst, f32x4.sub(f32x4.sub(z, high), low));
  }
}

/** (z − c) / T − logSum of float32, computed in float64. */
function subtractWidely(
  src: usize, dst: usize, cols: i32, c: f64, temperature: f64, logSum: f64,
): void {
  const offset = f64x2.splat(c), inverse = f64x2.splat(1 / temperature);
  const sum = f64x2.splat(logSum);
  const toDst = dst - src;
  const end = src + bytes<f32>(cols);
  for (let p = src; p < end; p += 16) {
    const z = loadPart<f32>(p, end, f32x4.splat(0));
    const lower = f64x2.sub(f64x2.promote_low_f32x4(z), offset);
    const upper = f64x2.sub(f64x2.promote_low_f32x4(upperHalf(z)), offset);
    const result = v128.shuffle<i32>(
      f32x4.demote_f64x2_zero(f64x2.sub(f64x2.mul(lower, inverse), sum)),
      f32x4.demote_f64x2_zero(f64x2.sub(f64x2.mul(upper, inverse), sum)),
      0, 1, 4, 5,
    );
    storePart<f32>(p + toDst, end + toDst, result);
  }
}

/** (z − max) / T − logSum of float64, for any logits and temperature. */
function subtractCarefully(
  src: usize, dst: usize, cols: i32, max: f64, temperature: f64, logSum: f64,
): void {
  const sum = f64x2.splat(logSum);
  const toDst = dst - src;
  const end = src + bytes<f64>(cols);
  for (let p = src; p < end; p += 16) {
    const z = loadPart<f64>(p, end, f64x2.splat(max));
    const gap = gapOf(z, max, temperature);
    const result = f64x2.sub(gap, f64x2.sub(sum, gapLost));
    storePart<f64>(p + toDst, end + toDst, result);
  }
}
