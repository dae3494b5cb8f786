/**
 * Lists a set of pages, each with title, summary and figure.
 *
 * @module
 */

import type { Element } from "hast";
import { el } from "./hast.ts";
import { svgFigure } from "./images.ts";
import { printPage } from "./page.ts";
import { PageContext } from "./page_context.ts";

/** A page in the list. */
export interface ListedPage {
  title: string;
  summary: string;
  /** An SVG document, sanitised. */
  figure?: string;
  /** The folder that its file lies in, or "". */
  folder: string;
  /** Relative, so that the set can lie in any folder. */
  href: string;
}

/** The page that lists the others. */
export function listPage(pages: ListedPage[]): string {
  const title = "Reports";
  const page = new PageContext(title);
  page.ids.claim("main");
  const list = pageList(pages, page, "h2");
  return printPage({
    title,
    description: "",
    styles: String(page.styles),
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

/** A list of pages whose titles are headings of this level. */
export function pageList(
  pages: ListedPage[],
  page: PageContext,
  level: "h2" | "h3",
): Element {
  const items = pages.map(({ title, summary, figure, folder, href }) =>
    el(
      "li",
      {},
      ...(figure ? [thumbnail(figure, page)] : []),
      el(
        "div",
        {},
        ...(folder ? [el("p", { className: ["folder"] }, folder)] : []),
        el(level, {}, el("a", { href }, title)),
        ...(summary ? [el("p", {}, summary)] : []),
      ),
    )
  );
  // Safari does not treat a list without markers as a list unless it has this
  // role.
  return el("ol", { className: ["pages"], role: "list" }, ...items);
}

/** The figure as a picture beside the title. The title says all that a listener needs. */
function thumbnail(svg: string, page: PageContext): Element {
  const figure = svgFigure(svg, "Figure", true, page.at(1))!;
  delete figure.properties.tabIndex;
  figure.properties.ariaHidden = "true";
  return figure;
}
