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
import { showOutputs } from "./show_outputs.ts";

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
  const { children } = markdown(source, context, "", attachments);
  const parts = makeCards(children as ElementContent[], context);
  return el("div", { className: ["prose"] }, ...parts);
}

/** A code cell with its outputs under it, as the tags of Jupyter Book ask. */
function code(
  cell: CodeCell,
  number: number,
  language: string,
  context: CellContext,
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
    cellLink(cell, number, context),
    ...part(
      "input",
      !cell.source.trim(),
      () => codeBlock(cell.source, language),
    ),
    ...part("output", cell.outputs.length === 0, () =>
      el(
        "div",
        { className: ["outputs"], role: "group", ariaLabel: "Output" },
        ...showOutputs(cell.outputs, context),
      )),
  );
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
