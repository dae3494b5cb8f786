/**
 * From notebooks to the pages of a set of reports: read, checked, run, rendered
 * and written together.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { basename, join, relative } from "node:path";
import type { Notebook } from "../nbformat/mod.ts";
import type { Source } from "../report/mod.ts";
import { readCache, writeCache } from "./cache.ts";
import { digestOfCode } from "./digest.ts";
import {
  cellsNotRun,
  commonFolder,
  displayPath,
  findNotebooks,
  isGone,
  isWithin,
  type NotebookFile,
  readNotebookFile,
  refuseOtherKernels,
  refuseSharedPages,
  root,
  stemFrom,
} from "./files.ts";
import { readImages } from "./images.ts";
import { whyKeepIndex } from "./kept_index.ts";
import { type Copy, linkedFiles } from "./linked_files.ts";
import { printable } from "./phrases.ts";
import type { Page, Rendered, Renderer } from "./renderer.ts";
import { replaceFiles } from "./replace_files.ts";
import { type Outcome, runNotebooks, type RunOptions } from "./runs.ts";

/** Options of {@linkcode exportReports}. */
export interface ExportOptions extends RunOptions {
  /** The absolute path of the folder for the reports. */
  out: string;
  /** Whether the notebooks are run; else their saved outputs are rendered. */
  execute: boolean;
  /** Whether the pages are written; else they are only compared. */
  write: boolean;
  /** The language of the text, if it was given. */
  lang?: string;
  /** Whether each page links to a copy of its notebook. */
  linkNotebook?: boolean;
  /** Makes the pages. */
  renderer: Renderer;
}

/** A notebook without a page, and the reason. */
interface Failed {
  file: { path: string };
  error: unknown;
}

/** The result of an export. */
export interface Exported {
  /** The pages, and what their files held before. */
  pages: (Page & { path: string; saved?: string })[];
  /** The files that lie beside the pages, and whether their copies were the same before. */
  copies: (Copy & { path: string; isCurrent: boolean })[];
  /** The reason why index.html stays as it is, if it does. */
  keptIndex?: string;
  failures: Failed[];
}

/**
 * Exports notebooks. The folder stays as it was until all pages are made, and
 * after any failure; with `keepGoing`, only the pages of the notebooks that
 * failed stay as they were.
 *
 * @param args notebooks, and folders for all notebooks in them; none for the
 * project's own
 * @throws an error that says why a notebook cannot be read, run or rendered
 */
export async function exportReports(
  args: string[],
  options: ExportOptions,
): Promise<Exported> {
  const { out, execute, write, signal } = options;
  const paths = await findNotebooks(args, out);
  const base = await commonFolder(args);
  refuseSharedPages(paths, base);
  const unread: Failed[] = [];
  const files: NotebookFile[] = [];
  for (const path of paths) {
    try {
      const file = await readNotebookFile(path);
      if (execute) {
        refuseOtherKernels([file], "; --no-execute renders its saved outputs");
      }
      files.push(file);
    } catch (error) {
      if (!options.keepGoing) throw error;
      unread.push({ file: { path }, error });
    }
  }
  if (write) await replaceFiles(out);

  const ran = execute
    ? await runNotebooks(files, options)
    : files.map(savedOutputs);
  const { outcomes, ...rendered } = await render(ran, base, options);
  const made = outcomes.filter((one) => "notebook" in one);
  const failed = outcomes.filter((one) => "error" in one);
  const failures = [...unread, ...failed];
  const linked = await linkedFiles(rendered.files, base, out);
  for (const warning of [...rendered.warnings, ...linked.warnings]) {
    console.error(`Warning: ${printable(warning)}`);
  }
  if (options.linkNotebook) {
    for (const { file: { path: source, text } } of made) {
      const file = relative(base, source);
      if (source === join(out, file)) continue;
      linked.copies.push({ file, source, text }); // as it was when it was read
    }
  }

  const stems = (those: { file: { path: string } }[]) =>
    those.map(({ file }) => stemFrom(base, file.path));
  const keptIndex = await whyKeepIndex(
    join(out, INDEX),
    { made: stems(made), failed: stems(failures), isAll: !args.length },
    (stem) => isGone(join(base, stem), args),
  );
  const exported: Exported["pages"] = [];
  for (const page of rendered.pages) {
    if (page.file === INDEX && keptIndex) continue;
    const path = join(out, page.file);
    const saved = await Deno.readTextFile(path).catch(() => undefined);
    exported.push({ ...page, path, saved });
  }
  const changed: [string, string | Uint8Array][] = exported
    .filter(({ html, saved }) => html !== saved)
    .map(({ file, html }) => [file, html]);
  const copies: Exported["copies"] = [];
  for (const copy of linked.copies) {
    const path = join(out, copy.file);
    const bytes = copy.text === undefined
      ? await Deno.readFile(copy.source)
      : Buffer.from(copy.text);
    const saved = await Deno.readFile(path).catch(() => undefined);
    const isCurrent = saved !== undefined && !Buffer.compare(bytes, saved);
    copies.push({ ...copy, path, isCurrent });
    if (!isCurrent) changed.push([copy.file, bytes]);
  }
  signal.throwIfAborted();
  if (write) await replaceFiles(out, changed);
  return { pages: exported, copies, keptIndex, failures };
}

/** The list of reports, or the front page in its place. */
const INDEX = "index.html";

function savedOutputs(file: NotebookFile): Outcome {
  const cells = cellsNotRun(file.notebook);
  if (cells.length) {
    const name = displayPath(file.path);
    console.error(`Warning: ${name}: cells without a run: ${cells.join(", ")}`);
  }
  return { file, notebook: file.notebook };
}

/** A digest of the code that this process renders with, taken before the files can change. */
const code = digestOfCode("lib");

/**
 * Renders notebooks, unless the cache holds the pages of the same notebooks
 * with the same outputs.
 *
 * @throws the first error; with `keepGoing`, errors are among the outcomes
 */
async function render(
  outcomes: Outcome[],
  base: string,
  options: ExportOptions,
): Promise<Rendered & { outcomes: Outcome[] }> {
  const { out, cache, keepGoing, renderer, signal } = options;
  const limits = { seconds: options.timeoutSeconds, signal };
  const sourcesOf = (outcomes: Outcome[]) =>
    Promise.all(
      outcomes.filter((one) => "notebook" in one)
        .map((one) => sourceOf(one, base, options)),
    );
  const name = `pages in ${out}`;
  const sources = await sourcesOf(outcomes);
  const key = [Deno.version.deno, await code, sources];
  const kept = await readCache<Rendered>(cache, name, key);
  if (kept) return { ...kept, outcomes };
  try {
    const made = await renderer.render(sources, limits);
    await writeCache(cache, name, key, made);
    return { ...made, outcomes };
  } catch (error) {
    if (!keepGoing) throw error;
  }
  // Finds the notebooks of which no page can be made, and goes on without them.
  const others = await Array.fromAsync(outcomes, async (outcome) => {
    try {
      await renderer.render(await sourcesOf([outcome]), limits);
      return outcome;
    } catch (error) {
      return { file: outcome.file, error };
    }
  });
  const made = await renderer.render(await sourcesOf(others), limits);
  return { ...made, outcomes: others };
}

/** A notebook to render, with what lies beside it. */
async function sourceOf(
  { file: { path }, notebook }: { file: NotebookFile; notebook: Notebook },
  base: string,
  { lang, linkNotebook }: ExportOptions,
): Promise<Source> {
  return {
    name: displayPath(path),
    stem: stemFrom(base, path),
    notebook,
    // In other people's notebooks, what cannot be shown is only a warning.
    strict: isWithin(path, join(root, "notebooks")),
    images: await readImages(path, notebook),
    lang,
    ...linkNotebook && { notebookHref: encodeURIComponent(basename(path)) },
  };
}
