import { describe } from "./batch.ts";
import { readTarget, readTargets } from "./targets.ts";
import type { Matrix, Targets } from "./types.ts";

/**
 * The distribution that is sure of the target: 1 there, 0 elsewhere.
 *
 * @example
 * ```ts
 * oneHot(1, 3); // [0, 1, 0]
 * oneHot([1, 0], 3); // the rows [0, 1, 0] and [1, 0, 0]
 * ```
 *
 * @param target the class, or for a batch one a row, shape [rows]
 * @param classes how many classes there are
 * @returns shape [classes], or a float64 matrix of shape [rows, classes]
 * @throws {TypeError} when the target or classes is not a number
 * @throws {RangeError} when a target is not a class, there are no targets, or
 * classes is not a positive integer
 */
export function oneHot(target: number, classes: number): number[];
/** One row a target: see the first signature. */
export function oneHot(targets: Targets, classes: number): Matrix;
export function oneHot(
  target: number | Targets,
  classes: number,
): number[] | Matrix {
  const action = "make one-hot";
  if (typeof classes !== "number") {
    throw new TypeError(
      `Cannot ${action}: need a number of classes, got ${describe(classes)}`,
    );
  }
  if (!Number.isInteger(classes) || classes < 1) {
    throw new RangeError(
      `Cannot ${action}: need at least one class, got ${classes}`,
    );
  }
  if (typeof target === "number") {
    const hot: number[] = new Array(classes).fill(0);
    hot[readTarget(target, classes, action)] = 1;
    return hot;
  }
  const { classOf } = readTargets(target, classes, action);
  if (classOf.length === 0) {
    throw new RangeError(
      `Cannot ${action}: need at least one target, got none`,
    );
  }
  const data = new Float64Array(classOf.length * classes);
  classOf.forEach((y, i) => data[i * classes + y] = 1);
  return { data, rows: classOf.length, cols: classes };
}
