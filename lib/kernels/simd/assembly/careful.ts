// The exponentials of one row of logits that quick.ts cannot compute, because
// they are too large for an integer near max z / (T ln 2):
//
//     e[j] = exp((z[j] − max z) / T) · 2^64

import {
  BIT, BIT_LOST, constant, constants, lowestFor, magicFor, PER_BIT, plainPower,
} from "./exp.ts";
import { leaveRest, leaveTarget, setZero } from "./state.ts";
import { sumOfEntries } from "./sum.ts";
import { bytes, fma, fnma, larger, loadPart, storePart, upperHalf } from "./vector.ts";

/**
 * Stores the e[j] of a row and leaves their sum.
 *
 * @param dst receives them; the target's may be replaced by 0
 * @param target the class that is left out of the sum, or −1
 */
export function carefully<T>(
  src: usize, dst: usize, cols: i32, target: i32, max: T, temperature: f64,
): void {
  const end = src + bytes<T>(cols);
  const toDst = dst - src;
  for (let p = src; p < end; p += 16) {
    const z = loadPart<T>(p, end, v128.splat<T>(-Infinity));
    const e = sizeof<T>() == 4
      ? exps32(z, <f64> max, temperature)
      : exps64(z, <f64> max, temperature);
    storePart<T>(p + toDst, end + toDst, e);
  }
  leaveTarget(0, 0);
  if (target >= 0) {
    const p = dst + bytes<T>(target);
    leaveTarget(<f64> load<T>(p), 0);
    setZero<T>(p);
  }
  leaveRest(sumOfEntries<T>(dst, cols), 1.8446744073709552e19); // 2^64
}

/** Four exponentials, with gaps in float64. */
@inline function exps32(z: v128, max: f64, temperature: f64): v128 {
  const perBit = 1.4426950408889634 / temperature;
  const lower = bitsBelow(f64x2.promote_low_f32x4(z), max, perBit);
  const upper = bitsBelow(f64x2.promote_low_f32x4(upperHalf(z)), max, perBit);
  const magic = f64x2.splat(magicFor<f64>(1023 - 127));
  const t0 = f64x2.add(lower, magic), t1 = f64x2.add(upper, magic);
  const f0 = f64x2.sub(lower, f64x2.sub(t0, magic));
  const f1 = f64x2.sub(upper, f64x2.sub(t1, magic));
  const ln2 = f64x2.splat(0.6931471805599453);
  const r0 = f32x4.demote_f64x2_zero(f64x2.mul(f0, ln2));
  const r1 = f32x4.demote_f64x2_zero(f64x2.mul(f1, ln2));
  return plainPower<f32>(
    v128.shuffle<i32>(t0, t1, 0, 2, 4, 6),
    v128.shuffle<i32>(r0, r1, 0, 1, 4, 5),
  );
}

/** (z − max) / (T ln 2), but not below the exponents of float32. */
@inline function bitsBelow(z: v128, max: f64, perBit: f64): v128 {
  const bits = f64x2.mul(f64x2.sub(z, f64x2.splat(max)), f64x2.splat(perBit));
  return larger<f64>(bits, f64x2.splat(-191));
}

/** Two exponentials, with gaps of twice the digits. */
@inline function exps64(z: v128, max: f64, temperature: f64): v128 {
  const magic = f64x2.splat(magicFor<f64>(0));
  const c = constants<f64>();
  const gap = larger<f64>(gapOf(z, max, temperature), f64x2.splat(lowestFor<f64>(0)));
  const t = fma<f64>(gap, constant<f64>(c, PER_BIT), magic);
  const n = f64x2.sub(t, magic);
  const high = constant<f64>(c, BIT), low = constant<f64>(c, BIT_LOST);
  const r = fnma<f64>(n, low, fnma<f64>(n, high, gap));
  return plainPower<f64>(t, f64x2.add(r, gapLost));
}

/** The rounding error of the last gap. */
export let gapLost: v128 = f64x2.splat(0);

/** The gap (z − max) / T. Leaves its rounding error in `gapLost`. */
@inline export function gapOf(z: v128, max: f64, temperature: f64): v128 {
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
  // So far below 0 the error does not count, and may not even be a number.
  gapLost = v128.and(error, f64x2.gt(gap, f64x2.splat(-1e12)));
  return gap;
}
