/**
 * What the kernels take and give: vectors, matrices and their precision.
 *
 * @module
 */

/** One example's numbers, shape [classes]. A `number[]` counts as float64. */
export type Vector = number[] | Float64Array | Float32Array | Float16Array;

/** The precision of a {@linkcode Matrix}. */
export type Dtype = "float64" | "float32";

/** @throws {RangeError} when dtype is no {@linkcode Dtype} */
export function checkDtype(dtype: unknown): void {
  if (dtype === "float64" || dtype === "float32") return;
  throw new RangeError(
    `Cannot make a matrix: need dtype "float64" or "float32", got ${
      JSON.stringify(dtype)
    }`,
  );
}

/** A batch, one example a row: shape [rows, cols], stored row after row. */
export interface Matrix {
  /** The numbers, row-major: entry (i, j) is `data[i * cols + j]`. */
  readonly data: Float64Array | Float32Array;
  /** How many examples. */
  readonly rows: number;
  /** How many numbers an example has; for logits, the classes. */
  readonly cols: number;
}

/**
 * What a function gives that makes one value of each row: for a matrix shape
 * [rows] in its precision, for a vector a number.
 */
export type OneARow<Z extends Vector | Matrix> = Z extends Matrix
  ? Float64Array | Float32Array
  : number;

/**
 * The right class of each row of a {@linkcode Matrix}, shape [rows]: integers
 * from 0 to cols − 1.
 */
export type Targets =
  | readonly number[]
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array;
