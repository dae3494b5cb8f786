/**
 * Notebooks on disk: finding them, reading them, and naming them to the user.
 *
 * @module
 */
import { lstatSync } from "node:fs";
import {
  basename,
  dirname,
  extname,
  join,
  relative,
  resolve,
  sep,
} from "node:path";
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
 * folder stands for the notebooks in it and below it, in the order of their
 * paths; no arguments stand for the project's own notebooks. An empty argument,
 * such as an unset variable of the shell, does not stand for the caller's folder.
 *
 * @param except a folder in which none is looked for
 */
export async function findNotebooks(
  args: string[],
  except?: string,
): Promise<string[]> {
  if (args.includes("")) {
    throw new Failure('Cannot read "": a notebook needs a name');
  }
  const found = pathsOf(args).map(async (path) => {
    const info = await Deno.stat(path).catch((error) => {
      throw unreadable(path, error);
    });
    if (!info.isDirectory) return [path];
    const paths = await notebooksIn(path, except);
    if (!paths.length) {
      throw new Failure(
        `Cannot read ${displayPath(path)}: need a notebook in it, got none`,
      );
    }
    return paths;
  });
  return [...new Set((await Promise.all(found)).flat())];
}

function pathsOf(args: string[]): string[] {
  return args.length
    ? args.map((path) => resolve(callerFolder(), path))
    : [join(root, "notebooks")];
}

/** The names of folders in which nobody keeps lessons: hidden ones, those of tools, and packages. */
const NO_LESSONS = /^[._]|^node_modules$/;

/** The notebooks in a folder and below it. A link to a folder is not followed. */
async function notebooksIn(
  folder: string,
  except?: string,
): Promise<string[]> {
  const entries = await Array.fromAsync(Deno.readDir(folder))
    .catch((error) => {
      throw unreadable(folder, error);
    });
  // An index is the first of its folder, and 2 comes before 10.
  const order = ({ name }: Deno.DirEntry) =>
    name === "index.ipynb" ? "" : name.replace(/\.ipynb$/, "");
  entries.sort((a, b) => NATURAL.compare(order(a), order(b)));
  const found = entries.map(
    async ({ name, isDirectory, isFile, isSymlink }) => {
      const path = join(folder, name);
      if (!isDirectory) {
        const isNotebook = /^[^.].*\.ipynb$/s.test(name) &&
          (isFile || isSymlink && !await isFolder(path));
        return isNotebook ? [path] : [];
      }
      return NO_LESSONS.test(name) || path === except
        ? []
        : await notebooksIn(path, except);
    },
  );
  return (await Promise.all(found)).flat();
}

/**
 * Whether a folder that the arguments name would hold a notebook, and does not.
 *
 * @param path the notebook's path without its extension
 */
export async function isGone(path: string, args: string[]): Promise<boolean> {
  return pathsOf(args).some((arg) => isWithin(dirname(path), arg)) &&
    !await isThere(`${path}.ipynb`) && !await isThere(`${path}.json`);
}

/** Whether there is a file or a folder. */
export function isThere(path: string): Promise<boolean> {
  return Deno.stat(path).then(() => true, () => false);
}

/** Whether there is a folder, or a link to one. */
function isFolder(path: string): Promise<boolean> {
  return Deno.stat(path).then((info) => info.isDirectory, () => false);
}

const NATURAL = new Intl.Collator("en", { numeric: true });

/** The innermost folder that holds all that the arguments name. The pages keep the folders below it. */
export async function commonFolder(args: string[]): Promise<string> {
  const folders = await Promise.all(
    pathsOf(args).map(async (path) =>
      await isFolder(path) ? path : dirname(path)
    ),
  );
  return folders.reduce((common, folder) => {
    while (!isWithin(folder, common)) common = dirname(common);
    return common;
  });
}

/** The path of a notebook from a folder, without its extension and with "/" between folders. */
export function stemFrom(folder: string, path: string): string {
  const stem = path.slice(0, path.length - extname(path).length);
  return relative(folder, stem).replaceAll(sep, "/");
}

/**
 * Refuses two notebooks that would have the same page.
 *
 * @param base the folder from which the pages take their paths
 * @throws {Failure} naming the notebooks
 */
export function refuseSharedPages(paths: string[], base: string): void {
  // To some file systems, "A" and "a" are the same name.
  const byPage = Map.groupBy(
    paths,
    (path) => stemFrom(base, path).toLowerCase(),
  );
  for (const [first, second] of byPage.values()) {
    if (!second) continue;
    throw new Failure(
      `Cannot export both ${displayPath(first)} and ` +
        `${displayPath(second)}: each would be ` +
        `${stemFrom(base, second)}.html`,
    );
  }
}

/** Whether a path is a folder, or leads into it. */
export function isWithin(path: string, folder: string): boolean {
  return `${path}${sep}`.startsWith(join(folder, sep));
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
  const isLink = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink();
  const why = !(error instanceof Deno.errors.NotFound)
    ? (error as Error).message
    : isLink
    ? "a link that leads nowhere"
    : "no such file";
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
 * @param advice the end of the message
 * @throws {Failure} naming the notebook and its kernel or language
 */
export function refuseOtherKernels(files: NotebookFile[], advice = ""): void {
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
        `(TypeScript), got one for ${name ?? language}${advice}`,
    );
  }
}
