/**
 * The types of notebooks' cells. The kernel does not check them, and Deno's
 * checks do not read notebooks: so the code cells of a notebook become one
 * module beside it, and what is found there is said of the cell.
 *
 * One module is one scope: a second `const x`, which in the kernel silently
 * replaces the first, is an error.
 *
 * @module
 */
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { mayFail, type Notebook } from "@lab/jupyter";
import { deno } from "./deno.ts";
import { type NotebookFile, shown } from "./files.ts";

/** A place in a notebook; cells and lines count from 1. */
interface Place {
  cell: number;
  line: number;
}

/** The code of a notebook as one module, with the place that each of its lines has in the notebook. */
export interface CellModule {
  text: string;
  places: Place[];
}

/** Joins the code cells of a notebook to one module. */
export function cellModule(notebook: Notebook): CellModule {
  const lines: string[] = [];
  const places: Place[] = [];
  for (const [i, cell] of notebook.cells.entries()) {
    if (cell.cell_type !== "code") continue;
    const source = cell.source.split("\n");
    const add = (text: string, line: number) => {
      lines.push(text);
      places.push({ cell: i + 1, line });
    };
    // All that follows a bare throw is unreachable, and TypeScript does not
    // look at the flow of unreachable code.
    const thrown = mayFail(cell)
      ? source.findIndex((text) => /^throw\b/.test(text))
      : -1;
    source.forEach((text, j) => {
      if (j === thrown) add("try {", j + 1);
      add(text, j + 1);
    });
    add(thrown < 0 ? ";" : "} catch { /* goes on */ }", source.length);
  }
  return { text: lines.join("\n"), places };
}

/**
 * Checks types in the cells of notebooks, then lints them, with the settings
 * and aliases that hold in the notebooks' own folders.
 *
 * @returns what was found, in words for the user; empty when all is well
 */
export async function checkCells(
  files: NotebookFile[],
  signal: AbortSignal,
): Promise<string> {
  const found = [];
  for (const [folder, group] of Map.groupBy(files, (f) => dirname(f.path))) {
    found.push(await checkFolder(folder, group, signal));
  }
  return found.join("");
}

async function checkFolder(
  folder: string,
  files: NotebookFile[],
  signal: AbortSignal,
): Promise<string> {
  // Beside the notebook, where a relative import means what it means in the
  // kernel. As TSX, as the kernel reads cells.
  const run = crypto.randomUUID();
  const modules = files.map((file, i) => ({
    file,
    path: join(folder, `.lab-${run}-${i}.tsx`),
    ...cellModule(file.notebook),
  }));
  const paths = modules.map(({ path }) => path);
  try {
    for (const { path, text } of modules) await Deno.writeTextFile(path, text);
    for (
      const args of [["check", "--quiet", ...paths], [
        "lint",
        "--compact",
        ...paths,
      ]]
    ) {
      const { success, output } = await deno(args, { cwd: folder, signal });
      if (success) continue;
      return modules.reduce(
        (text, { path, places, file }) =>
          inNotebook(text, pathToFileURL(path).href, shown(file.path), places),
        withoutFrame(output),
      );
    }
    return "";
  } finally {
    for (const path of paths) await Deno.remove(path).catch(() => {});
  }
}

/** What Deno found, without what it says before and after. */
function withoutFrame(text: string): string {
  return text
    .replaceAll(/^(Checked |Found \d+ |error: Type checking).*\n+/gm, "")
    .trimEnd() + "\n";
}

/** Replaces positions in the module by places in the notebook. */
function inNotebook(
  text: string,
  url: string,
  name: string,
  places: Place[],
): string {
  // `url:3:5` where types are wrong, `url: line 3, col 5` where lint finds.
  const position = new RegExp(
    RegExp.escape(url) + String.raw`:(?: line )?(\d+)(?::|, col )(\d+)`,
    "g",
  );
  return text.replaceAll(position, (_, line, column) => {
    const { cell, line: inCell } = places[Math.min(line, places.length) - 1];
    return `${name}, cell ${cell}, line ${inCell}, column ${column}`;
  });
}
