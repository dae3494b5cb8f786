/** How long it took, for people: `3.2 s`, `2 min 05 s`. */
export function duration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  const rest = String(whole % 60).padStart(2, "0");
  return `${Math.floor(whole / 60)} min ${rest} s`;
}

/**
 * How far runs have come, several at a time. On a terminal that is one line,
 * rewritten as cells finish and time passes; each run that is over leaves a
 * line of its own above it. In a pipe, and on a terminal that cannot rewrite
 * (TERM=dumb), only those are printed.
 */
export class Progress implements Disposable {
  #tasks = new Set<Task>();
  #isLive = Deno.stdout.isTerminal() && Deno.env.get("TERM") !== "dumb";
  #timer?: ReturnType<typeof setInterval>;

  /** A run begins. */
  start(label: string): Task {
    const task = new Task(label, {
      changed: () => this.#draw(),
      over: (words) => {
        this.#tasks.delete(task);
        if (words !== undefined) this.print(words);
        else this.#draw();
      },
    });
    this.#tasks.add(task);
    if (this.#isLive) this.#timer ??= setInterval(() => this.#draw(), 200);
    return task;
  }

  /** Says something that stays. */
  print(line: string) {
    this.#erase();
    console.log(line);
    if (this.#tasks.size) this.#draw();
  }

  /** Leaves no half-finished line behind. */
  [Symbol.dispose]() {
    clearInterval(this.#timer);
    this.#tasks.clear();
    this.#erase();
    this.#isLive = false;
  }

  #draw() {
    if (!this.#isLive) return;
    write(() => {
      const { columns } = Deno.consoleSize(); // A line that wraps stays.
      const text = [...this.#tasks].join("  |  ");
      return `\r\x1b[K${text.slice(0, columns - 1)}`;
    });
  }

  #erase() {
    if (this.#isLive) write(() => "\r\x1b[K");
  }
}

/** A run of one notebook, on its way. */
export class Task implements Disposable {
  #label: string;
  #tell: { changed: () => void; over: (words?: string) => void };
  #start = performance.now();
  #cells = "";

  constructor(
    label: string,
    tell: { changed: () => void; over: (words?: string) => void },
  ) {
    this.#label = label;
    this.#tell = tell;
  }

  /** So many cells of all have run. */
  cells({ done, total }: { done: number; total: number }) {
    this.#cells = `${done}/${total} cells`;
    this.#tell.changed();
  }

  /** The run is over: its line stays. */
  finish() {
    this.#tell.over(String(this));
  }

  /** Leaves no line, if it is not finished. */
  [Symbol.dispose]() {
    this.#tell.over();
  }

  toString(): string {
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
