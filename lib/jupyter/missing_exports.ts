/**
 * Finds names that a cell imports from modules that do not have them. Deno's
 * kernel imports such a name as undefined and says nothing. So does it with a
 * type, and only the type checker can tell the two apart.
 *
 * @module
 */

import { stripVTControlCharacters } from "node:util";
import type { ReadableError } from "./trace.ts";

const IMPORT =
  /(?<=^|;)\s*import\s+(?!type\b)(?:[\w$]+\s*,\s*)?\{([^}]*)\}\s*from\s*(["'])[^"'\n]+\2/gm;

/** The names that a cell's import declarations have in braces. */
export function importedNames(source: string): string[] {
  return Array.from(source.matchAll(IMPORT), ([, names]) => names.split(","))
    .flat()
    .map((name) => /^\s*(?!type\s)(?:.*\sas\s+)?([\w$]+)\s*$/.exec(name)?.[1])
    .filter((name) => name !== undefined);
}

/**
 * The first name that a cell imports in vain, as an error.
 *
 * @param source the cell's source
 * @param cwd the folder that the kernel runs in
 */
export async function missingExport(
  source: string,
  cwd: string,
): Promise<ReadableError | undefined> {
  // Everything else becomes blank, so that positions are the cell's.
  let end = 0;
  const imports = Array.from(source.matchAll(IMPORT), ({ 0: text, index }) => {
    const between = source.slice(end, index).replaceAll(/[^\s;]/g, " ");
    end = index + text.length;
    return between + text;
  }).join("");
  // Beside the notebook, so that the same names lead to the same modules.
  const path = `${cwd}/.lab-imports-${crypto.randomUUID()}.ts`;
  let said: string;
  try {
    await Deno.writeTextFile(path, imports);
    const { stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["check", "--quiet", "--allow-import", path],
      ...{ cwd, stdin: "null" },
    }).output();
    said = stripVTControlCharacters(new TextDecoder().decode(stderr));
  } catch {
    return; // This helps with errors, and must not be one of its own.
  } finally {
    await Deno.remove(path).catch(() => {});
  }
  const [, what, line, column] =
    /^TS(?:2305|2614|2724) \[ERROR\]: .*"'( has .+)(?:\n.*){1,9}?\n +at \S+:(\d+):(\d+)$/m
      .exec(said) ?? [];
  if (what === undefined) return;
  // Without the module's path; its name is in the line.
  const evalue = `The module${what}`;
  return {
    ename: "SyntaxError",
    evalue,
    traceback: [`SyntaxError: ${evalue}`],
    topLevel: 1,
    position: { line: Number(line), column: Number(column) },
  };
}
