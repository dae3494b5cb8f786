import { join, sep } from "node:path";
import type { Notebook } from "../nbformat/mod.ts";
// Only types: the renderer is loaded when there is something to render.
import type { IndexEntry, Report, ReportOptions } from "../report/mod.ts";
import type { Cache } from "./cache.ts";
import { loadedDigest } from "./digest.ts";
import { type NotebookFile, root, shown } from "./files.ts";
import { hrefOf, INDEX, isFront } from "./pages.ts";

/** Renders pages, each once: what was rendered before is in the cache. */
export class Renderer {
  #cache: Cache;
  #front?: NotebookFile;
  /** In their order, without the front page. */
  #files: NotebookFile[];

  constructor(cache: Cache, files: NotebookFile[]) {
    this.#cache = cache;
    this.#front = files.find(isFront);
    this.#files = files.filter((file) => !isFront(file));
  }

  /** A notebook's page, with links to those beside it. */
  async report(file: NotebookFile, notebook: Notebook): Promise<Report> {
    const i = this.#files.indexOf(file);
    return await this.#page(file, notebook, {
      previous: await this.#link(this.#files[i - 1]),
      next: await this.#link(this.#files[i + 1]),
      index: await this.#link(this.#front) ??
        { title: "All reports", href: INDEX },
    });
  }

  /** The page of the notebook that is the front page of others. */
  async front(
    file: NotebookFile,
    notebook: Notebook,
    pages: { file: NotebookFile; report: Report }[],
  ): Promise<Report> {
    return await this.#page(file, notebook, { others: entriesOf(pages) });
  }

  async #page(
    file: NotebookFile,
    notebook: Notebook,
    place: Partial<ReportOptions>,
  ): Promise<Report> {
    const options: ReportOptions = {
      ...place,
      name: shown(file.path),
      // Others get a warning.
      requireAlt: file.path.startsWith(join(root, "notebooks") + sep),
    };
    return await this.#once(
      ["page", notebook, options],
      ({ renderReport }) => renderReport(notebook, options),
    );
  }

  /** What is wrong with the links between pages, and to other pages of their folder. */
  async deadLinks(
    pages: { file: NotebookFile; report: Report }[],
    others: string[],
  ): Promise<string[]> {
    const linked = pages.map(({ file, report: { links, anchors } }) => ({
      href: hrefOf(file),
      report: { links, anchors },
    }));
    return await this.#once(
      ["links", linked, others],
      ({ checkLinks }) => checkLinks(linked, others),
    );
  }

  /** The page that lists pages. */
  async index(
    pages: { file: NotebookFile; report: Report }[],
  ): Promise<string> {
    const entries = entriesOf(pages);
    return await this.#once(
      ["index", entries],
      ({ renderIndex }) => renderIndex(entries),
    );
  }

  async #link(file?: NotebookFile) {
    if (!file) return undefined;
    const name = shown(file.path);
    const prose = file.notebook.cells
      .filter(({ cell_type }) => cell_type === "markdown")
      .map(({ source, metadata }) => [source, metadata]);
    const title = await this.#once(
      ["title", name, prose],
      ({ notebookTitle }) => notebookTitle(file.notebook, name),
    );
    return { title, href: hrefOf(file) };
  }

  async #once<T>(
    what: unknown[],
    make: (report: typeof import("../report/mod.ts")) => T,
  ): Promise<T> {
    const sources = await loadedDigest(
      "lib/report",
      "lib/nbformat",
      "deno.json",
      "deno.lock",
    );
    const key = [sources, Deno.version.deno, ...what];
    const kept = await this.#cache.get<T>(key);
    if (kept !== undefined) return kept;
    const made = make(await import("../report/mod.ts"));
    await this.#cache.put(key, made);
    return made;
  }
}

/** What a list says of pages. */
function entriesOf(
  pages: { file: NotebookFile; report: Report }[],
): IndexEntry[] {
  return pages.map(({ file, report }) => {
    const { title, summary, figure, figures } = report;
    return { href: hrefOf(file), report: { title, summary, figure, figures } };
  });
}
