import { checkCount } from "./arguments/options.ts";
import { describe, wrongType, wrongValue } from "./arguments/refusals.ts";

/**
 * A source of chance that returns the same numbers each time, for
 * {@linkcode sample} and for draws that readers can repeat.
 *
 * It is mulberry32 (Tommy Ettinger, 2017), a counter whose bits are mixed: 32
 * bits of state, a period of 2^32. Good enough for a lesson, not for secrets.
 *
 * @example
 * ```ts
 * const random = seededRandom(14);
 * sample([0.5, 0.3, 0.2], random);
 * ```
 *
 * @param seed a whole number from 0 to 2^32 − 1
 * @returns a function that returns a number from 0 up to but not including 1 at
 * each call, a multiple of 2^-32
 * @throws {TypeError} when the seed is not a number
 * @throws {RangeError} when it is not a whole number from 0 to 2^32 − 1
 */
export function seededRandom(seed: number): () => number {
  const action = "seed a source of chance";
  checkCount(arguments, 1, action);
  if (typeof seed !== "number") {
    throw wrongType(action, "a number", describe(seed));
  }
  if (seed !== seed >>> 0) {
    throw wrongValue(action, "a whole number from 0 to 2^32 − 1", seed);
  }
  let state = seed;
  return () => {
    state = (state + 0x6D2B79F5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}
