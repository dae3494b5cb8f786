/**
 * Checks the types of notebooks' cells, and lints them, with Deno's settings for
 * the notebooks' own folders.
 *
 * @module
 */
import { dirname } from "node:path";
import { deno, type TypeProblem, typeProblems } from "../deno/mod.ts";
import { failureText } from "../jupyter/mod.ts";
import { mayFail } from "../nbformat/mod.ts";
import { withCellModules, type WrittenModule } from "./cell_modules.ts";
import { displayPath, type NotebookFile } from "./files.ts";

/** The problems found, as text for the user; only notebooks that have any are in it. */
export type Found = Map<NotebookFile, string>;

/** A problem, with its cell and position if it is in a cell. */
interface Problem {
  /** TypeScript's number for it, if it has one. */
  code?: number;
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
    if (group.length > 1 && !(await findProblems(group, signal)).length) {
      continue;
    }
    // One by one: an error in a module belongs to all notebooks that import it,
    // and Deno stops at the first notebook that it cannot parse.
    for (const file of group) {
      const wrong = await wrongTypes(file, signal);
      if (wrong.length) found.set(file, textOf(file, wrong));
    }
  }
  return found;
}

async function wrongTypes(
  file: NotebookFile,
  signal: AbortSignal,
  without = new Set<number>(),
): Promise<Problem[]> {
  const problems = await findProblems([file], signal, without);
  const wrong = problems.filter((problem) => {
    const cell = problem.cell && file.notebook.cells[problem.cell - 1];
    return !cell || !mayFail(cell) && !kernelAllows(problem, cell.source);
  });
  if (wrong.length) return wrong;
  // Deno has not checked the other cells if it cannot parse one.
  const broken = problems.find(({ code }) => code === undefined)?.cell;
  return broken && !without.has(broken)
    ? await wrongTypes(file, signal, new Set([...without, broken]))
    : [];
}

/** Whether a problem is one only because the cells are one module: a name that is imported or a function again, or JSX without types. */
function kernelAllows({ code, position }: Problem, source: string): boolean {
  if (code === 2393 || code === 7026) return true;
  if (code !== 2300 || !position) return false;
  const lines = source.split("\n").slice(0, position.line);
  const last = lines.pop()!.slice(0, position.column);
  return /(^|[;\n])\s*import\b[^;"'`]*$/.test([...lines, last].join("\n"));
}

function findProblems(
  files: NotebookFile[],
  signal: AbortSignal,
  without?: ReadonlySet<number>,
): Promise<Problem[]> {
  return withCellModules(files, async (modules) => {
    const paths = modules.map(({ path }) => path);
    const cwd = dirname(paths[0]);
    const problems = await typeProblems(paths, { cwd, signal });
    return problems.map((problem) => inNotebook(problem, modules));
  }, without);
}

/** A problem as one of a cell, or else with the paths of files as the user knows them. */
function inNotebook(
  { code, lines, message, place }: TypeProblem,
  modules: WrittenModule[],
): Problem {
  const module = modules.find(({ url }) => url === place?.url);
  if (module && place) {
    return { code, message, ...inCell(module, place.line, place.column) };
  }
  const shortPath = (url: string) => displayPath(new URL(url).pathname);
  return {
    code,
    message: lines.map((line) =>
      line.replace(/file:\/\/\S+?(?=:\d)/, shortPath)
    ),
  };
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
