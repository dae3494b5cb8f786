/**
 * What can go wrong in a run. Each message is all that a reader needs to see.
 *
 * @module
 */

/** Where in a notebook something happened. */
export interface CellPlace {
  /** What messages call the notebook. */
  notebook: string;
  /** The cell's position among all cells, from 1. */
  cellNumber: number;
  /** The cell's source. */
  source: string;
}

/** A place in a cell's source, from 1; columns count as JavaScript counts characters. */
export interface Position {
  line: number;
  column: number;
}

/** "01_softmax.ipynb, cell 7" or "01_softmax.ipynb, cell 7, line 3, column 12". */
export function placeName(place: CellPlace, position?: Position): string {
  return `${place.notebook}, cell ${place.cellNumber}` +
    (position ? `, line ${position.line}, column ${position.column}` : "");
}

/** The most lines that a message has. */
const LINES = 15;

/** The most characters of a line of source, and of a line said about it. */
const WIDTH = { source: 100, said: 400 };

/**
 * What readers see of a failure, in at most 15 lines: the place, the line of
 * source with a caret under the column (or how the cell begins, where the
 * position is not known), and what was said, without its middle if it is long.
 */
export function failureText(
  place: CellPlace,
  said: readonly string[],
  position?: Position,
): string {
  const head = [
    placeName(place, position),
    ...(position
      ? sourceLine(place.source, position)
      : beginning(place.source)),
  ];
  return [...head, ...shortened(said, LINES - head.length)].join("\n");
}

/** A line of source, and under it a caret. */
function sourceLine(source: string, { line, column }: Position): string[] {
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

/** As wide as a text is in a terminal. */
function blank(text: string): string {
  const wide =
    /\p{RGI_Emoji}|[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}\uff01-\uff60]/v;
  return Array.from(
    new Intl.Segmenter("en").segment(text),
    ({ segment }) => segment === "\t" ? "\t" : wide.test(segment) ? "  " : " ",
  ).join("");
}

/** The first lines of a cell that hold something. */
function beginning(source: string): string[] {
  const lines = source.split("\n").filter((line) => line.trim());
  const shown = lines.slice(0, lines.length > 3 ? 2 : 3);
  const rest = lines.length > shown.length ? ["    …"] : [];
  return [...shown.map((line) => `    ${cut(line, WIDTH.source)}`), ...rest];
}

/** At most so many lines, neither beginning nor end left out. */
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

/** A cell threw, or could not be parsed. */
export class CellError extends Error {
  override name = "CellError";
  readonly notebook: string;
  readonly cellNumber: number;
  /** Where in the cell, if that is known. */
  readonly position?: Position;
  readonly ename: string;
  readonly evalue: string;
  /** The trace's lines, without colours, internal frames and this machine's paths. */
  readonly traceback: string[];

  constructor(
    place: CellPlace,
    error: { ename: string; evalue: string; traceback: string[] },
    position?: Position,
  ) {
    super(failureText(
      place,
      error.traceback.length > 0
        ? error.traceback
        : [`${error.ename}: ${error.evalue}`],
      position,
    ));
    this.notebook = place.notebook;
    this.cellNumber = place.cellNumber;
    this.position = position;
    this.ename = error.ename;
    this.evalue = error.evalue;
    this.traceback = error.traceback;
  }
}

/** A cell, or something that it left running, was not done in time. */
export class CellTimeoutError extends Error {
  override name = "CellTimeoutError";
  readonly notebook: string;
  readonly cellNumber: number;

  constructor(place: CellPlace, problem: string) {
    super(failureText(place, [problem]));
    this.notebook = place.notebook;
    this.cellNumber = place.cellNumber;
  }
}

/** The kernel did not start, or does not speak its protocol. */
export class KernelError extends Error {
  override name = "KernelError";
}

/** The kernel's process ended before the run did. */
export class KernelDiedError extends KernelError {
  override name = "KernelDiedError";
  /** The last lines that the process wrote to stderr. */
  readonly stderr: string[];

  constructor(problem: string, stderr: string[]) {
    super([problem, ...stderr.map((line) => `    ${line}`)].join("\n"));
    this.stderr = stderr;
  }
}
