// What the exponentials of a row leave behind, and what a thread has for itself.

/** The sum of the row's e[j] but the target's, */
export let rest: f64 = 0;
/** that of the target, 0 if there is none, */
export let targetE: f64 = 0;
/** and about the largest: from 0.7 to 1.42 times that. */
export let largest: f64 = 0;

// @ts-ignore: decorator
@inline
export function leave(restOfRow: f64, ofTarget: f64, about: f64): void {
  rest = restOfRow;
  targetE = ofTarget;
  largest = about;
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

/** How many bytes of a row are added up before their sum goes to the row's. */
export const BLOCK: usize = 256;

/** Where a block goes that is not stored otherwise. */
export let scratch: usize = 0;
/** Where the constants for a temperature are: see writeConstants(). */
export let tempered: usize = 0;

/** Gives this thread 512 bytes. */
export function useScratch(p: usize): void {
  scratch = p;
  tempered = p + BLOCK;
}
