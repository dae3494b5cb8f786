/**
 * What Deno makes of a cell before it runs it. The kernel's positions are
 * those of the JavaScript that it ran, and of a syntax error it says nothing;
 * `deno transpile` makes the same JavaScript with a source map, and does.
 *
 * @module
 */

import { SourceMap } from "node:module";
import { stripVTControlCharacters } from "node:util";
import type { Position } from "./errors.ts";

/** What the kernel puts before a cell, on its first line. */
const PROLOGUE = '"use strict"; void 0;';

/** A cell that cannot be parsed. */
export interface SyntaxProblem {
  message: string;
  position?: Position;
}

/** What became of a cell. */
export interface Emitted {
  /** The lines that the kernel ran. */
  lines: string[];
  /** Where in the cell a place in them comes from, if it is known. */
  original(emitted: Position): Position | undefined;
}

/**
 * Transpiles cells as the kernel does. Undefined if that cannot be done; the
 * problem, if one of them cannot be parsed.
 */
export async function emitCells(
  sources: string[],
): Promise<Emitted[] | SyntaxProblem | undefined> {
  const directory = await Deno.makeTempDir({ prefix: "lab-cell-" });
  try {
    for (const [i, source] of sources.entries()) {
      await Deno.writeTextFile(`${directory}/cell${i}.ts`, source);
    }
    // As in the kernel, an import that nothing uses stays.
    await Deno.writeTextFile(
      `${directory}/deno.json`,
      `{ "compilerOptions": { "verbatimModuleSyntax": true } }`,
    );
    const { success, stderr } = await new Deno.Command(
      Deno.execPath(),
      {
        args: [
          ...["transpile", "--source-map", "inline", "--outdir", "out"],
          ...sources.keys().map((i) => `cell${i}.ts`),
        ],
        cwd: directory,
        env: { NO_COLOR: "1" },
        stdin: "null",
      },
    ).output();
    if (!success) return readProblem(new TextDecoder().decode(stderr));
    return await Promise.all(
      sources.map(async (_, i) =>
        readMap(await Deno.readTextFile(`${directory}/out/cell${i}.js`))
      ),
    );
  } catch {
    return undefined; // It is a help for errors, never one of its own.
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

function readMap(code: string): Emitted {
  const data = /sourceMappingURL=data:application\/json;base64,(\S+)\s*$/
    .exec(code)?.[1];
  if (data === undefined) throw new Error("no source map");
  const json = new TextDecoder().decode(Uint8Array.fromBase64(data));
  const map = new SourceMap(JSON.parse(json));
  const text = PROLOGUE + code.slice(0, code.lastIndexOf("//#")).trimEnd();
  const lines = text.split("\n");
  return {
    lines,
    original({ line, column }) {
      if (line > lines.length) return undefined;
      if (line === 1) column = Math.max(column - PROLOGUE.length, 1);
      const entry = map.findEntry(line - 1, column - 1);
      return "originalLine" in entry
        ? { line: entry.originalLine + 1, column: entry.originalColumn + 1 }
        : undefined;
    },
  };
}

function readProblem(stderr: string): SyntaxProblem | undefined {
  const text = stripVTControlCharacters(stderr);
  const message = /SyntaxError: (.+)/.exec(text)?.[1];
  if (message === undefined) return undefined;
  const at = /cell\d+\.ts:(\d+):(\d+)$/m.exec(text);
  return {
    message,
    position: at ? { line: Number(at[1]), column: Number(at[2]) } : undefined,
  };
}
