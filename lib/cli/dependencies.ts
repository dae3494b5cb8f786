/**
 * The files that a notebook's outputs depend on besides its cells, as far as
 * they can be seen without running it: the local modules that it imports,
 * directly or not; the settings that hold in its folder; and the files and
 * folders that a string in the cells or in those modules names.
 *
 * What is computed while the notebook runs cannot be seen: a file's name put
 * together from parts, an environment variable, the time, the network.
 *
 * @module
 */
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { withCellModules } from "./cell_modules.ts";
import { deno } from "./deno.ts";
import type { NotebookFile } from "./files.ts";

/** Absolute paths of files, there or not, with a digest of what is in each. */
export type Digests = Record<string, string>;

/** What a notebook depends on, as it is now. */
export async function dependenciesOf(
  file: NotebookFile,
  signal: AbortSignal,
): Promise<Digests> {
  const folder = dirname(file.path);
  const modules = await localModules(file, signal);
  const paths = new Set([...settings(folder), ...modules]);
  const cells = file.notebook.cells
    .filter(({ cell_type }) => cell_type === "code")
    .map(({ source }) => source);
  for (const path of named(cells.join("\n"), folder)) paths.add(path);
  for (const module of modules) {
    if (!/\.[cm]?[jt]sx?$/.test(module)) continue;
    const text = await Deno.readTextFile(module).catch(() => "");
    for (const place of [dirname(module), folder]) {
      for (const path of named(text, place)) paths.add(path);
    }
  }
  return await digests([...paths].sort());
}

/** Whether files are as they were. */
export async function areUnchanged(before: Digests): Promise<boolean> {
  const now = await digests(Object.keys(before));
  return Object.entries(before).every(([path, digest]) => now[path] === digest);
}

/** The local modules that the cells import, directly or not, there or not. */
async function localModules(
  file: NotebookFile,
  signal: AbortSignal,
): Promise<string[]> {
  return await withCellModules([file], async ([{ path, url }]) => {
    const args = ["info", "--json", path];
    const { output } = await deno(args, { cwd: dirname(path), signal });
    const end = output.lastIndexOf("}") + 1;
    const { modules }: { modules: { specifier: string }[] } = end
      ? JSON.parse(output.slice(0, end))
      : { modules: [] };
    return modules.map(({ specifier }) => specifier)
      .filter((specifier) => specifier.startsWith("file:") && specifier !== url)
      .map((specifier) => fileURLToPath(specifier));
  });
}

/** The files that Deno may take settings from, there or not. */
function settings(folder: string): string[] {
  const names = [
    ...["deno.json", "deno.jsonc", "deno.lock", "import_map.json"],
    ...["package.json", ".npmrc", "tsconfig.json"],
  ];
  const paths = [];
  for (let at = folder;; at = dirname(at)) {
    paths.push(...names.map((name) => join(at, name)));
    if (at === dirname(at)) return paths;
  }
}

/** The paths that strings in code may name, seen from a folder. */
function named(code: string, folder: string): string[] {
  const strings = code.matchAll(/(["'`])((?:(?!\1|[\n\\$]).){1,200})\1/g);
  return [...strings].map(([, , text]) => text)
    .filter((text) => /^[^:*?"<>|]*(\.[a-z]\w{0,7}|\w\/)$/i.test(text))
    .map((text) => resolve(folder, text))
    // Not a folder around this one, such as "../" and "/".
    .filter((path) => !`${folder}/`.startsWith(path.replace(/\/*$/, "/")));
}

async function digests(paths: string[]): Promise<Digests> {
  return Object.fromEntries(
    await Promise.all(
      paths.map(async (path) => [path, await digestOfFile(path)]),
    ),
  );
}

/** More than this is not read, but known by its size and date. */
const LARGE = 2 ** 26;

/** What tells a file's content, or a folder's list of files, from any other; "" where there is none. */
async function digestOfFile(path: string): Promise<string> {
  try {
    const info = await Deno.stat(path);
    if (info.isDirectory) {
      const names = [];
      for await (const { name } of Deno.readDir(path)) {
        const { size, mtime } = await Deno.stat(join(path, name));
        names.push(`${name} ${size} ${mtime?.getTime()}`);
      }
      return await digest(names.sort().join("\n"));
    }
    return info.size > LARGE
      ? `${info.size} ${info.mtime?.getTime()}`
      : await digest(await Deno.readFile(path));
  } catch {
    return "";
  }
}

/** SHA-256, in hexadecimal digits. */
export async function digest(
  data: string | Uint8Array<ArrayBuffer>,
): Promise<string> {
  const bytes = typeof data === "string"
    ? new TextEncoder().encode(data)
    : data;
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}

/** One digest of all files in folders of the project, subfolders left out. */
export async function digestOfFolders(...folders: string[]): Promise<string> {
  const paths = [];
  for (const folder of folders) {
    for await (const { name, isFile } of Deno.readDir(folder)) {
      if (isFile) paths.push(join(folder, name));
    }
  }
  return await digest(Object.values(await digests(paths.sort())).join());
}
