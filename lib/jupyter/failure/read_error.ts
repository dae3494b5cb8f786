/**
 * From the error that a kernel reports to the one that a reader sees: the same
 * on every machine and in every run, without colours and frames inside Deno,
 * its files named as seen from the notebook's folder.
 *
 * Only the frame of the cell's own top level keeps its position, because the
 * kernel does not say which cell a function is from.
 *
 * @module
 */

import { basename, dirname, parse, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { findInCell } from "./cell_position.ts";
import type { Position } from "./failure_text.ts";
import type { ErrorOutput } from "../../nbformat/mod.ts";

/** A frame of code that the kernel evaluated, in this cell or another. */
const EVALUATED = /^( +at (?:async )?)(?:(.+) \()?<anonymous>:(\d+):(\d+)\)?$/;

/** A frame inside Deno. */
const INTERNAL = /^ +at .*\(?(?:ext:|node:internal|\[ext:)/;

/** The frame with which the kernel's formatting of a result begins. */
const FORMATTING = /broadcastResult \(ext:/;

/** An error as a reader sees it. */
export interface ReadableError {
  ename: string;
  evalue: string;
  /** The trace's lines, without the frame of the cell's top level. */
  traceback: string[];
  /** The index at which the frame of the top level stood. */
  topLevel: number;
  /** The position of the top level in the cell, if that is known. */
  position?: Position;
}

/**
 * Reads the error of a cell.
 *
 * @param error as the kernel reported it
 * @param source the cell's source
 * @param cwd the folder that the kernel runs in
 * @param written what the kernel wrote to stderr, shown when it gives no reason
 */
export async function readError(
  error: ErrorOutput,
  source: string,
  cwd: string,
  written: readonly string[] = [],
): Promise<ReadableError> {
  const clean = (text: string) =>
    withoutPaths(stripVTControlCharacters(text), cwd);
  let { ename } = error;
  let evalue = clean(error.evalue);
  let trace = error.traceback.flatMap((text) => clean(text).split("\n"));
  const formatting = trace.findIndex((frame) => FORMATTING.test(frame));
  if (formatting >= 0) trace = trace.slice(0, formatting);
  trace = trace.filter((frame) => !INTERNAL.test(frame));
  if (trace.join("").trim() === "") trace = [];

  const top = topLevel(trace);
  let position: Position | undefined;
  if (top) trace = trace.toSpliced(top.index, 1);
  const hasNoFrame = !trace.some((line) => /^ +at /.test(line));
  if (top || trace.length === 0 || ename === "SyntaxError" && hasNoFrame) {
    const found = await findInCell(source, top);
    position = found.position;
    if (found.syntaxError !== undefined) {
      ename = "SyntaxError";
      evalue = found.syntaxError;
      trace = [];
    }
  }
  if (evalue === "Execution failed") {
    evalue += "; the kernel gives no reason" +
      (written.length > 0
        ? [", but wrote:", ...written.map((line) => `    ${clean(line)}`)]
          .join("\n")
        : "; often a package cannot be found");
  }
  if (trace.length === 0) {
    // For some failures the kernel gives only one text.
    trace = (ename === evalue ? evalue : `${ename}: ${evalue}`).split("\n");
  }
  const traceback = trace.map(withoutPosition);
  const index = Math.min(top?.index ?? Infinity, traceback.length);
  return { ename, evalue, traceback, topLevel: index, position };
}

/** The error as an output, whose trace says the line of the top level. */
export function savedError(error: ReadableError): ErrorOutput {
  const { ename, evalue, traceback, topLevel, position } = error;
  const line = position ? [`    at line ${position.line}`] : [];
  return {
    output_type: "error",
    ename,
    evalue,
    traceback: traceback.toSpliced(topLevel, 0, ...line),
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

/** A function's frame without the position in a cell that is not known. */
function withoutPosition(frame: string): string {
  const [, at, name = "<anonymous>"] = EVALUATED.exec(frame) ?? [];
  return at === undefined ? frame : at + name;
}

/** A text in which files are named as seen from a folder: the folder is `.`, the home folder `~`. */
function withoutPaths(text: string, cwd: string): string {
  const folder = resolve(cwd);
  const short = text
    .replace(/file:\/\/\/[^\s"'()<>]+/g, (url) => shortPath(url, folder))
    .replaceAll(folder + "/", "")
    .replace(whole(folder), ".");
  const home = homeFolder();
  return home ? short.replace(whole(home), "~") : short;
}

/** Matches a folder's path, but not the beginning of a longer name: `/home/me` in `/home/me/x`, not in `/home/meg`. */
function whole(folder: string): RegExp {
  return new RegExp(
    String.raw`(?<![\w./-])${RegExp.escape(folder)}(?![\w-])`,
    "g",
  );
}

/** The user's folder, if there is one and this program may read its name. */
function homeFolder(): string | undefined {
  try {
    const home = Deno.env.get("HOME") ?? Deno.env.get("USERPROFILE");
    return home && resolve(home) !== parse(resolve(home)).root
      ? resolve(home)
      : undefined;
  } catch {
    return undefined;
  }
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
  // A file that shares no folder with the notebook is given by its name alone.
  let shared = folder;
  while (relative(shared, file).startsWith("..")) shared = dirname(shared);
  const short = shared === parse(shared).root
    ? basename(file)
    : relative(folder, file).replaceAll("\\", "/");
  return short + position;
}
