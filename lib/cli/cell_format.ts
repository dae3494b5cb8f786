import { dirname } from "node:path";
import { parseNotebook } from "../nbformat/mod.ts";
import { deno } from "./deno.ts";
import { displayPath, type NotebookFile } from "./files.ts";

/**
 * Compares the cells of notebooks with what `deno fmt` makes of them. Its own
 * `--check` takes every Markdown cell that does not end with a newline, as few
 * do, for badly formatted.
 *
 * @returns what was found, in words for the user; empty when all is well
 */
export async function checkCellFormat(
  files: NotebookFile[],
  signal: AbortSignal,
): Promise<string> {
  const found = await Promise.all(files.map(async (file) => {
    const name = displayPath(file.path);
    const { success, output } = await deno(["fmt", "--ext", "ipynb", "-"], {
      cwd: dirname(file.path),
      signal,
      input: file.text,
    });
    if (!success) return [`${name}: ${output}`];
    const formatted = parseNotebook(output, name).cells;
    const others = file.notebook.cells.flatMap(({ source }, i) =>
      source === formatted[i].source ? [] : [i + 1]
    );
    if (!others.length) return [];
    const cells = `${others.length === 1 ? "cell" : "cells"} ${
      others.join(", ")
    }`;
    return [
      `${name}: not formatted: ${cells}`,
      `Run: deno fmt --no-config ${
        /[^\w./\\-]/.test(name) ? `"${name}"` : name
      }`,
    ];
  }));
  return found.flat().join("\n");
}
