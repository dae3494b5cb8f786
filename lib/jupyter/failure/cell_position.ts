/**
 * Finds positions in a cell's source. The kernel's positions are those in the
 * JavaScript that it ran, and it gives none for a syntax error. `deno
 * transpile` makes the same JavaScript with a source map, and says where a
 * syntax error is.
 *
 * @module
 */

import { type Runtime, Session } from "node:inspector";
import { SourceMap } from "node:module";
import { deno } from "../../deno/mod.ts";
import { temporaryFolder } from "../../temporary/mod.ts";
import type { Position } from "./failure_text.ts";

/** The code that the kernel puts before a cell, on its first line. */
const PROLOGUE = '"use strict"; void 0;';

/** The result of {@linkcode findInCell}. */
export interface Found {
  /** Why the cell cannot be parsed; undefined if it can. */
  syntaxError?: string;
  /** The position of that error; without one, that of the code at the position given. */
  position?: Position;
}

/**
 * Looks for a position that the kernel gave, and for a syntax error.
 *
 * @param source the cell's source
 * @param at the position in the JavaScript that the kernel ran, if it gave one
 */
export async function findInCell(
  source: string,
  at?: Position,
): Promise<Found> {
  try {
    using folder = temporaryFolder();
    const directory = folder.path;
    await Deno.writeTextFile(`${directory}/cell.ts`, source);
    // As in the kernel, an import that nothing uses stays.
    await Deno.writeTextFile(
      `${directory}/deno.json`,
      `{ "compilerOptions": { "verbatimModuleSyntax": true } }`,
    );
    const args = "transpile --source-map inline --outdir out cell.ts";
    const { success, output } = await deno(args.split(" "), { cwd: directory });
    if (!success) return readProblem(output);
    const code = await Deno.readTextFile(`${directory}/out/cell.js`);
    const position = at ?? await refusal(code);
    return { position: position && original(code, position) };
  } catch {
    return {}; // This explains an error, and must not throw another.
  }
}

/** The place at which V8 cannot parse a script that can be transpiled, such as a name that is declared twice. */
async function refusal(script: string): Promise<Position | undefined> {
  // If it can be parsed, nothing of it runs, and its block keeps its functions.
  const expression = `"use strict"; throw 0; {\n${script}\n}`;
  const inspector = new Session();
  inspector.connect();
  const { exceptionDetails: it } = await new Promise<
    Runtime.EvaluateReturnType
  >((resolve, reject) =>
    inspector.post(
      "Runtime.evaluate",
      { expression, replMode: true },
      (error, answer) =>
        error ? reject(error) : resolve(answer as Runtime.EvaluateReturnType),
    )
  ).finally(() => inspector.disconnect());
  if (it?.exception?.className !== "SyntaxError") return;
  const before = it.lineNumber === 1 ? PROLOGUE.length : 0;
  return { line: it.lineNumber, column: it.columnNumber + 1 + before };
}

/** The place in the source that a place in the transpiled code comes from. */
function original(code: string, at: Position): Position | undefined {
  const [script, map] = code.trimEnd().split(
    "//# sourceMappingURL=data:application/json;base64,",
  );
  if (at.line > script.trimEnd().split("\n").length) return undefined;
  const json = new TextDecoder().decode(Uint8Array.fromBase64(map));
  const column = at.line === 1 ? at.column - PROLOGUE.length : at.column;
  const entry = new SourceMap(JSON.parse(json))
    .findEntry(at.line - 1, Math.max(column, 1) - 1);
  return "originalLine" in entry
    ? { line: entry.originalLine + 1, column: entry.originalColumn + 1 }
    : undefined;
}

function readProblem(text: string): Found {
  const syntaxError = /SyntaxError: (.+)/.exec(text)?.[1];
  if (syntaxError === undefined) return {};
  const [, line, column] = /cell\.ts:(\d+):(\d+)$/m.exec(text) ?? [];
  const position = { line: Number(line), column: Number(column) };
  return line === undefined ? { syntaxError } : { syntaxError, position };
}
