import { join, sep } from "node:path";
import type { Notebook } from "@lab/jupyter";
// Only types: the renderer is loaded when there is something to render.
import type { Report, ReportOptions } from "@lab/report";
import type { Cache } from "./cache.ts";
import { loadedDigest } from "./digest.ts";
import { type NotebookFile, root, shown } from "./files.ts";
import { hrefOf, INDEX } from "./pages.ts";

/** Renders pages, each once: what was rendered before is in the cache. */
export class Renderer {
  #cache: Cache;
  #files: NotebookFile[];

  constructor(cache: Cache, files: NotebookFile[]) {
    this.#cache = cache;
    this.#files = files;
  }

  /** A notebook's page, with links to those beside it. */
  async report(file: NotebookFile, notebook: Notebook): Promise<Report> {
    const i = this.#files.indexOf(file);
    const options: ReportOptions = {
      name: shown(file.path),
      previous: await this.#link(this.#files[i - 1]),
      next: await this.#link(this.#files[i + 1]),
      index: { title: "All reports", href: INDEX },
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
    words: { title?: string; intro?: string },
  ): Promise<string> {
    const entries = pages.map(({ file, report }) => {
      const { title, summary, figure, figures } = report;
      return {
        href: hrefOf(file),
        report: { title, summary, figure, figures },
      };
    });
    return await this.#once(
      ["index", entries, words],
      ({ renderIndex }) => renderIndex(entries, words),
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
    make: (report: typeof import("@lab/report")) => T,
  ): Promise<T> {
    const sources = await loadedDigest(
      "lib/report",
      "lib/jupyter",
      "deno.json",
      "deno.lock",
    );
    const key = [sources, Deno.version.deno, ...what];
    const kept = await this.#cache.get<T>(key);
    if (kept !== undefined) return kept;
    const made = make(await import("@lab/report"));
    await this.#cache.put(key, made);
    return made;
  }
}
