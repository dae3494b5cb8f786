import type { Vector } from "../kernels/mod.ts";

/**
 * The names of the classes: those given, the running example's for three,
 * else "class 0", "class 1", ...
 *
 * @param count how many classes there are
 * @throws {TypeError} when the count of names is another one
 */
export function classNames(count: number, classes?: string[]): string[] {
  if (classes === undefined) {
    return count === 3
      ? ["buy", "hold", "sell"]
      : Array.from({ length: count }, (_, i) => `class ${i}`);
  }
  if (classes.length !== count) {
    throw new TypeError(
      `Cannot name the classes: need ${count} names, got ${classes.length}`,
    );
  }
  return classes;
}

/**
 * The names of the classes of one example.
 *
 * @param logits shape [classes]
 * @throws {TypeError} when the logits are no vector, or as classNames() does
 */
export function namesOf(logits: Vector, classes?: string[]): string[] {
  if (!Array.isArray(logits) && !ArrayBuffer.isView(logits)) {
    throw new TypeError(
      `Cannot draw one example: need its logits as an array, got ${
        logits === null ? "null" : typeof logits
      }`,
    );
  }
  return classNames(logits.length, classes);
}
