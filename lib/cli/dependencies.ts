/**
 * The files that a notebook's outputs depend on besides its cells, as far as
 * they can be seen without running it: the local modules that it imports,
 * directly or indirectly; Deno's settings for its folder; and the files and
 * folders that a string in its cells or in those modules names.
 *
 * Anything else that a run may read goes unseen: a file whose name is computed,
 * an environment variable, the time, the network.
 *
 * @module
 */
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { withCellModules } from "./cell_modules.ts";
import { deno } from "../deno/mod.ts";
import type { NotebookFile } from "./files.ts";

/** The absolute paths of the files that a notebook depends on; some may not exist. */
export async function dependenciesOf(
  file: NotebookFile,
  signal: AbortSignal,
): Promise<Set<string>> {
  const folder = dirname(file.path);
  const paths = new Set(settings(folder));
  for (const { path, text } of await localModules(file, signal)) {
    if (path) paths.add(path);
    for (const from of [dirname(path ?? file.path), folder]) {
      for (const name of namedPaths(text, from)) paths.add(name);
    }
  }
  return paths;
}

/** The module of a notebook's cells, without a path, and the local modules that it imports. */
async function localModules(
  file: NotebookFile,
  signal: AbortSignal,
): Promise<{ path?: string; text: string }[]> {
  return await withCellModules([file], async ([{ path, url, text }]) => {
    const cwd = dirname(path);
    const { output } = await deno(["info", "--json", path], { cwd, signal });
    const { modules }: { modules: { specifier: string }[] } = JSON.parse(
      output.slice(0, output.lastIndexOf("}") + 1),
    );
    const imported = modules.map(({ specifier }) => specifier)
      .filter((name) => name.startsWith("file:") && name !== url)
      .map(async (name) => {
        const path = fileURLToPath(name);
        const isCode = /\.[cm]?[jt]sx?$/.test(path);
        const text = isCode ? Deno.readTextFile(path).catch(() => "") : "";
        return { path, text: await text };
      });
    return [{ text }, ...await Promise.all(imported)];
  });
}

/** The files from which Deno may take its settings for a folder. */
function settings(folder: string): string[] {
  const names = [
    ...["deno.json", "deno.jsonc", "deno.lock", "import_map.json"],
    ...["package.json", ".npmrc", "tsconfig.json"],
  ];
  const [paths, parent] = [
    names.map((name) => join(folder, name)),
    dirname(folder),
  ];
  return parent === folder ? paths : [...paths, ...settings(parent)];
}

/** The paths that strings in code may name, if they are relative to a folder. */
function namedPaths(code: string, folder: string): string[] {
  const strings = code.matchAll(/(["'`])((?:(?!\1|[\n\\$]).){1,200})\1/g);
  return [...strings].map(([, , text]) => text)
    .filter((text) => /^[^:*?"<>|]*(\.[a-z]\w{0,7}|\w\/)$/i.test(text))
    .map((text) => resolve(folder, text))
    // Not a folder around this one, such as "../" and "/".
    .filter((path) => !`${folder}/`.startsWith(path.replace(/\/*$/, "/")));
}
