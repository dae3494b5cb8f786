/**
 * From the error that a kernel reports to the one that a reader sees.
 *
 * @module
 */

import { basename, dirname, parse, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { emitCell, type Position } from "./emit.ts";
import type { SourceLine } from "./errors.ts";
import type { ErrorOutput } from "./notebook.ts";

/** A frame of code that the kernel evaluated: any cell's, its own too. */
const EVALUATED = /^( +at (?:async )?)(?:(.+) \()?<anonymous>:(\d+):(\d+)\)?$/;

/** A frame inside Deno. */
const INTERNAL = /^ +at .*\(?(?:ext:|node:internal|\[ext:)/;

/** The frame with which the kernel's formatting of a result begins. */
const FORMATTING = /broadcastResult \(ext:/;

/**
 * The error of a cell, the same on every machine and in every run: no
 * colours, no frames inside Deno, paths from the notebook's folder; and the
 * line of the cell where it is known.
 *
 * The trace keeps a position only of the cell's own top level: a function's
 * frame does not say which cell the function is from.
 *
 * @param error as the kernel reported it
 * @param source the cell's source
 * @param cwd the folder that the kernel runs in
 * @param written what the kernel wrote meanwhile, to stand in for a reason
 */
export async function readableError(
  error: ErrorOutput,
  source: string,
  cwd: string,
  written: readonly string[] = [],
): Promise<{ error: ErrorOutput; line?: SourceLine }> {
  const clean = (text: string) =>
    withoutPaths(stripVTControlCharacters(text), cwd);
  let ename = error.ename;
  let evalue = clean(error.evalue);
  let trace = error.traceback.flatMap((text) => clean(text).split("\n"));
  const formatting = trace.findIndex((frame) => FORMATTING.test(frame));
  if (formatting >= 0) trace = trace.slice(0, formatting);
  trace = trace.filter((frame) => !INTERNAL.test(frame));
  if (trace.join("").trim() === "") trace = [];

  const top = topLevel(trace);
  const emitted = top || trace.length === 0
    ? await emitCell(source)
    : undefined;
  let position: Position | undefined;
  if (emitted && "problem" in emitted) {
    ({ message: evalue, position } = emitted.problem);
    ename = "SyntaxError";
    trace = [];
  } else if (emitted && top) {
    position = emitted.original(top);
  } else if (evalue === "Execution failed") {
    evalue += "; the kernel gives no reason, " +
      (written.length > 0
        ? ["but wrote:", ...written.map((line) => `    ${clean(line)}`)].join(
          "\n",
        )
        : "often it is a package that cannot be found");
  }
  const line = position && {
    number: position.line,
    text: source.split("\n")[position.line - 1] ?? "",
  };
  if (trace.length === 0) {
    // Of some failures the kernel knows one text only.
    trace = (ename === evalue ? evalue : `${ename}: ${evalue}`).split("\n");
  }
  const frames = trace.map((frame, i) => {
    const [, at, name] = EVALUATED.exec(frame) ?? [];
    if (at === undefined) return frame;
    if (i === top?.index) return line ? `    at line ${line.number}` : "";
    return at + (name ?? "<anonymous>");
  }).filter((frame, i) => frame !== "" || i !== top?.index);
  if (top === undefined && line) frames.push(`    at line ${line.number}`);
  return {
    error: { output_type: "error", ename, evalue, traceback: frames },
    line,
  };
}

/** The outermost frame, if it is the top level of a cell. */
function topLevel(
  trace: string[],
): (Position & { index: number }) | undefined {
  const index = trace.findLastIndex((frame) => /^ +at /.test(frame));
  const [, , name, line, column] = EVALUATED.exec(trace[index] ?? "") ?? [];
  if (line === undefined || name !== undefined) return undefined;
  return { index, line: Number(line), column: Number(column) };
}

/** A text with the files in it as seen from a folder. */
function withoutPaths(text: string, cwd: string): string {
  const folder = resolve(cwd);
  return text
    .replace(/file:\/\/\/[^\s"'()<>]+/g, (url) => shortPath(url, folder))
    .replaceAll(folder + "/", "");
}

function shortPath(url: string, folder: string): string {
  const npm = /\/npm\/[^/]+\/((?:@[^/]+\/)?[^/]+)\/(\d[^/]*)\/(.*)$/.exec(url);
  if (npm) return `npm:${npm[1]}@${npm[2]}/${npm[3]}`;
  const [, path, position = ""] = /^(.*?)((?::\d+)*)$/.exec(url)!;
  let file: string;
  try {
    file = fileURLToPath(path);
  } catch {
    return url;
  }
  // Elsewhere on the machine a file is only its name.
  let shared = folder;
  while (relative(shared, file).startsWith("..")) shared = dirname(shared);
  const short = shared === parse(shared).root
    ? basename(file)
    : relative(folder, file).replaceAll("\\", "/");
  return short + position;
}
