/**
 * From notebooks to the pages of a set of reports: run, rendered, and put into
 * their folder together. Callable as often as one likes in one process.
 *
 * What a run gave and what a page holds is kept in a cache, and made again when
 * anything that it depends on is another than it was.
 *
 * @module
 */
import { join } from "node:path";
import type { Notebook } from "../nbformat/mod.ts";
import type { Report } from "../report/mod.ts";
import { Aside } from "./aside.ts";
import { Cache } from "./cache.ts";
import {
  findNotebooks,
  type NotebookFile,
  readNotebooks,
  refuseOtherKernels,
  shown,
} from "./files.ts";
import { notebooksWithOutputs } from "./outputs.ts";
import {
  INDEX,
  isFront,
  otherPages,
  pageOf,
  refuseClashes,
  whyKeepIndex,
} from "./pages.ts";
import { Renderer } from "./renderer.ts";

/** Options of {@linkcode exportReports}. */
export interface ExportOptions {
  /** The folder that the reports go to, as an absolute path. */
  out: string;
  /** Whether the notebooks are run; else their saved outputs are rendered. */
  execute: boolean;
  /** Whether the cells' types are checked before anything runs. */
  check: boolean;
  /** How many notebooks run side by side. */
  jobs: number;
  /** How long one cell may run. */
  timeoutSeconds: number;
  /** Where results are kept; none: nothing is kept, and nothing used again. */
  cache?: string;
  /** Whether the others are exported when a notebook fails. */
  keepGoing: boolean;
  /** Ends the export, and all kernels with it. */
  signal: AbortSignal;
  /** Told of the files that outputs depend on besides the notebooks, as absolute paths, there or not. */
  onDependencies?: (paths: string[]) => void;
}

/** What came of an export. */
export interface Exported {
  /** A page for each notebook that did not fail, in the order given. */
  pages: ExportedPage[];
  /** The page that lists them, unless a notebook is the front page. */
  index?: {
    path: string;
    change: Change;
    /** Why it was kept as it was, if it was. */
    kept?: string;
  };
  /** The notebooks that failed, in the order given, and why. */
  failures: { file: NotebookFile; error: unknown }[];
}

/** Whether a file was written, or was there already with the same text. */
export type Change = "wrote" | "unchanged";

/** A notebook's page. */
export interface ExportedPage {
  file: NotebookFile;
  path: string;
  change: Change;
  report: Report;
}

/**
 * Exports notebooks. Until all is well, and after any failure, the folder is as
 * it was; with `keepGoing` that holds for the pages of those that failed.
 *
 * @param args notebooks, and folders for all notebooks in them; none for the
 * project's own
 * @throws what explains why a notebook cannot be read, run or rendered
 */
export async function exportReports(
  args: string[],
  options: ExportOptions,
): Promise<Exported> {
  const { out } = options;
  const files = await notebooksToExport(args, options);
  await using aside = await Aside.within(out);
  const { pages, index, failures } = await makePages(files, args, options);
  const written: ExportedPage[] = [];
  for (const { file, report } of pages) {
    const change = await aside.write(pageOf(file), report.html);
    written.push({ file, path: join(out, pageOf(file)), change, report });
  }
  const change = index && "html" in index
    ? await aside.write(INDEX, index.html)
    : "unchanged";
  options.signal.throwIfAborted();
  await aside.commit();
  const kept = index && "kept" in index ? index.kept : undefined;
  return {
    pages: written,
    index: index && { path: join(out, INDEX), change, kept },
    failures,
  };
}

/**
 * Exports notebooks, but writes nothing, and uses nothing from the cache.
 *
 * @returns the pages that are not there or not what an export gives, each with
 * the first difference, in words for the user
 * @throws what explains why a notebook cannot be read, run or rendered
 */
export async function checkReports(
  args: string[],
  options: ExportOptions,
): Promise<string[]> {
  const files = await notebooksToExport(args, options);
  const { pages, index, failures: [failure] } = await makePages(files, args, {
    ...options,
    cache: undefined,
    keepGoing: false,
  });
  if (failure) throw failure.error;
  const fresh = pages.map(({ file, report }) => ({
    name: pageOf(file),
    html: report.html,
  }));
  if (index && "html" in index) fresh.push({ name: INDEX, html: index.html });
  const found = await Promise.all(fresh.map(async ({ name, html }) => {
    const path = join(options.out, name);
    const there = await Deno.readTextFile(path).catch(() => undefined);
    if (there === html) return [];
    return there === undefined ? [`${shown(path)} is not there`] : [
      `${shown(path)} is not what an export gives${difference(there, html)}`,
    ];
  }));
  return found.flat();
}

/** The first line that differs, from a little before the place where it does. */
function difference(there: string, fresh: string): string {
  const [a, b] = [there.split("\n"), fresh.split("\n")];
  const i = b.findIndex((line, i) => line !== a[i]);
  const at = i < 0 ? b.length : i;
  const [old = "", now = ""] = [a[at], b[at]];
  let same = 0;
  while (same < now.length && old[same] === now[same]) same++;
  const part = (line: string) =>
    line.slice(Math.max(0, same - 20), same + 60) || "(the end)";
  return `, from line ${at + 1}, column ${same + 1}\n` +
    `    there: ${part(old)}\n    fresh: ${part(now)}`;
}

async function notebooksToExport(
  args: string[],
  options: ExportOptions,
): Promise<NotebookFile[]> {
  const files = await readNotebooks(await findNotebooks(args));
  refuseClashes(files);
  if (options.execute) refuseOtherKernels(files);
  return files;
}

/** Everything that an export would write. */
interface PageSet {
  pages: { file: NotebookFile; report: Report }[];
  /** Undefined where one of the pages is the front page. */
  index?: { html: string } | { kept: string };
  failures: { file: NotebookFile; error: unknown }[];
}

async function makePages(
  files: NotebookFile[],
  args: string[],
  options: ExportOptions,
): Promise<PageSet> {
  const cache = new Cache(options.cache);
  const renderer = new Renderer(cache, files);
  const fronts = new Map<NotebookFile, Notebook>();
  const reports = new Map<NotebookFile, Report>();
  const failures = new Map<NotebookFile, unknown>();
  const onFailure = options.keepGoing
    ? (file: NotebookFile, error: unknown) => void failures.set(file, error)
    : undefined;
  await notebooksWithOutputs(files, options, cache, {
    async use(file, notebook) {
      if (isFront(file)) fronts.set(file, notebook);
      else reports.set(file, await renderer.report(file, notebook));
    },
    onFailure,
  });
  const rendered = () =>
    files.filter((file) => reports.has(file))
      .map((file) => ({ file, report: reports.get(file)! }));
  for (const [file, notebook] of fronts) {
    try {
      reports.set(file, await renderer.front(file, notebook, rendered()));
    } catch (error) {
      if (!onFailure) throw error;
      onFailure(file, error);
    }
  }
  const all = rendered();
  const dead = await renderer.deadLinks(all, await otherPages(options.out));
  const warnings = all.flatMap(({ report }) => report.warnings).concat(dead);
  for (const warning of warnings) console.error(`Warning: ${warning}`);
  const hasFront = files.some(isFront);
  const isAll = args.length === 0 && failures.size === 0;
  const listed = all.map(({ file }) => file);
  const kept = await whyKeepIndex(
    options.out,
    hasFront || isAll ? undefined : listed,
  );
  const index = kept
    ? { kept }
    : hasFront
    ? undefined
    : { html: await renderer.index(all) };
  await cache.tidy();
  return {
    pages: kept ? all.filter(({ file }) => !isFront(file)) : all,
    index,
    failures: files.filter((file) => failures.has(file))
      .map((file) => ({ file, error: failures.get(file) })),
  };
}
