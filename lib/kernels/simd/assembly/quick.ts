// The exponentials of one row of logits, quickly:
//
//     e[j] = exp(z[j] / T) · 2^(64 − k)
//
// where k is an integer near max z / (T ln 2). Nobody subtracts the largest logit
// from each, which would cost an operation and an error: k is added to the
// constant that makes the power of two. The 2^64 keeps what is small from
// underflowing before it is divided by the sum of the row, so that subnormal
// probabilities are right.

import {
  bit,
  bitLost,
  coefficient,
  constants,
  lowestFor,
  magicEnd,
  magicFor,
  perBit,
  power,
  powerLost,
  powerOf,
} from "./exp.ts";
import { leaveRest, leaveTarget, tempered } from "./state.ts";
import { lostBy, plus, sumOf, sumOfEntries } from "./sum.ts";
import {
  bytes,
  fma,
  fnma,
  larger,
  largestLane,
  loadPart,
  storePart,
  sumOfLanes,
} from "./vector.ts";

/** All bits in the lane of the class `target`, in the vector that it is in. */
// @ts-ignore: decorator
@inline
function laneIs<T>(target: i32): v128 {
  if (sizeof<T>() == 4) return i32x4.eq(i32x4(0, 1, 2, 3), i32x4.splat(target & 3));
  return i64x2.eq(i64x2(0, 1), i64x2.splat(target & 1));
}

/** How many bytes of float32 are added up before their sum goes to float64. */
const BLOCK: usize = 128;
/** The same of float64, whose sum is then kept with what rounding took from it. */
const BLOCK64: usize = 64;

/**
 * A sum of so many times the largest entry is right as it is added up: what the
 * additions round off goes up and down. Of less it may be wrong by some units in
 * the last place, when one large entry rounds off many small ones.
 */
const SPREAD: f64 = 16;

/**
 * Leaves what the e[j] of a row are. They are right if k was not too small and
 * their sum is not far from 2^64.
 *
 * @param store whether they go to dst. Then 0 may stand at the target
 * @param temper whether T is not 1, but that of writeConstants(tempered, T)
 * @param target the class that is left out of the sum, or −1
 * @param temperature T
 * @returns whether k was not too small
 */
// @ts-ignore: decorator
@inline
function quickRow<T>(
  store: bool, temper: bool,
  src: usize, dst: usize, cols: i32, target: i32, k: T, temperature: T,
): bool {
  const c = temper ? tempered : constants<T>();
  const log2e = perBit<T>(c), high = bit<T>(c), low = bitLost<T>(c);
  const a0 = coefficient<T>(c, 0), a1 = coefficient<T>(c, 1);
  const a2 = coefficient<T>(c, 2), a3 = coefficient<T>(c, 3);
  const a4 = coefficient<T>(c, 4);
  // only float64 has these
  const is64 = sizeof<T>() == 8;
  const a5 = is64 ? coefficient<T>(c, 5) : a0, a6 = is64 ? coefficient<T>(c, 6) : a0;
  const a7 = is64 ? coefficient<T>(c, 7) : a0, a8 = is64 ? coefficient<T>(c, 8) : a0;
  const a9 = is64 ? coefficient<T>(c, 9) : a0;
  // and only other temperatures than 1 these
  const i0 = temper ? coefficient<T>(c, is64 ? 10 : 5) : a0;
  const i1 = temper ? coefficient<T>(c, is64 ? 11 : 6) : a0;
  const magic = v128.splat<T>(magicFor<T>(k));
  const lowest = v128.splat<T>(
    temper ? <T> (lowestFor<T>(k) * temperature) : lowestFor<T>(k),
  );
  let top = v128.splat<T>(0), targetTop = v128.splat<T>(0);
  // Of what is not stored and cannot be added up again, the largest entry of each
  // lane is kept apart, so that it rounds nothing off.
  let apart = v128.splat<T>(0);

  const end = src + bytes<T>(cols);
  const toDst = dst - src;
  const targetVector: usize = target < 0 ? 0 : src + (bytes<T>(target) & ~15);
  let sums = f64x2.splat(0), lost = f64x2.splat(0);
  leaveTarget(0, 0);
  for (let p = src; p < end;) {
    let sum = v128.splat<T>(0);
    if (p == targetVector) {
      const whole = p + 16 <= end;
      const x = larger<T>(whole ? v128.load(p) : loadPart<T>(p, end, lowest), lowest);
      const t = fma<T>(x, log2e, magic);
      const n = v128.sub<T>(t, magic);
      const r = fnma<T>(n, low, fnma<T>(n, high, x));
      const e = power<T>(temper, t, r, i0, i1, a0, a1, a2, a3, a4, a5, a6, a7, a8, a9);
      if (store) {
        if (whole) v128.store(p + toDst, e);
        else storePart<T>(p + toDst, end + toDst, e);
      }
      const isTarget = laneIs<T>(target);
      top = larger<T>(top, v128.andnot(t, isTarget));
      targetTop = v128.and(t, isTarget);
      sum = v128.andnot(e, isTarget);
      leaveTarget(
        laneSum<T>(v128.and(e, isTarget)),
        is64 && !temper ? laneSum<T>(v128.and(powerLost(x, magic), isTarget)) : 0,
      );
      p += 16;
    } else {
      let stop = min(p + (is64 ? BLOCK64 : BLOCK), end);
      if (p < targetVector && targetVector < stop) stop = targetVector;
      const wholeStop = p + ((stop - p) & ~15);
      for (; p < wholeStop; p += 16) {
        const x = larger<T>(v128.load(p), lowest);
        const t = fma<T>(x, log2e, magic);
        const n = v128.sub<T>(t, magic);
        const r = fnma<T>(n, low, fnma<T>(n, high, x));
        top = larger<T>(top, t);
        const e = power<T>(temper, t, r, i0, i1, a0, a1, a2, a3, a4, a5, a6, a7, a8, a9);
        if (store) {
          v128.store(p + toDst, e);
          sum = v128.add<T>(sum, e);
        } else {
          sum = v128.add<T>(sum, v128.pmin<T>(e, apart));
          apart = larger<T>(apart, e);
        }
      }
      if (p < stop) {
        const x = larger<T>(loadPart<T>(p, stop, lowest), lowest);
        const t = fma<T>(x, log2e, magic);
        const n = v128.sub<T>(t, magic);
        const r = fnma<T>(n, low, fnma<T>(n, high, x));
        top = larger<T>(top, t);
        const e = power<T>(temper, t, r, i0, i1, a0, a1, a2, a3, a4, a5, a6, a7, a8, a9);
        if (store) {
          storePart<T>(p + toDst, stop + toDst, e);
          sum = v128.add<T>(sum, e);
        } else {
          sum = v128.add<T>(sum, v128.pmin<T>(e, apart));
          apart = larger<T>(apart, e);
        }
        p = stop;
      }
    }
    if (is64) lost = f64x2.add(lost, lostBy<T>(sums, sum));
    sums = plus<T>(sums, sum);
  }
  if (!store) {
    if (is64) lost = f64x2.add(lost, lostBy<T>(sums, apart));
    sums = plus<T>(sums, apart);
  }
  const topT = largestLane<T>(top), about = powerOf<T>(topT);
  let rest = sumOf<T>(sums, lost);
  if (store && rest < SPREAD * about) {
    if (target >= 0) setZero<T>(dst + bytes<T>(target));
    rest = sumOfEntries<T>(dst, cols);
  }
  leaveRest(rest, about);
  return max(topT, largestLane<T>(targetTop)) <= magicEnd<T>();
}

// @ts-ignore: decorator
@inline
function setZero<T>(p: usize): void {
  store<T>(p, <T> 0);
}

/** The sum of the lanes, of which all but one are 0. */
// @ts-ignore: decorator
@inline
function laneSum<T>(x: v128): f64 {
  return <f64> sumOfLanes<T>(x);
}

function storeQuick<T>(src: usize, dst: usize, cols: i32, target: i32, k: T): bool {
  return quickRow<T>(true, false, src, dst, cols, target, k, 1);
}

function addQuick<T>(src: usize, cols: i32, target: i32, k: T): bool {
  return quickRow<T>(false, false, src, src, cols, target, k, 1);
}

function storeTempered<T>(src: usize, dst: usize, cols: i32, k: T, temperature: T): bool {
  return quickRow<T>(true, true, src, dst, cols, -1, k, temperature);
}

function addTempered<T>(src: usize, cols: i32, target: i32, k: T, temperature: T): bool {
  return quickRow<T>(false, true, src, src, cols, target, k, temperature);
}

/** One of these four. */
// @ts-ignore: decorator
@inline
export function quickly<T>(
  store: bool, temper: bool,
  src: usize, dst: usize, cols: i32, target: i32, k: T, temperature: T,
): bool {
  if (store) {
    if (temper) return storeTempered<T>(src, dst, cols, k, temperature);
    return storeQuick<T>(src, dst, cols, target, k);
  }
  if (temper) return addTempered<T>(src, cols, target, k, temperature);
  return addQuick<T>(src, cols, target, k);
}
