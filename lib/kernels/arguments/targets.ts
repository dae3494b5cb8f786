import { isFloats, isMatrix } from "./batch.ts";
import { describe, wrongType, wrongValue } from "./refusals.ts";

/** Stands for the target of a row that does not count, once the targets have been read. */
export const IGNORED = -1;

/** Reads one target: a class, from 0 to classes − 1. */
export function readTarget(
  target: unknown,
  classes: number,
  action: string,
): number {
  if (typeof target !== "number") {
    const need = "a number as the target of a vector";
    throw wrongType(action, need, describe(target) + hint(target));
  }
  if (!isClass(target, classes)) refuseTarget(target, classes, action);
  return target;
}

/**
 * Reads the targets of a batch: the class of each row, or {@linkcode IGNORED}
 * where it is ignoreIndex.
 */
export function readTargets(
  targets: unknown,
  classes: number,
  action: string,
  ignoreIndex?: number,
): Int32Array {
  if (!Array.isArray(targets) && !isIntegerArray(targets)) {
    const need = "an array of integers as targets";
    throw wrongType(action, need, describe(targets) + hint(targets));
  }
  if (
    targets instanceof Int32Array && areClasses(targets, classes, ignoreIndex)
  ) return targets;
  const read = new Int32Array(targets.length);
  for (let i = 0; i < targets.length; i++) {
    const target = targets[i];
    if (typeof target !== "number" && typeof target !== "bigint") {
      const got = `${describe(target)} at row ${i}${hint(target)}`;
      throw wrongType(action, "integers as targets", got);
    }
    const y = Number(target);
    if (y === ignoreIndex) read[i] = IGNORED;
    else if (isClass(y, classes)) read[i] = y;
    else refuseTarget(y, classes, action, ` at row ${i}`);
  }
  return read;
}

/** The end of a message, for a target that may be a one-hot. */
function hint(target: unknown): string {
  const isRow = Array.isArray(target) || ArrayBuffer.isView(target);
  return isRow || isMatrix(target)
    ? "; a target is the index of a class: argmax() finds that of a one-hot"
    : "";
}

/** Whether all are classes, and none is ignored. */
function areClasses(
  targets: Int32Array,
  classes: number,
  ignoreIndex?: number,
): boolean {
  for (let i = 0; i < targets.length; i++) {
    const y = targets[i];
    if (y < 0 || y >= classes || y === ignoreIndex) return false;
  }
  return true;
}

function isClass(target: number, classes: number): boolean {
  return Number.isInteger(target) && target >= 0 && target < classes;
}

function refuseTarget(
  target: number,
  classes: number,
  action: string,
  where = "",
): never {
  const need = `a target from 0 to ${classes - 1}`;
  throw wrongValue(action, need, `${target}${where}`);
}

function isIntegerArray(value: unknown): value is ArrayLike<number | bigint> {
  return ArrayBuffer.isView(value) && !(value instanceof DataView) &&
    !isFloats(value);
}
