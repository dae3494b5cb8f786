/**
 * Notebooks on disk: which are meant, what is in them, and how to speak of
 * them.
 *
 * @module
 */
import { basename, extname, join, relative, resolve } from "node:path";
import { type Notebook, parseNotebook } from "../nbformat/mod.ts";
import { Failure } from "./command.ts";

/** The project's folder. */
export const root = resolve(import.meta.dirname!, "../..");

/** Where the user called from: `deno task` itself runs in the project's folder. */
export function here(): string {
  return Deno.env.get("INIT_CWD") ?? Deno.cwd();
}

/** A path as the user would type it. */
export function shown(path: string): string {
  return relative(here(), path) || ".";
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
 * The notebooks that the arguments name, as absolute paths without repeats: a
 * folder stands for the notebooks in it, in the order of their names, and no
 * argument for the project's own.
 */
export async function findNotebooks(args: string[]): Promise<string[]> {
  const paths = args.length
    ? args.map((path) => resolve(here(), path))
    : [join(root, "notebooks")];
  return [...new Set((await Promise.all(paths.map(expand))).flat())];
}

async function expand(path: string): Promise<string[]> {
  const info = await Deno.stat(path).catch((error) => {
    throw unreadable(path, error);
  });
  if (!info.isDirectory) return [path];
  const names = [];
  for await (const { name } of Deno.readDir(path)) {
    if (name.endsWith(".ipynb") && !name.startsWith(".")) names.push(name);
  }
  if (!names.length) throw new Failure(`No notebook in ${shown(path)}`);
  return names.sort().map((name) => join(path, name));
}

/**
 * Reads notebooks.
 *
 * @throws {Failure} when a file cannot be read
 * @throws {NotebookFormatError} when a file is not a notebook
 */
export function readNotebooks(paths: string[]): Promise<NotebookFile[]> {
  return Promise.all(paths.map(async (path) => {
    const text = await Deno.readTextFile(path).catch((error) => {
      throw unreadable(path, error);
    });
    const notebook = parseNotebook(text, shown(path));
    return { path, stem: basename(path, extname(path)), text, notebook };
  }));
}

function unreadable(path: string, error: unknown): Failure {
  const why = error instanceof Deno.errors.NotFound
    ? "no such file"
    : (error as Error).message;
  return new Failure(`Cannot read ${shown(path)}: ${why}`);
}

/**
 * Refuses notebooks that are not for a Deno kernel, whatever name it was
 * installed under. One that does not say what it is for is taken for one that
 * is.
 *
 * @throws {Failure} naming the notebook and what it is for
 */
export function refuseOtherKernels(files: NotebookFile[]): void {
  for (const { path, notebook: { metadata } } of files) {
    const about = (key: string) =>
      (metadata[key] ?? {}) as Record<string, unknown>;
    const { name, display_name, language } = about("kernelspec");
    const isDeno = name === undefined
      ? /^(typescript|javascript)$/i
        .test(String(language ?? about("language_info").name ?? "typescript"))
      : /\bdeno\b/i.test(`${name} ${display_name}`);
    if (isDeno) continue;
    const got = name ?? language ?? about("language_info").name;
    throw new Failure(
      `Cannot run ${shown(path)}: need a notebook for the Deno kernel ` +
        `(TypeScript), got one for ${got}`,
    );
  }
}
