/**
 * Checks the types of code as if it stood in a file of the notebook's folder.
 *
 * @module
 */

import { typeProblems } from "../../deno/mod.ts";
import { HeldFile, sweep } from "../../temporary/mod.ts";
import type { Position } from "../failure/failure_text.ts";

/** A problem that the type checker has found. */
export interface CodeProblem {
  /** Its number, such as 2305. */
  code: number;
  /** Its first line, without the paths of modules. */
  message: string;
  /** Its position in the code. */
  position: Position;
}

/**
 * The problems of types in code itself, not in what it imports; none where the
 * folder cannot be written.
 *
 * @param signal ends the check, which then finds none
 */
export async function codeProblems(
  code: string,
  cwd: string,
  signal?: AbortSignal,
): Promise<CodeProblem[]> {
  const name = `.lab-types-${crypto.randomUUID()}.ts`;
  try {
    sweep(cwd, /^\.lab-types-/);
    using file = new HeldFile(`${cwd}/${name}`, code);
    const problems = await typeProblems([file.path], { cwd, signal });
    return problems.flatMap(({ code, message: [first], place }) => {
      if (code === undefined || !place?.url.endsWith(name)) return [];
      const message = first.replace(/^TS\d+: /, "")
        .replace(/(Module )?'"[^"]*"'/, "The module");
      return [{ code, message, position: place }];
    });
  } catch {
    return []; // This explains code, and must not be an error of its own.
  }
}
