import { readTarget, readTargets } from "./arguments/targets.ts";
import { checkCount } from "./arguments/options.ts";
import type { Matrix, Targets } from "./arguments/types.ts";
import { describe, wrongType, wrongValue } from "./arguments/refusals.ts";

/**
 * The distribution that is sure of the target: 1 there, 0 elsewhere.
 *
 * @example
 * ```ts
 * oneHot(1, 3); // [0, 1, 0]
 * oneHot([1, 0], 3); // the rows [0, 1, 0] and [1, 0, 0]
 * ```
 *
 * @param target the class, or for a batch one per row, shape [rows]
 * @param classes the number of classes
 * @returns shape [classes], or a float64 matrix of shape [rows, classes]
 * @throws {TypeError} when the target or classes is not a number
 * @throws {RangeError} when a target is not a class, there are no targets, or
 * classes is not a positive integer
 */
export function oneHot(target: number, classes: number): number[];
/** One row per target: see the first signature. */
export function oneHot(targets: Targets, classes: number): Matrix;
export function oneHot(
  target: number | Targets,
  classes: number,
): number[] | Matrix {
  const action = "make one-hot";
  checkCount(arguments, 2, action);
  if (typeof classes !== "number") {
    throw wrongType(action, "a number of classes", describe(classes));
  }
  if (!Number.isInteger(classes) || classes < 1) {
    throw wrongValue(action, "at least one class", classes);
  }
  if (typeof target === "number") {
    const hot: number[] = new Array(classes).fill(0);
    hot[readTarget(target, classes, action)] = 1;
    return hot;
  }
  const targets = readTargets(target, classes, action);
  if (targets.length === 0) {
    throw wrongValue(action, "at least one target", "none");
  }
  const data = new Float64Array(targets.length * classes);
  targets.forEach((y, i) => data[i * classes + y] = 1);
  return { data, rows: targets.length, cols: classes };
}
