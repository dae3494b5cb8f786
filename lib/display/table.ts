/**
 * Rows as a table: numbers of a column alike, aligned, in HTML and in text.
 *
 * @module
 */

import type { MimeBundle } from "../nbformat/mod.ts";
import { escapeMarkup } from "../svg/mod.ts";

/** Options of {@linkcode tableBundle}. */
export interface TableOptions {
  /** A title above the table. */
  caption?: string;
  /** Significant digits of a column's largest number, 1 to 17. Default 4. */
  digits?: number;
}

/**
 * A table of objects: a row each, a column for each key, headed by the key.
 *
 * The numbers of a column have the same number of decimals, enough for
 * `digits` significant digits of the largest. Very large ones, and small ones
 * of which fewer than two digits would be left, are written with an exponent,
 * and all of the column if most are; 0 is written 0.
 * Columns of integers stay integers. What a row lacks, null and undefined are empty.
 *
 * @throws {TypeError} when a row is not an object
 * @throws {RangeError} when there are no rows or columns, or `digits` is not 1 to 17
 */
export function tableBundle(
  rows: readonly object[],
  options: TableOptions = {},
): MimeBundle {
  const { caption, digits = 4 } = options;
  checkDigits(digits);
  if (rows.length === 0) {
    throw new RangeError(
      "Cannot show a table: need at least one row, got none",
    );
  }
  rows.forEach((row, i) => {
    if (typeof row !== "object" || row === null || Array.isArray(row)) {
      throw new TypeError(
        `Cannot show a table: need an object a row, got ${
          Array.isArray(row) ? "an array" : row === null ? "null" : typeof row
        } in row ${i}`,
      );
    }
  });
  const records = rows as readonly Record<string, unknown>[];
  const columns = [...new Set(records.flatMap((row) => Object.keys(row)))]
    .map((name) => column(name, records.map((row) => row[name]), digits));
  if (columns.length === 0) {
    throw new RangeError("Cannot show a table: need a column, got empty rows");
  }
  return columnsBundle(columns, { caption });
}

/** @throws {RangeError} when `digits` is given and not 1 to 17 */
export function checkDigits(digits = 4): void {
  if (Number.isInteger(digits) && digits >= 1 && digits <= 17) return;
  throw new RangeError(
    `Cannot show a table: need 1 to 17 digits, got ${digits}`,
  );
}

/** A column of a table, its cells written. */
export interface Column {
  name: string;
  cells: string[];
  /** Whether it holds numbers, which stand to the right. */
  numeric: boolean;
  /** Whether its cells are the names of their rows. */
  names?: boolean;
}

/** What {@linkcode columnsBundle} puts around the columns, and into a gap. */
export interface Frame {
  caption?: string;
  /** A line across the table, such as "… 7 more …", before this row. */
  gap?: { before: number; text: string };
}

/** A table of columns of equally many cells, at least one. */
export function columnsBundle(columns: Column[], frame: Frame): MimeBundle {
  return {
    "text/html": html(columns, frame),
    "text/plain": plain(columns, frame),
  };
}

function column(name: string, values: unknown[], digits: number): Column {
  const given = values.filter((value) => value != null);
  const numeric = given.length > 0 && given.every(isNumber);
  const write = numberFormat(
    values.filter((value) => typeof value === "number"),
    digits,
  );
  return {
    name,
    numeric,
    cells: values.map((value) => {
      if (value == null) return "";
      if (typeof value === "number") return write(value);
      if (typeof value === "object" || typeof value === "function") {
        return value instanceof Date && !isNaN(value.getTime())
          ? value.toISOString()
          : Deno.inspect(value, { compact: true, breakLength: Infinity })
            .replace(/\s*\n\s*/g, " ");
      }
      return String(value).replace(/\s*\n\s*/g, " ");
    }),
  };
}

function isNumber(value: unknown): boolean {
  return typeof value === "number" || typeof value === "bigint";
}

/** Where numbers that are not integers are written without an exponent. */
const PLAIN_FROM = 1e-4;
const PLAIN_TO = 1e7;

/** How to write each of a column's numbers, so that they are alike. */
export function numberFormat(
  numbers: number[],
  digits: number,
): (value: number) => string {
  const ordinary = numbers.filter((x) => Number.isFinite(x) && x !== 0);
  if (numbers.every((x) => !Number.isFinite(x) || Number.isSafeInteger(x))) {
    return (x) => x === 0 ? writeZero(x) : String(x);
  }
  const isPlain = (x: number) => {
    const size = Math.abs(x);
    return PLAIN_FROM <= size && size < PLAIN_TO;
  };
  const plain = ordinary.filter(isPlain);
  const anyPlain = plain.length * 2 >= ordinary.length;
  const exponential = (x: number, mantissa: number) =>
    x.toExponential(mantissa).replace("e+", "e");
  const decimals = decimalsFor(plain, digits);
  const keeps = (x: number) =>
    isPlain(x) &&
    (Number(x.toFixed(decimals)) === x || Math.abs(x) >= 10 ** (1 - decimals));
  const mantissa = Math.max(
    0,
    ...ordinary.filter((x) => !anyPlain || !keeps(x))
      .map((x) => significant(x, digits) - 1),
  );
  return (x) => {
    if (!Number.isFinite(x)) return String(x);
    if (x === 0) return writeZero(x);
    return anyPlain && keeps(x)
      ? x.toFixed(decimals)
      : exponential(x, mantissa);
  };
}

/** The decimals of a column: all that its short numbers have, and as many as the digits of the largest of the others need. */
function decimalsFor(numbers: number[], digits: number): number {
  const short = numbers.filter((x) => Number(x.toPrecision(digits)) === x);
  const long = numbers.filter((x) => !short.includes(x));
  return Math.max(
    0,
    ...short.map((x) => decimalsOf(x, digits)),
    long.length ? Math.min(...long.map((x) => decimalsOf(x, digits))) : 0,
  );
}

/** Nothing but 0 looks like 0. */
function writeZero(zero: number): string {
  return Object.is(zero, -0) ? "-0" : "0";
}

/** The decimals that show a number's significant digits. */
function decimalsOf(x: number, digits: number): number {
  const exponent = Number(x.toExponential(digits - 1).split("e")[1]);
  return Math.max(0, significant(x, digits) - 1 - exponent);
}

/** The digits that a number needs: fewer than asked for only if it is exact with them. */
function significant(x: number, digits: number): number {
  const rounded = x.toExponential(digits - 1);
  if (Number(rounded) !== x) return digits;
  return rounded.split("e")[0].replace(/\D/g, "").replace(/0+$/, "").length;
}

/** Styles that survive in a notebook that is not trusted, and suit any page. */
const LEFT = ' style="text-align: left"'; // JupyterLab aligns all to the right.
const RIGHT = ' align="right"';

function html(columns: Column[], { caption, gap }: Frame): string {
  const side = (column: Column) => column.numeric ? RIGHT : LEFT;
  const cell = (column: Column, i: number) => {
    const text = escapeMarkup(column.cells[i]);
    return column.names
      ? `<th scope="row"${side(column)}>${text}</th>`
      : `<td${side(column)}>${text}</td>`;
  };
  const rows = columns[0].cells.map((_, i) =>
    `<tr>${columns.map((column) => cell(column, i)).join("")}</tr>`
  );
  if (gap) {
    rows.splice(
      gap.before,
      0,
      `<tr><td colspan="${columns.length}"${LEFT}>${
        escapeMarkup(gap.text)
      }</td></tr>`,
    );
  }
  return [
    '<table style="font-variant-numeric: tabular-nums">',
    ...(caption ? [`<caption>${escapeMarkup(caption)}</caption>`] : []),
    "<thead>",
    `<tr>${
      columns.map((c) =>
        `<th scope="col"${side(c)}>${escapeMarkup(c.name)}</th>`
      )
        .join("")
    }</tr>`,
    "</thead>",
    "<tbody>",
    ...rows,
    "</tbody>",
    "</table>",
  ].join("\n");
}

function plain(columns: Column[], { caption, gap }: Frame): string {
  const widths = columns.map((c) =>
    Math.max(...[c.name, ...c.cells].map((text) => [...text].length))
  );
  const line = (texts: string[]) =>
    texts.map((text, i) => {
      const space = " ".repeat(widths[i] - [...text].length);
      return columns[i].numeric ? space + text : text + space;
    }).join("  ").trimEnd();
  const rows = columns[0].cells.map((_, i) =>
    line(columns.map((c) => c.cells[i]))
  );
  if (gap) rows.splice(gap.before, 0, gap.text);
  return [
    ...(caption ? [caption, ""] : []),
    line(columns.map((c) => c.name)),
    line(widths.map((width) => "-".repeat(width))),
    ...rows,
  ].join("\n");
}
