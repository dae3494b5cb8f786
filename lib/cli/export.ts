/**
 * From notebooks to the pages of a set of reports: read, checked, run, rendered
 * and written together.
 *
 * @module
 */
import { join, sep } from "node:path";
import type { Source } from "../report/mod.ts";
import { readCache, writeCache } from "./cache.ts";
import { digestOfCode } from "./digest.ts";
import {
  cellsNotRun,
  displayPath,
  findNotebooks,
  type NotebookFile,
  readNotebooks,
  refuseOtherKernels,
  refuseSharedPages,
  root,
} from "./files.ts";
import { readImages } from "./images.ts";
import { mapLimited } from "./map_limited.ts";
import { printable } from "./phrases.ts";
import { type Page, renderApart, type Rendered } from "./render_apart.ts";
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
}

/** The result of an export. */
export interface Exported {
  /** The pages, and what their files held before. */
  pages: (Page & { path: string; saved?: string })[];
  /** The reason why index.html stays as it is, if it does. */
  keptIndex?: string;
  failures: { file: NotebookFile; error: unknown }[];
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
  const files = await readNotebooks(await findNotebooks(args));
  refuseSharedPages(files);
  if (execute) refuseOtherKernels(files);
  if (write) await replaceFiles(out);

  const ran = execute
    ? await runNotebooks(files, options)
    : files.map(savedOutputs);
  const { pages, warnings, outcomes } = await render(ran, options);
  for (const warning of warnings) {
    console.error(`Warning: ${printable(warning)}`);
  }

  const keptIndex = await whyKeepIndex(out, args, outcomes);
  const exported: Exported["pages"] = [];
  for (const page of pages) {
    if (page.file === INDEX && keptIndex) continue;
    const path = join(out, page.file);
    const saved = await Deno.readTextFile(path).catch(() => undefined);
    exported.push({ ...page, path, saved });
  }
  signal.throwIfAborted();
  if (write) {
    const changed = exported.filter(({ html, saved }) => html !== saved);
    await replaceFiles(out, changed.map(({ file, html }) => [file, html]));
  }
  return { pages: exported, keptIndex, failures: outcomes.filter(hasFailed) };
}

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
  { out, cache, jobs, keepGoing, lang, signal }: ExportOptions,
): Promise<Rendered & { outcomes: Outcome[] }> {
  const others = await otherPages(out, outcomes);
  const name = `pages in ${out}`;
  const sources = await sourcesOf(outcomes, lang);
  const key = [Deno.version.deno, await code, sources, others];
  const kept = await readCache<Rendered>(cache, name, key);
  if (kept) return { ...kept, outcomes };

  let made: Rendered;
  try {
    made = await renderApart([sources, others], { signal });
  } catch (error) {
    signal.throwIfAborted();
    if (!keepGoing) throw error;
    outcomes = await mapLimited(jobs, outcomes, async (outcome) => {
      try {
        await renderApart([await sourcesOf([outcome], lang), []], { signal });
        return outcome;
      } catch (error) {
        return { file: outcome.file, error };
      }
    });
    const rest = await sourcesOf(outcomes, lang);
    made = await renderApart([rest, others], { signal });
  }
  if (!outcomes.some(hasFailed)) await writeCache(cache, name, key, made);
  return { ...made, outcomes };
}

/** The notebooks to render: those that have outputs. */
async function sourcesOf(
  outcomes: Outcome[],
  lang: string | undefined,
): Promise<Source[]> {
  const sources = outcomes.map(async (outcome): Promise<Source[]> => {
    if ("error" in outcome) return [];
    const { file: { path, stem }, notebook } = outcome;
    // In other people's notebooks, what cannot be shown is only a warning.
    const strict = path.startsWith(join(root, "notebooks") + sep);
    const images = await readImages(path, notebook);
    return [{ name: displayPath(path), stem, notebook, strict, images, lang }];
  });
  return (await Promise.all(sources)).flat();
}

/** The list of reports, or the front page in its place. */
const INDEX = "index.html";

const isFront = ({ file: { stem } }: Outcome) => stem.toLowerCase() === "index"; // some file systems ignore case

const hasFailed = (outcome: Outcome) => "error" in outcome;

/** The pages that a folder holds besides those of the notebooks. */
async function otherPages(out: string, ran: Outcome[]): Promise<string[]> {
  const own = ran.filter((outcome) => !hasFailed(outcome))
    .map(({ file: { stem } }) => `${stem}.html`);
  const names = await Array.fromAsync(Deno.readDir(out), ({ name }) => name)
    .catch(() => []); // The folder may not exist yet.
  return names.filter((name) => name.endsWith(".html")).sort()
    .filter((name) => name !== INDEX && !own.includes(name));
}

/** The reason why the index.html of a folder stays as it is, if it does. */
async function whyKeepIndex(
  out: string,
  args: string[],
  outcomes: Outcome[],
): Promise<string | undefined> {
  const index = await Deno.readTextFile(join(out, INDEX))
    .catch(() => undefined);
  if (index === undefined) return;
  if (!/<meta name="?generator"? content="?softmax-lab"?>/.test(index)) {
    return "it is not a list of reports";
  }
  const failed = outcomes.filter(hasFailed);
  if (failed.some(isFront)) return "its notebook failed";
  if (outcomes.some(isFront) || (!args.length && !failed.length)) return;
  const others = await otherPages(out, outcomes);
  const lost = others.filter((name) => {
    const href = encodeURIComponent(name).replaceAll("'", "%27");
    const links = [`href="${href}"`, `href=${href} `, `href=${href}>`];
    return links.some((link) => index.includes(link));
  });
  if (lost.length) return `it also lists ${lost.join(", ")}`;
}
