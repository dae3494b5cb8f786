import { deno } from "./deno.ts";

/** A problem that `deno check` has found. */
export interface TypeProblem {
  /** Its number, such as 2322. Code that cannot be parsed has none, nor has a package that cannot be found. */
  code?: number;
  /** All that Deno says about it, line by line. */
  lines: string[];
  /** The lines that say what is wrong, without the excerpt of the code. */
  message: string[];
  /** The place in the code, from 1, if Deno names one. */
  place?: { url: string; line: number; column: number };
}

/**
 * The problems that `deno check` finds in modules and in what they import.
 *
 * @param paths the modules
 * @param options the folder whose settings apply, and a signal that ends the check
 * @throws the signal's reason when that is aborted
 */
export async function typeProblems(
  paths: string[],
  options: { cwd: string; signal?: AbortSignal },
): Promise<TypeProblem[]> {
  const args = ["check", "--quiet", "--allow-import", ...paths];
  const { success, output } = await deno(args, options);
  if (success) return [];
  return output.split(/^(?=TS\d+ \[ERROR\]: |error: )/m)
    .filter((block) => !/^(\s*$|error: Type checking failed)/.test(block))
    .map(readProblem);
}

/** The line that names a place. */
const PLACE = /^ +at (\S+):(\d+):(\d+)$/;

/** Reads a message, an excerpt of the code with marks under it, and the place. */
function readProblem(block: string): TypeProblem {
  const lines = block.trimEnd().replace(" [ERROR]", "").split("\n");
  const mark = lines.findIndex((line) => /^[\s|]*[~^]+$/.test(line));
  const at = lines.findIndex((line) => PLACE.test(line));
  const [, url, line, column] = PLACE.exec(lines[at] ?? "") ?? [];
  const end = mark >= 0 ? mark - 1 : at >= 0 ? at : lines.length;
  const [, code] = /^TS(\d+)/.exec(block) ?? [];
  return {
    code: code === undefined ? undefined : Number(code),
    lines,
    message: lines.slice(0, end).filter((line) => !/^ +\|$/.test(line))
      .map((line) =>
        line.replace(/^error: /, "").replace(` from "${url}"`, "")
      ),
    place: at < 0
      ? undefined
      : { url, line: Number(line), column: Number(column) },
  };
}
