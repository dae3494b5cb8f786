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

/** What the e[j] are 2^64 times too large by, exp(−shift), in two parts. */
export let shift: f64 = 0;
export let shiftLost: f64 = 0;

// @ts-ignore: decorator
@inline
export function setShift(high: f64, lost: f64): void {
  shift = high;
  shiftLost = lost;
}

/** Where 256 bytes of a row go that are not stored otherwise. */
export let scratch: usize = 0;
/** Where the constants for a temperature are: see writeConstants(). */
export let tempered: usize = 0;

/** Gives this thread 512 bytes. */
export function useScratch(p: usize): void {
  scratch = p;
  tempered = p + 256;
}
