/**
 * Notebooks on disk: finding them, reading them, and naming them to the user.
 *
 * @module
 */
import { basename, extname, join, relative, resolve } from "node:path";
import { codeLanguage, type Notebook, parseNotebook } from "../nbformat/mod.ts";
import { Failure } from "./command.ts";
import { printable } from "./phrases.ts";

/** The project's folder. */
export const root = resolve(import.meta.dirname!, "../..");

/** The folder that the user called from; `deno task` itself runs in the project's. */
export function callerFolder(): string {
  return Deno.env.get("INIT_CWD") ?? Deno.cwd();
}

/** A path as the user would type it. */
export function displayPath(path: string): string {
  return printable(relative(callerFolder(), path)) || ".";
}

/** A notebook and the file it was read from. */
export interface NotebookFile {
  path: string;
  /** The file's name without its folder and extension. */
  stem: string;
  text: string;
  notebook: Notebook;
}

/**
 * The absolute paths of the notebooks that the arguments name, each once. A
 * folder stands for the notebooks in it, in the order of their names; no
 * arguments stand for the project's own notebooks. An empty argument, such as an
 * unset variable of the shell, does not stand for the caller's folder.
 */
export async function findNotebooks(args: string[]): Promise<string[]> {
  if (args.includes("")) {
    throw new Failure('Cannot read "": a notebook needs a name');
  }
  const paths = args.length
    ? args.map((path) => resolve(callerFolder(), path))
    : [join(root, "notebooks")];
  return [...new Set((await Promise.all(paths.map(expand))).flat())];
}

async function expand(path: string): Promise<string[]> {
  const refuse = (error: unknown) => {
    throw unreadable(path, error);
  };
  const info = await Deno.stat(path).catch(refuse);
  if (!info.isDirectory) return [path];
  const all = await Array.fromAsync(Deno.readDir(path), ({ name }) => name)
    .catch(refuse);
  const names = all.filter((name) =>
    name.endsWith(".ipynb") && !name.startsWith(".")
  ).sort();
  if (!names.length) throw new Failure(`No notebook in ${displayPath(path)}`);
  return names.map((name) => join(path, name));
}

/**
 * Reads notebooks.
 *
 * @throws {Failure} when a file cannot be read
 * @throws {NotebookFormatError} when a file is not a notebook
 */
export function readNotebooks(paths: string[]): Promise<NotebookFile[]> {
  return Promise.all(paths.map(readNotebookFile));
}

/** Reads a notebook, as {@linkcode readNotebooks} does. */
export async function readNotebookFile(path: string): Promise<NotebookFile> {
  const bytes = await Deno.readFile(path).catch((error) => {
    throw unreadable(path, error);
  });
  let text;
  try {
    text = UTF8.decode(bytes);
  } catch {
    throw new Failure(`Cannot read ${displayPath(path)}: it is not UTF-8`);
  }
  const notebook = parseNotebook(text, displayPath(path));
  return { path, stem: basename(path, extname(path)), text, notebook };
}

/** Refuses bytes that it cannot read, and so would not write back. */
const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function unreadable(path: string, error: unknown): Failure {
  const why = error instanceof Deno.errors.NotFound
    ? "no such file"
    : (error as Error).message;
  return new Failure(`Cannot read ${displayPath(path)}: ${why}`);
}

/** The numbers of the cells that had not run when the notebook was saved. */
export function cellsNotRun({ cells }: Notebook): number[] {
  return cells.flatMap((cell, i) => {
    if (cell.cell_type !== "code" || cell.source.trim() === "") return [];
    return cell.execution_count || cell.outputs.length ? [] : [i + 1];
  });
}

/**
 * Refuses notebooks that are not for a Deno kernel, whatever name the kernel
 * has. A notebook that does not name a kernel needs a language that Deno runs.
 *
 * @throws {Failure} naming the notebook and its kernel or language
 */
export function refuseOtherKernels(files: NotebookFile[]): void {
  for (const { path, notebook } of files) {
    const { name, display_name } =
      (notebook.metadata.kernelspec ?? {}) as Record<string, unknown>;
    const language = codeLanguage(notebook);
    const isDeno = name == null
      ? ["typescript", "javascript"].includes(language)
      : /\bdeno\b/i.test(`${name} ${display_name}`);
    if (isDeno) continue;
    throw new Failure(
      `Cannot run ${displayPath(path)}: need a notebook for the Deno kernel ` +
        `(TypeScript), got one for ${name ?? language}`,
    );
  }
}

/**
 * Refuses two notebooks that would have the same page.
 *
 * @throws {Failure} naming the notebooks
 */
export function refuseSharedPages(files: NotebookFile[]): void {
  // To some file systems, "A" and "a" are the same name.
  const byName = Map.groupBy(files, ({ stem }) => stem.toLowerCase());
  for (const [first, second] of byName.values()) {
    if (!second) continue;
    throw new Failure(
      `Cannot export both ${displayPath(first.path)} and ` +
        `${displayPath(second.path)}: each would be ${second.stem}.html`,
    );
  }
}
