/**
 * Gives notebooks the outputs of their last run if nothing has changed since,
 * and runs them otherwise.
 *
 * @module
 */
import { dirname } from "node:path";
import { runNotebook } from "../jupyter/mod.ts";
import {
  type CodeCell,
  isSkipped,
  mayFail,
  type Notebook,
} from "../nbformat/mod.ts";
import { readCache, writeCache } from "./cache.ts";
import { checkTypes, type Found } from "./cells.ts";
import { Failure } from "./command.ts";
import { dependenciesOf } from "./dependencies.ts";
import { changes, digestOfCode, type Digests, digests } from "./digest.ts";
import { displayPath, type NotebookFile } from "./files.ts";
import { mapLimited } from "./map_limited.ts";
import { count } from "./phrases.ts";
import { Progress } from "./progress.ts";
import { unsaidQuotes } from "./quotes.ts";

/** Options of {@linkcode runNotebooks}. */
export interface RunOptions {
  /** Whether the types of the cells are checked before anything runs. */
  check: boolean;
  /** The number of notebooks that run at the same time. */
  jobs: number;
  /** The time limit for each cell. */
  timeoutSeconds: number;
  /** Whether the other notebooks still run when one fails. */
  keepGoing: boolean;
  /** The folder where runs are kept; without one, none is kept or used again. */
  cache?: string;
  /** Ends all runs. */
  signal: AbortSignal;
}

/** A notebook with its outputs, or the reason why it has none. */
export type Outcome =
  & { file: NotebookFile }
  & ({ notebook: Notebook } | { error: unknown });

/**
 * Gives notebooks the outputs of a run.
 *
 * @returns the outcome for each notebook, in the order given
 * @throws the first error, unless `keepGoing` is set
 */
export async function runNotebooks(
  files: NotebookFile[],
  options: RunOptions,
): Promise<Outcome[]> {
  const { jobs, keepGoing } = options;
  const kept = await keptRuns(files, options);
  for (const { path } of kept.keys()) {
    console.log(`${displayPath(path)}  up to date`);
  }
  const stale = files.filter((file) => !kept.has(file));
  let problems: Found = new Map();
  if (options.check && stale.length) {
    console.log(`checking the types of ${count(stale.length, "notebook")}`);
    problems = await checkTypes(
      stale,
      within(options, stale.length, "Cannot check types (--no-check skips it)"),
    );
    for (const [file, text] of problems) {
      problems.set(file, `${text}\n\nTo run it without this check: --no-check`);
    }
  }
  for (const file of files) {
    const unsaid = unsaidQuotes(file);
    if (unsaid && !problems.has(file)) problems.set(file, unsaid);
  }
  const [problem] = problems.values();
  if (problem && !keepGoing) throw new Failure(problem);

  using progress = new Progress();
  const stop = new AbortController();
  const signal = AbortSignal.any([options.signal, stop.signal]);
  const outcomes = await mapLimited(jobs, files, async (file) => {
    try {
      signal.throwIfAborted();
      if (problems.has(file)) throw new Failure(problems.get(file));
      if (kept.has(file)) return { file, notebook: kept.get(file)! };
      const dependencies = options.cache &&
        await dependenciesOf(file, within({ ...options, signal }, 1, ""))
          .then(digests, () => undefined);
      const notebook = await runFile(file, progress, { ...options, signal });
      if (dependencies && await areUnchanged(dependencies)) {
        const cells = codeCells(notebook);
        const run: KeptRun = { dependencies, checked: options.check, cells };
        await writeCache(options.cache, ...await nameAndKey(file), run);
      }
      return { file, notebook };
    } catch (error) {
      if (!keepGoing) stop.abort(error);
      return { file, error };
    }
  });
  signal.throwIfAborted();
  return outcomes;
}

/** A signal that is also aborted when Deno takes longer for notebooks than a cell of each may, and than a minute. */
function within(
  { signal, timeoutSeconds }: Pick<RunOptions, "signal" | "timeoutSeconds">,
  notebooks: number,
  failed: string,
): AbortSignal {
  const seconds = Math.max(60, notebooks * timeoutSeconds);
  const late = new AbortController();
  const timer = setTimeout(
    () =>
      late.abort(new Failure(`${failed}: still running after ${seconds} s`)),
    Math.min(seconds * 1000, 2 ** 31 - 1),
  );
  Deno.unrefTimer(timer);
  return AbortSignal.any([signal, late.signal]);
}

/** Runs a notebook as Jupyter does: in its own folder, with a kernel of its own. */
export async function runFile(
  file: NotebookFile,
  progress: Progress,
  { timeoutSeconds, signal }: Pick<RunOptions, "timeoutSeconds" | "signal">,
): Promise<Notebook> {
  const name = displayPath(file.path);
  const options = { cwd: dirname(file.path), name, timeoutSeconds, signal };
  return await progress.show(
    name,
    (onCell) => runNotebook(file.notebook, { ...options, onCell }),
  );
}

/** A run in the cache. */
interface KeptRun {
  /** The files that it depends on besides the notebook. */
  dependencies: Digests;
  /** Whether the types of the cells were checked. */
  checked: boolean;
  cells: CodeCell[];
}

/** The notebooks with the outputs of their last runs, where nothing that these depend on has changed. */
async function keptRuns(
  files: NotebookFile[],
  { cache, check }: RunOptions,
): Promise<Map<NotebookFile, Notebook>> {
  const runs = await Promise.all(
    files.map(async (file) =>
      await readCache<KeptRun>(cache, ...await nameAndKey(file))
    ),
  );
  const now = await digests(
    new Set(runs.flatMap((run) => Object.keys(run?.dependencies ?? {}))),
  );
  const kept = new Map<NotebookFile, Notebook>();
  for (const [i, file] of files.entries()) {
    const run = runs[i];
    if (!run || (check && !run.checked)) continue;
    if (changes(now, run.dependencies).length) continue;
    const cells = file.notebook.cells.map((cell) => {
      if (cell.cell_type !== "code" || isSkipped(cell)) return cell;
      const { outputs, execution_count } = run.cells.shift()!;
      return { ...cell, outputs, execution_count };
    });
    kept.set(file, { ...file.notebook, cells });
  }
  return kept;
}

async function areUnchanged(before: Digests): Promise<boolean> {
  return !changes(before, await digests(Object.keys(before))).length;
}

/** A digest of the code that this process runs notebooks with, taken before the files can change. */
const code = digestOfCode(
  ...["cli", "deno", "jupyter", "nbformat", "temporary"]
    .map((folder) => `lib/${folder}`),
);

/** The name and the key of a notebook's run in the cache. */
async function nameAndKey(
  { path, notebook }: NotebookFile,
): Promise<[name: string, key: unknown]> {
  const { kernelspec, language_info } = notebook.metadata;
  const cells = codeCells(notebook)
    .map((cell) => [cell.source, mayFail(cell)]);
  const key = [Deno.version.deno, await code, kernelspec, language_info, cells];
  return [`run of ${path}`, key];
}

/** The cells that run. */
function codeCells({ cells }: Notebook): CodeCell[] {
  return cells.filter((cell) => cell.cell_type === "code")
    .filter((cell) => !isSkipped(cell));
}
