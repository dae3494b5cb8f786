/**
 * From the error that a kernel reports to the one that a reader sees.
 *
 * @module
 */

import { basename, dirname, parse, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { emitCells, type Emitted } from "./emit.ts";
import type { Position } from "./errors.ts";
import type { ErrorOutput } from "../nbformat/mod.ts";

/** A frame of code that the kernel evaluated: any cell's, its own too. */
const EVALUATED = /^( +at (?:async )?)(?:(.+) \()?<anonymous>:(\d+):(\d+)\)?$/;

/** A frame inside Deno. */
const INTERNAL = /^ +at .*\(?(?:ext:|node:internal|\[ext:)/;

/** The frame with which the kernel's formatting of a result begins. */
const FORMATTING = /broadcastResult \(ext:/;

/** A cell that the kernel ran. */
export interface RanCell {
  /** Its position among all cells, from 1. */
  number: number;
  source: string;
}

/**
 * The error of a cell, the same on every machine and in every run: no
 * colours, no frames inside Deno, paths from the notebook's folder.
 *
 * The trace keeps a line of the cell's own top level only: of a function's
 * frame the kernel does not say which cell the function is from.
 *
 * @param error as the kernel reported it
 * @param source the cell's source
 * @param cwd the folder that the kernel runs in
 */
export async function readableError(
  error: ErrorOutput,
  source: string,
  cwd: string,
): Promise<ErrorOutput> {
  const { ename, evalue, trace, top, position } = await read(
    error,
    source,
    cwd,
  );
  const at = position && `    at line ${position.line}`;
  const frames = trace.flatMap((frame, i) => {
    if (i === top?.index) return at ?? [];
    return withoutPosition(frame);
  });
  if (!top && at) frames.push(at);
  return { output_type: "error", ename, evalue, traceback: frames };
}

/**
 * The error that ends a run: the same, and where it happened, as far as that is
 * certain, in this cell and in functions of those before it.
 *
 * @param ran all cells that the kernel ran, this one the last
 * @param written what the kernel wrote meanwhile, to stand in for a reason
 */
export async function locatedError(
  error: ErrorOutput,
  ran: RanCell[],
  cwd: string,
  written: readonly string[],
): Promise<{ error: ErrorOutput; position?: Position }> {
  const { number, source } = ran.at(-1)!;
  const { ename, evalue, trace, top, ...found } = await read(
    error,
    source,
    cwd,
    written,
  );
  let { position } = found;
  const functions = trace.some((frame, i) =>
    i !== top?.index && EVALUATED.test(frame)
  );
  const emitted = functions
    ? await emitCells(ran.map(({ source }) => source))
    : [];
  const frames = trace.flatMap((frame, i) => {
    if (i === top?.index) return [];
    const parts = EVALUATED.exec(frame);
    if (!parts) return frame;
    const place = Array.isArray(emitted) ? placeOf(parts, emitted) : undefined;
    if (!place) return withoutPosition(frame);
    const { line, column } = place.position;
    const cell = ran[place.index].number;
    if (cell === number) position ??= place.position;
    const where = cell === number ? "" : `cell ${cell}, `;
    return `${parts[1]}${parts[2] ?? "<anonymous>"} ` +
      `(${where}line ${line}, column ${column})`;
  });
  return {
    error: { output_type: "error", ename, evalue, traceback: frames },
    position,
  };
}

/** What both say of an error. */
async function read(
  error: ErrorOutput,
  source: string,
  cwd: string,
  written: readonly string[] = [],
) {
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
  let position: Position | undefined;
  if (top || trace.length === 0) {
    const emitted = await emitCells([source]);
    if (emitted && !Array.isArray(emitted)) {
      ({ message: evalue, position } = emitted);
      ename = "SyntaxError";
      trace = [];
    } else if (emitted && top) position = emitted[0].original(top);
  }
  if (evalue === "Execution failed") {
    evalue += "; the kernel gives no reason, " +
      (written.length > 0
        ? ["but wrote:", ...written.map((line) => `    ${clean(line)}`)].join(
          "\n",
        )
        : "often it is a package that cannot be found");
  }
  if (trace.length === 0) {
    // Of some failures the kernel knows one text only.
    trace = (ename === evalue ? evalue : `${ename}: ${evalue}`).split("\n");
  }
  return { ename, evalue, trace, top, position };
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

/** A function's frame without the place in whatever cell it is from. */
function withoutPosition(frame: string): string {
  const [, at, name = "<anonymous>"] = EVALUATED.exec(frame) ?? [];
  return at === undefined ? frame : at + name;
}

/**
 * Where a function's frame is from, if only one cell can be meant: one that
 * has code at the position, and before it what may define the function.
 */
function placeOf(
  [, , name = "", line, column]: RegExpExecArray,
  emitted: Emitted[],
): { index: number; position: Position } | undefined {
  const at = { line: Number(line), column: Number(column) };
  const word = /^(?:async |new )?(?:[\w$]+\.)*([\w$]+)(?: \[as .*\])?$/
    .exec(name)?.[1];
  const defined = word === undefined ? /(?:)/ : definition(word);
  const possible = emitted.flatMap(({ lines }, index) => {
    const code = lines[at.line - 1]?.slice(at.column - 1);
    return code && /^[^\s)\]},;]/.test(code) &&
        defined.test(lines.slice(0, at.line).join("\n"))
      ? [index]
      : [];
  });
  if (possible.length !== 1) return undefined;
  const [index] = possible;
  const position = emitted[index].original(at);
  return position && { index, position };
}

/** Whatever may give a function its name, methods included; a call within a line does not. */
function definition(name: string): RegExp {
  const n = RegExp.escape(name);
  return new RegExp(
    String.raw`(?<![\w$])(?:function\s*\*?\s*|class\s+)${n}(?![\w$])` +
      String
        .raw`|(?:^|[{,;])\s*(?:(?:async|static|get|set)\s+|[*#])*${n}(?![\w$])` +
      String.raw`|(?<![\w$])${n}["'\`]?\]?\s*[=:](?!=)`,
    "m",
  );
}

/** A text with the files in it as seen from a folder; the folder is `.`, the home folder `~`. */
function withoutPaths(text: string, cwd: string): string {
  const folder = resolve(cwd);
  const short = text
    .replace(/file:\/\/\/[^\s"'()<>]+/g, (url) => shortPath(url, folder))
    .replaceAll(folder + "/", "")
    .replace(whole(folder), ".");
  const home = homeFolder();
  return home ? short.replace(whole(home), "~") : short;
}

/** A folder's path where it is not the beginning of another's, `/home/me` in `/home/me/x` but not in `/home/meg`. */
function whole(folder: string): RegExp {
  return new RegExp(
    String.raw`(?<![\w./-])${RegExp.escape(folder)}(?![\w-])`,
    "g",
  );
}

/** The user's folder, if there is one and one may know. */
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
  // Elsewhere on the machine a file is only its name.
  let shared = folder;
  while (relative(shared, file).startsWith("..")) shared = dirname(shared);
  const short = shared === parse(shared).root
    ? basename(file)
    : relative(folder, file).replaceAll("\\", "/");
  return short + position;
}
