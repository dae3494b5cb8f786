/** The number of lines that are kept. */
const LINES = 20;

/** Deno's greeting on stderr, which says nothing about the notebook. */
const UNSTABLE_WARNING = /^Warning "deno jupyter" is unstable/;

/** The last lines of a process's output, for errors. */
export class Tail {
  readonly lines: string[] = [];
  /** Resolves when the process has closed it. */
  readonly done: Promise<void>;
  readonly #closing = new AbortController();
  #rest = "";

  /** @param copy where this program writes it too */
  constructor(
    stream: ReadableStream<Uint8Array<ArrayBuffer>>,
    copy?: false | { writeSync(bytes: Uint8Array): number },
  ) {
    const lines = new WritableStream<string>({
      write: (text) => {
        if (copy) copy.writeSync(new TextEncoder().encode(text));
        this.#add(text);
      },
      close: () => this.#add("\n"),
    });
    this.done = stream.pipeThrough(new TextDecoderStream())
      .pipeTo(lines, { signal: this.#closing.signal })
      .catch(() => {}); // The pipe broke or was closed; keep what came before.
  }

  /** Stops reading: a program that a cell started may hold the pipe open for ever. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.done;
  }

  #add(text: string): void {
    const lines = (this.#rest + text).split("\n");
    this.#rest = lines.pop()!;
    for (const line of lines) {
      if (line.trim() === "" || UNSTABLE_WARNING.test(line)) continue;
      this.lines.push(line);
      if (this.lines.length > LINES) this.lines.shift();
    }
  }
}
