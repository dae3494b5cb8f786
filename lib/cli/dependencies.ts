/**
 * The files that a notebook's outputs depend on besides its cells, as far as
 * they can be seen without running it: the local modules that it imports,
 * directly or indirectly; Deno's settings for its folder and for theirs; and the
 * files and folders that a string in its cells or in those modules names. The
 * strings in code that is named, such as a worker's, count as well.
 *
 * Anything else that a run may read goes unseen: a file whose name is computed,
 * the list of files in the notebook's own folder or one around it, another
 * program, an environment variable, the time, the network.
 *
 * @module
 */
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { withCellModules } from "./cell_modules.ts";
import { deno } from "../deno/mod.ts";
import { existence } from "./digest.ts";
import { isWithin, type NotebookFile } from "./files.ts";

/** The absolute paths of the files that a notebook depends on; some may not exist. */
export async function dependenciesOf(
  file: NotebookFile,
  signal: AbortSignal,
): Promise<Set<string>> {
  const folder = dirname(file.path);
  const modules = await localModules(file, signal);
  const paths = new Set(settings(folder));
  const mayExist = existence();
  for (const { path = file.path, text } of modules) { // grows meanwhile
    if (path !== file.path) paths.add(path);
    for (const name of around(dirname(path), PACKAGE)) paths.add(name);
    for (const name of namesIn(text)) {
      for (const named of pathsOf(name, new Set([dirname(path), folder]))) {
        if (paths.has(named)) continue;
        const isThere = mayExist(named);
        if (!isThere && !LIKE_A_NAME.test(name)) continue;
        paths.add(named);
        if (isThere) modules.push({ path: named, text: codeOf(named) });
      }
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
      .map((name) => fileURLToPath(name));
    return [
      { text },
      ...imported.map((path) => ({ path, text: codeOf(path) })),
    ];
  });
}

/** The text of a file of code. */
function codeOf(path: string): string {
  return /\.[cm]?[jt]sx?$/.test(path) ? textOf(path) : "";
}

/** The text of a file; "" for what is none, such as a pipe, which would wait for ever. */
function textOf(path: string): string {
  try {
    return Deno.statSync(path).isFile ? Deno.readTextFileSync(path) : "";
  } catch {
    return "";
  }
}

/** The files that say what a package of a workspace exports. */
const PACKAGE = ["deno.json", "deno.jsonc", "package.json"];

/** The files from which Deno may take its settings for a folder. */
function settings(folder: string): string[] {
  const others = ["deno.lock", "import_map.json", ".npmrc", "tsconfig.json"];
  return around(folder, [...PACKAGE, ...others]).flatMap((path) => {
    const [, map] = /"importMap"\s*:\s*"(.+?)"/.exec(textOf(path)) ?? [];
    return map ? [path, resolve(dirname(path), map)] : [path];
  });
}

/** Files of these names in a folder and in those around it. */
function around(folder: string, names: string[]): string[] {
  const parent = dirname(folder);
  const paths = names.map((name) => join(folder, name));
  return parent === folder ? paths : [...paths, ...around(parent, names)];
}

/** The strings in code that may name a file, or a folder. */
function namesIn(code: string): Set<string> {
  const texts = code.matchAll(STRING).map(([, , text, start, folders]) =>
    (text ?? start ?? folders).replaceAll(/\\(.)/g, "$1")
  );
  return new Set(texts.filter(({ length }) => length < 1000));
}

/**
 * A string of one line, or the folders with which one begins before a value in
 * it. Any quote may begin one, as those in comments and regular expressions are
 * not in pairs. So this also finds texts between strings, which name no file.
 */
const STRING =
  /["'`](?=(?<=(["']))((?:\\.|(?!\1)[^\\\n])+)\1|(?<=`)(?:((?:\\.|[^\\`$\n])+)`|([^\\`$\n]+\/)[^\\`$\n]*\$\{))/g;

/** A name that a file may get later: it has an extension, or is one word. */
const LIKE_A_NAME = /^(?!https?:).*\.\w+$|^[^\s:*?"'`<>|(){}=;,]+$/;

/** The paths that a text names in folders, as a path or as a URL; not the folders around them, such as "../" and "/". */
function pathsOf(text: string, folders: Set<string>): string[] {
  return [...folders].flatMap((folder) => {
    const paths = [resolve(folder, text)];
    try {
      if (/^file:|[%?#]/.test(text)) {
        const base = pathToFileURL(join(folder, "/"));
        paths.push(fileURLToPath(new URL(text, base)));
      }
    } catch {
      // It is no URL of a file.
    }
    return paths.filter((path) => !isWithin(folder, path));
  });
}
