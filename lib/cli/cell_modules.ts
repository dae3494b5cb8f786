/**
 * Deno's checks do not read notebooks. So the code cells of a notebook become
 * one module beside it, and what Deno finds in the module is reported for the
 * cell.
 *
 * One module is one scope: a second `const x` is an error, where the kernel
 * silently replaces the first. A second import or function of a name is none.
 *
 * @module
 */
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  codeLanguage,
  isSkipped,
  mayFail,
  type Notebook,
} from "../nbformat/mod.ts";
import { HeldFile, sweep } from "../temporary/mod.ts";
import { Failure } from "./command.ts";
import { displayPath, type NotebookFile } from "./files.ts";

/** A line of a cell; cells and lines count from 1. */
export interface CellLine {
  cell: number;
  line: number;
}

/** The code of a notebook as one module. */
export interface CellModule {
  text: string;
  /** The cell and line that each line of the text comes from. */
  lines: CellLine[];
}

/**
 * Joins the code cells of a notebook into one module.
 *
 * @param without numbers of cells to leave out
 */
export function cellModule(
  notebook: Notebook,
  without?: ReadonlySet<number>,
): CellModule {
  const text: string[] = [];
  const lines: CellLine[] = [];
  for (const [i, cell] of notebook.cells.entries()) {
    if (cell.cell_type !== "code" || isSkipped(cell)) continue;
    if (without?.has(i + 1)) continue;
    const source = cell.source.split("\n");
    const add = (code: string, line: number) => {
      text.push(code);
      lines.push({ cell: i + 1, line });
    };
    // Code after a bare throw is unreachable, and TypeScript does not narrow
    // types in unreachable code.
    const thrown = mayFail(cell)
      ? source.findIndex((code) => /^throw\b/.test(code))
      : -1;
    const isObject = isObjectLiteral(cell.source);
    if (isObject) add("(", 1);
    source.forEach((code, j) => {
      if (j === thrown) add("try {", j + 1);
      add(code, j + 1);
    });
    if (isObject) add(")", source.length);
    add(thrown < 0 ? ";" : "} catch { /* goes on */ }", source.length);
  }
  return { text: text.join("\n"), lines };
}

/** Whether the kernel reads a cell as an object literal, where a module has a block. */
function isObjectLiteral(source: string): boolean {
  if (!/^\s*\{[^]*[^;\s]\s*$/.test(source)) return false;
  try {
    new Function(`async () => (${source}\n)`); // only parsed, never called
    return true;
  } catch {
    return false;
  }
}

/** A notebook's module on disk. */
export interface WrittenModule extends CellModule {
  file: NotebookFile;
  path: string;
  url: string;
  /** Held while the module is in use. */
  held: HeldFile;
}

/**
 * Writes the modules of notebooks beside them, where a relative import means
 * the same as in the kernel, and removes them after use.
 *
 * @param without numbers of cells to leave out
 * @throws {Failure} when a folder cannot be written
 */
export async function withCellModules<T>(
  files: NotebookFile[],
  use: (modules: WrittenModule[]) => Promise<T>,
  without?: ReadonlySet<number>,
): Promise<T> {
  const modules: WrittenModule[] = [];
  for (const folder of new Set(files.map(({ path }) => dirname(path)))) {
    sweep(folder, /^\.lab-.+\.[jt]sx$/);
  }
  try {
    for (const file of files) modules.push(write(file, without));
    return await use(modules);
  } finally {
    for (const { held } of modules) held[Symbol.dispose]();
  }
}

function write(
  file: NotebookFile,
  without?: ReadonlySet<number>,
): WrittenModule {
  const module = cellModule(file.notebook, without);
  // As TSX, which is how the kernel reads cells. Deno does not check types in
  // JSX.
  const ending = codeLanguage(file.notebook) === "javascript" ? "jsx" : "tsx";
  // If the name is the same each time, Deno recognises code that it has already
  // checked. But another command may be using that name.
  for (const name of [file.stem, crypto.randomUUID()]) {
    const path = join(dirname(file.path), `.lab-${name}.${ending}`);
    try {
      const held = new HeldFile(path, module.text);
      return { file, path, held, url: pathToFileURL(path).href, ...module };
    } catch (error) {
      if (error instanceof Deno.errors.AlreadyExists) continue;
      throw new Failure(
        `Cannot check the types of ${displayPath(file.path)}: ` +
          `its folder cannot be written: ${(error as Error).message}; ` +
          "--no-check skips the check",
      );
    }
  }
  throw new Failure(`Cannot check the types of ${displayPath(file.path)}`);
}
