/**
 * From notebooks to the pages of a set of reports: run, rendered, and put into
 * their folder together. Callable as often as one likes in one process.
 *
 * @module
 */
import { join } from "node:path";
import {
  notebookTitle,
  renderIndex,
  renderReport,
  type Report,
} from "@lab/report";
import type { Notebook } from "@lab/jupyter";
import { Aside } from "./aside.ts";
import { execute } from "./execute.ts";
import {
  findNotebooks,
  type NotebookFile,
  readNotebooks,
  refuseOtherKernels,
  shown,
} from "./files.ts";
import { hrefOf, INDEX, pageOf, refuseClashes, whyKeepIndex } from "./pages.ts";

/** Options of {@linkcode exportReports}. */
export interface ExportOptions {
  /** The folder that the reports go to, as an absolute path. */
  out: string;
  /** Whether the notebooks are run; else their saved outputs are rendered. */
  execute: boolean;
  /** How long one cell may run. */
  timeoutSeconds: number;
  /** Ends the export, and all kernels with it. */
  signal: AbortSignal;
}

/** What came of an export. */
export interface Exported {
  /** A page for each notebook, in the order given. */
  pages: ExportedPage[];
  /** The page that lists them. */
  index: {
    path: string;
    change: Change;
    /** Why it was kept as it was, if it was. */
    kept?: string;
  };
}

/** Whether a file was written, or was there already with the same text. */
export type Change = "wrote" | "unchanged";

/** A notebook's page. */
export interface ExportedPage {
  file: NotebookFile;
  path: string;
  change: Change;
  report: Report;
  /** The files that the page depends on besides the notebook, there or not: absolute paths. */
  dependencies: string[];
}

/** What the list of the project's own reports says of them. */
const OURS = {
  title: "softmax-lab",
  intro: "Softmax, cross-entropy, its gradient and temperature: a " +
    "deep-learning lesson in notebooks where every number is computed and " +
    "every claim is checked.",
};

/**
 * Exports notebooks. Until all is well, and after any failure, the folder is as
 * it was.
 *
 * @param args notebooks, and folders for all notebooks in them; none for the
 * project's own
 * @throws what explains why a notebook cannot be read, run or rendered
 */
export async function exportReports(
  args: string[],
  options: ExportOptions,
): Promise<Exported> {
  const { out, signal } = options;
  const files = await readNotebooks(await findNotebooks(args));
  refuseClashes(files);
  if (options.execute) refuseOtherKernels(files);
  await using aside = await Aside.within(out);

  const pages: ExportedPage[] = [];
  for (const [i, file] of files.entries()) {
    const notebook = options.execute
      ? await execute(file, options)
      : saved(file);
    const report = renderReport(notebook, {
      name: shown(file.path),
      previous: link(files[i - 1]),
      next: link(files[i + 1]),
      index: { title: "All reports", href: INDEX },
    });
    for (const warning of report.warnings) console.error(`Warning: ${warning}`);
    await aside.write(pageOf(file), report.html);
    pages.push({
      file,
      path: join(out, pageOf(file)),
      change: "wrote",
      report,
      dependencies: [],
    });
    signal.throwIfAborted();
  }
  const kept = await whyKeepIndex(out, args.length ? files : undefined);
  if (!kept) {
    const entries = pages.map(({ file, report }) => ({
      href: hrefOf(file),
      report,
    }));
    await aside.write(INDEX, renderIndex(entries, args.length ? {} : OURS));
  }
  await aside.commit();
  const change = kept ? "unchanged" : "wrote";
  return { pages, index: { path: join(out, INDEX), change, kept } };
}

function link(file?: NotebookFile) {
  if (!file) return undefined;
  const title = notebookTitle(file.notebook, shown(file.path));
  return { title, href: hrefOf(file) };
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
