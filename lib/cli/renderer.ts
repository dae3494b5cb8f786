import { join } from "node:path";
import type { FileLink, Source } from "../report/mod.ts";
import { Failure } from "./command.ts";
import { root } from "./files.ts";

/** A page, with its numbers of figures and formulas unless it is the list of reports. */
export interface Page {
  file: string;
  html: string;
  holds?: { figures: number; formulas: number };
}

/** Pages, as the cache keeps them. */
export interface Rendered {
  pages: Page[];
  warnings: string[];
  /** The links to other files, or to nowhere. */
  files: FileLink[];
}

/** A line that the process writes: the part of a notebook that comes next, or the end. */
export type News =
  | { notebook: string; part: string }
  | Rendered
  | { failure: string };

/**
 * Renders notebooks in a process of its own, without permissions and within
 * limits of time and memory, so that no notebook can hold up the command. The
 * process starts when it is first needed, and waits for the next notebooks.
 */
export class Renderer implements AsyncDisposable {
  #started?: ReturnType<typeof start>;

  /**
   * Renders notebooks as renderSite() does, one set at a time.
   *
   * @param limits the time for each part of a notebook, which is a cell or the
   * page around them; and a signal that ends the process
   * @throws {Failure} when no page can be made of one, or one exceeds a limit
   */
  async render(
    sources: Source[],
    { seconds, signal }: { seconds: number; signal: AbortSignal },
  ): Promise<Rendered> {
    signal.throwIfAborted();
    const { input, lines, said, end } = this.#started ??= start();
    const stop = () => end.abort();
    signal.addEventListener("abort", stop);
    let at = "the notebooks";
    let timer: ReturnType<typeof setTimeout> | undefined;
    try {
      input.write(new TextEncoder().encode(JSON.stringify(sources) + "\n"))
        .catch(() => {}); // It has ended; the reason follows.
      while (true) {
        const { value: line, done } = await lines.next();
        if (done) break;
        const news: News = JSON.parse(line);
        if ("pages" in news) return news;
        if ("failure" in news) throw new Failure(news.failure);
        at = [news.notebook, news.part].filter(Boolean).join(", ");
        clearTimeout(timer);
        timer = setTimeout(stop, Math.min(seconds * 1000, 2 ** 31 - 1));
      }
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", stop);
    }
    const isLate = end.signal.aborted;
    await this[Symbol.asyncDispose]();
    signal.throwIfAborted();
    const why = isLate ? `it takes over ${seconds} s` : await said;
    throw new Failure(
      `Cannot render ${at}: ` +
        (/out of memory|heap limit/i.test(why)
          ? `it takes over ${MEGABYTES} MB`
          : why.trim()),
    );
  }

  async [Symbol.asyncDispose]() {
    this.#started?.end.abort();
    await this.#started?.status;
    this.#started = undefined;
  }
}

/** The memory that rendering may take. */
const MEGABYTES = 1024;

function start() {
  const lib = join(root, "lib");
  const end = new AbortController();
  const { stdin, stdout, stderr, status } = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--no-prompt",
      "--unstable-worker-options",
      `--v8-flags=--max-old-space-size=${MEGABYTES}`,
      `--config=${join(root, "deno.json")}`,
      `--allow-read=${lib}`,
      join(lib, "cli/render_process.ts"),
    ],
    cwd: root,
    env: { NO_COLOR: "1" },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
    signal: end.signal,
  }).spawn();
  return {
    input: stdin.getWriter(),
    lines: linesOf(stdout),
    said: new Response(stderr).text(),
    status,
    end,
  };
}

async function* linesOf(stream: ReadableStream<Uint8Array<ArrayBuffer>>) {
  let line: string[] = [];
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const [end, ...others] = text.split("\n");
    line.push(end);
    for (const start of others) {
      yield line.join("");
      line = [start];
    }
  }
}
