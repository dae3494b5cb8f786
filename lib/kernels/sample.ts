import { vectorOf } from "./arguments/batch.ts";
import { checkDistribution } from "./arguments/distribution.ts";
import { checkCount } from "./arguments/options.ts";
import type { Vector } from "./arguments/types.ts";
import { describe, wrongType, wrongValue } from "./arguments/refusals.ts";

/**
 * Draws a class: class j with probability p[j].
 *
 * The probabilities are laid end to end from 0 to 1, and the random number
 * falls into the stretch of the class that is drawn. A class of probability 0
 * is never drawn. The same numbers from `random` draw the same classes.
 *
 * @example
 * ```ts
 * sample([0.5, 0.3, 0.2], () => 0.6); // 1
 * ```
 *
 * @param p probabilities, shape [classes]
 * @param random the source of chance: returns a number from 0 up to but not
 * including 1 at each call, as Math.random does
 * @returns the class
 * @throws {TypeError} when p is not a Vector, or random not a function
 * @throws {RangeError} when a probability is negative or NaN, they do not sum
 * to 1, p is empty, or random returns a number outside this range
 */
export function sample(p: Vector, random: () => number): number {
  const action = "sample";
  checkCount(arguments, 2, action);
  const batch = vectorOf(p, action);
  if (typeof random !== "function") {
    throw wrongType(action, "a function as random", describe(random));
  }
  const total = checkDistribution(batch, 0, action);
  const u = random();
  if (!(u >= 0 && u < 1)) {
    throw wrongValue(action, "a random number from 0 up to 1", u);
  }
  const { data } = batch;
  let last = 0;
  let left = u * total;
  for (let j = 0; j < data.length; j++) {
    if (data[j] === 0) continue;
    if (left < data[j]) return j;
    left -= data[j];
    last = j;
  }
  return last; // u lies beyond the end, by a rounding error
}
