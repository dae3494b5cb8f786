import { checkArray, wrongType } from "./refusals.ts";
import { textWidth } from "./wrap.ts";

/** Options of every figure: words of your own. */
export interface WordOptions {
  /** A title in place of the figure's own. */
  title?: string;
  /** A subtitle in place of the figure's own. */
  subtitle?: string;
}

/** Options of every figure that names the classes. */
export interface FigureOptions extends WordOptions {
  /**
   * The names of the classes, exactly one per class; "class 0", "class 1", ...
   * when not given.
   */
  classes?: string[];
}

/**
 * The words that the caller chose.
 *
 * @param names the figure's other options
 * @throws {TypeError} when the options are not an object, one has another name,
 *   or a word is not a text
 */
export function ownWords(options: WordOptions, names: string[]): WordOptions {
  const action = "draw a figure";
  if (typeof options !== "object" || options === null) {
    throw wrongType(action, "options as an object", options);
  }
  const known = ["title", "subtitle", ...names];
  const odd = Object.keys(options).find((name) => !known.includes(name));
  if (odd) throw wrongType(action, `options named ${known.join(", ")}`, odd);
  const own: WordOptions = {};
  for (const part of ["title", "subtitle"] as const) {
    const text = options[part];
    if (text === undefined) continue;
    if (typeof text !== "string") {
      throw wrongType(action, `a text as ${part}`, text);
    }
    own[part] = text;
  }
  return own;
}

/** A figure has room for names of this width, in ems; it cuts longer ones. */
const LONGEST = 10.1;

/**
 * The names of the classes that one example has logits for.
 *
 * @param logits shape [classes]
 * @throws {TypeError} when the logits are not a vector, or there are more or
 *   fewer names than classes
 */
export function namesFor(
  logits: ArrayLike<number>,
  classes?: string[],
): string[] {
  checkArray(logits, "draw one example", "its logits as an array");
  return namesOf("class", logits.length, classes);
}

/** The true classes of a batch as numbers, whatever array they are in. */
export function numbersOf(targets: ArrayLike<number | bigint>): number[] {
  checkArray(targets, "draw a batch", "its targets as an array");
  return Array.from(targets, (t) => typeof t === "bigint" ? Number(t) : t);
}

/**
 * The names of classes or rows, cut to what a figure has room for: "class 0", "class
 * 1", ... when not given.
 *
 * @throws {TypeError} when they are not strings, or more or fewer than these
 */
export function namesOf(
  kind: "class" | "row",
  count: number,
  names?: string[],
): string[] {
  if (names === undefined) {
    return Array.from({ length: count }, (_, i) => `${kind} ${i}`);
  }
  const kinds = kind === "class" ? "classes" : "rows";
  const action = `name the ${kinds}`;
  if (
    !Array.isArray(names) || names.some((name) => typeof name !== "string")
  ) throw wrongType(action, `an array of strings as ${kinds}`, names);
  if (names.length !== count) {
    throw wrongType(action, `${count} names`, names.length);
  }
  return names.map((name) => shorten(name));
}

/** A name that a figure has room for, cut to a width in ems. */
export function shorten(name: string, width = LONGEST): string {
  if (textWidth(name) <= width) return name;
  let short = "", used = textWidth("…");
  // Not within a character that is written as several.
  for (const { segment } of new Intl.Segmenter().segment(name)) {
    used += textWidth(segment);
    if (used > width) break;
    short += segment;
  }
  return `${short}…`;
}
