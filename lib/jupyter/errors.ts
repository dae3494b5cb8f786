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
  /** The cell's position among the code cells, from 1. */
  codeCellNumber: number;
}

/** A line of a cell. */
export interface SourceLine {
  /** From 1. */
  number: number;
  text: string;
}

/** "01_softmax.ipynb, cell 7" or "01_softmax.ipynb, cell 7, line 3". */
export function placeName(place: CellPlace, line?: SourceLine): string {
  return `${place.notebook}, cell ${place.cellNumber}` +
    (line ? `, line ${line.number}` : "");
}

/** A cell threw, or could not be parsed. */
export class CellError extends Error {
  override name = "CellError";
  readonly notebook: string;
  readonly cellNumber: number;
  readonly codeCellNumber: number;
  /** The line that failed, where it is known. */
  readonly line?: SourceLine;
  readonly ename: string;
  readonly evalue: string;
  /** The trace's lines, without colours, internal frames and this machine's paths. */
  readonly traceback: string[];

  constructor(
    place: CellPlace,
    error: { ename: string; evalue: string; traceback: string[] },
    line?: SourceLine,
  ) {
    super([
      `${placeName(place, line)}:`,
      ...(line ? [`    ${line.text.trim()}`] : []),
      ...(error.traceback.length > 0
        ? error.traceback
        : [`${error.ename}: ${error.evalue}`]),
    ].join("\n"));
    this.notebook = place.notebook;
    this.cellNumber = place.cellNumber;
    this.codeCellNumber = place.codeCellNumber;
    this.line = line;
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
  readonly codeCellNumber: number;

  constructor(place: CellPlace, problem: string) {
    super(`${placeName(place)}: ${problem}`);
    this.notebook = place.notebook;
    this.cellNumber = place.cellNumber;
    this.codeCellNumber = place.codeCellNumber;
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
