import { batchOf } from "./arguments/batch.ts";
import { largestLogit } from "./arguments/logits.ts";
import { checkCount } from "./arguments/options.ts";
import type { Matrix, Vector } from "./arguments/types.ts";

/**
 * The class of the largest number, the first if there are several.
 *
 * @example
 * ```ts
 * argmax([0.1, 0.7, 0.2]); // 1
 * ```
 *
 * @param z logits or probabilities, shape [classes], or [rows, classes]
 * @returns the class; for a matrix one per row, shape [rows]
 * @throws {TypeError} when z is neither a Vector nor a Matrix
 * @throws {RangeError} when a logit is NaN or +Infinity, a row is all
 * −Infinity, or z is empty
 */
export function argmax<Z extends Vector | Matrix>(
  z: Z,
): Z extends Matrix ? number[] : number;
export function argmax(z: Vector | Matrix): number | number[] {
  const action = "take argmax";
  checkCount(arguments, 1, action);
  const logits = batchOf(z, action);
  const classes = Array.from(
    { length: logits.rows },
    (_, i) => largestLogit(logits, i, action),
  );
  return logits.isVector ? classes[0] : classes;
}
