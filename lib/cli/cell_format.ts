import { dirname } from "node:path";
import { parseNotebook } from "../nbformat/mod.ts";
import { deno } from "../deno/mod.ts";
import { displayPath, type NotebookFile } from "./files.ts";

/**
 * Compares the cells of notebooks with what `deno fmt` makes of them. Its own
 * `--check` rejects every Markdown cell that does not end with a newline, and
 * most do not.
 *
 * @returns text for the user; empty when all cells are formatted
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
    const cells = file.notebook.cells.flatMap(({ source }, i) =>
      source === formatted[i].source ? [] : [i + 1]
    );
    return cells.length
      ? [`${name}: not formatted: cells ${cells.join(", ")}`]
      : [];
  }));
  const lines = found.flat();
  return lines.length
    ? [...lines, "Run: deno fmt --no-config NOTEBOOK"].join("\n")
    : "";
}
