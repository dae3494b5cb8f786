/**
 * Deno's checks do not read notebooks: so the code cells of a notebook become
 * one module beside it, and what is found there is said of the cell.
 *
 * One module is one scope: a second `const x`, which in the kernel silently
 * replaces the first, is an error.
 *
 * @module
 */
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { codeLanguage, mayFail, type Notebook } from "../nbformat/mod.ts";
import { Failure } from "./command.ts";
import { type NotebookFile, shown } from "./files.ts";

/** A place in a notebook; cells and lines count from 1. */
export interface Place {
  cell: number;
  line: number;
}

/** The code of a notebook as one module, with the place that each of its lines has in the notebook. */
export interface CellModule {
  text: string;
  places: Place[];
}

/**
 * Joins the code cells of a notebook to one module.
 *
 * @param without numbers of cells to leave out
 */
export function cellModule(
  notebook: Notebook,
  without?: ReadonlySet<number>,
): CellModule {
  const lines: string[] = [];
  const places: Place[] = [];
  for (const [i, cell] of notebook.cells.entries()) {
    if (cell.cell_type !== "code" || without?.has(i + 1)) continue;
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

/** A notebook's module on disk. */
export interface WrittenModule extends CellModule {
  file: NotebookFile;
  path: string;
  url: string;
}

/** How {@linkcode withCellModules} writes modules. */
export interface ModuleOptions {
  /** Numbers of cells to leave out. */
  without?: ReadonlySet<number>;
  /** Whether a module has the same name each time, by which Deno knows what it has checked before. */
  sameNames?: boolean;
}

/**
 * Writes the modules of notebooks in one folder beside them, where a relative
 * import means what it means in the kernel, for as long as they are used.
 *
 * @throws {Failure} when the folder cannot be written
 */
export async function withCellModules<T>(
  files: NotebookFile[],
  use: (modules: WrittenModule[]) => Promise<T>,
  options: ModuleOptions = {},
): Promise<T> {
  const modules: WrittenModule[] = [];
  try {
    for (const file of files) modules.push(await write(file, options));
    return await use(modules);
  } finally {
    for (const { path } of modules) await Deno.remove(path).catch(() => {});
  }
}

/** Writes a notebook's module, where its name is taken, by another command at work, under one of its own. */
async function write(
  file: NotebookFile,
  { without, sameNames }: ModuleOptions,
): Promise<WrittenModule> {
  const module = cellModule(file.notebook, without);
  // As TSX, as the kernel reads cells, whose types nobody checks in JavaScript.
  const ending = codeLanguage(file.notebook) === "javascript" ? "jsx" : "tsx";
  const names = sameNames ? [file.stem] : [];
  for (const name of [...names, crypto.randomUUID()]) {
    const path = join(dirname(file.path), `.lab-${name}.${ending}`);
    try {
      await Deno.writeTextFile(path, module.text, { createNew: true });
      return { file, path, url: pathToFileURL(path).href, ...module };
    } catch (error) {
      if (error instanceof Deno.errors.AlreadyExists) continue;
      throw new Failure(
        `Cannot check the types of ${shown(file.path)}: ` +
          `its folder cannot be written: ${(error as Error).message}; ` +
          "--no-check leaves them out",
      );
    }
  }
  throw new Failure(`Cannot check the types of ${shown(file.path)}`);
}
