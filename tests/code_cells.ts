/**
 * Notebooks of code cells, and their outputs in short, for tests that run a
 * kernel.
 *
 * @module
 */

import type { Cell, CodeCell, Notebook } from "@lab/nbformat";

/** A notebook of code cells. Each is given by its source, or by its source and tags. */
export function notebookOf(
  ...sources: (string | [source: string, ...tags: string[]])[]
): Notebook {
  const cells = sources.map((entry, i): Cell => {
    const [source, ...tags] = typeof entry === "string" ? [entry] : entry;
    return {
      id: `cell-${i}`,
      cell_type: "code",
      metadata: tags.length > 0 ? { tags } : {},
      source,
      execution_count: null,
      outputs: [],
    };
  });
  return { cells, metadata: {}, nbformat: 4, nbformat_minor: 5 };
}

/** The outputs of each code cell of a notebook, in short. */
export function shown(notebook: Notebook): string[][] {
  return notebook.cells
    .filter((cell): cell is CodeCell => cell.cell_type === "code")
    .map((cell) =>
      cell.outputs.map((output) => {
        switch (output.output_type) {
          case "stream":
            return `${output.name}: ${output.text}`;
          case "error":
            return `error: ${output.traceback.join("\n")}`;
          default:
            return `${output.output_type}: ${output.data["text/plain"]}`;
        }
      })
    );
}

/** The permissions that a test needs to run a kernel. */
export const kernelPermissions: Deno.PermissionDescriptor[] = [
  { name: "run" },
  { name: "net" },
  { name: "read" },
  { name: "write" },
  { name: "env" },
];
