import type { Matrix, Vector } from "./types.ts";
import { describe, wrongType, wrongValue } from "./refusals.ts";

/** The option of the functions that divide the logits by a temperature. */
export interface TemperatureOptions {
  /**
   * Divides the logits: below 1 softmax is sharper, above 1 softer, at 0 the
   * argmax, at Infinity uniform. 1 by default.
   */
  temperature?: number;
}

/** The option of the functions that several threads can work on. */
export interface ThreadsOption {
  /**
   * The number of threads that may work on a large `matrix.empty`: 1 by default.
   * Helpers start at the first call that asks for them, which does not wait for
   * them, and end after a tenth of a second without work.
   */
  threads?: number;
}

/** The option of the functions that can write into the caller's memory. */
export interface OutOption<Z extends Vector | Matrix> {
  /**
   * Receives the results and is returned. It has the type, shape and precision
   * of the logits, or is the logits themselves, which are then overwritten. After
   * an error its contents are undefined. By default the results are new.
   */
  out?: Z;
}

export function checkTemperature(temperature: unknown, action: string): void {
  if (typeof temperature !== "number") {
    throw wrongType(action, "a number as temperature", describe(temperature));
  }
  if (!(temperature >= 0)) {
    throw wrongValue(action, "a temperature of 0 or more", temperature);
  }
}

export function checkThreads(threads: unknown, action: string): void {
  if (typeof threads !== "number") {
    throw wrongType(action, "a number of threads", describe(threads));
  }
  if (!(Number.isInteger(threads) && threads >= 1)) {
    throw wrongValue(action, "1 or more threads", threads);
  }
}

/**
 * Refuses what would otherwise be ignored silently: options that are not an
 * object, and an option with any other name.
 *
 * @param example an option and its value, for the message of an error
 */
export function checkOptions(
  options: unknown,
  names: readonly string[],
  example: string,
  action: string,
): void {
  if (describe(options) !== "an object") {
    const got = typeof options === "number"
      ? String(options)
      : typeof options === "string"
      ? JSON.stringify(options)
      : describe(options);
    throw wrongType(action, `options as an object, such as ${example}`, got);
  }
  for (const name in options as object) {
    if (names.includes(name)) continue;
    throw wrongType(action, `options named ${names.join(", ")}`, name);
  }
}

/** Refuses arguments after the last that a function has. */
export function checkCount(
  given: ArrayLike<unknown>,
  most: number,
  action: string,
): void {
  if (given.length <= most) return;
  const need = `at most ${most} argument${most === 1 ? "" : "s"}`;
  throw wrongType(action, need, String(given.length));
}
