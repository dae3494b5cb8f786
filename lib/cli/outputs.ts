/**
 * Notebooks with their outputs: those saved in them, those of a run before, or
 * those of a run now.
 *
 * @module
 */
import { dirname } from "node:path";
import { type CodeCell, mayFail, type Notebook } from "../nbformat/mod.ts";
import type { Cache } from "./cache.ts";
import { checkTypes, type Found } from "./cells.ts";
import { Failure } from "./command.ts";
import { dependenciesOf } from "./dependencies.ts";
import { areUnchanged, type Digests, loadedDigest } from "./digest.ts";
import { execute } from "./execute.ts";
import type { ExportOptions } from "./export.ts";
import { type NotebookFile, shown } from "./files.ts";

/** What to do with each notebook that has its outputs, and with each that fails. */
interface Taker {
  use(file: NotebookFile, notebook: Notebook): Promise<void>;
  onFailure?: (file: NotebookFile, error: unknown) => void;
}

/** What is kept of a run. */
interface KeptRun {
  dependencies: Digests;
  /** Whether the cells' types were right, as far as was checked. */
  checked: boolean;
  /** What each code cell got. */
  results: Pick<CodeCell, "outputs" | "execution_count">[];
}

/** Gives each notebook its outputs: those saved in it, of a run like this one, or of a run. */
export async function notebooksWithOutputs(
  files: NotebookFile[],
  options: ExportOptions,
  cache: Cache,
  { use, onFailure }: Taker,
): Promise<void> {
  const { signal, onDependencies } = options;
  const attempt = async (file: NotebookFile, notebook: Notebook) => {
    try {
      await use(file, notebook);
    } catch (error) {
      if (!onFailure) throw error;
      onFailure(file, error);
    }
  };
  if (!options.execute) {
    for (const file of files) await attempt(file, saved(file));
    return;
  }

  const sources = await loadedDigest("lib/jupyter", "lib/nbformat");
  const key = ({ path, notebook }: NotebookFile) => {
    const { kernelspec, language_info } = notebook.metadata;
    const code = codeCells(notebook).map((
      cell,
    ) => [cell.source, mayFail(cell)]);
    const how = [Deno.version.deno, sources, kernelspec, language_info];
    return ["run", ...how, dirname(path), code];
  };
  const runs = await Promise.all(files.map(async (file) => {
    const run = await cache.get<KeptRun>(key(file));
    return run && (run.checked || !options.check) &&
        await areUnchanged(run.dependencies)
      ? run
      : undefined;
  }));
  const stale = files.filter((_, i) => !runs[i]);

  // Both while the kernels start.
  const types: Promise<Found> = options.check
    ? checkTypes(stale, signal)
    : Promise.resolve(new Map());
  types.catch(() => {}); // It may fail while nobody waits.
  const dependencies = dependenciesOf(stale, signal)
    .catch(() => new Map<NotebookFile, Digests>());
  await execute(stale, {
    ...options,
    async ready(file) {
      const digests = (await dependencies).get(file);
      if (digests) onDependencies?.(Object.keys(digests));
      const problem = (await types).get(file);
      if (problem) throw new Failure(problem);
    },
    async use(file, fresh) {
      const digests = (await dependencies).get(file);
      if (digests && await areUnchanged(digests)) {
        const results = codeCells(fresh)
          .map(({ outputs, execution_count }) => ({
            outputs,
            execution_count,
          }));
        const run = { dependencies: digests, checked: options.check, results };
        await cache.put(key(file), run satisfies KeptRun);
      }
      await use(file, fresh);
    },
    onFailure,
  });
  for (const [i, file] of files.entries()) {
    const run = runs[i];
    if (!run) continue;
    onDependencies?.(Object.keys(run.dependencies));
    console.log(`${shown(file.path)}  up to date`);
    await attempt(file, withResults(file.notebook, run.results));
  }
}

function codeCells({ cells }: Notebook): CodeCell[] {
  return cells.filter((cell) => cell.cell_type === "code");
}

function withResults(
  notebook: Notebook,
  results: KeptRun["results"],
): Notebook {
  const next = results.values();
  const cells = notebook.cells.map((cell) =>
    cell.cell_type === "code" ? { ...cell, ...next.next().value } : cell
  );
  return { ...notebook, cells };
}

/** The notebook as it was saved; says which cells have nothing saved. */
function saved(file: NotebookFile): Notebook {
  const bare = file.notebook.cells.flatMap((cell, i) =>
    cell.cell_type === "code" && cell.source.trim() !== "" &&
      cell.execution_count === null && cell.outputs.length === 0
      ? [i + 1]
      : []
  );
  if (bare.length) {
    console.error(
      `Warning: ${shown(file.path)}: not run when saved: ` +
        `${bare.length === 1 ? "cell" : "cells"} ${bare.join(", ")}`,
    );
  }
  return file.notebook;
}
