/**
 * Checks the types of notebooks' cells, and lints them, with Deno's settings for
 * the notebooks' own folders.
 *
 * @module
 */
import { dirname } from "node:path";
import { failureText } from "../jupyter/mod.ts";
import { mayFail } from "../nbformat/mod.ts";
import { withCellModules, type WrittenModule } from "./cell_modules.ts";
import { deno } from "./deno.ts";
import { displayPath, type NotebookFile } from "./files.ts";

/** The problems found, as text for the user; only notebooks that have any are in it. */
export type Found = Map<NotebookFile, string>;

/** A problem, with its cell and position if it is in a cell. */
interface Problem {
  message: string[];
  cell?: number;
  position?: { line: number; column: number };
}

/**
 * Checks the types of cells. A cell that may fail may be wrong on purpose, so
 * problems in it are ignored.
 */
export async function checkTypes(
  files: NotebookFile[],
  signal: AbortSignal,
): Promise<Found> {
  const found: Found = new Map();
  const folders = Map.groupBy(files, ({ path }) => dirname(path));
  for (const group of folders.values()) {
    if (group.length > 1 && (await denoCheck(group, signal)).success) continue;
    // One by one: an error in a module belongs to all notebooks that import it,
    // and Deno stops at the first notebook that it cannot parse.
    for (const file of group) {
      const wrong = await typeProblems(file, signal);
      if (wrong.length) found.set(file, textOf(file, wrong));
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
  const wrong = problems.filter((problem) => {
    const cell = problem.cell && file.notebook.cells[problem.cell - 1];
    return !cell || !mayFail(cell) && !kernelAllows(problem, cell.source);
  });
  if (wrong.length) return wrong;
  // Deno has not checked the other cells if it cannot parse one.
  const broken = problems.find(({ message: [first] }) => !/^TS\d/.test(first))
    ?.cell;
  return broken && !without.has(broken)
    ? await typeProblems(file, signal, new Set([...without, broken]))
    : [];
}

/** Whether a problem is one only because the cells are one module: a name that is imported or a function again, or JSX without types. */
function kernelAllows(
  { message: [first], position }: Problem,
  source: string,
): boolean {
  if (/^TS(2393|7026):/.test(first)) return true;
  if (!/^TS2300:/.test(first) || !position) return false;
  const lines = source.split("\n").slice(0, position.line);
  const last = lines.pop()!.slice(0, position.column);
  return /(^|[;\n])\s*import\b[^;"'`]*$/.test([...lines, last].join("\n"));
}

function denoCheck(
  files: NotebookFile[],
  signal: AbortSignal,
  without?: ReadonlySet<number>,
) {
  return withCellModules(files, async (modules) => {
    const paths = modules.map(({ path }) => path);
    const cwd = dirname(paths[0]);
    const args = ["check", "--quiet", "--allow-import", ...paths];
    return { ...await deno(args, { cwd, signal }), modules };
  }, without);
}

/** Reads one error of `deno check`: its message, the line of code with marks under it, and its place. */
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
          (url) => displayPath(new URL(url).pathname),
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
          found.set(module.file, textOf(module.file, problems));
        }
      }
    });
  }
  return found;
}

/** A finding of `deno lint --json`. Lines count from 1, columns from 0. */
interface Diagnostic {
  filename: string;
  message: string;
  code: string;
  hint?: string;
  range: { start: { line: number; col: number } };
}

function inCell({ lines }: WrittenModule, line: number, column: number) {
  const at = lines[Math.min(line, lines.length) - 1];
  return { cell: at.cell, position: { line: at.line, column } };
}

/** The problems of a notebook as text for the user. */
function textOf(file: NotebookFile, problems: Problem[]): string {
  const notebook = displayPath(file.path);
  const texts = problems.map(({ message, cell: cellNumber, position }) => {
    if (!cellNumber) return [notebook, ...message].join("\n");
    const { source } = file.notebook.cells[cellNumber - 1];
    return failureText({ notebook, cellNumber, source }, message, position);
  });
  return texts.join("\n\n");
}
