import { describe } from "./batch.ts";

/** Among targets that were read, that of a row that does not count. */
export const IGNORED = -1;

/**
 * Reads one target: a class, from 0 to classes − 1.
 *
 * @throws {TypeError} when it is not a number
 * @throws {RangeError} when it is not a class
 */
export function readTarget(
  target: unknown,
  classes: number,
  action: string,
): number {
  if (typeof target !== "number") {
    throw new TypeError(
      `Cannot ${action}: need a number as the target of a vector, got ${
        describe(target)
      }`,
    );
  }
  checkClass(target, classes, action, "");
  return target;
}

/**
 * Reads the targets of a batch: classes, or {@linkcode IGNORED} where a target
 * is ignoreIndex.
 *
 * @throws {TypeError} when they are not an array of integers
 * @throws {RangeError} when one is neither a class nor ignoreIndex
 */
export function readTargets(
  targets: unknown,
  classes: number,
  action: string,
  ignoreIndex?: number,
): Int32Array {
  if (!Array.isArray(targets) && !isIntegerArray(targets)) {
    throw new TypeError(
      `Cannot ${action}: need an array of integers as targets, got ${
        describe(targets)
      }`,
    );
  }
  return Int32Array.from(targets, (target: unknown, i: number) => {
    if (typeof target !== "number" && typeof target !== "bigint") {
      throw new TypeError(
        `Cannot ${action}: need integers as targets, got ${
          describe(target)
        } at row ${i}`,
      );
    }
    if (Number(target) === ignoreIndex) return IGNORED;
    checkClass(Number(target), classes, action, ` at row ${i}`);
    return Number(target);
  });
}

function checkClass(
  target: number,
  classes: number,
  action: string,
  where: string,
): void {
  if (Number.isInteger(target) && target >= 0 && target < classes) return;
  throw new RangeError(
    `Cannot ${action}: need a target from 0 to ${
      classes - 1
    }, got ${target}${where}`,
  );
}

function isIntegerArray(value: unknown): value is ArrayLike<number | bigint> {
  return ArrayBuffer.isView(value) && !(value instanceof DataView) &&
    !(value instanceof Float64Array || value instanceof Float32Array ||
      value instanceof Float16Array);
}
