/**
 * Renders notebooks in a process of its own, without permissions and within
 * limits of time and memory, so that no notebook can hold up the command.
 *
 * @module
 */
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

/** Options of {@linkcode renderApart}. */
export interface Limits {
  signal: AbortSignal;
  /** The time for each part of a notebook: a cell, or the page around them. */
  seconds: number;
  megabytes?: number;
}

/**
 * Renders notebooks as renderSite() does.
 *
 * @throws {Failure} when no page can be made of one, or one exceeds a limit
 */
export async function renderApart(
  sources: Source[],
  { signal, seconds, megabytes = 1024 }: Limits,
): Promise<Rendered> {
  const lib = join(root, "lib");
  const late = new AbortController();
  const process = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--no-prompt",
      "--unstable-worker-options",
      `--v8-flags=--max-old-space-size=${megabytes}`,
      `--config=${join(root, "deno.json")}`,
      `--allow-read=${lib}`,
      join(lib, "cli/renderer.ts"),
    ],
    cwd: root,
    env: { NO_COLOR: "1" },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
    signal: AbortSignal.any([signal, late.signal]),
  }).spawn();
  const said = new Response(process.stderr).text();
  const input = process.stdin.getWriter();
  input.write(new TextEncoder().encode(JSON.stringify(sources) + "\n"))
    .catch(() => {}); // It has ended; the reason follows.
  let at = "the notebooks";
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    for await (const line of lines(process.stdout)) {
      const news: News = JSON.parse(line);
      if ("pages" in news) return news;
      if ("failure" in news) throw new Failure(news.failure);
      at = [news.notebook, news.part].filter(Boolean).join(", ");
      clearTimeout(timer);
      timer = setTimeout(
        () => late.abort(),
        Math.min(seconds * 1000, 2 ** 31 - 1),
      );
    }
    signal.throwIfAborted();
    if (late.signal.aborted) {
      throw new Failure(`Cannot render ${at}: it takes over ${seconds} s`);
    }
    const why = await said;
    throw new Failure(
      `Cannot render ${at}: ` +
        (/out of memory|heap limit/i.test(why)
          ? `it takes over ${megabytes} MB`
          : why.trim()),
    );
  } finally {
    clearTimeout(timer);
    input.close().catch(() => {});
    await process.status;
  }
}

async function* lines(stream: ReadableStream<Uint8Array<ArrayBuffer>>) {
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
