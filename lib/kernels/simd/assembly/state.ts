// What the exponentials of a row leave behind, and what a thread has for itself.

/** The sum of the row's e[j] but the target's, */
export let rest: f64 = 0;
/** about the largest of them, which is from 0.7 to 1.42 times that, */
export let largest: f64 = 0;
/** the target's, 0 if there is none, and what rounding took from it. */
export let targetE: f64 = 0;
export let targetLost: f64 = 0;

// @ts-ignore: decorator
@inline
export function leaveRest(sum: f64, about: f64): void {
  rest = sum;
  largest = about;
}

// @ts-ignore: decorator
@inline
export function leaveTarget(e: f64, lost: f64): void {
  targetE = e;
  targetLost = lost;
}

/** These are 2^64 exp(z[j] / T − offset) · 2^-k. */
let offset: f64 = 0;
let k: f64 = 0;

// @ts-ignore: decorator
@inline
export function leaveShift(by: f64, bits: f64): void {
  offset = by;
  k = bits;
}

/** The e[j] times this power of two, whose sum is from 2^64 to 2^65, */
export let unit: f64 = 1;
/** are 2^64 exp(z[j] / T − shift), with shift in two parts. */
export let shift: f64 = 0;
export let shiftLost: f64 = 0;

/** Finds these, which do not depend on k, for what is to be the same whatever k was. */
// @ts-ignore: decorator
@inline
export function settle(): void {
  const exponent = offset == 0
    ? <i64> (reinterpret<u64>(rest + targetE) >> 52) - (1023 + 64)
    : 0;
  unit = reinterpret<f64>((1023 - exponent) << 52);
  shift = offset + (k + <f64> exponent) * LN2_HIGH;
  shiftLost = (k + <f64> exponent) * LN2_LOW;
}

/** What the e[j] are too large by, 2^-64. */
export const UNIT: f64 = 5.421010862427522e-20;

/** ln 2 in two parts, of which the first has so few bits that k times it is exact. */
const LN2_HIGH: f64 = 0.6931471805582987, LN2_LOW: f64 = 1.6465949582897082e-12;

/** Makes a number 0, unless it is NaN, which is still to be found. */
// @ts-ignore: decorator
@inline
export function setZero<T>(p: usize): void {
  if (load<T>(p) == load<T>(p)) store<T>(p, <T> 0);
}

/** Where this thread has the constants for a temperature: see writeConstants(). */
export let tempered: usize = 0;
/** Which of the threads this is. */
export let thread: i32 = 0;

export function useThread(index: i32, constants: usize): void {
  thread = index;
  tempered = constants;
}
