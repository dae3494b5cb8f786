import { describe } from "./arguments.ts";

/**
 * As many class names as there are logits, so that a reader may change how many
 * there are.
 *
 * ```ts
 * const classes = classNames(["buy", "hold", "sell"], logits.length);
 * ```
 *
 * @param names the names of the first classes; those that have none are called
 * "class 3", "class 4" and so on, by their index
 * @param count the number of classes
 * @throws {TypeError} when `names` is not an array of strings
 * @throws {RangeError} when `count` is not a whole number from 0 on
 */
export function classNames(names: readonly string[], count: number): string[] {
  if (
    !Array.isArray(names) || names.some((name) => typeof name !== "string")
  ) {
    throw new TypeError(
      `Cannot name classes: need an array of strings, got ${describe(names)}`,
    );
  }
  if (!(Number.isSafeInteger(count) && count >= 0)) {
    throw new RangeError(
      `Cannot name classes: need a whole number of classes, got ${count}`,
    );
  }
  return Array.from({ length: count }, (_, i) => names[i] ?? `class ${i}`);
}
