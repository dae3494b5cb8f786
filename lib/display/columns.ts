/**
 * Writes a table of columns, in HTML and in text. The numbers of a column are
 * written alike, aligned, and never rounded to look exact.
 *
 * @module
 */

import { escapeMarkup } from "../svg/mod.ts";

/** A column of a table, with its cells as text. */
export interface Column {
  name: string;
  cells: string[];
  /** Whether it holds numbers, which are aligned right. */
  numeric: boolean;
  /** Whether its cells name their rows. */
  isHeader?: boolean;
}

/** A table in the forms that a notebook shows. */
export interface TableBundle {
  "text/html": string;
  "text/plain": string;
}

/** The parts of a table that are not columns. */
interface Frame {
  caption?: string;
  gap?: Gap;
}

/** The text in place of rows or columns that are left out, such as "… 7 more …". */
interface Gap {
  /** The row or column before which it stands. */
  before: number;
  text: string;
}

/** A table of columns. Needs at least one column, and as many cells in each. */
export function columnsBundle(columns: Column[], frame: Frame): TableBundle {
  return {
    "text/html": html(columns, frame),
    "text/plain": plainText(columns, frame),
  };
}

/** A column of numbers. */
export function numbersColumn(
  name: string,
  values: number[],
  digits: number,
): Column {
  const cells = values.map(numberFormat(values, digits));
  return { name, numeric: true, cells };
}

/** A column that names the rows, by their numbers if there are no names. */
export function namesColumn(
  name: string,
  names: readonly string[] | undefined,
  rows: number[],
): Column {
  const cells = rows.map((i) => names?.[i] ?? String(i));
  return { name, numeric: !names, isHeader: true, cells };
}

/** The number of rows or columns that a cut leaves at each end. */
const EDGE = 3;

/** Which of `count` rows or columns to show: all if there are at most `most`, otherwise those at the ends. */
export function cutOf(
  count: number,
  most: number,
): { kept: number[]; gap?: Gap } {
  if (count <= most) {
    return { kept: Array.from({ length: count }, (_, i) => i) };
  }
  const more = count - 2 * EDGE;
  return {
    kept: Array.from({ length: 2 * EDGE }, (_, i) => i < EDGE ? i : i + more),
    gap: { before: EDGE, text: `… ${more.toLocaleString("en-US")} more …` },
  };
}

/**
 * A function that writes numbers alike: all with the same number of decimals,
 * enough for `digits` significant digits of the largest, and for every digit of
 * numbers that have at most `digits`; and one where a number below 10 is not
 * whole, unless fewer than 3 digits are asked for. Very large numbers, and small
 * ones that would keep no digit, get an exponent; all do if most need one, from
 * 10 on and below 1.
 * Integers stay integers, and nothing but 0 looks like 0.
 */
export function numberFormat(
  numbers: number[],
  digits: number,
): (value: number) => string {
  if (numbers.every((x) => !Number.isFinite(x) || Number.isSafeInteger(x))) {
    return writeWhole;
  }
  const ordinary = numbers.filter((x) => Number.isFinite(x) && x !== 0);
  const plain = ordinary.filter(isPlain);
  const mostArePlain = plain.length * 2 >= ordinary.length;

  const isShort = (x: number) => Number(x.toPrecision(digits)) === x;
  const decimalsOf = (x: number) => {
    const text = x.toPrecision(digits);
    return text.includes("e") ? 0 : decimalsIn(text, x);
  };
  const long = plain.filter((x) => !isShort(x)).map(decimalsOf);
  const decimals = Math.max(
    ...plain.filter(isShort).map(decimalsOf),
    long.length > 0 ? Math.min(...long) : 0, // The largest has the fewest.
  );
  const hasTenths = digits > 2 &&
    plain.some((x) =>
      1 <= Math.abs(x) && Math.abs(x) < 10 && !Number.isInteger(x)
    );
  const needsExponent = (x: number) =>
    !mostArePlain || !isPlain(x) ||
    Number(x.toFixed(decimals)) !== x && Math.abs(x) < 10 ** -decimals;
  const mantissaDecimals = Math.max(
    0,
    ...ordinary.filter(needsExponent)
      .map((x) => decimalsIn(x.toExponential(digits - 1), x)),
  );
  return (x) => {
    if (!Number.isFinite(x) || x === 0) return writeWhole(x);
    return needsExponent(x)
      ? x.toExponential(mantissaDecimals).replace("e+0", "").replace("e+", "e")
      : x.toFixed(decimals || Number(hasTenths));
  };
}

/** Whether a number that is not an integer can be written without an exponent. */
function isPlain(x: number): boolean {
  return 1e-4 <= Math.abs(x) && Math.abs(x) < 1e7;
}

/** The number of decimals in a text of x, without the zeros at its end if it is x exactly. */
function decimalsIn(text: string, x: number): number {
  const decimals = /\.(\d+)/.exec(text)?.[1] ?? "";
  return (Number(text) === x ? decimals.replace(/0+$/, "") : decimals).length;
}

function writeWhole(x: number): string {
  return Object.is(x, -0) ? "-0" : String(x);
}

/** Styles that survive in a notebook that is not trusted, and suit any page. */
const LEFT = ' style="text-align: left"'; // JupyterLab aligns all to the right.
const RIGHT = ' align="right"';

function html(columns: Column[], { caption, gap }: Frame): string {
  const cell = (column: Column, text: string, scope?: "row" | "col") => {
    const tag = scope ? "th" : "td";
    const attributes = (scope ? ` scope="${scope}"` : "") +
      (column.numeric ? RIGHT : LEFT);
    const isNumber = column.numeric && scope !== "col";
    const shown = isNumber ? text.replaceAll("-", "−") : text;
    return `<${tag}${attributes}>${escapeMarkup(shown)}</${tag}>`;
  };
  const rows = columns[0].cells.map((_, i) =>
    columns.map((column) =>
      cell(column, column.cells[i], column.isHeader ? "row" : undefined)
    ).join("")
  );
  if (gap) {
    const text = escapeMarkup(gap.text);
    const across = `<td colspan="${columns.length}"${LEFT}>${text}</td>`;
    rows.splice(gap.before, 0, across);
  }
  const heads = columns.map((column) => cell(column, column.name, "col"));
  return [
    '<table style="font-variant-numeric: tabular-nums">',
    ...(caption ? [`<caption>${escapeMarkup(caption)}</caption>`] : []),
    "<thead>",
    `<tr>${heads.join("")}</tr>`,
    "</thead>",
    "<tbody>",
    ...rows.map((row) => `<tr>${row}</tr>`),
    "</tbody>",
    "</table>",
  ].join("\n");
}

function plainText(columns: Column[], { caption, gap }: Frame): string {
  const widths = columns.map(({ name, cells }) =>
    Math.max(...[name, ...cells].map((text) => [...text].length))
  );
  const line = (texts: string[]) =>
    texts.map((text, i) => {
      const space = " ".repeat(widths[i] - [...text].length);
      return columns[i].numeric ? space + text : text + space;
    }).join("  ").trimEnd();
  const rows = columns[0].cells.map((_, i) =>
    line(columns.map(({ cells }) => cells[i]))
  );
  if (gap) rows.splice(gap.before, 0, gap.text);
  return [
    ...(caption ? [caption, ""] : []),
    line(columns.map(({ name }) => name)),
    line(widths.map((width) => "-".repeat(width))),
    ...rows,
  ].join("\n");
}
