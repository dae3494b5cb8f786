/**
 * What Deno makes of a cell before it runs it. The kernel's positions are
 * those of the JavaScript that it ran, and of a syntax error it says nothing;
 * `deno transpile` makes the same JavaScript with a source map, and does.
 *
 * @module
 */

import { SourceMap } from "node:module";
import { stripVTControlCharacters } from "node:util";

/** What the kernel puts before a cell, on its first line. */
const PROLOGUE = '"use strict"; void 0;';

/** A place in a cell's source, or in what Deno made of it, from 1. */
export interface Position {
  line: number;
  column: number;
}

/** A cell that cannot be parsed. */
export interface SyntaxProblem {
  message: string;
  position?: Position;
}

/** What became of a cell: where its JavaScript comes from, or why there is none. */
export type Emitted =
  | { original: (emitted: Position) => Position | undefined }
  | { problem: SyntaxProblem };

/** Transpiles a cell as the kernel does. Undefined if that cannot be found out. */
export async function emitCell(source: string): Promise<Emitted | undefined> {
  const directory = await Deno.makeTempDir({ prefix: "lab-cell-" });
  try {
    await Deno.writeTextFile(`${directory}/cell.ts`, source);
    // As in the kernel, an import that nothing uses stays.
    await Deno.writeTextFile(
      `${directory}/deno.json`,
      `{ "compilerOptions": { "verbatimModuleSyntax": true } }`,
    );
    const { success, stdout, stderr } = await new Deno.Command(
      Deno.execPath(),
      {
        args: ["transpile", "--source-map", "inline", "cell.ts"],
        cwd: directory,
        env: { NO_COLOR: "1" },
        stdin: "null",
      },
    ).output();
    return success
      ? readMap(new TextDecoder().decode(stdout))
      : readProblem(new TextDecoder().decode(stderr));
  } catch {
    return undefined; // It is a help for errors, never one of its own.
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

function readMap(code: string): Emitted | undefined {
  const data = /sourceMappingURL=data:application\/json;base64,(\S+)\s*$/
    .exec(code)?.[1];
  if (data === undefined) return undefined;
  const json = new TextDecoder().decode(Uint8Array.fromBase64(data));
  const map = new SourceMap(JSON.parse(json));
  const lines = code.slice(0, code.lastIndexOf("//#")).trimEnd().split("\n");
  return {
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

function readProblem(stderr: string): Emitted | undefined {
  const text = stripVTControlCharacters(stderr);
  const message = /SyntaxError: (.+)/.exec(text)?.[1];
  if (message === undefined) return undefined;
  const at = /cell\.ts:(\d+):(\d+)$/m.exec(text);
  return {
    problem: {
      message,
      position: at ? { line: Number(at[1]), column: Number(at[2]) } : undefined,
    },
  };
}
