/**
 * Runs a notebook cell by cell, and loses no output on the way.
 *
 * @module
 */

import { CellError, CellTimeoutError, KernelError } from "../failure/errors.ts";
import { type FailedCell, failureText } from "../failure/failure_text.ts";
import {
  type Cell,
  type CodeCell,
  type ErrorOutput,
  isSkipped,
  mayFail,
  type Notebook,
} from "../../nbformat/mod.ts";
import { failedTests } from "../failure/failed_tests.ts";
import { OutputRecorder } from "./record_outputs.ts";
import { Session } from "../kernel/session.ts";
import { readError, savedError } from "../failure/read_error.ts";

/** Options of {@linkcode runNotebook}. */
export interface RunOptions {
  /** The folder that the kernel starts in: the notebook's, as in Jupyter. */
  cwd: string;
  /** A cell's time limit in seconds. Default 120. */
  timeoutSeconds?: number;
  /** The notebook's name in errors, usually its file name. Default "notebook". */
  name?: string;
  /** Ends the run and its kernel; the run rejects with the signal's reason. */
  signal?: AbortSignal;
  /** Called once before the first cell and after every code cell. */
  onCell?: (progress: { done: number; total: number }) => void;
  /**
   * The command that starts the kernel, in which `{connection_file}` stands
   * for that file, as in a Jupyter kernelspec. Default: the running Deno's own.
   */
  command?: string[];
}

/**
 * Runs a notebook's code cells in order, in a kernel of its own.
 *
 * Outputs of a timer belong to the cell that is running when they come; those
 * that come after the last cell are lost. What a cell lets another program
 * print is not an output in Deno's kernel. `prompt()` and `confirm()` get no
 * answer. A cell that fails ends the run, unless it has the tag
 * `raises-exception`. So does a test of `Deno.test()` that fails, and an error
 * that nothing catches, in a timer or in a promise that nothing awaits.
 *
 * @returns a new notebook with fresh outputs and the execution counts 1 to n
 * @throws {CellError} when a cell throws or is not TypeScript
 * @throws {CellTimeoutError} when a cell takes longer than its limit
 * @throws {KernelDiedError} when the kernel ends
 * @throws {KernelError} when the kernel does not start or does not answer
 */
export async function runNotebook(
  notebook: Notebook,
  options: RunOptions,
): Promise<Notebook> {
  const cells = notebook.cells.map((cell): Cell =>
    cell.cell_type === "code" && !isSkipped(cell)
      ? { ...cell, outputs: [], execution_count: null }
      : { ...cell }
  );
  const codeCells = cells.filter((cell) => cell.cell_type === "code");
  const total = codeCells.length;
  let done = 0;
  options.onCell?.({ done, total });
  await using run = codeCells.every(isIdle)
    ? undefined
    : await Run.start(options);
  for (const [i, cell] of cells.entries()) {
    if (cell.cell_type !== "code") continue;
    if (!isIdle(cell)) {
      await run!.cell(cell, {
        notebook: options.name ?? "notebook",
        cellNumber: i + 1,
        source: cell.source,
      });
    }
    options.onCell?.({ done: ++done, total });
  }
  return { ...notebook, cells };
}

/** Whether there is nothing to run: a cell that is skipped keeps its outputs. */
function isIdle(cell: CodeCell): boolean {
  return cell.source.trim() === "" || isSkipped(cell);
}

/** The longest timer, in milliseconds; a longer one would fire at once. */
const LONGEST_TIMEOUT = 2 ** 31 - 1;

/** A kernel that is running a notebook's cells. */
class Run implements AsyncDisposable {
  readonly #session: Session;
  readonly #cwd: string;
  readonly #seconds: number;
  readonly #outputs = new OutputRecorder();
  #count = 0;

  static async start(options: RunOptions): Promise<Run> {
    try {
      return new Run(await Session.start(options), options);
    } catch (error) {
      if (error instanceof KernelError) {
        error.message = `${options.name ?? "notebook"}: ${error.message}`;
      }
      throw error;
    }
  }

  private constructor(session: Session, options: RunOptions) {
    this.#session = session;
    this.#cwd = options.cwd;
    this.#seconds = options.timeoutSeconds ?? 120;
    session.onMessage = (message) => this.#outputs.receive(message);
  }

  /** Runs one cell and waits until all its outputs have arrived. */
  async cell(cell: CodeCell, where: FailedCell): Promise<void> {
    const mayThrow = mayFail(cell);
    cell.execution_count = ++this.#count;
    this.#outputs.begin(cell);
    this.#session.kernel.process.forgetWritten();
    this.#session.onUncaught = async (error) => {
      this.#outputs.add(error);
      if (mayThrow) return;
      this.#session.kernel.process.end(await this.#failure(error, where));
    };
    try {
      const reply = await this.#limited(
        this.#session.execute(cell.source, { storeHistory: true }),
        where,
        `Still running after ${this.#seconds} s`,
      );
      const errors = await this.#limited(
        this.#session.standFence(reply),
        where,
        `It ended, but its outputs were not complete within ${this.#seconds} s`,
      );
      for (const error of errors) this.#outputs.add(error);
      for (const output of cell.outputs) {
        if (output.output_type !== "error") continue;
        if (!mayThrow) throw await this.#failure(output, where);
        Object.assign(
          output,
          savedError(await readError(output, cell.source, this.#cwd)),
        );
      }
      const failed = failedTests(this.#session.kernel.process.stdout);
      if (!failed) return;
      const read = await readError(failed, "", this.#cwd);
      if (!mayThrow) throw new CellError(where, read);
      cell.outputs.push(savedError(read));
    } catch (error) {
      if (error instanceof KernelError) {
        error.message = failureText(where, [error.message]);
      }
      throw error;
    }
  }

  /** Ends the kernel and waits until it is gone. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#session[Symbol.asyncDispose]();
  }

  async #failure(output: ErrorOutput, where: FailedCell): Promise<CellError> {
    const written = this.#session.kernel.process.stderr;
    const error = await readError(output, where.source, this.#cwd, written);
    return new CellError(where, error, error.position);
  }

  /** Waits for a promise, but ends the kernel at the cell's time limit. */
  async #limited<T>(
    promise: Promise<T>,
    where: FailedCell,
    problem: string,
  ): Promise<T> {
    const timer = setTimeout(
      () =>
        this.#session.kernel.process.end(new CellTimeoutError(where, problem)),
      Math.min(this.#seconds * 1000, LONGEST_TIMEOUT),
    );
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
    }
  }
}
