/**
 * Values as tables: columns, arrays of objects, vectors, matrices and gradient
 * checks.
 *
 * @module
 */

import {
  describe,
  DISPLAY,
  isTyped,
  type MatrixLike,
  type Numbers,
  numbersOf,
  readOptions,
  shapeOf,
  type TableOptions,
  type TypedNumbers,
  type VectorLike,
} from "./arguments.ts";
import {
  type Column,
  columnsBundle,
  cutOf,
  namesColumn,
  numberFormat,
  numbersColumn,
  type TableBundle,
} from "./columns.ts";
import { GradientCheck } from "./gradient_check.ts";

/** The columns of a table by their names, each an array or a vector, all of one length. */
export type Columns = Readonly<
  Record<string, readonly unknown[] | TypedNumbers>
>;

/** A value that is shown as a table. */
export type Values =
  | readonly object[]
  | Columns
  | VectorLike
  | MatrixLike
  | GradientCheck
  | Table;

/** A value that shows itself as a table; {@linkcode table} makes it. */
export class Table {
  readonly #bundle: TableBundle;

  /** Use {@linkcode table}. */
  constructor(bundle: { "text/html": string; "text/plain": string }) {
    this.#bundle = bundle;
  }

  /** The table as text. */
  get alt(): string {
    return this.#bundle["text/plain"];
  }

  /** Shows the table when it is a cell's last expression. */
  [DISPLAY](): { "text/html": string; "text/plain": string } {
    return this.#bundle;
  }
}

/**
 * A value as a table that shows itself as a cell's last expression. Later
 * changes of the value do not reach the table. In a lesson prefer `show`, whose
 * output no notebook program loses.
 *
 * ```ts
 * table(softmax(logits), { classes: ["buy", "hold", "sell"] })
 * ```
 *
 * @throws {TypeError} when it is not an object of columns, an array of objects,
 *   a vector, a matrix or a gradient check
 */
export function table(
  what: Exclude<Values, Table>,
  options: TableOptions = {},
): Table {
  const bundle = tableBundle(what, options, "make a table");
  if (bundle) return new Table(bundle);
  throw new TypeError(
    "Cannot make a table: need columns, an array of objects, a vector, " +
      `a matrix or a gradient check, got ${describe(what)}`,
  );
}

/**
 * The table of a value, undefined if the value is not one of {@linkcode Values}
 * or shows itself. Checks the options in any case.
 *
 * @param action what was called, as errors say it
 */
export function tableBundle(
  what: unknown,
  options: TableOptions,
  action: string,
): TableBundle | undefined {
  if (what instanceof GradientCheck) return what.bundle(options, action);
  // A value that shows itself is not taken for a matrix.
  const showsItself = typeof what === "object" && what !== null &&
    DISPLAY in what;
  const numbers = showsItself ? undefined : numbersOf(what, action);
  const read = readOptions(options, action, describe(what), numbers);
  if (numbers?.isVector) return vectorBundle(numbers, read);
  if (numbers) return matrixBundle(numbers, read);
  if (showsItself) return undefined;
  if (Array.isArray(what)) return rowsBundle(what, read, action);
  return isPlain(what) ? columnsByName(what, read, action) : undefined;
}

/** Whether it is an object as `{ ... }` makes it. */
function isPlain(what: unknown): what is Record<string, unknown> {
  return typeof what === "object" && what !== null &&
    Object.getPrototypeOf(what) === Object.prototype && !("outerHTML" in what);
}

type ReadOptions = ReturnType<typeof readOptions>;

/** One row per object, and one column per key in the order in which keys first appear. */
function rowsBundle(
  rows: readonly unknown[],
  { caption, digits }: ReadOptions,
  action: string,
): TableBundle {
  const records = rows.map((row, i) => {
    if (typeof row === "object" && row !== null && !Array.isArray(row)) {
      return row as Record<string, unknown>;
    }
    throw new TypeError(
      `Cannot ${action}: need one object per row, got ${
        describe(row)
      } in row ${i}`,
    );
  });
  const names = new Set(records.flatMap((row) => Object.keys(row)));
  if (names.size === 0) {
    throw new RangeError(
      `Cannot ${action}: need at least one row with a value, got ${
        rows.length > 0 ? "empty rows" : "no rows"
      }`,
    );
  }
  const { kept, gap } = cutOf(records.length, MOST_ROWS);
  const columns = Array.from(
    names,
    (name) => valuesColumn(name, kept.map((i) => records[i][name]), digits),
  );
  return columnsBundle(columns, { caption, gap });
}

/** One column per name. */
function columnsByName(
  columns: Record<string, unknown>,
  { caption, digits }: ReadOptions,
  action: string,
): TableBundle {
  const [first, ...others] = Object.entries(columns).map(([name, values]) => {
    if (Array.isArray(values)) return { name, values };
    if (isTyped(values)) {
      return {
        name,
        values: Array.from(values, (_, i) => inItsPrecision(values, i)),
      };
    }
    throw new TypeError(
      `Cannot ${action}: need an array or a vector as column "${name}", got ${
        describe(values)
      }`,
    );
  });
  if (!first?.values.length) {
    throw new RangeError(
      `Cannot ${action}: need at least one column with a value, got ${
        first ? "empty columns" : "no columns"
      }`,
    );
  }
  const { name, values: { length } } = first;
  const odd = others.find(({ values }) => values.length !== length);
  if (odd) {
    throw new RangeError(
      `Cannot ${action}: need columns of one length, got ${length} in "${name}" and ${odd.values.length} in "${odd.name}"`,
    );
  }
  const { kept, gap } = cutOf(length, MOST_ROWS);
  return columnsBundle(
    [first, ...others].map(({ name, values }) =>
      valuesColumn(name, kept.map((i) => values[i]), digits)
    ),
    { caption, gap },
  );
}

/** A column of any values; null and undefined are left empty. */
function valuesColumn(
  name: string,
  values: unknown[],
  digits: number,
): Column {
  const given = values.filter((value) => value != null);
  const isNumber = (value: unknown) => typeof value === "number";
  const write = numberFormat(values.filter(isNumber), digits);
  return {
    name,
    numeric: given.length > 0 &&
      given.every((value) => isNumber(value) || typeof value === "bigint"),
    cells: values.map((value) => {
      if (value == null) return "";
      if (isNumber(value)) return write(value);
      return textOf(value).replace(/\s*\n\s*/g, " ");
    }),
  };
}

function textOf(value: unknown): string {
  if (value instanceof Date && !isNaN(value.getTime())) {
    return value.toISOString();
  }
  return typeof value === "object" || typeof value === "function"
    ? Deno.inspect(value, { compact: true, breakLength: Infinity })
    : String(value);
}

/** More rows than this are cut in the middle. */
const MOST_ROWS = 12;

/** More columns than this are cut in the middle. */
const MOST_COLUMNS = 8;

/** A vector as a table with one row per number. */
function vectorBundle(
  numbers: Numbers,
  { digits, caption, classes, name, unit }: ReadOptions,
): TableBundle {
  const { data, cols } = numbers;
  const { kept, gap } = cutOf(cols, MOST_ROWS);
  const title = name ??
    (!unit && isDistribution(numbers) ? "probability" : "value");
  const columns = [
    namesColumn(classes ? "class" : "index", classes, kept),
    numbersColumn(
      unit ? `${title} (${unit})` : title,
      kept.map((i) => inItsPrecision(data, i)),
      digits,
    ),
  ];
  const known = [typeOf(numbers), ...(gap ? notFinite(data) : [])];
  return columnsBundle(columns, { caption: captionOf(caption, known), gap });
}

function matrixBundle(
  numbers: Numbers,
  { digits, caption, classes, rows, unit, name }: ReadOptions,
): TableBundle {
  const { data, cols } = numbers;
  const down = cutOf(numbers.rows, MOST_ROWS);
  const across = cutOf(cols, MOST_COLUMNS);
  const at = (i: number, j: number) => inItsPrecision(data, i * cols + j);
  // The entries of a matrix are of one kind, so all of them are written alike.
  const write = numberFormat(
    down.kept.flatMap((i) => across.kept.map((j) => at(i, j))),
    digits,
  );
  const columns = across.kept.map((j): Column => ({
    name: classes?.[j] ?? String(j),
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
  columns.unshift(namesColumn("row", rows, down.kept));
  const title = name ??
    (!unit && isDistribution(numbers) ? "probability" : undefined);
  const known = [
    ...(title ? [title] : []),
    ...(unit ? [unit] : []),
    typeOf(numbers),
    ...(down.gap || across.gap ? notFinite(data) : []),
  ];
  return columnsBundle(columns, {
    caption: captionOf(caption, known),
    gap: down.gap,
  });
}

/** The author's caption, if any, and then what is known about the numbers. */
function captionOf(caption: string | undefined, known: string[]): string {
  return caption ? `${caption} (${known.join(", ")})` : known.join(", ");
}

/** The type and shape of numbers, such as "float32, [512, 50257]". */
function typeOf(numbers: Numbers): string {
  const { data } = numbers;
  const type = Array.isArray(data)
    ? "float64"
    : data.constructor.name.replace(/(Clamped)?Array$/, "").toLowerCase();
  return `${type}, ${shapeOf(numbers)}`;
}

/** Counts the numbers that are not finite, for a table that does not show all of them. */
function notFinite(data: ArrayLike<number>): string[] {
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

/** Whether each row is a distribution: no number is negative, and they sum to 1 up to rounding. */
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

/** The shortest number that an array's own precision cannot tell from this one: 0.1 for float32's 0.10000000149. */
function inItsPrecision(data: ArrayLike<number>, i: number): number {
  const x = data[i];
  const round = data instanceof Float32Array
    ? Math.fround
    : data instanceof Float16Array
    ? Math.f16round
    : undefined;
  if (!round || !Number.isFinite(x) || Number.isSafeInteger(x)) return x;
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(x.toPrecision(digits));
    if (round(short) === x) return short;
  }
  return x;
}
