import { duration } from "./phrases.ts";

/** Called after each cell of a run. */
export type OnCell = (cells: { done: number; total: number }) => void;

/**
 * Shows how far runs have come. On a terminal, one line is rewritten as cells
 * finish and time passes, and each run that ends leaves a line above it. In a
 * pipe, and on a terminal that cannot rewrite (TERM=dumb), only those lines are
 * printed.
 */
export class Progress implements Disposable {
  #lines = new Set<() => string>();
  #isLive = Deno.stdout.isTerminal() && Deno.env.get("TERM") !== "dumb";
  #timer = this.#isLive ? setInterval(() => this.#draw(), 200) : undefined;

  /** Shows a run until it ends; one that fails leaves no line. */
  async show<T>(name: string, run: (onCell: OnCell) => Promise<T>): Promise<T> {
    const start = performance.now();
    let cells: string[] = [];
    const line = () =>
      [name, ...cells, duration(performance.now() - start)].join("  ");
    this.#lines.add(line);
    try {
      const result = await run(({ done, total }) => {
        cells = [`${done}/${total} cells`];
        this.#draw();
      });
      this.#write("\r\x1b[K");
      console.log(line());
      return result;
    } finally {
      this.#lines.delete(line);
      this.#draw();
    }
  }

  [Symbol.dispose]() {
    clearInterval(this.#timer);
    this.#write("\r\x1b[K");
  }

  #draw() {
    const text = [...this.#lines].map((line) => line()).join("  |  ");
    this.#write(`\r\x1b[K${text}`);
  }

  /** Writes text that must not wrap, as a wrapped line cannot be rewritten. */
  #write(text: string) {
    if (!this.#isLive) return;
    try {
      // Some terminals do not know their width and report 0.
      const columns = Deno.consoleSize().columns || 80;
      const length = "\r\x1b[K".length + columns - 1;
      Deno.stdout.writeSync(new TextEncoder().encode(text.slice(0, length)));
    } catch {
      // The terminal is gone. SIGHUP ends the run in good order.
    }
  }
}
