/**
 * The errors that end a run. Each message is all that a reader needs to see.
 *
 * @module
 */

import { type FailedCell, failureText, type Position } from "./failure_text.ts";

/** A cell threw, or could not be parsed. */
export class CellError extends Error {
  /** The class's name. */
  override name = "CellError";
  /** The notebook's name. */
  readonly notebook: string;
  /** The cell's position among all cells, from 1. */
  readonly cellNumber: number;
  /** The position in the cell, if it is known. */
  readonly position?: Position;
  /** The class of what was thrown. */
  readonly ename: string;
  /** The message of what was thrown. */
  readonly evalue: string;
  /** The trace's lines, without colours, internal frames and this machine's paths. */
  readonly traceback: string[];

  /** Makes the message from the cell, the error and its position. */
  constructor(
    cell: FailedCell,
    error: { ename: string; evalue: string; traceback: string[] },
    position?: Position,
  ) {
    const { ename, evalue, traceback } = error;
    const said = traceback.length > 0 ? traceback : [`${ename}: ${evalue}`];
    super(failureText(cell, said, position));
    this.notebook = cell.notebook;
    this.cellNumber = cell.cellNumber;
    this.position = position;
    this.ename = ename;
    this.evalue = evalue;
    this.traceback = traceback;
  }
}

/** A cell took longer than its time limit, or its outputs did. */
export class CellTimeoutError extends Error {
  /** The class's name. */
  override name = "CellTimeoutError";
  /** The notebook's name. */
  readonly notebook: string;
  /** The cell's position among all cells, from 1. */
  readonly cellNumber: number;

  /** Makes the message from the cell and what took too long. */
  constructor(cell: FailedCell, problem: string) {
    super(failureText(cell, [problem]));
    this.notebook = cell.notebook;
    this.cellNumber = cell.cellNumber;
  }
}

/** The kernel did not start, or does not speak its protocol. */
export class KernelError extends Error {
  /** The class's name. */
  override name = "KernelError";
}

/** The kernel's process ended before the run did. */
export class KernelDiedError extends KernelError {
  /** The class's name. */
  override name = "KernelDiedError";
  /** The last lines that the process wrote to stderr. */
  readonly stderr: string[];

  /** Makes the message from the problem and what the process wrote. */
  constructor(problem: string, stderr: string[]) {
    super([problem, ...stderr.map((line) => `    ${line}`)].join("\n"));
    this.stderr = stderr;
  }
}
