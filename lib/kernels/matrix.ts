import { checkCount } from "./arguments/options.ts";
import { describe, wrongType, wrongValue } from "./arguments/refusals.ts";
import type { Dtype, Matrix } from "./arguments/types.ts";
import { checkDtype, emptyMatrix, MAKE } from "./owned_matrix.ts";

/**
 * A {@linkcode Matrix} of shape [rows, cols] with a copy of the given rows.
 *
 * @example
 * ```ts
 * matrix([[2, 1, 0], [0, 0, 0]]); // rows: 2, cols: 3
 * ```
 *
 * @param rows arrays of numbers, all of one length, one for each example
 * @param dtype the precision to store them in
 * @throws {TypeError} when a row is not an array of numbers, or the rows differ
 * in length
 * @throws {RangeError} when there is no row or no column, or dtype is neither
 * "float64" nor "float32"
 */
export function matrix(
  rows: readonly ArrayLike<number>[],
  dtype: Dtype = "float64",
): Matrix {
  checkCount(arguments, 2, MAKE);
  checkDtype(dtype);
  if (!Array.isArray(rows)) {
    throw wrongType(MAKE, "an array of rows", describe(rows));
  }
  const cols = rows[0]?.length ?? 0;
  for (let i = 0; i < rows.length; i++) checkRow(rows[i], i, cols);
  if (rows.length === 0 || cols === 0) {
    const need = "at least one row and one column";
    throw wrongValue(MAKE, need, `${rows.length} × ${cols}`);
  }
  const data = dtype === "float64"
    ? new Float64Array(rows.length * cols)
    : new Float32Array(rows.length * cols);
  rows.forEach((row, i) => data.set(row, i * cols));
  return { data, rows: rows.length, cols };
}

/** Makes a matrix in the memory of the compiled kernels. */
matrix.empty = emptyMatrix as typeof emptyMatrix;

function checkRow(row: unknown, i: number, cols: number): void {
  const isNumbers = Array.isArray(row) ||
    (ArrayBuffer.isView(row) && "length" in row);
  if (!isNumbers) {
    throw wrongType(MAKE, `an array of numbers as row ${i}`, describe(row));
  }
  const values = row as ArrayLike<unknown>;
  if (values.length !== cols) {
    const got = `${cols} numbers in row 0 and ${values.length} in row ${i}`;
    throw wrongType(MAKE, "rows of equal length", got);
  }
  for (let j = 0; j < cols; j++) {
    if (typeof values[j] === "number") continue;
    const got = `${describe(values[j])} at row ${i}, column ${j}`;
    throw wrongType(MAKE, "numbers", got);
  }
}
