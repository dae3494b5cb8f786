/**
 * Vectors and matrices read as one thing: rows of numbers. A vector is a batch
 * of one row.
 *
 * @module
 */

import type { Matrix } from "./types.ts";
import { describe, wrongType, wrongValue } from "./refusals.ts";

/** A typed array of floating-point numbers. */
export type Floats = Float64Array | Float32Array | Float16Array;

/** Rows of numbers: entry (i, j) is `data[i * cols + j]`. */
export interface Batch {
  readonly data: Floats;
  readonly rows: number;
  readonly cols: number;
  /** Whether the caller gave a vector, whose numbers have an index instead of a row and a column. */
  readonly isVector: boolean;
}

/**
 * Reads z as rows, after checking its type and shape.
 *
 * @param z the caller's argument
 * @param action the action of the caller, for the message of an error
 */
export function batchOf(z: unknown, action: string): Batch {
  const batch = isMatrix(z) ? ofMatrix(z, action) : ofVector(z, action);
  if (batch.data.length === 0) {
    throw wrongValue(action, "at least one number", "none");
  }
  return batch;
}

/** Reads z as {@linkcode batchOf} does, and refuses a matrix. */
export function vectorOf(z: unknown, action: string): Batch {
  if (isMatrix(z)) {
    throw wrongType(action, "a vector", "a matrix");
  }
  return batchOf(z, action);
}

/** Row i, not copied: writing to it writes to `data`. */
export function rowOf(data: Floats, i: number, cols: number): Floats {
  if (data.length === cols) return data;
  return data.subarray(i * cols, (i + 1) * cols);
}

/** Room for one number per row. For one row a typed array would take longer to make. */
export function onePerRow(rows: number): number[] | Float64Array {
  return rows === 1 ? [0] : new Float64Array(rows);
}

/** Whether z is meant as a Matrix. */
export function isMatrix(z: unknown): z is Matrix {
  return typeof z === "object" && z !== null && "data" in z;
}

function ofMatrix({ data, rows, cols }: Matrix, action: string): Batch {
  if (!(data instanceof Float64Array || data instanceof Float32Array)) {
    const need = "a matrix of Float64Array or Float32Array data";
    throw wrongType(action, need, describe(data));
  }
  const isCount = (n: unknown) => Number.isInteger(n) && (n as number) >= 0;
  if (!isCount(rows) || !isCount(cols) || data.length !== rows * cols) {
    const got = `${data.length} numbers for ${rows} × ${cols}`;
    throw wrongType(action, "rows × cols numbers in a matrix", got);
  }
  return { data, rows, cols, isVector: false };
}

function ofVector(z: unknown, action: string): Batch {
  if (isFloats(z)) return { data: z, rows: 1, cols: z.length, isVector: true };
  if (!Array.isArray(z)) {
    const need =
      "a number[], Float64Array, Float32Array, Float16Array or Matrix";
    throw wrongType(action, need, describe(z));
  }
  for (let j = 0; j < z.length; j++) {
    if (typeof z[j] === "number") continue;
    const isRow = Array.isArray(z[j]) || ArrayBuffer.isView(z[j]);
    const hint = isRow ? "; matrix(rows) makes a batch" : "";
    const got = `${describe(z[j])} at index ${j}${hint}`;
    throw wrongType(action, "numbers", got);
  }
  const data = new Float64Array(z);
  return { data, rows: 1, cols: z.length, isVector: true };
}

/** Whether z is a typed array of floating-point numbers. */
export function isFloats(z: unknown): z is Floats {
  return z instanceof Float64Array || z instanceof Float32Array ||
    typeof Float16Array === "function" && z instanceof Float16Array;
}

/** The place of entry (i, j) in the caller's own input, in words. */
export function place(batch: Batch, i: number, j: number): string {
  return batch.isVector ? `index ${j}` : `row ${i}, column ${j}`;
}
