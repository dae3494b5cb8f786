/**
 * Reads what a cell hands to show(), table() and gradientCheck(): vectors,
 * matrices and options. Errors name the function that was called.
 *
 * @module
 */

/** The method by which a value shows itself in a notebook. */
export const DISPLAY = Symbol.for("Jupyter.display");

/** A vector: an array of numbers, or a typed array of them. */
export type VectorLike = readonly number[] | TypedNumbers;

/** A typed array of numbers. */
export type TypedNumbers =
  | Float64Array
  | Float32Array
  | Float16Array
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array;

/** A matrix, such as those of `@lab/kernels`. */
export interface MatrixLike {
  /** The entries, row by row: entry (i, j) is `data[i * cols + j]`. */
  readonly data: TypedNumbers;
  /** The number of rows. */
  readonly rows: number;
  /** The number of columns. */
  readonly cols: number;
}

/** Numbers and their shape. A vector has one row, and `isVector`. */
export interface Numbers {
  readonly data: ArrayLike<number>;
  readonly rows: number;
  readonly cols: number;
  readonly isVector: boolean;
}

/**
 * A vector or a matrix as {@linkcode Numbers}, undefined if it is neither.
 *
 * @param action what was called, as errors say it: "show" for "Cannot show: ..."
 * @throws {RangeError} when it has no numbers, or a matrix's data does not have its shape
 */
export function numbersOf(what: unknown, action: string): Numbers | undefined {
  if (isTyped(what) || isNumberArray(what)) {
    if (what.length > 0) {
      return { data: what, rows: 1, cols: what.length, isVector: true };
    }
    throw new RangeError(
      `Cannot ${action}: need at least one number in a vector, got none`,
    );
  }
  if (
    typeof what !== "object" || what === null ||
    !("data" in what && "rows" in what && "cols" in what) ||
    !isTyped(what.data)
  ) return undefined;
  const { data, rows, cols } = what as MatrixLike;
  if (
    rows > 0 && Number.isInteger(rows) && data.length > 0 &&
    data.length === rows * cols
  ) {
    return { data, rows, cols, isVector: false };
  }
  throw new RangeError(
    `Cannot ${action}: need rows × cols numbers in a matrix, at least one, ` +
      `got ${data.length} for ${rows} × ${cols}`,
  );
}

/** The shape of numbers, such as "[512, 50257]". */
export function shapeOf({ rows, cols, isVector }: Numbers): string {
  return isVector ? `[${cols}]` : `[${rows}, ${cols}]`;
}

/** Whether it is a typed array of numbers. */
export function isTyped(what: unknown): what is TypedNumbers {
  return ArrayBuffer.isView(what) && !(what instanceof DataView) &&
    !(what instanceof BigInt64Array) && !(what instanceof BigUint64Array);
}

function isNumberArray(what: unknown): what is readonly number[] {
  return Array.isArray(what) && what.length > 0 &&
    what.findIndex((x) => typeof x !== "number") < 0; // every() skips holes
}

/** Options of a table. */
export interface TableOptions {
  /** A title above the table. */
  caption?: string;
  /** Significant digits of a column's largest number, 1 to 17. Default 4. */
  digits?: number;
  /** The names of a vector's numbers, or of a matrix's columns. Default: counted from 0. */
  classes?: readonly string[];
  /** The names of a matrix's rows. Default: counted from 0. */
  rows?: readonly string[];
  /** The numbers' own name. Default: "probability" where they sum to 1 and have no unit, else "value". */
  name?: string;
  /** The unit of the numbers, such as "nats". */
  unit?: string;
}

const TYPES: Record<string, string> = {
  alt: "a string",
  caption: "a string",
  digits: "a number",
  classes: "an array of strings",
  rows: "an array of strings",
  name: "a string",
  unit: "a string",
};

/** Options of vectors, matrices and gradient checks only. */
const FOR_NUMBERS = ["classes", "rows", "name", "unit"];

/**
 * Checks the options of show() or table(), and fills in the digits.
 *
 * @param what what is shown, in words
 * @param numbers its numbers, if it is a vector, a matrix or a gradient check
 * @throws {TypeError} when an option is unknown, of a wrong type, or does not
 * apply to what is shown
 * @throws {RangeError} when a number or an array of names is of the wrong size
 */
export function readOptions(
  options: TableOptions,
  action: string,
  what: string,
  numbers?: Numbers,
): TableOptions & { digits: number } {
  if (typeof options !== "object" || options === null) {
    throw new TypeError(
      `Cannot ${action}: need an object of options, got ${describe(options)}`,
    );
  }
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(TYPES, name)) {
      throw new TypeError(
        `Cannot ${action}: need options among ${
          Object.keys(TYPES).join(", ")
        }, got ${name}`,
      );
    }
    if (value === undefined) continue;
    if (!isOfType(value, TYPES[name])) {
      throw new TypeError(
        `Cannot ${action}: need ${TYPES[name]} as ${name}, got ${
          describe(value)
        }`,
      );
    }
    if (!numbers && FOR_NUMBERS.includes(name)) {
      throw new TypeError(
        `Cannot ${action}: need a vector, a matrix or a gradient check for ` +
          `the option ${name}, got ${what}`,
      );
    }
  }
  const { digits = 4, classes, rows } = options;
  if (!(Number.isInteger(digits) && digits >= 1 && digits <= 17)) {
    throw new RangeError(
      `Cannot ${action}: need 1 to 17 digits, got ${digits}`,
    );
  }
  if (numbers) {
    const { isVector } = numbers;
    checkNames(classes, numbers.cols, isVector ? "number" : "column", action);
    if (isVector && rows) {
      throw new TypeError(
        `Cannot ${action}: need classes to name the numbers of a vector, got rows`,
      );
    }
    checkNames(rows, numbers.rows, "row", action);
  }
  return { ...options, digits };
}

function isOfType(value: unknown, type: string): boolean {
  return type === "an array of strings"
    ? Array.isArray(value) && value.every((item) => typeof item === "string")
    : type === `a ${typeof value}`;
}

function checkNames(
  names: readonly string[] | undefined,
  count: number,
  each: string,
  action: string,
): void {
  if (!names || names.length === count) return;
  throw new RangeError(
    `Cannot ${action}: need one name per ${each}, got ${names.length} for ${count}`,
  );
}

/** A value's kind, for errors. */
export function describe(what: unknown): string {
  if (what === null || what === undefined) return String(what);
  if (Array.isArray(what)) return "an array";
  if (typeof what !== "object") return `a ${typeof what}`;
  const name = what.constructor?.name;
  return name ? `an object of class ${name}` : "an object without a class";
}
