/**
 * A set of notebooks as a set of pages that link to each other. No disk, no
 * network, no clock.
 *
 * @module
 */

import type { Notebook } from "../nbformat/mod.ts";
import { renderIndex } from "./index_page.ts";
import { checkLinks } from "./links.ts";
import {
  type Link,
  notebookTitle,
  renderReport,
  type Report,
} from "./report.ts";

/** A notebook of the set. */
export interface Source {
  /** What messages call it. */
  name: string;
  /** The name of its page without ".html"; "index" makes it the front page. */
  stem: string;
  notebook: Notebook;
  /** Whether a picture without a text alternative is an error. */
  requireAlt?: boolean;
}

/** A page of the set: a notebook's, or the list of the others. */
export interface SitePage {
  file: string;
  html: string;
  source?: Source;
  report?: Report;
}

/** The pages in the order given, and last the list, unless there is a front page. */
export function renderSite(
  sources: Source[],
  otherPages: string[] = [],
): { pages: SitePage[]; warnings: string[] } {
  const front = sources.find(isFront);
  const parts = sources.filter((source) => !isFront(source));
  const index = front ? linkTo(front) : { title: "All reports", href: INDEX };
  const links = parts.map(linkTo);
  const reports = new Map(parts.map((source, i) => [
    source,
    renderReport(source.notebook, {
      ...{ previous: links[i - 1], next: links[i + 1], index },
      ...source,
    }),
  ]));
  const entries = parts.map((source) => entry(source, reports.get(source)!));
  if (front) {
    const options = { ...front, others: entries };
    reports.set(front, renderReport(front.notebook, options));
  }
  const pages = sources.map((source): SitePage => {
    const report = reports.get(source)!;
    return { file: pageOf(source), html: report.html, source, report };
  });
  const linked = sources.map((source) => entry(source, reports.get(source)!));
  const warnings = linked.flatMap(({ report }) => report.warnings)
    .concat(checkLinks(linked, [INDEX, ...otherPages]));
  if (!front) pages.push({ file: INDEX, html: renderIndex(entries) });
  return { pages, warnings };
}

const INDEX = "index.html";

function isFront({ stem }: Source): boolean {
  return stem.toLowerCase() === "index"; // as some file systems see it
}

function pageOf(source: Source): string {
  return isFront(source) ? INDEX : `${source.stem}.html`;
}

function linkTo(source: Source): Link {
  const title = notebookTitle(source.notebook, source.name);
  return { title, href: hrefOf(source) };
}

function entry(source: Source, report: Report) {
  return { href: hrefOf(source), report };
}

/** Without an apostrophe, which HTML would hold as an entity. */
function hrefOf(source: Source): string {
  return encodeURIComponent(pageOf(source)).replaceAll("'", "%27");
}
