/**
 * The options of all functions that take logits to as many numbers: where these
 * go, and how many threads may work on them.
 *
 * @module
 */

import { type Batch, describe, type Floats, zerosLike } from "./batch.ts";
import { isMatrix, shapedLike } from "./batch.ts";
import { isInMemory } from "./simd/heap.ts";
import type { Matrix, Vector } from "./types.ts";

/** Where the results go. */
export interface OutOption<Z extends Vector | Matrix> {
  /**
   * Is filled with the results and returned: of the form, shape and precision
   * of the logits, or the logits themselves, which are overwritten. After an
   * error it may hold anything. A new one when not given.
   */
  out?: Z;
}

/** How many threads may work. */
export interface ThreadsOption {
  /**
   * How many threads may work on a large `matrix.empty`: 1 when not given. The
   * others start when they are first asked for, while the work goes on, and end
   * when there was none for a tenth of a second.
   */
  threads?: number;
}

/**
 * Where the results of the logits go.
 *
 * @param logits what z was read as
 * @throws {TypeError} when out is not like z, or overlaps it
 */
export function resultsFor(
  z: unknown,
  logits: Batch,
  out: unknown,
  action: string,
): Floats {
  if (
    out === undefined ||
    Array.isArray(out) && out.length === logits.cols && Array.isArray(z)
  ) {
    return zerosLike(logits.data);
  }
  if (out === z) return logits.data;
  const data = (isMatrix(out) ? out.data : out) as Floats;
  const isLike = isMatrix(out) === isMatrix(z) && !Array.isArray(z) &&
    data?.constructor === logits.data.constructor &&
    data.length === logits.data.length &&
    (!isMatrix(out) || out.rows === logits.rows && out.cols === logits.cols);
  if (!isLike) {
    throw new TypeError(
      `Cannot ${action}: need an out like the logits, ${shape(z)}, got ${
        shape(out)
      }`,
    );
  }
  const distance = Math.abs(data.byteOffset - logits.data.byteOffset);
  const overlap = distance > 0 && distance < data.byteLength &&
    (data.buffer === logits.data.buffer ||
      isInMemory(data) && isInMemory(logits.data));
  if (overlap) {
    throw new TypeError(
      `Cannot ${action}: need an out that is the logits or does not overlap them`,
    );
  }
  return data;
}

/** The results in the form that z came in, or `out`. */
export function returned<Z extends Vector | Matrix>(
  z: Z,
  results: Floats,
  out: Z | undefined,
): Z {
  if (out === undefined) return shapedLike(z, results);
  if (Array.isArray(out)) results.forEach((x, j) => out[j] = x);
  return out;
}

/**
 * @throws {TypeError} when threads is not a number
 * @throws {RangeError} when it is not a whole number of at least 1
 */
export function checkThreads(threads: unknown, action: string): void {
  if (typeof threads !== "number") {
    throw new TypeError(
      `Cannot ${action}: need a number of threads, got ${describe(threads)}`,
    );
  }
  if (!(Number.isInteger(threads) && threads >= 1)) {
    throw new RangeError(
      `Cannot ${action}: need 1 or more threads, got ${threads}`,
    );
  }
}

/**
 * @throws {TypeError} when there is an option with another name, which would
 * otherwise be ignored without a word
 */
export function checkNames(
  options: object,
  names: readonly string[],
  action: string,
): void {
  for (const name in options) {
    if (names.includes(name)) continue;
    throw new TypeError(
      `Cannot ${action}: need options named ${names.join(", ")}, got ${name}`,
    );
  }
}

/** What a vector or matrix is, for the message of an error. */
function shape(z: unknown): string {
  if (isMatrix(z)) {
    return `a ${z.rows} × ${z.cols} matrix of ${describe(z.data)} data`;
  }
  const length = (z as Partial<ArrayLike<unknown>>)?.length;
  return typeof length === "number" && typeof z === "object"
    ? `${describe(z)} of ${length} numbers`
    : describe(z);
}
