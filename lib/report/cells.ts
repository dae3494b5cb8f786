/**
 * Cells as parts of the page.
 *
 * @module
 */

import type { Element, ElementContent } from "hast";
import {
  type Cell,
  type CodeCell,
  hasTag,
  type MimeBundle,
  type RawCell,
} from "../nbformat/mod.ts";
import { el } from "./hast.ts";
import { codeBlock } from "./highlight.ts";
import { slug } from "./ids.ts";
import { markdown } from "./markdown.ts";
import type { CellContext, PageContext } from "./page_context.ts";
import { makeCards } from "./prediction_cards.ts";
import { absent, showOutputs } from "./show_outputs.ts";

/** A cell as parts of the page. */
export function renderCell(
  cell: Cell,
  number: number,
  language: string,
  page: PageContext,
): Element[] {
  if (hasTag(cell, "remove-cell")) return [];
  const context = page.at(number);
  switch (cell.cell_type) {
    case "markdown":
      return [prose(cell.source, context, cell.attachments)];
    case "code":
      return [code(cell, number, language, context)];
    case "raw":
      return raw(cell, number, context);
  }
}

/** Shows a raw cell by its format. Those for other kinds of document, and front matter, are left out. */
function raw(cell: RawCell, number: number, context: CellContext): Element[] {
  const { source, metadata, attachments } = cell;
  switch (metadata.format ?? metadata.raw_mimetype ?? "") {
    case "text/markdown":
      return [prose(source, context, attachments)];
    case "text/html": {
      const data = { "text/html": source };
      return showOutputs(
        [{ output_type: "display_data", data, metadata: {} }],
        context,
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
  context: CellContext,
  attachments?: Record<string, MimeBundle>,
): Element {
  const parts = context.attempt("the text", () => {
    const { children } = markdown(source, context, "", attachments);
    return makeCards(children as ElementContent[], context);
  });
  return el("div", { className: ["prose"] }, ...parts ?? [absent("a text")]);
}

/** A code cell with its outputs under it, folded or left out as the tags of Jupyter Book and the marks of JupyterLab ask. */
function code(
  cell: CodeCell,
  number: number,
  language: string,
  context: CellContext,
): Element {
  const { source, outputs, metadata: { jupyter, collapsed, scrolled } } = cell;
  const marks = Object(jupyter) as Record<string, unknown>;
  const hidesInput = hasTag(cell, "hide-input") || marks.source_hidden === true;
  const hidesOutput = hasTag(cell, "hide-output") ||
    marks.outputs_hidden === true || collapsed === true;
  const hidesCell = hasTag(cell, "hide-cell") || hidesInput && hidesOutput;
  const input = !source.trim() || hasTag(cell, "remove-input")
    ? []
    : [codeBlock(source, language)];
  const output = outputs.length === 0 || hasTag(cell, "remove-output") ? [] : [
    el(
      "div",
      {
        className: ["outputs", ...scrolled === true ? ["scrolled"] : []],
        role: "group",
        ariaLabel: "Output",
        ...scrolled === true ? { tabIndex: 0 } : {},
      },
      ...showOutputs(outputs, context),
    ),
  ];
  const label = /\b(assert\w*|quoted)\(/.test(source) ? "Check" : "Code";
  return el(
    "div",
    { className: ["cell"], id: `cell-${number}` },
    cellLink(cell, number, context),
    ...hidesCell ? fold(label, [...input, ...output]) : [
      ...hidesInput ? fold(label, input) : input,
      ...hidesOutput ? fold("Output", output) : output,
    ],
  );
}

function fold(label: string, content: Element[]): Element[] {
  if (content.length === 0) return [];
  return [
    el(
      "details",
      { className: ["more"] },
      el("summary", {}, label),
      ...content,
    ),
  ];
}

/** The link to a cell, by an id that stays the same when cells are added before it. */
function cellLink(
  cell: CodeCell,
  number: number,
  { page }: CellContext,
): Element {
  const id = page.ids.claim(`cell-${slug(cell.id)}`);
  return el("a", {
    className: ["here"],
    id,
    href: `#${id}`,
    ariaLabel: `Link to cell ${number}`,
  });
}
