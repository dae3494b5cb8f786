/**
 * A notebook as one self-contained HTML page.
 *
 * @module
 */

import type { Element, ElementContent } from "hast";
import { EXIT, SKIP, visit } from "unist-util-visit";
import {
  type Cell,
  type CodeCell,
  codeLanguage,
  hasTag,
  type MimeBundle,
  type Notebook,
  type RawCell,
} from "../nbformat/mod.ts";
import { Draft, type Place, slug } from "./draft.ts";
import { el, plainText } from "./hast.ts";
import { outline, tableOfContents } from "./headings.ts";
import { cards, type IndexEntry } from "./index_page.ts";
import { checkOwnLinks, type FoundLink, linksIn, target } from "./links.ts";
import { codeBlock } from "./highlight.ts";
import { markdown, outlineOf } from "./markdown.ts";
import { showOutputs } from "./outputs.ts";
import { printPage, skipLink } from "./page.ts";
import { boxFormulas, nameFormulas } from "./transform.ts";

/** A link between reports. */
export interface Link {
  title: string;
  /** Relative, so that a set of reports can lie in any folder. */
  href: string;
}

export interface ReportOptions {
  /** The notebook's file name, which messages name; the title where the notebook has no heading of level 1. */
  name: string;
  previous?: Link;
  next?: Link;
  index?: Link;
  /**
   * Makes it the front page of a set: the other pages of the set, of which those
   * that the notebook has no link to are listed below it.
   */
  others?: IndexEntry[];
  /** Whether a picture without a text alternative is an error; else it is a warning. */
  requireAlt?: boolean;
}

/** A rendered notebook. */
export interface Report {
  /** One complete page. It holds no script, and asks no network or folder for anything. */
  html: string;
  /** The text of the first heading of level 1, else the file's name made readable. */
  title: string;
  /** The text of the first paragraph, or "". */
  summary: string;
  /** The first figure that is an SVG, sanitised, for the card in the index. */
  figure?: string;
  figures: number;
  formulas: number;
  /** The relative links to other pages and files; see {@linkcode checkLinks}. */
  links: FoundLink[];
  /** The ids on the page, where a link may lead. */
  anchors: string[];
  /** What the author should know, each with the notebook's name and the cell's number. */
  warnings: string[];
}

/**
 * Renders a notebook with its saved outputs. Same notebook, same options: same bytes.
 *
 * @throws {ReportError} when no faithful page can be made: TeX that cannot be
 * read, an output that has no type which a page can show, or a picture without
 * the text alternative that is required. The message names the notebook and the
 * cell.
 */
export function renderReport(
  notebook: Notebook,
  options: ReportOptions,
): Report {
  const draft = new Draft(options.name, options.requireAlt);
  draft.ids.claim("main");
  notebook.cells.forEach((_, i) => draft.ids.claim(`cell-${i + 1}`));
  const title = notebookTitle(notebook, options.name);
  const { others } = options;
  const main = el("main", {
    id: "main",
    ...(others ? { className: ["front"] } : {}),
  });
  if (!find(notebook, "h1")) main.children.push(el("h1", {}, title));
  const links = notebook.cells.flatMap((cell, i) => {
    const parts = renderCell(cell, i + 1, codeLanguage(notebook), draft);
    main.children.push(...parts);
    const place = draft.at(i + 1);
    return parts.flatMap(linksIn).map((href) => ({ href, place }));
  });
  nameFormulas(main);
  if (others) main.children.push(...unlinked(others, links, draft));
  const headings = outline(main, draft);
  const formulas = boxFormulas(main);
  const summary = find(notebook, "p");
  const contents = others ? undefined : tableOfContents(headings);
  return {
    html: printPage({
      title,
      description: summary,
      styles: String(draft.styles),
      body: [
        skipLink(),
        ...header(options),
        ...(contents ? contentsOf(contents) : []),
        main,
        ...footer(options),
      ],
    }),
    title,
    summary,
    ...(draft.firstFigure ? { figure: draft.firstFigure } : {}),
    figures: draft.figures,
    formulas,
    links: checkOwnLinks(links),
    anchors: draft.ids.values(),
    warnings: draft.warnings,
  };
}

/** The list of the pages that no link leads to. */
function unlinked(
  pages: IndexEntry[],
  links: { href: string }[],
  draft: Draft,
): Element[] {
  const linked = new Set(links.map(({ href }) => target(href).page));
  const rest = pages.filter(({ href }) => !linked.has(target(href).page));
  return rest.length
    ? [el("h2", {}, "More pages"), cards(rest, draft, "h3")]
    : [];
}

/** The text of the notebook's first heading of level 1, else the file's name made readable. */
export function notebookTitle(notebook: Notebook, name: string): string {
  const heading = find(notebook, "h1");
  if (heading) return heading;
  const stem = name.replace(/^.*[/\\]/, "").replace(/\.ipynb$/i, "");
  const words = stem.replaceAll(/[_\s-]+/g, " ").trim();
  const text = words.replace(/^\d{1,2} (?=\S)/, "");
  return text.charAt(0).toUpperCase() + text.slice(1) || "Notebook";
}

/** The text of the first such element in the prose that has any, or "". */
function find(notebook: Notebook, tagName: "h1" | "p"): string {
  for (const cell of notebook.cells) {
    if (cell.cell_type !== "markdown" || hasTag(cell, "remove-cell")) continue;
    let text = "";
    visit(outlineOf(cell.source), "element", (node) => {
      if (/^(details|template|style|script)$/.test(node.tagName)) return SKIP;
      if (node.tagName !== tagName) return;
      text = plainText(node);
      return text ? EXIT : undefined;
    });
    if (text) return text;
  }
  return "";
}

function renderCell(
  cell: Cell,
  number: number,
  language: string,
  draft: Draft,
): Element[] {
  if (hasTag(cell, "remove-cell")) return [];
  const place = draft.at(number);
  switch (cell.cell_type) {
    case "markdown":
      return [prose(cell.source, place, cell.attachments)];
    case "code":
      return [code(cell, number, language, place)];
    case "raw":
      return raw(cell, number, place);
  }
}

/** A raw cell, by its format: one for another kind of document is left out, and so is front matter. */
function raw(cell: RawCell, number: number, place: Place): Element[] {
  const { source, metadata, attachments } = cell;
  switch (metadata.format ?? metadata.raw_mimetype ?? "") {
    case "text/markdown":
      return [prose(source, place, attachments)];
    case "text/html": {
      const data = { "text/html": source };
      return showOutputs(
        [{ output_type: "display_data", data, metadata: {} }],
        place,
      );
    }
    case "": {
      const isMeta = number === 1 && /^---\n.*\n---\s*$/s.test(source);
      return isMeta || !source.trim() ? [] : [codeBlock(source, "text")];
    }
    default:
      return [];
  }
}

function prose(
  source: string,
  place: Place,
  attachments?: Record<string, MimeBundle>,
): Element {
  const { children } = markdown(source, place, "", attachments);
  return el("div", { className: ["prose"] }, ...children as ElementContent[]);
}

/** A code cell: its source, and under it what came of it. Tags as Jupyter Book names them. */
function code(
  cell: CodeCell,
  number: number,
  language: string,
  place: Place,
): Element {
  const part = (name: string, isEmpty: boolean, make: () => Element) => {
    if (isEmpty || hasTag(cell, `remove-${name}`)) return [];
    const shown = make();
    if (!hasTag(cell, `hide-${name}`) && !hasTag(cell, "hide-cell")) {
      return [shown];
    }
    const label = name === "input" ? "Code" : "Output";
    return [el("details", {}, el("summary", {}, label), shown)];
  };
  return el(
    "div",
    { className: ["cell"], id: `cell-${number}` },
    cellLink(cell, number, place),
    ...part(
      "input",
      !cell.source.trim(),
      () => codeBlock(cell.source, language),
    ),
    ...part("output", cell.outputs.length === 0, () =>
      el(
        "div",
        { className: ["outputs"], role: "group", ariaLabel: "Output" },
        ...showOutputs(cell.outputs, place),
      )),
  );
}

/** The link to a cell, by the id that it keeps when cells come before it. */
function cellLink(cell: CodeCell, number: number, { draft }: Place): Element {
  const id = draft.ids.claim(`cell-${slug(cell.id)}`);
  return el("a", {
    className: ["here"],
    id,
    href: `#${id}`,
    ariaLabel: `Link to cell ${number}`,
  });
}

function header({ index, previous, next }: ReportOptions): Element[] {
  const links = [
    index && el("a", { href: index.href }, index.title),
    previous && el(
      "a",
      {
        href: previous.href,
        rel: ["prev"],
        ariaLabel: `Previous: ${previous.title}`,
      },
      "← Previous",
    ),
    next && el(
      "a",
      { href: next.href, rel: ["next"], ariaLabel: `Next: ${next.title}` },
      "Next →",
    ),
  ].filter((link) => link !== undefined);
  if (links.length === 0) return [];
  return [
    el(
      "header",
      { className: ["top"] },
      el("nav", { ariaLabel: "Reports" }, ...links),
    ),
  ];
}

/** The contents twice: beside the text where there is room, else folded above it. */
function contentsOf(list: Element): Element[] {
  return [
    el(
      "details",
      { className: ["contents"] },
      el("summary", {}, "Contents"),
      el("nav", { ariaLabel: "Contents" }, structuredClone(list)),
    ),
    el("nav", { className: ["contents"], ariaLabel: "Contents" }, list),
  ];
}

function footer({ index, previous, next }: ReportOptions): Element[] {
  const link = (label: string, to?: Link, rel?: string) =>
    to
      ? [el(
        "a",
        { href: to.href, ...(rel ? { rel: [rel] } : {}) },
        el("span", {}, label),
        " ",
        to.title,
      )]
      : [];
  const links = [
    ...link("Previous", previous, "prev"),
    ...link("All reports", index),
    ...link("Next", next, "next"),
  ];
  if (links.length === 0) return [];
  return [
    el(
      "footer",
      {},
      el(
        "nav",
        { className: ["steps"], ariaLabel: "Other reports" },
        ...links,
      ),
    ),
  ];
}
