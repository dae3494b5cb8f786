/**
 * Warns of types in a cell that do not fit those of the cells that ran before it.
 * The type checker takes seconds, so no cell waits for it.
 *
 * @module
 */

import { sourceLine } from "../failure/failure_text.ts";
import type { Header } from "../wire/message.ts";
import { codeProblems } from "./code_problems.ts";

/** A cell that has run. */
interface CheckedCell {
  /** The same when the cell runs again. */
  id: string;
  source: string;
  /** The header of the request to run it. */
  header: Header;
}

/** Warns of the types in one kernel's cells. */
export class TypeWarnings implements AsyncDisposable {
  readonly #cwd: string;
  readonly #warn: (text: string, header: Header) => void;
  #cells: CheckedCell[] = [];
  /** The cells that are not checked yet. */
  #fresh = new Set<CheckedCell>();
  #checking = Promise.resolve();
  readonly #over = new AbortController();

  /**
   * @param cwd the folder that the kernel runs in
   * @param warn called with the text of each warning
   */
  constructor(cwd: string, warn: (text: string, header: Header) => void) {
    this.#cwd = cwd;
    this.#warn = warn;
  }

  /** Checks a cell that has run, once those before it are checked. */
  add(cell: CheckedCell): void {
    this.#cells = [...this.#cells.filter(({ id }) => id !== cell.id), cell];
    this.#fresh.add(cell);
    this.#checking = this.#checking.then(() => this.#check());
  }

  /** Ends the check that is running. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#fresh.clear();
    this.#over.abort();
    await this.#checking;
  }

  /** Checks all cells that have come since the last check. */
  async #check(): Promise<void> {
    const [cells, fresh] = [this.#cells, this.#fresh];
    if (fresh.size === 0) return;
    this.#fresh = new Set();
    const lines = cells.flatMap((cell) =>
      cell.source.split("\n").map((_, i) => ({ cell, line: i + 1 }))
    );
    const sources = cells.map(({ source }) => source);
    const code = [...sources, "export {};"].join("\n");
    const problems = await codeProblems(code, this.#cwd, this.#over.signal);
    // A kernel lets a cell declare a name again. The checker does not know which
    // of its types holds then.
    if (problems.some(({ code }) => code === 2451 || code === 2393)) return;
    for (const { code, message, position } of problems) {
      const at = lines[position.line - 1];
      // A name may also be imported again, and JSX needs no types.
      if (!at || !fresh.has(at.cell) || code === 2300 || code === 7026) {
        continue;
      }
      const { source, header } = at.cell;
      const { column } = position;
      const marked = sourceLine(source, { line: at.line, column });
      const said = [message, `    at line ${at.line}`, ...marked];
      this.#warn(said.join("\n") + "\n", header);
    }
  }
}
