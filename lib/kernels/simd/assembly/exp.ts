// The exponentials of one row of logits, seen from its largest:
//
//     e[j] = exp(z[j] − about max z) · 2^64
//
// The 2^64 keeps what is small from underflowing before it is divided by the
// sum of the row, so that subnormal probabilities are right.
//
// exp(x) is 2^n exp(r), with n the integer nearest x / ln 2 and r = x − n ln 2.
// Added to a large constant, `magic`, x / ln 2 is rounded to n in the last bits
// of the sum, from where a shift takes it to the place of a float's exponent. So
// 2^n costs next to nothing, and if the constant has the 2^64 and the row's
// largest logit in it, as 2^-k with k the integer nearest max z / ln 2, they
// cost nothing at all. Nor does an error come from subtracting the largest logit
// from each, since nobody does.
//
// exp(r) for |r| ≤ 0.35 is 1 + (r + r² q(r)), with the polynomials q whose largest
// relative error is smallest: 0.07 · 2^-24 of degree 4 for float32 and
// 0.04 · 2^-53 of degree 9 for float64.

import {
  bytes,
  fma,
  fnma,
  larger,
  largestLane,
  loadPart,
  storePart,
  sumOfLanes,
  upperHalf,
} from "./vector.ts";
import { rowMax } from "./max.ts";
import { lostBy, plus, sumOf } from "./sum.ts";

/** log2 e, ln 2 in two parts, and the coefficients of q, the highest first. */
const FLOAT32: usize = memory.data<f32>([
  1.44269502162933349609375,
  0.693147182464599609375,
  -1.9046542121259336e-9,
  0.0013813890982419252,
  0.008369063958525658,
  0.041668422520160675,
  0.166665181517601,
  0.4999999403953552,
]);
const FLOAT64: usize = memory.data<f64>([
  1.4426950408889634,
  0.6931471805582987,
  1.6465949582897082e-12,
  2.4999535003394815e-8,
  2.7630958823169703e-7,
  2.7557591682457103e-6,
  2.48014912582524e-5,
  1.9841269496601884e-4,
  1.3888888945238376e-3,
  8.33333333350088e-3,
  4.1666666666524806e-2,
  0.166666666666664,
  0.5000000000000011,
]);

/** Up to this largest logit n ln 2 is subtracted exactly. */
const LIMIT = 65536;

/** How many bytes are added up before their sum is added to the row's. */
const BLOCK: usize = 256;

/** Where a block goes that is not stored otherwise: 256 bytes of this thread. */
let scratch: usize = 0;

export function useScratch(p: usize): void {
  scratch = p;
}

/** Whether the largest e[j] of a quick row was representable, */
let isInRange: bool = false;
/** and about what it was, from 0.7 to 1.42 times that. */
export let largest: f64 = 0;

/** What a row leaves: the sum of its e[j] but the target's, and that, */
export let rest: f64 = 0;
export let targetE: f64 = 0;
/** and what they are 2^64 times too large by, exp(−shift), in two parts. */
export let shift: f64 = 0;
export let shiftLost: f64 = 0;

/** k, the integer nearest max / ln 2. */
// @ts-ignore: decorator
@inline
function exponentOf<T>(max: T): T {
  return nearest<T>(<T> (max * <T> 1.4426950408889634));
}

/** A number whose sum with n has 64 + n − k in the place of an exponent. */
// @ts-ignore: decorator
@inline
function magicFor<T>(k: T): T {
  if (sizeof<T>() == 4) return <T> (12582912 + 64 + 127) - k; // 1.5 · 2^23
  return <T> (6755399441055744 + 64 + 1023) - k; // 1.5 · 2^52
}

/** The logit whose exponential is 2^-bias and with it 0. */
// @ts-ignore: decorator
@inline
function lowestFor<T>(k: T): T {
  const bias = <T> (64 + (sizeof<T>() == 4 ? 127 : 1023));
  return (k - bias) * <T> 0.6931471805599453;
}

// @ts-ignore: decorator
@inline
function constant<T>(i: usize): v128 {
  return v128.load_splat<T>(
    (sizeof<T>() == 4 ? FLOAT32 : FLOAT64) + i * sizeof<T>(),
  );
}

/** 2^n exp(r), where the last bits of t are n. The a are q's, a0 the highest. */
// @ts-ignore: decorator
@inline
function power<T>(
  t: v128, r: v128,
  a0: v128, a1: v128, a2: v128, a3: v128, a4: v128,
  a5: v128, a6: v128, a7: v128, a8: v128, a9: v128,
): v128 {
  const r2 = v128.mul<T>(r, r);
  let q: v128;
  if (sizeof<T>() == 4) {
    q = fma<T>(a0, r, a1);
    q = fma<T>(q, r, a2);
    q = fma<T>(q, r, a3);
    q = fma<T>(q, r, a4);
  } else {
    // in powers of r², which need not wait for each other so often
    q = fma<T>(a0, r, a1);
    q = fma<T>(q, r2, fma<T>(a2, r, a3));
    q = fma<T>(q, r2, fma<T>(a4, r, a5));
    q = fma<T>(q, r2, fma<T>(a6, r, a7));
    q = fma<T>(q, r2, fma<T>(a8, r, a9));
  }
  const scale = sizeof<T>() == 4 ? v128.shl<i32>(t, 23) : v128.shl<i64>(t, 52);
  return fma<T>(scale, fma<T>(r2, q, r), scale);
}

/** All bits in the lane of the class `target`, in a vector that begins a row. */
// @ts-ignore: decorator
@inline
function laneIs<T>(target: i32): v128 {
  if (sizeof<T>() == 4) return i32x4.eq(i32x4(0, 1, 2, 3), i32x4.splat(target & 3));
  return i64x2.eq(i64x2(0, 1), i64x2.splat(target & 1));
}

/**
 * exp(z[j]) · 2^(64 − k) of a row. Sets `rest` and `targetE`, and `isInRange`,
 * which says whether k was large enough for the result to be right.
 *
 * @param store whether they go to dst
 * @param target the class that is left out of the sum, or −1
 */
// @ts-ignore: decorator
@inline
function quickRow<T>(
  store: bool, src: usize, dst: usize, cols: i32, target: i32, k: T,
): void {
  const log2e = constant<T>(0), high = constant<T>(1), low = constant<T>(2);
  const a0 = constant<T>(3), a1 = constant<T>(4), a2 = constant<T>(5);
  const a3 = constant<T>(6), a4 = constant<T>(7);
  // only float64 has these
  const is64 = sizeof<T>() == 8;
  const a5 = is64 ? constant<T>(8) : a0, a6 = is64 ? constant<T>(9) : a0;
  const a7 = is64 ? constant<T>(10) : a0, a8 = is64 ? constant<T>(11) : a0;
  const a9 = is64 ? constant<T>(12) : a0;
  const magic = v128.splat<T>(magicFor<T>(k));
  const lowest = v128.splat<T>(lowestFor<T>(k));
  let seen = v128.splat<T>(0);

  const end = src + bytes<T>(cols);
  const toDst = dst - src;
  const targetVector: usize = target < 0 ? 0 : src + (bytes<T>(target) & ~15);
  let sums = f64x2.splat(0), lost = f64x2.splat(0);
  targetE = 0;
  for (let p = src; p < end;) {
    let sum = v128.splat<T>(0);
    if (p == targetVector) {
      const whole = p + 16 <= end;
      const x = larger<T>(whole ? v128.load(p) : loadPart<T>(p, end, lowest), lowest);
      const t = fma<T>(x, log2e, magic);
      const n = v128.sub<T>(t, magic);
      const r = fnma<T>(n, low, fnma<T>(n, high, x));
      seen = larger<T>(seen, t);
      const e = power<T>(t, r, a0, a1, a2, a3, a4, a5, a6, a7, a8, a9);
      if (store) {
        if (whole) v128.store(p + toDst, e);
        else storePart<T>(p + toDst, end + toDst, e);
      }
      const isTarget = laneIs<T>(target);
      targetE = <f64> sumOfLanes<T>(v128.and(e, isTarget)); // all others are 0
      sum = v128.andnot(e, isTarget);
      p += 16;
    } else {
      let stop = min(p + BLOCK, end);
      if (p < targetVector && targetVector < stop) stop = targetVector;
      const wholeStop = p + ((stop - p) & ~15);
      for (; p < wholeStop; p += 16) {
        const x = larger<T>(v128.load(p), lowest);
        const t = fma<T>(x, log2e, magic);
        const n = v128.sub<T>(t, magic);
        const r = fnma<T>(n, low, fnma<T>(n, high, x));
        seen = larger<T>(seen, t);
        const e = power<T>(t, r, a0, a1, a2, a3, a4, a5, a6, a7, a8, a9);
        if (store) v128.store(p + toDst, e);
        sum = v128.add<T>(sum, e);
      }
      if (p < stop) {
        const x = larger<T>(loadPart<T>(p, stop, lowest), lowest);
        const t = fma<T>(x, log2e, magic);
        const n = v128.sub<T>(t, magic);
        const r = fnma<T>(n, low, fnma<T>(n, high, x));
        seen = larger<T>(seen, t);
        const e = power<T>(t, r, a0, a1, a2, a3, a4, a5, a6, a7, a8, a9);
        if (store) storePart<T>(p + toDst, stop + toDst, e);
        sum = v128.add<T>(sum, e);
        p = stop;
      }
    }
    if (sizeof<T>() == 8) lost = f64x2.add(lost, lostBy<T>(sums, sum));
    sums = plus<T>(sums, sum);
  }
  rest = sumOf<T>(sums, lost);
  const top = largestLane<T>(seen);
  isInRange = top <= magicEnd<T>();
  largest = sizeof<T>() == 4
    ? <f64> reinterpret<f32>(reinterpret<i32>(<f32> top) << 23)
    : reinterpret<f64>(reinterpret<i64>(<f64> top) << 52);
}

/** The largest t whose last bits are a power: see magicFor(). */
// @ts-ignore: decorator
@inline
function magicEnd<T>(): T {
  if (sizeof<T>() == 4) return <T> (12582912 + 255); // 1.5 · 2^23
  return <T> (6755399441055744 + 2047); // 1.5 · 2^52
}

function storeRow<T>(src: usize, dst: usize, cols: i32, target: i32, k: T): void {
  quickRow<T>(true, src, dst, cols, target, k);
}

function addRow<T>(src: usize, cols: i32, target: i32, k: T): void {
  quickRow<T>(false, src, src, cols, target, k);
}

/**
 * exp((z[j] − max) / T) · 2^64 of any row and temperature from 2^-100 to 2^100,
 * slower. Sets `rest` and `targetE`.
 *
 * @param dst where they go, or 0: then they are only added up
 * @param target the class that is left out of the sum, or −1
 */
function carefulRow<T>(
  src: usize,
  dst: usize,
  cols: i32,
  target: i32,
  max: T,
  temperature: f64,
): void {
  const end = src + bytes<T>(cols);
  const targetBlock: usize = target < 0
    ? 0
    : src + (bytes<T>(target) & ~(BLOCK - 1));
  let sums = f64x2.splat(0), lost = f64x2.splat(0);
  for (let block = src; block < end; block += BLOCK) {
    const stop = min(block + BLOCK, end);
    const out = dst ? dst - src : scratch - block;
    for (let p = block; p < stop; p += 16) {
      const whole = p + 16 <= stop;
      const z = whole
        ? v128.load(p)
        : loadPart<T>(p, stop, v128.splat<T>(-Infinity));
      const e = sizeof<T>() == 4
        ? carefulExp32(z, <f32> max, temperature)
        : carefulExp64(z, <f64> max, temperature);
      if (whole) v128.store(p + out, e);
      else storePart<T>(p + out, stop + out, e);
    }
    if (block == targetBlock) {
      const p = src + bytes<T>(target) + out;
      targetE = <f64> load<T>(p);
      store<T>(p, <T> 0);
    }
    for (let p = block + out; p < stop + out; p += 16) {
      const whole = p + 16 <= stop + out;
      const e = whole ? v128.load(p) : loadPart<T>(p, stop + out, f64x2.splat(0));
      if (sizeof<T>() == 8) lost = f64x2.add(lost, lostBy<T>(sums, e));
      sums = plus<T>(sums, e);
    }
  }
  rest = sumOf<T>(sums, lost);
}

/** Four exponentials, their gaps in float64. */
// @ts-ignore: decorator
@inline
function carefulExp32(z: v128, max: f32, temperature: f64): v128 {
  const perBit = 1.4426950408889634 / temperature;
  const lower = bitsBelow(f64x2.promote_low_f32x4(z), <f64> max, perBit);
  const upper = bitsBelow(
    f64x2.promote_low_f32x4(upperHalf(z)),
    <f64> max,
    perBit,
  );
  const magic = f64x2.splat(magicFor<f64>(1023 - 127));
  const t0 = f64x2.add(lower, magic), t1 = f64x2.add(upper, magic);
  const f0 = f64x2.sub(lower, f64x2.sub(t0, magic));
  const f1 = f64x2.sub(upper, f64x2.sub(t1, magic));
  const ln2 = f64x2.splat(0.6931471805599453);
  const r = v128.shuffle<i32>(
    f32x4.demote_f64x2_zero(f64x2.mul(f0, ln2)),
    f32x4.demote_f64x2_zero(f64x2.mul(f1, ln2)),
    0,
    1,
    4,
    5,
  );
  const t = v128.shuffle<i32>(t0, t1, 0, 2, 4, 6);
  const a0 = constant<f32>(3), a1 = constant<f32>(4), a2 = constant<f32>(5);
  const a3 = constant<f32>(6), a4 = constant<f32>(7);
  return power<f32>(t, r, a0, a1, a2, a3, a4, a0, a0, a0, a0, a0);
}

/** (z − max) / (T ln 2), no lower than where a float32 ends. */
// @ts-ignore: decorator
@inline
function bitsBelow(z: v128, max: f64, perBit: f64): v128 {
  const bits = f64x2.mul(f64x2.sub(z, f64x2.splat(max)), f64x2.splat(perBit));
  return larger<f64>(bits, f64x2.splat(-191));
}

/** The gap (z − max) / T and, in `gapLost`, what rounding took from it. */
// @ts-ignore: decorator
@inline
export function gapOf(z: v128, max: f64, temperature: f64): v128 {
  // Without the unit z − max may overflow where (z − max) / T does not.
  const unit = temperature > 1 ? 5.421010862427522e-20 : 1; // 2^-64
  z = f64x2.mul(z, f64x2.splat(unit));
  const m = f64x2.splat(max * unit), T = f64x2.splat(temperature * unit);
  const d = f64x2.sub(z, m);
  const mInD = f64x2.sub(d, z);
  const zInD = f64x2.sub(d, mInD);
  let error = f64x2.sub(f64x2.sub(z, zInD), f64x2.add(m, mInD));
  let gap = d;
  if (temperature != 1) {
    gap = f64x2.div(d, T);
    error = f64x2.div(f64x2.add(fnma<f64>(gap, T, d), error), T);
  }
  // Nothing that counts so far below 0, where it may not even be a number.
  gapLost = v128.and(error, f64x2.gt(gap, f64x2.splat(-1e12)));
  return gap;
}

export let gapLost: v128 = f64x2.splat(0);

/** Two exponentials, their gaps with twice the digits. */
// @ts-ignore: decorator
@inline
function carefulExp64(z: v128, max: f64, temperature: f64): v128 {
  const lowest = f64x2.splat(lowestFor<f64>(0));
  const magic = f64x2.splat(magicFor<f64>(0));
  const gap = larger<f64>(gapOf(z, max, temperature), lowest);
  const t = fma<f64>(gap, constant<f64>(0), magic);
  const n = f64x2.sub(t, magic);
  let r = fnma<f64>(n, constant<f64>(2), fnma<f64>(n, constant<f64>(1), gap));
  r = f64x2.add(r, gapLost);
  const a0 = constant<f64>(3), a1 = constant<f64>(4), a2 = constant<f64>(5);
  const a3 = constant<f64>(6), a4 = constant<f64>(7), a5 = constant<f64>(8);
  const a6 = constant<f64>(9), a7 = constant<f64>(10), a8 = constant<f64>(11);
  const a9 = constant<f64>(12);
  return power<f64>(t, r, a0, a1, a2, a3, a4, a5, a6, a7, a8, a9);
}

/** Two exponentials, of any size: beyond e^±700 they are as of that. */
// @ts-ignore: decorator
@inline
export function exp64(x: v128): v128 {
  x = larger<f64>(x, f64x2.splat(-700));
  x = f64x2.pmin(x, f64x2.splat(700));
  const t = fma<f64>(x, constant<f64>(0), f64x2.splat(magicFor<f64>(64)));
  const n = f64x2.sub(t, f64x2.splat(magicFor<f64>(64)));
  const r = fnma<f64>(n, constant<f64>(2), fnma<f64>(n, constant<f64>(1), x));
  const a0 = constant<f64>(3), a1 = constant<f64>(4), a2 = constant<f64>(5);
  const a3 = constant<f64>(6), a4 = constant<f64>(7), a5 = constant<f64>(8);
  const a6 = constant<f64>(9), a7 = constant<f64>(10), a8 = constant<f64>(11);
  const a9 = constant<f64>(12);
  return power<f64>(t, r, a0, a1, a2, a3, a4, a5, a6, a7, a8, a9);
}

/** The k to guess the next row's from, and how many rows not to guess for. */
let lastK: f64 = 0;
let distrust: i32 = 1;

/** Forgets what earlier rows were like. */
export function forgetRows(): void {
  distrust = 1;
}

/**
 * The exponentials of a row of logits / T. Sets `rest`, `targetE` and `shift`.
 *
 * Rows of a batch are mostly alike. So the float32 k of a row is first guessed
 * from the row before, without looking for the largest logit: what comes out is
 * the same but for a power of 2, if that is not too far off. Then the sum of the
 * row is near 2^64.
 *
 * @param dst where they go, if `store`, and 0 may then stand at the target
 * @param target the class that is left out of the sum, or −1
 * @returns false if the row has a NaN or +Infinity, or is −Infinity only
 */
// @ts-ignore: decorator
@inline
export function rowExps<T>(
  store: bool, src: usize, dst: usize, cols: i32, target: i32, temperature: f64,
): bool {
  if (distrust == 0 && !(store && src == dst) && temperature == 1) {
    const k = lastK;
    if (store) storeRow<T>(src, dst, cols, target, <T> k);
    else addRow<T>(src, cols, target, <T> k);
    const sum = rest + targetE;
    if (isInRange && sum > 1.8014398509481984e16 && sum < 2.028240960365167e31) { // 2^54, 2^104
      setShift<T>(k);
      // changed rarely, so that rows need not wait for each other
      if (sum < 1.152921504606847e18 || sum > 3.022314549036573e23) { // 2^60, 2^78
        lastK = k + <f64> (<i32> (reinterpret<u64>(sum) >> 52) - (1023 + 64));
        if (abs(lastK) > LIMIT) distrust = 1;
      }
      return true;
    }
    distrust = 8;
  }
  if (distrust > 0) distrust--;
  const max = rowMax<T>(src, cols);
  if (!(abs<T>(max) < <T> Infinity)) return false;
  if (abs<T>(max) <= <T> LIMIT && temperature == 1) {
    const k = exponentOf<T>(max);
    if (store) storeRow<T>(src, dst, cols, target, k);
    else addRow<T>(src, cols, target, k);
    lastK = <f64> k;
    setShift<T>(lastK);
  } else {
    distrust = 1;
    carefulRow<T>(src, store ? dst : 0, cols, target, max, temperature);
    largest = 1.8446744073709552e19; // 2^64
    shift = <f64> max;
    shiftLost = 0;
  }
  return rest + targetE == rest + targetE;
}

/** Sets `shift` to k ln 2: the product with the first part is exact. */
// @ts-ignore: decorator
@inline
function setShift<T>(k: f64): void {
  shift = k * 0.6931471805582987;
  shiftLost = k * 1.6465949582897082e-12;
}
