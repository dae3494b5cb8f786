// 2^n exp(r) of a vector, and the constants for it.
//
// exp(x / T) is 2^n exp(r / T), with n the integer nearest x / (T ln 2) and
// r = x − n T ln 2. Adding a large constant, `magic`, rounds x / (T ln 2) to n in
// the last bits of the sum, and a shift moves these to the place of a float's
// exponent. So 2^n costs next to nothing, and another power of two, added to the
// constant, costs nothing at all.
//
// exp(r) is 1 + (r + r² q(r)), with the polynomials q whose largest relative error
// is smallest, rounded to the type. For |r| ≤ ln 2 / 2 it is 0.064 · 2^-24 with
// degree 4 for float32 and 0.04 · 2^-53 with degree 9 for float64; for |r| ≤ 0.35 it
// is 0.085 and 0.067 of these units. For temperatures other than 1 the coefficients
// contain the powers of T, except one: 1 + (r + r² q(r)) / T.

import { fma, fnma } from "./vector.ts";

// The order of the constants. Those for T other than 1 end with 1 / T in two parts.
/** 1 / (T ln 2). */
export const PER_BIT: usize = 0;
/** T ln 2, in two parts. */
export const BIT: usize = 1, BIT_LOST: usize = 2;
/** The coefficients of q, that of the highest power first. */
const Q: usize = 3;

/** The constants for T = 1. */
const FLOAT32: usize = memory.data<f32>([
  1.44269502162933349609375, 0.693147182464599609375, -1.9046542121259336e-9,
  0.0013813890982419252, 0.008369063958525658, 0.041668422520160675,
  0.166665181517601, 0.4999999403953552,
]);
const FLOAT64: usize = memory.data<f64>([
  1.4426950408889634, 0.6931471805582987, 1.6465949582897082e-12,
  2.4999535003394815e-8, 2.7630958823169703e-7, 2.7557591682457103e-6,
  2.48014912582524e-5, 1.9841269496601884e-4, 1.3888888945238376e-3,
  8.33333333350088e-3, 4.1666666666524806e-2, 0.166666666666664,
  0.5000000000000011,
]);

/** The number of q's coefficients. */
@inline function terms<T>(): usize {
  return sizeof<T>() == 4 ? 5 : 10;
}

/** The constants for T = 1. */
@inline export function constants<T>(): usize {
  return sizeof<T>() == 4 ? FLOAT32 : FLOAT64;
}

/** Writes the constants for a temperature to p, where there is room for 15 numbers. */
export function writeConstants<T>(p: usize, temperature: f64): void {
  const bit = temperature * 0.6931471805599453;
  const inverse = 1 / temperature;
  store<T>(p, <T> (1.4426950408889634 * inverse));
  store<T>(p + BIT * sizeof<T>(), <T> bit);
  let factor = inverse;
  for (let i = terms<T>(); i > 0; i--) {
    const at = (Q + i - 1) * sizeof<T>();
    store<T>(p + at, <T> (<f64> load<T>(constants<T>() + at) * factor));
    factor *= inverse;
  }
  let bitLost: f64, inverseLost: f64;
  if (sizeof<T>() == 4) {
    bitLost = bit - <f64> <f32> bit;
    inverseLost = inverse - <f64> <f32> inverse;
  } else {
    const t = f64x2.splat(temperature);
    const product = fma<f64>(t, f64x2.splat(0.6931471805599453), f64x2.splat(-bit));
    bitLost = f64x2.extract_lane(product, 0) + temperature * 2.3190468138462996e-17;
    const left = fnma<f64>(t, f64x2.splat(inverse), f64x2.splat(1));
    inverseLost = f64x2.extract_lane(left, 0) * inverse;
  }
  store<T>(p + BIT_LOST * sizeof<T>(), <T> bitLost);
  const end = p + (Q + terms<T>()) * sizeof<T>();
  store<T>(end, <T> inverse);
  store<T>(end, <T> inverseLost, sizeof<T>());
}

/** Constant number i, in all lanes. */
@inline export function constant<T>(constants: usize, i: usize): v128 {
  return v128.load_splat<T>(constants + i * sizeof<T>());
}

/** Coefficient i of q, in all lanes, and after the last 1 / T in two parts. */
@inline export function coefficient<T>(constants: usize, i: usize): v128 {
  return constant<T>(constants, Q + i);
}

/** A `magic` for 2^(64 + n − k): its sum with n ends in the bits of that exponent. */
@inline export function magicFor<T>(k: T): T {
  if (sizeof<T>() == 4) return <T> (12582912 + 64 + 127) - k; // 1.5 · 2^23
  return <T> (6755399441055744 + 64 + 1023) - k; // 1.5 · 2^52
}

/** The largest sum with `magic` whose last bits are an exponent. */
@inline export function magicEnd<T>(): T {
  if (sizeof<T>() == 4) return <T> (12582912 + 255);
  return <T> (6755399441055744 + 2047);
}

/** The power of two whose exponent the last bits of t are. */
@inline export function powerOf<T>(t: T): f64 {
  if (sizeof<T>() == 4) return <f64> reinterpret<f32>(reinterpret<i32>(<f32> t) << 23);
  return reinterpret<f64>(reinterpret<i64>(<f64> t) << 52);
}

/** The lowest x / T to compute: there 64 + n − k as an exponent means 0. */
@inline export function lowestFor<T>(k: T): T {
  const bias = <T> (64 + (sizeof<T>() == 4 ? 127 : 1023));
  return (k - bias) * <T> 0.6931471805599453;
}

/** q(r) in powers of r², so that fewer steps wait for the one before. */
@inline function q64(
  r: v128, r2: v128,
  a0: v128, a1: v128, a2: v128, a3: v128, a4: v128,
  a5: v128, a6: v128, a7: v128, a8: v128, a9: v128,
): v128 {
  let q = fma<f64>(a0, r, a1);
  q = fma<f64>(q, r2, fma<f64>(a2, r, a3));
  q = fma<f64>(q, r2, fma<f64>(a4, r, a5));
  q = fma<f64>(q, r2, fma<f64>(a6, r, a7));
  return fma<f64>(q, r2, fma<f64>(a8, r, a9));
}

/**
 * 2^n exp(r / T), where the last bits of t are n, and a0, a1 and so on are the
 * coefficients of q, five for float32. T is 1 unless `tempered`.
 */
@inline export function power<T>(
  tempered: bool, t: v128, r: v128, inverse: v128, inverseLost: v128,
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
  } else q = q64(r, r2, a0, a1, a2, a3, a4, a5, a6, a7, a8, a9);
  let p = fma<T>(r2, q, r);
  if (tempered) p = fma<T>(p, inverse, v128.mul<T>(p, inverseLost));
  const scale = sizeof<T>() == 4 ? v128.shl<i32>(t, 23) : v128.shl<i64>(t, 52);
  return fma<T>(scale, p, scale);
}

/** 2^n exp(r), for T = 1, with the coefficients loaded here. */
@inline export function plainPower<T>(t: v128, r: v128): v128 {
  const c = constants<T>();
  const a0 = coefficient<T>(c, 0), a1 = coefficient<T>(c, 1);
  const a2 = coefficient<T>(c, 2), a3 = coefficient<T>(c, 3);
  const a4 = coefficient<T>(c, 4);
  // only float64 has these
  const is64 = sizeof<T>() == 8;
  const a5 = is64 ? coefficient<T>(c, 5) : a0, a6 = is64 ? coefficient<T>(c, 6) : a0;
  const a7 = is64 ? coefficient<T>(c, 7) : a0, a8 = is64 ? coefficient<T>(c, 8) : a0;
  const a9 = is64 ? coefficient<T>(c, 9) : a0;
  return power<T>(false, t, r, a0, a0, a0, a1, a2, a3, a4, a5, a6, a7, a8, a9);
}

/**
 * The error of 2^n exp(r) of x in float64: those of the last step, of the one
 * before and of r, each of which a fused multiplication and addition finds.
 */
export function powerLost(x: v128, magic: v128): v128 {
  const c = constants<f64>();
  const t = fma<f64>(x, constant<f64>(c, PER_BIT), magic);
  const n = f64x2.sub(t, magic);
  const low = constant<f64>(c, BIT_LOST);
  const difference = fnma<f64>(n, constant<f64>(c, BIT), x); // exact
  const r = fnma<f64>(n, low, difference);
  const rLost = fnma<f64>(n, low, f64x2.sub(difference, r));
  const r2 = f64x2.mul(r, r);
  const q = q64(
    r, r2,
    coefficient<f64>(c, 0), coefficient<f64>(c, 1), coefficient<f64>(c, 2),
    coefficient<f64>(c, 3), coefficient<f64>(c, 4), coefficient<f64>(c, 5),
    coefficient<f64>(c, 6), coefficient<f64>(c, 7), coefficient<f64>(c, 8),
    coefficient<f64>(c, 9),
  );
  const p = fma<f64>(r2, q, r);
  const pLost = f64x2.add(fma<f64>(r2, q, f64x2.sub(r, p)), fma<f64>(rLost, p, rLost));
  const scale = v128.shl<i64>(t, 52);
  const e = fma<f64>(scale, p, scale);
  return fma<f64>(scale, pLost, fma<f64>(scale, p, f64x2.sub(scale, e)));
}

/** Two exponentials in float64, of numbers from −700 to 700. */
@inline export function exp64(x: v128): v128 {
  const magic = f64x2.splat(magicFor<f64>(64));
  const c = constants<f64>();
  const t = fma<f64>(x, constant<f64>(c, PER_BIT), magic);
  const n = f64x2.sub(t, magic);
  const high = constant<f64>(c, BIT), low = constant<f64>(c, BIT_LOST);
  const r = fnma<f64>(n, low, fnma<f64>(n, high, x));
  return plainPower<f64>(t, r);
}
