import type { Vector } from "../../kernels/mod.ts";

/** Options of every figure that names the classes. */
export interface FigureOptions {
  /**
   * The names of the classes, exactly one per class. Without them three classes
   * are "buy", "hold" and "sell"; any other number of classes are "class 0",
   * "class 1", ...
   */
  classes?: string[];
}

/** A figure has room for names of this many characters; it cuts longer ones. */
const LONGEST = 16;

/**
 * The names of the classes, one per class.
 *
 * @param count the number of classes
 * @param classes the names that the caller gave
 * @throws {TypeError} when they are not strings, or more or fewer than the classes
 */
export function nameClasses(count: number, classes?: string[]): string[] {
  if (classes === undefined) {
    return count === 3
      ? ["buy", "hold", "sell"]
      : Array.from({ length: count }, (_, i) => `class ${i}`);
  }
  if (
    !Array.isArray(classes) || classes.some((name) => typeof name !== "string")
  ) {
    throw new TypeError(
      "Cannot name the classes: need an array of strings as classes, such as " +
        '["buy", "hold", "sell"]',
    );
  }
  if (classes.length !== count) {
    throw new TypeError(
      `Cannot name the classes: need ${count} names, got ${classes.length}`,
    );
  }
  return classes.map(shorten);
}

/** A name that a figure has room for. */
export function shorten(name: string): string {
  if (name.length <= LONGEST) return name;
  // Not within a character that is written as several.
  const signs = Array.from(new Intl.Segmenter().segment(name));
  const fits = signs.filter(({ index, segment }) =>
    index + segment.length < LONGEST
  );
  return `${fits.map(({ segment }) => segment).join("")}…`;
}

/**
 * The names of the classes that one example has logits for.
 *
 * @param logits shape [classes]
 * @throws {TypeError} when the logits are not a vector, or there are more or
 *   fewer names than classes
 */
export function nameClassesOf(logits: Vector, classes?: string[]): string[] {
  if (!Array.isArray(logits) && !ArrayBuffer.isView(logits)) {
    throw new TypeError(
      `Cannot draw one example: need its logits as an array, got ${
        logits === null ? "null" : typeof logits
      }`,
    );
  }
  return nameClasses(logits.length, classes);
}
