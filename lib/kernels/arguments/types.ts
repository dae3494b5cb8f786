/**
 * The types of the kernels' arguments and results: vectors, matrices and their
 * precision.
 *
 * @module
 */

/** The numbers of one example, shape [classes]. A `number[]` counts as float64. */
export type Vector = number[] | Float64Array | Float32Array | Float16Array;

/** The precision of a {@linkcode Matrix}. */
export type Dtype = "float64" | "float32";

/** A batch with one example per row: shape [rows, cols], stored row after row. */
export interface Matrix {
  /** The numbers, row-major: entry (i, j) is `data[i * cols + j]`. */
  readonly data: Float64Array | Float32Array;
  /** The number of examples. */
  readonly rows: number;
  /** The length of an example; for logits, the number of classes. */
  readonly cols: number;
}

/**
 * The result of a function that computes one value per row: for a matrix shape
 * [rows] in its precision, for a vector a number.
 */
export type OnePerRow<Z extends Vector | Matrix> = Z extends Matrix
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
