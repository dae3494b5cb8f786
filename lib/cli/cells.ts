/**
 * The types and the lint of notebooks' cells, with the settings and aliases
 * that hold in the notebooks' own folders. What is found is told in words for
 * the user, in at most 15 lines a notebook.
 *
 * @module
 */
import { dirname } from "node:path";
import { failureText } from "../jupyter/mod.ts";
import { mayFail } from "../nbformat/mod.ts";
import { withCellModules, type WrittenModule } from "./cell_modules.ts";
import { deno } from "./deno.ts";
import { type NotebookFile, shown } from "./files.ts";

/** What was found, by notebook; a notebook that is not there is well. */
export type Found = Map<NotebookFile, string>;

/** Something found, and where, if it is in a cell. */
interface Problem {
  message: string[];
  cell?: number;
  position?: { line: number; column: number };
}

/**
 * Checks the types of cells. What is found in a cell that may fail, and so may
 * be wrong on purpose, does not count.
 */
export async function checkTypes(
  files: NotebookFile[],
  signal: AbortSignal,
): Promise<Found> {
  const found: Found = new Map();
  const folders = Map.groupBy(files, ({ path }) => dirname(path));
  for (const group of folders.values()) {
    const { success } = await denoCheck(group, signal);
    if (success) continue;
    // One by one: what is wrong in a module belongs to all that import it, and
    // where one cannot be read the others have not been looked at.
    for (const file of group) {
      const wrong = await typeProblems(file, signal);
      if (wrong.length) found.set(file, told(file, wrong));
    }
  }
  return found;
}

async function typeProblems(
  file: NotebookFile,
  signal: AbortSignal,
  without = new Set<number>(),
): Promise<Problem[]> {
  const { success, output, modules: [module] } = await denoCheck(
    [file],
    signal,
    without,
  );
  if (success) return [];
  const blocks = output.split(/^(?=TS\d+ \[ERROR\]: |error: )/m)
    .filter((block) => !/^(\s*$|error: Type checking failed)/.test(block));
  const problems = blocks.map((block) => readProblem(block, module));
  const wrong = problems.filter(({ cell }) => !cell || !isFree(file, cell));
  if (wrong.length) return wrong;
  // A module that cannot be parsed says nothing of the other cells.
  const broken = problems.find(({ message: [first] }) => !/^TS\d/.test(first))
    ?.cell;
  return broken && !without.has(broken)
    ? await typeProblems(file, signal, new Set([...without, broken]))
    : [];
}

function denoCheck(
  files: NotebookFile[],
  signal: AbortSignal,
  without?: ReadonlySet<number>,
) {
  return withCellModules(files, async (modules) => {
    const paths = modules.map(({ path }) => path);
    const cwd = dirname(paths[0]);
    const args = ["check", "--quiet", ...paths];
    return { ...await deno(args, { cwd, signal }), modules };
  }, { without, sameNames: true });
}

/** What `deno check` says of one thing: the message, the line with marks under it, the place. */
function readProblem(block: string, module: WrittenModule): Problem {
  const lines = block.trimEnd().replaceAll(` from "${module.url}"`, "")
    .split("\n");
  const at = new RegExp(RegExp.escape(module.url) + String.raw`:(\d+):(\d+)`);
  const end = lines.findIndex((line) => /^ +at \S+:\d+:\d+$/.test(line));
  const [, line, column] = at.exec(lines[end] ?? "") ?? [];
  if (line === undefined) {
    return {
      message: block.trimEnd().replace(" [ERROR]", "").split("\n").map((line) =>
        line.replace(
          /file:\/\/\S+?(?=:\d)/,
          (url) => shown(new URL(url).pathname),
        )
      ),
    };
  }
  const mark = lines.findIndex((line) => /^[\s|]*[~^]+$/.test(line));
  const message = lines.slice(0, mark < 0 ? end : mark - 1)
    .filter((line) => !/^ +\|$/.test(line));
  message[0] = message[0].replace(/^error: |(?<=^TS\d+) \[ERROR\]/, "");
  return { message, ...inCell(module, Number(line), Number(column)) };
}

/** Lints cells. */
export async function lintCells(
  files: NotebookFile[],
  signal: AbortSignal,
): Promise<Found> {
  const found: Found = new Map();
  const folders = Map.groupBy(files, ({ path }) => dirname(path));
  for (const [cwd, group] of folders) {
    await withCellModules(group, async (modules) => {
      const args = ["lint", "--json", ...modules.map(({ path }) => path)];
      const { output } = await deno(args, { cwd, signal });
      const { diagnostics } = JSON.parse(
        output.slice(0, output.lastIndexOf("}") + 1),
      );
      for (const module of modules) {
        const problems = diagnostics
          .filter(({ filename }: Diagnostic) => filename === module.url)
          .map(({ message, code, hint, range: { start } }: Diagnostic) => ({
            message: [`${code}: ${message}`, ...(hint ? [`  ${hint}`] : [])],
            ...inCell(module, start.line, start.col + 1),
          }));
        if (problems.length) {
          found.set(module.file, told(module.file, problems));
        }
      }
    });
  }
  return found;
}

/** What `deno lint --json` tells; lines count from 1, columns from 0. */
interface Diagnostic {
  filename: string;
  message: string;
  code: string;
  hint?: string;
  range: { start: { line: number; col: number } };
}

function inCell({ places }: WrittenModule, line: number, column: number) {
  const place = places[Math.min(line, places.length) - 1];
  return { cell: place.cell, position: { line: place.line, column } };
}

function isFree({ notebook }: NotebookFile, cell: number): boolean {
  const it = notebook.cells[cell - 1];
  return it.cell_type === "code" && mayFail(it);
}

/** As many of the problems as fit into 15 lines, and how many more there are. */
function told(file: NotebookFile, problems: Problem[]): string {
  const notebook = shown(file.path);
  const texts = problems.map(({ message, cell, position }) =>
    cell === undefined ? [notebook, ...message].join("\n") : failureText(
      {
        notebook,
        cellNumber: cell,
        source: file.notebook.cells[cell - 1].source,
      },
      message,
      position,
    )
  );
  let text = texts.shift()!;
  const lines = (text: string) => text.split("\n").length;
  const room = () => 15 - lines(text) - 1 - (texts.length > 1 ? 2 : 0);
  while (texts.length && lines(texts[0]) <= room()) {
    text += `\n\n${texts.shift()}`;
  }
  return texts.length
    ? `${text}\n\n… ${texts.length} more in ${notebook}`
    : text;
}
