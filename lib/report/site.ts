/**
 * A set of notebooks as a set of pages that link to each other. No disk, no
 * network, no clock.
 *
 * @module
 */

import type { Notebook } from "../nbformat/mod.ts";
import { type ListedPage, listPage } from "./page_list.ts";
import { checkLinks } from "./links.ts";
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
  /** The name of its page without ".html". "index" makes it the front page, instead of the list. */
  stem: string;
  /** The notebook with its outputs. */
  notebook: Notebook;
}

/** A page of the set. */
export interface SitePage {
  /** The file's name. */
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
 * @param otherPages the file names of other pages beside them, to which links
 * may lead
 * @param onPart called before each part of a notebook, with their names
 * @returns the pages in the order of the sources, and last the list, unless
 * there is a front page; and warnings for the authors, dead links included
 * @throws {ReportError} when two notebooks would be the same page, or no
 * faithful page can be made of one
 */
export function renderSite(
  sources: Source[],
  otherPages: string[] = [],
  onPart: (notebook: string, part: string) => void = () => {},
): { pages: SitePage[]; warnings: string[] } {
  refuseClashes(sources);
  const drafts = sources.map((source) => ({
    source,
    href: hrefOf(source),
    text: renderText(
      source.notebook,
      source,
      (part) => onPart(source.name, part),
    ),
  }));
  const front = drafts.find(({ source }) => isFront(source));
  const parts = drafts.filter((draft) => draft !== front);
  const links = parts.map(({ href, text: { title } }) => ({ href, title }));
  const index = front
    ? { href: front.href, title: front.text.title }
    : { href: INDEX, title: "All reports" };

  const reports = new Map<Source, LinkedReport>();
  const list = parts.map(({ source, href, text }, i): ListedPage => {
    onPart(source.name, "the frame");
    const around = { index, previous: links[i - 1], next: links[i + 1] };
    const report = framed(text, around);
    reports.set(source, report);
    const { title, summary, figure } = report;
    return { title, summary, figure, href };
  });
  if (front) reports.set(front.source, framed(front.text, {}, list));

  const linked = drafts.map(({ source, href }) => {
    return { href, ...reports.get(source)! };
  });
  const pages = sources.map((source): SitePage => {
    const report = reports.get(source)!;
    return { file: pageOf(source), html: report.html, source, report };
  });
  if (!front) pages.push({ file: INDEX, html: listPage(list) });
  const warnings = linked.flatMap(({ warnings }) => warnings)
    .concat(checkLinks(linked, [INDEX, ...otherPages]));
  return { pages, warnings };
}

function refuseClashes(sources: Source[]): void {
  const writers = new Map<string, Source>();
  for (const source of sources) {
    const page = pageOf(source).toLowerCase(); // Some file systems ignore case.
    const other = writers.get(page);
    if (other) {
      throw new ReportError(
        `Cannot write one report for two notebooks: ${other.name} and ` +
          `${source.name} would both be ${pageOf(source)}`,
      );
    }
    writers.set(page, source);
  }
}

function isFront({ stem }: Source): boolean {
  return stem.toLowerCase() === "index"; // Some file systems ignore case.
}

function pageOf(source: Source): string {
  return isFront(source) ? INDEX : `${source.stem}.html`;
}

/** The link to a page, without an apostrophe, which HTML would hold as an entity. */
function hrefOf(source: Source): string {
  return encodeURIComponent(pageOf(source)).replaceAll("'", "%27");
}
