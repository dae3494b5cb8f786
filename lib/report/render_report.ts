/**
 * A notebook as one self-contained HTML page.
 *
 * @module
 */

import type { Element } from "hast";
import {
  codeLanguage,
  isLanguage,
  type MimeBundle,
  type Notebook,
} from "../nbformat/mod.ts";
import { type ListedPage, pageList } from "./page_list.ts";
import { renderCell } from "./cells.ts";
import { boxFormulas, nameFormulas } from "./formula_boxes.ts";
import { classes, el } from "./hast.ts";
import { plainText } from "./plain_text.ts";
import { outline, tableOfContents } from "./headings.ts";
import {
  checkOwnLinks,
  type FoundLink,
  linksIn,
  type OutwardLink,
  target,
} from "./links.ts";
import { direct } from "./direction.ts";
import { hideAnswers } from "./prediction_cards.ts";
import {
  contentsOf,
  footer,
  header,
  type Navigation,
  skipLink,
} from "./navigation.ts";
import { printPage } from "./page.ts";
import { PageContext } from "./page_context.ts";
import { EXIT, SKIP, visit } from "./visit.ts";

/** Options of {@linkcode renderReport}. */
export interface ReportOptions {
  /**
   * The notebook's file name. Messages begin with it, and it becomes the title
   * of a notebook without a heading of level 1.
   */
  name: string;
  /**
   * Whether it is an error that something cannot be shown, such as TeX that
   * cannot be read or a picture without a text alternative. By default it is a
   * warning, and a placeholder stands on the page.
   */
  strict?: boolean;
  /** Images that lie beside the notebook, by the relative paths under which it shows them, each as its type and its data in base64. */
  images?: Record<string, MimeBundle>;
  /** The language of the text, such as "de". By default it is the `lang` in the notebook's metadata, or else "en". */
  lang?: string;
  /** The address of the notebook itself, relative to the page, which then links to it at its end. */
  notebookHref?: string;
}

/** A rendered notebook. */
export interface Report {
  /** One complete page. It holds no script and loads nothing. */
  html: string;
  /** The text of the first heading of level 1, or else the file's name made readable. */
  title: string;
  /** The text of the first paragraph, or "". */
  summary: string;
  /** The first figure that is an SVG, sanitised. */
  figure?: string;
  /** The number of figures on the page. */
  figures: number;
  /** The number of formulas on the page. */
  formulas: number;
  /** Warnings for the author, each with the notebook's name and the cell's number. */
  warnings: string[];
}

/** A report, with what is needed to check its links to other pages. */
export interface LinkedReport extends Report {
  links: OutwardLink[];
  /** The ids on the page. */
  anchors: string[];
}

/**
 * Renders a notebook with its saved outputs. The same notebook and options
 * always give the same bytes.
 *
 * @throws {ReportError} when something cannot be shown and `strict` is set. The
 * message names the notebook and the cell.
 */
export function renderReport(
  notebook: Notebook,
  options: ReportOptions,
): Report {
  const { links: _, anchors: __, ...report } = framed(
    renderText(notebook, options),
    {},
  );
  return report;
}

/** A notebook's cells as the main part of a page, without the frame. */
export interface NotebookText {
  page: PageContext;
  main: Element;
  title: string;
  summary: string;
  links: FoundLink[];
}

/** Renders the cells. Other pages name their links after the titles found here. */
export function renderText(
  notebook: Notebook,
  { name, strict, images, lang, notebookHref }: ReportOptions,
  onPart: (part: string) => void = () => {},
): NotebookText {
  const page = new PageContext(
    name,
    strict,
    images,
    [lang, notebook.metadata.lang].map(String).find(isLanguage),
  );
  page.ids.claim("main");
  notebook.cells.forEach((_, i) => page.ids.claim(`cell-${i + 1}`));
  const language = codeLanguage(notebook);
  const main = el("main", { id: "main" });
  const links = notebook.cells.flatMap((cell, i) => {
    const context = page.at(i + 1);
    onPart(`cell ${i + 1}`);
    const parts = renderCell(cell, i + 1, language, page);
    main.children.push(...parts);
    return parts.flatMap(linksIn).map((href) => ({ href, context }));
  });
  nameFormulas(main);
  const heading = firstText(main, "h1");
  const title = heading || readable(name);
  const summary = firstText(main, "p");
  if (!heading) main.children.unshift(el("h1", {}, title));
  if (notebookHref) {
    const link = { href: notebookHref, download: true };
    main.children.push(
      el(
        "p",
        { className: ["source"], lang: "en" },
        el("a", link, "Download this notebook"),
      ),
    );
  }
  direct(main);
  hideAnswers(main);
  return { page, main, title, summary, links };
}

/** The text of the first of these elements in the prose that has any text, or "". */
function firstText(main: Element, tagName: "h1" | "p"): string {
  let text = "";
  visit(main, "element", (node, _, parent) => {
    const isElsewhere = parent === main && !classes(node).includes("prose");
    if (isElsewhere || node.tagName === "details") return SKIP;
    if (node.tagName === tagName) text = plainText(node);
    return text ? EXIT : undefined;
  });
  return text;
}

/** A file's name as a title: `notebooks/01_cross_entropy.ipynb` is "Cross entropy". */
function readable(name: string): string {
  const stem = name.replace(/^.*[/\\]/, "").replace(/\.ipynb$/i, "");
  const words = stem.replaceAll(/[_\s-]+/g, " ").trim();
  const text = words.replace(/^\d{1,2} (?=\S)/, "");
  return text.charAt(0).toUpperCase() + text.slice(1) || "Notebook";
}

/**
 * Puts the page around a notebook's cells.
 *
 * @param others the other pages of a set, which make this one its front page:
 * those that the notebook does not link to are listed at its end
 */
export function framed(
  { page, main, title, summary, links }: NotebookText,
  navigation: Navigation,
  others?: ListedPage[],
): LinkedReport {
  if (others) {
    main.properties.className = ["front"];
    main.children.push(...unlinked(others, links, page));
  }
  const headings = outline(main, page);
  const formulas = boxFormulas(main);
  const contents = others ? undefined : tableOfContents(headings);
  return {
    html: printPage({
      lang: page.lang,
      title,
      description: summary,
      styles: String(page.styles),
      body: [
        skipLink(),
        ...header(navigation),
        ...(contents ? contentsOf(contents) : []),
        main,
        ...footer(navigation),
      ],
    }),
    title,
    summary,
    ...(page.firstFigure ? { figure: page.firstFigure } : {}),
    figures: page.figures,
    formulas,
    links: checkOwnLinks(links),
    anchors: page.ids.values(),
    warnings: [...page.warnings],
  };
}

/** The list of the pages that no link leads to. */
function unlinked(
  pages: ListedPage[],
  links: FoundLink[],
  page: PageContext,
): Element[] {
  const path = (href: string) => target(href, "index.html").path;
  const linked = new Set(links.map(({ href }) => path(href)));
  const rest = pages.filter(({ href }) => !linked.has(path(href)));
  return rest.length
    ? [el("h2", {}, "More pages"), pageList(rest, page, "h3")]
    : [];
}
