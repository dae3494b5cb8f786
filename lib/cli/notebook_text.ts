/**
 * A notebook as text for `git diff`: its cells and their outputs, without JSON
 * and without the bytes of figures. The setting in README makes git call
 *
 *     deno run --allow-read lib/cli/notebook_text.ts NOTEBOOK
 *
 * @module
 */
import { type Cell, type Output, parseNotebook } from "../nbformat/mod.ts";
import { printable } from "./phrases.ts";

/** The cells of a notebook's file as lines to compare. A text that is not a notebook stays as it is. */
export function notebookText(text: string): string {
  let cells: Cell[];
  try {
    ({ cells } = parseNotebook(text));
  } catch {
    return text; // for example, one with conflict markers
  }
  return cells.map((cell) => {
    const { tags } = cell.metadata;
    const head = [cell.cell_type, ...(Array.isArray(tags) ? tags : [])];
    const outputs = cell.cell_type === "code" ? cell.outputs : [];
    return [
      `--- ${head.join(" ")}`,
      cell.source,
      ...outputs.flatMap(outputLines),
    ].join("\n");
  }).join("\n") + "\n";
}

function outputLines(output: Output): string[] {
  const lines = (text: string) =>
    text.replace(/\n$/, "").split("\n").map((line) => `  | ${line}`);
  switch (output.output_type) {
    case "stream":
      return [`  > ${output.name}`, ...lines(output.text)];
    case "error":
      return ["  > error", ...lines(output.traceback.join("\n"))];
    default: {
      const { "text/plain": plain, ...others } = output.data;
      const types = Object.keys(output.data).sort().join(", ");
      const text = plain ?? JSON.stringify(others).slice(0, 200);
      return [`  > ${types}`, ...lines(String(text))];
    }
  }
}

if (import.meta.main) {
  const text = notebookText(Deno.readTextFileSync(Deno.args[0]));
  console.log(printable(text.trimEnd()));
}
