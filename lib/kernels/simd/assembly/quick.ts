// The exponentials of one row of logits, quickly:
//
//     e[j] = exp(z[j] / T) · 2^(64 − k)
//
// where k is an integer near max z / (T ln 2). To subtract the largest logit from
// each would cost an operation and an error. Instead k is part of the constant that
// makes the power of two. The 2^64 keeps small e[j] from underflowing before they
// are divided by the sum of the row, so that subnormal probabilities are right.

import {
  BIT, BIT_LOST, coefficient, constant, constants, lowestFor, magicEnd, magicFor,
  PER_BIT, power, powerLost, powerOf,
} from "./exp.ts";
import { leaveRest, leaveTarget, setZero, tempered } from "./state.ts";
import { lostBy, plus, sumOf, sumOfEntries } from "./sum.ts";
import {
  bytes, fma, fnma, larger, largestLane, loadPart, storePart, sumOfLanes,
} from "./vector.ts";

/** A mask for the lane of the class `target` in its vector. */
@inline function laneIs<T>(target: i32): v128 {
  if (sizeof<T>() == 4) return i32x4.eq(i32x4(0, 1, 2, 3), i32x4.splat(target & 3));
  return i64x2.eq(i64x2(0, 1), i64x2.splat(target & 1));
}

/** In a row of up to this many entries each is added by itself. */
const FEW = 64;

/** In longer rows this many bytes are added up before they are added in float64. */
const BLOCK: usize = 64;

/**
 * If the sum is at least this many times the largest entry, the rounding errors of
 * the blocks are small and of both signs. If not, one large entry may have rounded
 * off all others of its block, and the row is added up again.
 */
@inline function spread<T>(): f64 {
  return sizeof<T>() == 4 ? 4.2 : 8;
}

/**
 * Computes the e[j] of a row and leaves their sum. They are right if k was not too
 * small and the sum is not far from 2^64.
 *
 * @param store whether to store them at dst. If not, the sum is right only if
 * `isSpread`
 * @param temper whether T is not 1 and the constants are those at `tempered`
 * @param dst receives them; the target's may be replaced by 0
 * @param target the class that is left out of the sum, or −1
 * @param temperature T
 * @returns whether k was not too small
 */
@inline function quickRow<T>(
  store: bool, temper: bool,
  src: usize, dst: usize, cols: i32, target: i32, k: T, temperature: T,
): bool {
  const c = temper ? tempered : constants<T>();
  const log2e = constant<T>(c, PER_BIT);
  const high = constant<T>(c, BIT), low = constant<T>(c, BIT_LOST);
  const a0 = coefficient<T>(c, 0), a1 = coefficient<T>(c, 1);
  const a2 = coefficient<T>(c, 2), a3 = coefficient<T>(c, 3);
  const a4 = coefficient<T>(c, 4);
  // only float64 has these
  const is64 = sizeof<T>() == 8;
  const a5 = is64 ? coefficient<T>(c, 5) : a0, a6 = is64 ? coefficient<T>(c, 6) : a0;
  const a7 = is64 ? coefficient<T>(c, 7) : a0, a8 = is64 ? coefficient<T>(c, 8) : a0;
  const a9 = is64 ? coefficient<T>(c, 9) : a0;
  // only temperatures that are not 1 have these
  const i0 = temper ? coefficient<T>(c, is64 ? 10 : 5) : a0;
  const i1 = temper ? coefficient<T>(c, is64 ? 11 : 6) : a0;
  const magic = v128.splat<T>(magicFor<T>(k));
  const lowest = v128.splat<T>(
    temper ? <T> (lowestFor<T>(k) * temperature) : lowestFor<T>(k),
  );
  let top = v128.splat<T>(0), targetTop = v128.splat<T>(0);
  let sums = f64x2.splat(0), lost = f64x2.splat(0);
  leaveTarget(0, 0);

  const end = src + bytes<T>(cols);
  const wholeEnd = src + ((end - src) & ~15);
  const toDst = dst - src;
  const targetVector: usize = target < 0 ? usize.MAX_VALUE : src + (bytes<T>(target) & ~15);
  for (let p = src; p < end;) {
    const stop = p <= targetVector ? min(targetVector, wholeEnd) : wholeEnd;
    while (p + BLOCK <= stop && cols > FEW) {
      const blockEnd = p + BLOCK;
      let sum = v128.splat<T>(0);
      for (; p < blockEnd; p += 16) {
        const x = larger<T>(v128.load(p), lowest);
        const t = fma<T>(x, log2e, magic);
        const n = v128.sub<T>(t, magic);
        const r = fnma<T>(n, low, fnma<T>(n, high, x));
        top = larger<T>(top, t);
        const e = power<T>(temper, t, r, i0, i1, a0, a1, a2, a3, a4, a5, a6, a7, a8, a9);
        if (store) v128.store(p + toDst, e);
        sum = v128.add<T>(sum, e);
      }
      if (is64) lost = f64x2.add(lost, lostBy<T>(sums, sum));
      sums = plus<T>(sums, sum);
    }
    // Short rows, and what is left of long ones. In the loops above it would take short
    // rows a tenth longer.
    for (; p < stop; p += 16) {
      const x = larger<T>(v128.load(p), lowest);
      const t = fma<T>(x, log2e, magic);
      const n = v128.sub<T>(t, magic);
      const r = fnma<T>(n, low, fnma<T>(n, high, x));
      top = larger<T>(top, t);
      const e = power<T>(temper, t, r, i0, i1, a0, a1, a2, a3, a4, a5, a6, a7, a8, a9);
      if (store) v128.store(p + toDst, e);
      if (is64) lost = f64x2.add(lost, lostBy<T>(sums, e));
      sums = plus<T>(sums, e);
    }
    if (p == end) break;
    // The vector of the target, or what is left of the row, or both.
    const x = larger<T>(loadPart<T>(p, end, lowest), lowest);
    const t = fma<T>(x, log2e, magic);
    const n = v128.sub<T>(t, magic);
    const r = fnma<T>(n, low, fnma<T>(n, high, x));
    const e = power<T>(temper, t, r, i0, i1, a0, a1, a2, a3, a4, a5, a6, a7, a8, a9);
    if (store) storePart<T>(p + toDst, end + toDst, e);
    let sum = e;
    if (p == targetVector) {
      const isTarget = laneIs<T>(target);
      sum = v128.andnot(e, isTarget);
      top = larger<T>(top, v128.andnot(t, isTarget));
      targetTop = v128.and(t, isTarget);
      leaveTarget(
        laneSum<T>(v128.and(e, isTarget)),
        is64 && !temper ? laneSum<T>(v128.and(powerLost(x, magic), isTarget)) : 0,
      );
    } else top = larger<T>(top, t);
    if (is64) lost = f64x2.add(lost, lostBy<T>(sums, sum));
    sums = plus<T>(sums, sum);
    p += 16;
  }
  const topT = largestLane<T>(top), about = powerOf<T>(topT);
  let rest = sumOf<T>(sums, lost);
  isSpread = cols <= FEW || rest >= spread<T>() * about;
  if (store && !isSpread && !mayBeRough) {
    if (target >= 0) setZero<T>(dst + bytes<T>(target));
    rest = sumOfEntries<T>(dst, cols);
  }
  leaveRest(rest, about);
  return max(topT, largestLane<T>(targetTop)) <= magicEnd<T>();
}

/** The sum of the lanes, of which all but one are 0. */
@inline function laneSum<T>(x: v128): f64 {
  return <f64> sumOfLanes<T>(x);
}

/** Whether the last sum is right without a second pass: see spread(). */
let isSpread: bool = true;

/** Whether a sum may stay rough if it is not. */
let mayBeRough: bool = false;

/** Leaves rough sums rough, or no longer. */
@inline export function leaveRough(may: bool): void {
  mayBeRough = may;
}

function storeRow<T>(src: usize, dst: usize, cols: i32, target: i32, k: T): bool {
  return quickRow<T>(true, false, src, dst, cols, target, k, 1);
}

function addRow<T>(src: usize, cols: i32, target: i32, k: T): bool {
  return quickRow<T>(false, false, src, src, cols, target, k, 1);
}

function temperedRow<T>(
  src: usize, dst: usize, cols: i32, target: i32, k: T, temperature: T,
): bool {
  return quickRow<T>(true, true, src, dst, cols, target, k, temperature);
}

/** The number of rows to store at once, without first trying to add them up only. */
let toStore: i32 = 0;

/**
 * Runs quickRow() in one of these three ways.
 *
 * @param store whether the e[j] are wanted. If not, dst is only room for a row, and
 * T is 1
 */
@inline export function quickly<T>(
  store: bool,
  src: usize, dst: usize, cols: i32, target: i32, k: T, temperature: T,
): bool {
  if (store) {
    if (temperature == 1) return storeRow<T>(src, dst, cols, target, k);
    return temperedRow<T>(src, dst, cols, target, k, temperature);
  }
  if (toStore > 0) {
    toStore--;
  } else if (sizeof<T>() == 4) { // float64 rows are not often spread enough
    const isInRange = addRow<T>(src, cols, target, k);
    if (isSpread) return isInRange;
    toStore = 8;
  }
  return storeRow<T>(src, dst, cols, target, k);
}
