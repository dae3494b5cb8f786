/**
 * Lays out a failure for its reader: the place, and the lines of the error.
 *
 * @module
 */

/** A cell in which something failed. */
export interface FailedCell {
  /** The notebook's name, as messages give it. */
  notebook: string;
  /** The cell's position among all cells, from 1. */
  cellNumber: number;
  /** The cell's source. */
  source: string;
}

/** A position in a cell's source. */
export interface Position {
  /** The line, from 1. */
  line: number;
  /** The column, from 1, in characters as JavaScript counts them. */
  column: number;
}

/** The most lines of a text. */
const LINES = 15;

/** The most characters of a line of source, and of a line that was said. */
const WIDTH = { source: 100, said: 400 };

/**
 * A failure in at most 15 lines: its place, the line of source with a caret
 * under the column (or how the cell begins, if the position is not known), and
 * what was said, without its middle if it is long.
 *
 * @param said the lines of the error
 */
export function failureText(
  cell: FailedCell,
  said: readonly string[],
  position?: Position,
): string {
  const { notebook, cellNumber, source } = cell;
  const place = `${notebook}, cell ${cellNumber}`;
  const head = position
    ? [
      `${place}, line ${position.line}, column ${position.column}`,
      ...sourceLine(source, position),
    ]
    : [place, ...beginning(source)];
  return [...head, ...shortened(said, LINES - head.length)].join("\n");
}

/** A line of source, and under it a caret. */
export function sourceLine(
  source: string,
  { line, column }: Position,
): string[] {
  const text = source.split("\n")[line - 1] ?? "";
  const from = Math.max(0, column - 1 - WIDTH.source * 0.7);
  const to = from + WIDTH.source;
  const before = (from > 0 ? "…" : "") +
    text.slice(from, column - 1).toWellFormed();
  const after = text.slice(column - 1, to).toWellFormed() +
    (to < text.length ? "…" : "");
  const indented = from === 0 ? before.trimStart() : before;
  return [`    ${indented}${after}`, `    ${blank(indented)}^`];
}

/** Blanks as wide as a text is in a terminal. */
function blank(text: string): string {
  const wide =
    /\p{RGI_Emoji}|[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}\uff01-\uff60]/v;
  return Array.from(
    new Intl.Segmenter("en").segment(text),
    ({ segment }) => segment === "\t" ? "\t" : wide.test(segment) ? "  " : " ",
  ).join("");
}

/** The first lines of a cell that are not empty. */
function beginning(source: string): string[] {
  const lines = source.split("\n").filter((line) => line.trim());
  const shown = lines.slice(0, lines.length > 3 ? 2 : 3);
  const rest = lines.length > shown.length ? ["    …"] : [];
  return [...shown.map((line) => `    ${cut(line, WIDTH.source)}`), ...rest];
}

/** At most `most` lines; a longer text loses its middle. */
function shortened(lines: readonly string[], most: number): string[] {
  const short = lines.flatMap((line) => line.split("\n"))
    .map((line) => cut(line, WIDTH.said));
  if (short.length <= most) return short;
  const last = Math.floor(most / 3);
  const first = most - last - 1;
  const left = short.length - first - last;
  return [
    ...short.slice(0, first),
    `    … ${left} more lines`,
    ...short.slice(-last),
  ];
}

function cut(line: string, width: number): string {
  return line.length <= width
    ? line
    : line.slice(0, width - 1).toWellFormed() + "…";
}
