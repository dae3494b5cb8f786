// The results of rowExps() for one row, and this thread's own numbers. They are
// left in globals because a function of AssemblyScript can return one number only,
// and a struct for them would go through memory. Each thread has an instance of
// the module, and so globals of its own.

/** The sum of the row's e[j] without the target's. */
export let rest: f64 = 0;
/** About the largest of those e[j], which is from 0.7 to 1.42 times this. */
export let largest: f64 = 0;
/** The e[j] of the target, 0 if there is none. */
export let targetE: f64 = 0;
/** The rounding error of targetE. */
export let targetLost: f64 = 0;

/** Leaves the sum of a row, and about its largest e[j]. */
@inline export function leaveRest(sum: f64, about: f64): void {
  rest = sum;
  largest = about;
}

/** Leaves the e[j] of the target. */
@inline export function leaveTarget(e: f64, lost: f64): void {
  targetE = e;
  targetLost = lost;
}

/** The e[j] are 2^64 exp(z[j] / T − offset) · 2^-k. */
let offset: f64 = 0;
/** The power of two in that, from the row before or from this one. */
let k: f64 = 0;

/** Leaves `offset` and `k`. */
@inline export function leaveShift(by: f64, bits: f64): void {
  offset = by;
  k = bits;
}

/** A power of two: the e[j] times this have a sum from 2^64 to 2^65. */
export let normalizer: f64 = 1;
/** The e[j] times `normalizer` are 2^64 exp(z[j] / T − shift). */
export let shift: f64 = 0;
/** The rounding error of `shift`. */
export let shiftLost: f64 = 0;

/**
 * Computes `normalizer` and `shift` from the row's sum. Results that use them do
 * not depend on k, and so not on the row before.
 */
@inline export function normalize(): void {
  const exponent = offset == 0
    ? <i64> (reinterpret<u64>(rest + targetE) >> 52) - (1023 + 64)
    : 0;
  normalizer = reinterpret<f64>((1023 - exponent) << 52);
  shift = offset + (k + <f64> exponent) * LN2_HIGH;
  shiftLost = (k + <f64> exponent) * LN2_LOW;
}

/** ln 2 in two parts, the first with so few bits that k times it is exact. */
const LN2_HIGH: f64 = 0.6931471805582987, LN2_LOW: f64 = 1.6465949582897082e-12;

/** Makes a number 0, unless it is NaN, which must still be found. */
@inline export function setZero<T>(p: usize): void {
  if (load<T>(p) == load<T>(p)) store<T>(p, <T> 0);
}

/** This thread's place for the constants of a temperature: see writeConstants(). */
export let tempered: usize = 0;
/** The number of this thread, 0 for the one that begins jobs. */
export let thread: i32 = 0;

/** Says which thread this is, and where it has 128 bytes of its own. */
export function useThread(index: i32, constants: usize): void {
  thread = index;
  tempered = constants;
}
