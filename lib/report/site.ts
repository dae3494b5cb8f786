/**
 * A set of notebooks as a set of pages that link to each other. No disk, no
 * network, no clock.
 *
 * @module
 */

import type { Notebook } from "../nbformat/mod.ts";
import { type ListedPage, listPage } from "./page_list.ts";
import { posix } from "node:path";
import {
  checkLinks,
  type FileLink,
  type LinkedPage,
  linkTo,
  pageOf,
} from "./links.ts";
import { ReportError } from "./page_context.ts";
import {
  framed,
  type LinkedReport,
  renderText,
  type Report,
  type ReportOptions,
} from "./render_report.ts";

/** A notebook of the set. */
export interface Source extends ReportOptions {
  /** The path of its page without ".html", such as "part/one". "index" makes it the front page, instead of the list. */
  stem: string;
  /** The notebook with its outputs. */
  notebook: Notebook;
}

/** A page of the set. */
export interface SitePage {
  /** The path of its file, from the folder of the pages. */
  file: string;
  /** The whole page. */
  html: string;
  /** The notebook that the page shows. The list has none. */
  source?: Source;
  /** The report of the notebook. The list has none. */
  report?: Report;
}

const INDEX = "index.html";

/**
 * Renders notebooks as pages that link to each other: previous, next, and the
 * front page or a list of all.
 *
 * @param sources the notebooks in the order of reading
 * @param onPart called before each part of a notebook, with their names
 * @returns the pages in the order of the sources, and last the list, unless
 * there is a front page; warnings for the authors, dead links included; and the
 * relative links that lead to other files, or nowhere
 * @throws {ReportError} when two notebooks would be the same page, or no
 * faithful page can be made of one
 */
export function renderSite(
  sources: Source[],
  onPart: (notebook: string, part: string) => void = () => {},
): { pages: SitePage[]; warnings: string[]; files: FileLink[] } {
  refuseClashes(sources);
  const drafts = sources.map((source) => ({
    source,
    file: pageOf(source.stem),
    text: renderText(
      source.notebook,
      source,
      (part) => onPart(source.name, part),
    ),
  }));
  const front = drafts.find(({ source }) => isFront(source));
  const parts = drafts.filter((draft) => draft !== front);
  const index = front?.text.title ?? "All reports";

  const reports = new Map<Source, LinkedReport>();
  const list = parts.map(({ source, file, text }, i): ListedPage => {
    onPart(source.name, "the frame");
    const [previous, next] = [parts[i - 1], parts[i + 1]].map((part) =>
      part && { title: part.text.title, href: linkTo(part.file, file) }
    );
    const around = {
      index: { title: index, href: linkTo(INDEX, file) },
      ...{ previous, next },
    };
    const report = framed(text, around);
    reports.set(source, report);
    const { title, summary, figure } = report;
    const folder = posix.dirname(file).replace(/^\.$/, "");
    return { title, summary, figure, folder, href: linkTo(file, INDEX) };
  });
  if (front) reports.set(front.source, framed(front.text, {}, list));

  const linked: LinkedPage[] = drafts.map(({ source, file }) => {
    return { file, ...reports.get(source)! };
  });
  const pages = sources.map((source): SitePage => {
    const report = reports.get(source)!;
    return { file: pageOf(source.stem), html: report.html, source, report };
  });
  if (!front) {
    pages.push({ file: INDEX, html: listPage(list) });
    linked.push({ file: INDEX, links: [], anchors: [] });
  }
  const { warnings, files } = checkLinks(linked);
  warnings.unshift(...sources.flatMap((s) => reports.get(s)!.warnings));
  return { pages, warnings, files };
}

function refuseClashes(sources: Source[]): void {
  const writers = new Map<string, Source>();
  for (const source of sources) {
    const page = pageOf(source.stem).toLowerCase(); // Some file systems ignore case.
    const other = writers.get(page);
    if (other) {
      throw new ReportError(
        `Cannot write one report for two notebooks: ${other.name} and ` +
          `${source.name} would both be ${pageOf(source.stem)}`,
      );
    }
    writers.set(page, source);
  }
}

function isFront({ stem }: Source): boolean {
  return stem.toLowerCase() === "index"; // Some file systems ignore case.
}
