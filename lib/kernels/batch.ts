/**
 * One way to read all inputs: a {@linkcode Vector} or a {@linkcode Matrix} seen
 * as rows of numbers. A vector is a batch of one row.
 *
 * @module
 */

import type { Matrix, OneARow, Vector } from "./types.ts";

/** The typed arrays that numbers are kept in. */
export type Floats = Float64Array | Float32Array | Float16Array;

/** Rows of numbers: entry (i, j) is `data[i * cols + j]`. */
export interface Batch {
  readonly data: Floats;
  readonly rows: number;
  readonly cols: number;
  /** Whether it came as a vector, and has one index instead of row and column. */
  readonly isVector: boolean;
}

/**
 * Reads z as rows, after checking its type and shape.
 *
 * @param z what the caller was given
 * @param action what the caller does with it, for the message of an error
 * @throws {TypeError} when z is neither a Vector nor a Matrix
 * @throws {RangeError} when z is empty
 */
export function batchOf(z: unknown, action: string): Batch {
  const batch = isMatrix(z) ? ofMatrix(z, action) : ofVector(z, action);
  if (batch.data.length === 0) {
    throw new RangeError(
      `Cannot ${action}: need at least one number, got none`,
    );
  }
  return batch;
}

/** Reads z as {@linkcode batchOf} does, where only a vector will do. */
export function vectorOf(z: unknown, action: string): Batch {
  if (isMatrix(z)) {
    throw new TypeError(`Cannot ${action}: need a vector, got a matrix`);
  }
  return batchOf(z, action);
}

/** Whether z is meant as a Matrix. */
export function isMatrix(z: unknown): z is Matrix {
  return typeof z === "object" && z !== null && "data" in z;
}

function ofMatrix({ data, rows, cols }: Matrix, action: string): Batch {
  if (!(data instanceof Float64Array || data instanceof Float32Array)) {
    throw new TypeError(
      `Cannot ${action}: need a matrix of Float64Array or Float32Array data, got ${
        describe(data)
      }`,
    );
  }
  const isCount = (n: unknown) => Number.isInteger(n) && (n as number) >= 0;
  if (!isCount(rows) || !isCount(cols) || data.length !== rows * cols) {
    throw new TypeError(
      `Cannot ${action}: need rows × cols numbers in a matrix, got ${data.length} numbers for ${rows} × ${cols}`,
    );
  }
  return { data, rows, cols, isVector: false };
}

function ofVector(z: unknown, action: string): Batch {
  if (isFloats(z)) return { data: z, rows: 1, cols: z.length, isVector: true };
  if (!Array.isArray(z)) {
    throw new TypeError(
      `Cannot ${action}: need a number[], Float64Array, Float32Array, Float16Array or Matrix, got ${
        describe(z)
      }`,
    );
  }
  for (let j = 0; j < z.length; j++) {
    if (typeof z[j] === "number") continue;
    const isRow = Array.isArray(z[j]) || ArrayBuffer.isView(z[j]);
    const hint = isRow ? "; matrix(rows) makes a batch" : "";
    throw new TypeError(
      `Cannot ${action}: need numbers, got ${
        describe(z[j])
      } at index ${j}${hint}`,
    );
  }
  return {
    data: Float64Array.from(z),
    rows: 1,
    cols: z.length,
    isVector: true,
  };
}

/** Whether z is a typed array of floating-point numbers. */
export function isFloats(z: unknown): z is Floats {
  return z instanceof Float64Array || z instanceof Float32Array ||
    z instanceof Float16Array;
}

/** A new array of zeros in the precision of `data`. */
export function zerosLike(data: Floats): Floats {
  if (data instanceof Float64Array) return new Float64Array(data.length);
  if (data instanceof Float32Array) return new Float32Array(data.length);
  return new Float16Array(data.length);
}

/** The number x rounded to the precision of `data`. */
export function roundLike(data: Floats, x: number): number {
  if (data instanceof Float64Array) return x;
  return data instanceof Float32Array ? Math.fround(x) : Math.f16round(x);
}

/** The results `data` in the form that the input z came in. */
export function shapedLike<Z extends Vector | Matrix>(z: Z, data: Floats): Z {
  if (isMatrix(z)) return { data, rows: z.rows, cols: z.cols } as unknown as Z;
  return (Array.isArray(z) ? Array.from(data) : data) as Z;
}

/** The results `values`, one a row, in the form and precision of the batch. */
export function oneARow<Z extends Vector | Matrix>(
  { data, isVector }: Batch,
  values: Float64Array,
): OneARow<Z> {
  const result = isVector
    ? roundLike(data, values[0])
    : data instanceof Float64Array
    ? values
    : Float32Array.from(values);
  return result as OneARow<Z>;
}

/** Where entry (i, j) is, in the words of the caller's own input. */
export function place(batch: Batch, i: number, j: number): string {
  return batch.isVector ? `index ${j}` : `row ${i}, column ${j}`;
}

/** A value's kind, for the message of an error. */
export function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value !== "object") return `a ${typeof value}`;
  if (Array.isArray(value)) return "an array";
  const name = value.constructor?.name ?? "Object";
  return name === "Object" ? "an object" : name;
}
