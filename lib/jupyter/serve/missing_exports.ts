/**
 * Finds names that a cell imports from modules that do not export them. Deno's
 * kernel imports such a name as undefined and says nothing. It does the same with
 * a type, and only the type checker can tell the two apart.
 *
 * @module
 */

import type { ReadableError } from "../failure/read_error.ts";
import { codeProblems } from "./code_problems.ts";

const IMPORT =
  /(?<=^|;)\s*import\s+(?!type\b)(?:[\w$]+\s*,\s*)?\{([^}]*)\}\s*from\s*(["'])[^"'\n]+\2/gm;

/** The names in braces in a cell's import declarations, except types. */
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
  // All else becomes blank, so that positions are those in the cell.
  let end = 0;
  const imports = Array.from(source.matchAll(IMPORT), ({ 0: text, index }) => {
    const between = source.slice(end, index).replaceAll(/[^\s;]/g, " ");
    end = index + text.length;
    return between + text;
  }).join("");
  const problem = (await codeProblems(imports, cwd))
    .find(({ code }) => [2305, 2614, 2724].includes(code));
  if (!problem) return;
  const { message: evalue, position } = problem;
  return {
    ename: "SyntaxError",
    evalue,
    traceback: [`SyntaxError: ${evalue}`],
    topLevel: 1,
    position,
  };
}
