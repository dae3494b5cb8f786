/**
 * The page that lists a set of reports.
 *
 * @module
 */

import type { Element } from "hast";
import { Draft } from "./draft.ts";
import { el } from "./hast.ts";
import { svgFigure } from "./images.ts";
import { printPage } from "./page.ts";
import type { Report } from "./report.ts";

/** A report in the list. */
export interface IndexEntry {
  /** Relative, so that the set can lie in any folder. */
  href: string;
  report: Pick<Report, "title" | "summary" | "figure" | "figures">;
}

/** Renders the list of reports: each with title, first paragraph and first figure. */
export function renderIndex(entries: IndexEntry[]): string {
  const title = "Reports";
  const draft = new Draft(title);
  draft.ids.claim("main");
  const list = cards(entries, draft, "h2");
  return printPage({
    title,
    description: "",
    styles: String(draft.styles),
    body: [
      el(
        "main",
        { id: "main", className: ["index"] },
        el("h1", {}, title),
        list,
      ),
    ],
  });
}

/** The list of reports, their titles as headings of a level. */
export function cards(
  entries: IndexEntry[],
  draft: Draft,
  level: "h2" | "h3",
): Element {
  const items = entries.map((entry) => card(entry, draft, level));
  // Safari takes a list without markers for none, unless it says that it is.
  return el("ol", { className: ["cards"], role: "list" }, ...items);
}

function card(
  { href, report }: IndexEntry,
  draft: Draft,
  level: string,
): Element {
  const { title, summary, figure } = report;
  return el(
    "li",
    {},
    ...(figure ? [thumbnail(figure, draft)] : []),
    el(
      "div",
      {},
      el(level, {}, el("a", { href }, title)),
      ...(summary ? [el("p", {}, summary)] : []),
    ),
  );
}

/** The figure as a picture beside the title, which says all that a listener needs. */
function thumbnail(svg: string, draft: Draft): Element {
  const figure = svgFigure(svg, "Figure", true, draft.at(1));
  delete figure.properties.tabIndex;
  figure.properties.ariaHidden = "true";
  return figure;
}
