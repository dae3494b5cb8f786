/**
 * Checks the types of code as if it stood in a file of the notebook's folder.
 *
 * @module
 */

import { stripVTControlCharacters } from "node:util";
import type { Position } from "./failure_text.ts";
import { hold, sweep } from "./leftovers.ts";

/** A finding of the type checker. */
export interface TypeProblem {
  /** Its number, such as 2305. */
  code: number;
  /** Without the paths of modules. */
  message: string;
  position: Position;
}

/**
 * The problems that `deno check` finds in code itself, not in what it imports.
 *
 * @param signal ends the check, which then finds none
 */
export async function typeProblems(
  code: string,
  cwd: string,
  signal?: AbortSignal,
): Promise<TypeProblem[]> {
  const name = `.lab-types-${crypto.randomUUID()}.ts`;
  const path = `${cwd}/${name}`;
  let held: Deno.FsFile | undefined;
  try {
    sweep(cwd, /^\.lab-types-/);
    held = hold(path, code);
    const { stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["check", "--quiet", "--allow-import", path],
      ...{ cwd, signal, stdin: "null" },
    }).output();
    const said = stripVTControlCharacters(new TextDecoder().decode(stderr));
    const problem = new RegExp(
      String.raw`^TS(\d+) \[ERROR\]: (.+)(?:\n.*)*?\n +at (\S+):(\d+):(\d+)$`,
      "gm",
    );
    return Array.from(
      said.matchAll(problem),
      ([, code, message, file, line, column]) => ({
        ...{ code: Number(code), file },
        message: message.replace(/(Module )?'"[^"]*"'/, "The module"),
        position: { line: Number(line), column: Number(column) },
      }),
    ).filter(({ file }) => file.endsWith(name));
  } catch {
    return []; // This helps, and must not be an error of its own.
  } finally {
    await Deno.remove(path).catch(() => {});
    held?.close();
  }
}
