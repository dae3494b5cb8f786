/**
 * Vectors and matrices as small tables: their classes, their shape, few digits.
 *
 * @module
 */

import type { MimeBundle } from "../nbformat/mod.ts";
import {
  checkDigits,
  type Column,
  columnsBundle,
  numberFormat,
  type TableOptions,
} from "./table.ts";

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

/** A matrix such as that of `@lab/kernels`: entry (i, j) is `data[i * cols + j]`. */
export interface MatrixLike {
  readonly data: TypedNumbers;
  readonly rows: number;
  readonly cols: number;
}

/** How to show a vector, a matrix or a gradient check. */
export interface NumbersOptions extends TableOptions {
  /** The names of a vector's numbers, or of a matrix's columns. Default: counted from 0. */
  classes?: readonly string[];
  /** The names of a matrix's rows. Default: counted from 0. */
  rows?: readonly string[];
  /** What the numbers are. Default: "probability" where they sum to 1, else "value". */
  name?: string;
  /** The unit of the numbers, such as "nats". */
  unit?: string;
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
 * @throws {RangeError} when it has no numbers, or a matrix's data is not of its shape
 */
export function numbersOf(what: unknown): Numbers | undefined {
  if (isTyped(what) || isNumberArray(what)) {
    if (what.length === 0) {
      throw new RangeError(
        "Cannot show a vector: need at least one number, got none",
      );
    }
    return { data: what, rows: 1, cols: what.length, isVector: true };
  }
  if (
    typeof what !== "object" || what === null ||
    !("data" in what && "rows" in what && "cols" in what) ||
    !isTyped(what.data)
  ) return undefined;
  const { data, rows, cols } = what as MatrixLike;
  if (data.length === 0 || data.length !== rows * cols) {
    throw new RangeError(
      `Cannot show a matrix: need rows × cols numbers, at least one, got ${data.length} for ${rows} × ${cols}`,
    );
  }
  return { data, rows, cols, isVector: false };
}

/** A vector as a table with a row a number, a matrix as what it is. */
export function numbersBundle(
  numbers: Numbers,
  options: NumbersOptions,
): MimeBundle {
  checkDigits(options.digits);
  checkNames(numbers, options);
  return numbers.isVector
    ? vectorBundle(numbers, options)
    : matrixBundle(numbers, options);
}

function vectorBundle(numbers: Numbers, options: NumbersOptions): MimeBundle {
  const { data, cols } = numbers;
  const { digits = 4, caption, unit } = options;
  const name = options.name ??
    (isDistribution(numbers) ? "probability" : "value");
  const cut = cutOf(cols, MOST_ROWS);
  const values = cut.kept.map((i) => inItsPrecision(data, i));
  const columns = [
    namesColumn(options.classes ? "class" : "index", options.classes, cut.kept),
    {
      name: unit ? `${name} (${unit})` : name,
      numeric: true,
      cells: values.map(numberFormat(values, digits)),
    },
  ];
  return columnsBundle(columns, {
    caption: captionOf(caption, [
      kindOf(numbers),
      ...(cut.more ? strangers(data) : []),
    ]),
    gap: cut.gap,
  });
}

function matrixBundle(numbers: Numbers, options: NumbersOptions): MimeBundle {
  const { data, rows, cols } = numbers;
  const { digits = 4, caption, classes } = options;
  const name = options.name ??
    (isDistribution(numbers) ? "probability" : undefined);
  const down = cutOf(rows, MOST_ROWS);
  const across = cutOf(cols, MOST_COLUMNS);
  const at = (i: number, j: number) => inItsPrecision(data, i * cols + j);
  // The entries of a matrix are of one kind, so all of them are written alike.
  const write = numberFormat(
    down.kept.flatMap((i) => across.kept.map((j) => at(i, j))),
    digits,
  );
  const columns = across.kept.map((j): Column => ({
    name: classes ? classes[j] : String(j),
    numeric: true,
    cells: down.kept.map((i) => write(at(i, j))),
  }));
  if (across.gap) {
    columns.splice(across.gap.before, 0, {
      name: across.gap.text,
      numeric: true,
      cells: down.kept.map(() => "…"),
    });
  }
  columns.unshift(namesColumn("row", options.rows, down.kept));
  return columnsBundle(columns, {
    caption: captionOf(caption, [
      ...(name ? [name] : []),
      ...(options.unit ? [options.unit] : []),
      kindOf(numbers),
      ...(down.more || across.more ? strangers(data) : []),
    ]),
    gap: down.gap,
  });
}

/** More rows or columns than this are cut in the middle. */
const MOST_ROWS = 12;
const MOST_COLUMNS = 8;

/** So many are kept at each end. */
const EDGE = 3;

/** Which of `count` are kept, and what to say in place of the others. */
export function cutOf(count: number, most = MOST_ROWS): {
  kept: number[];
  more: number;
  gap?: { before: number; text: string };
} {
  const all = { length: count <= most ? count : 2 * EDGE };
  const more = count - all.length;
  return {
    kept: Array.from(all, (_, i) => i < EDGE ? i : i + more),
    more,
    gap: more
      ? { before: EDGE, text: `… ${more.toLocaleString("en-US")} more …` }
      : undefined,
  };
}

/** The column that says which row is which. */
export function namesColumn(
  name: string,
  names: readonly string[] | undefined,
  kept: number[],
): Column {
  return {
    name,
    numeric: !names,
    names: true,
    cells: kept.map((i) => names ? names[i] : String(i)),
  };
}

/** "float32, [512, 50257]" */
export function kindOf({ data, rows, cols, isVector }: Numbers): string {
  const type = Array.isArray(data)
    ? "float64"
    : data.constructor.name.replace(/(Clamped)?Array$/, "").toLowerCase();
  return `${type}, [${isVector ? cols : `${rows}, ${cols}`}]`;
}

/** The author's words, if any, and what is known of the numbers. */
export function captionOf(caption: string | undefined, known: string[]) {
  return caption ? `${caption} (${known.join(", ")})` : known.join(", ");
}

/** @throws {RangeError} when there is not one name for each */
export function checkNames(numbers: Numbers, options: NumbersOptions): void {
  const { rows, cols, isVector } = numbers;
  const what = isVector ? "vector" : "matrix";
  if (isVector && options.rows) {
    throw new TypeError(
      "Cannot show a vector with the option rows: its numbers are named by classes",
    );
  }
  for (
    const [names, count, each] of [
      [options.classes, cols, isVector ? "number" : "column"],
      [options.rows, rows, "row"],
    ] as const
  ) {
    if (!names || names.length === count) continue;
    throw new RangeError(
      `Cannot show a ${what}: need a name for each ${each}, got ${names.length} for ${count}`,
    );
  }
}

/** How many of the numbers, some of which are not shown, are no ordinary ones. */
function strangers(data: ArrayLike<number>): string[] {
  const counts = new Map<number, number>();
  for (let k = 0; k < data.length; k++) {
    if (Number.isFinite(data[k])) continue;
    counts.set(data[k], (counts.get(data[k]) ?? 0) + 1);
  }
  return Array.from(
    counts,
    ([value, count]) => `${count.toLocaleString("en-US")} × ${value}`,
  );
}

/** Whether each row is a distribution: none negative, and they sum to 1 but for rounding. */
function isDistribution({ data, rows, cols }: Numbers): boolean {
  if (cols < 2) return false;
  const tolerance = 4 * cols * spacingAtOne(data);
  for (let i = 0; i < rows; i++) {
    let sum = 0;
    for (let j = 0; j < cols; j++) {
      const p = data[i * cols + j];
      if (!(p >= 0)) return false;
      sum += p;
    }
    if (!(Math.abs(sum - 1) <= tolerance)) return false;
  }
  return true;
}

function spacingAtOne(data: ArrayLike<number>): number {
  if (data instanceof Float32Array) return 2 ** -23;
  return data instanceof Float16Array ? 2 ** -10 : Number.EPSILON;
}

/** The shortest number that the array's own precision cannot tell from this one: 0.1 for float32's 0.10000000149. */
function inItsPrecision(data: ArrayLike<number>, i: number): number {
  const x = data[i];
  const round = data instanceof Float32Array
    ? Math.fround
    : data instanceof Float16Array
    ? Math.f16round
    : undefined;
  if (!round || !Number.isFinite(x)) return x;
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(x.toPrecision(digits));
    if (round(short) === x) return short;
  }
  return x;
}

function isTyped(what: unknown): what is TypedNumbers {
  return ArrayBuffer.isView(what) && !(what instanceof DataView) &&
    !(what instanceof BigInt64Array) && !(what instanceof BigUint64Array);
}

function isNumberArray(what: unknown): what is readonly number[] {
  return Array.isArray(what) && what.length > 0 &&
    what.every((x) => typeof x === "number");
}
