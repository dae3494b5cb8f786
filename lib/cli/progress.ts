/** How long it took, for people: `3.2 s`, `2 min 05 s`. */
export function duration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  const rest = String(whole % 60).padStart(2, "0");
  return `${Math.floor(whole / 60)} min ${rest} s`;
}

/**
 * The line that says how far a notebook's run has come. On a terminal it is
 * rewritten as cells finish and time passes; in a pipe, and on a terminal that
 * cannot rewrite (TERM=dumb), it is printed once, when the run is over.
 */
export class Progress implements Disposable {
  #label: string;
  #start = performance.now();
  #cells = "";
  #timer?: ReturnType<typeof setInterval>;

  constructor(label: string) {
    this.#label = label;
    if (Deno.stdout.isTerminal() && Deno.env.get("TERM") !== "dumb") {
      this.#timer = setInterval(() => this.#draw(), 200);
    }
  }

  /** So many cells of all have run. */
  cells({ done, total }: { done: number; total: number }) {
    this.#cells = `${done}/${total} cells`;
    this.#draw();
  }

  /** The run is over: the line stays. */
  finish() {
    this.#erase();
    console.log(this.#line());
  }

  /** Leaves no half-finished line behind. */
  [Symbol.dispose]() {
    this.#erase();
  }

  #draw() {
    if (this.#timer === undefined) return;
    write(() => {
      const { columns } = Deno.consoleSize(); // A line that wraps stays.
      return `\r\x1b[K${this.#line().slice(0, columns - 1)}`;
    });
  }

  #erase() {
    if (this.#timer === undefined) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    write(() => "\r\x1b[K");
  }

  #line(): string {
    const time = duration(performance.now() - this.#start);
    return [this.#label, this.#cells, time].filter(Boolean).join("  ");
  }
}

function write(text: () => string) {
  try {
    Deno.stdout.writeSync(new TextEncoder().encode(text()));
  } catch {
    // The terminal is gone; SIGHUP says so too, and ends the run in order.
  }
}
