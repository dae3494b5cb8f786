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

/** What each notebook depends on, as it is now. */
export async function dependenciesOf(
  files: NotebookFile[],
  signal: AbortSignal,
): Promise<Map<NotebookFile, Digests>> {
  const found = new Map<NotebookFile, Digests>();
  const folders = Map.groupBy(files, ({ path }) => dirname(path));
  for (const [folder, group] of folders) {
    for (const [file, modules] of await localModules(group, signal)) {
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
      found.set(file, await digests([...paths].sort()));
    }
  }
  return found;
}

/** A module as `deno info --json` tells of it. */
interface ModuleInfo {
  specifier: string;
  dependencies?: Record<"code" | "type", { specifier?: string } | undefined>[];
}

/** The local modules that the cells of notebooks in one folder import, directly or not, there or not. */
async function localModules(
  files: NotebookFile[],
  signal: AbortSignal,
): Promise<Map<NotebookFile, string[]>> {
  return await withCellModules(files, async (modules) => {
    const cwd = dirname(modules[0].path);
    // It takes one module: one that imports them all.
    const all = join(cwd, `.lab-${crypto.randomUUID()}.ts`);
    const imports = modules.map(({ url }) => `import ${JSON.stringify(url)};`);
    await Deno.writeTextFile(all, imports.join("\n"), { createNew: true });
    const { output } = await deno(["info", "--json", all], { cwd, signal })
      .finally(() => Deno.remove(all));
    const info: { modules: ModuleInfo[]; redirects: Record<string, string> } =
      JSON.parse(output.slice(0, output.lastIndexOf("}") + 1));
    const byName = new Map(info.modules.map((it) => [it.specifier, it]));
    const importsOf = (url: string) => {
      const seen = new Set([url]);
      for (const name of seen) {
        for (const { code, type } of byName.get(name)?.dependencies ?? []) {
          for (const { specifier } of [code ?? {}, type ?? {}]) {
            if (specifier) seen.add(info.redirects[specifier] ?? specifier);
          }
        }
      }
      return [...seen].filter((name) => name.startsWith("file:"))
        .slice(1).map((name) => fileURLToPath(name));
    };
    return new Map(modules.map(({ file, url }) => [file, importsOf(url)]));
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
