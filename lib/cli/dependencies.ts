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
import { type Digests, digests } from "./digest.ts";
import type { NotebookFile } from "./files.ts";

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
