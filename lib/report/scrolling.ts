/**
 * Boxes that scroll by themselves where they are wider than the page.
 *
 * @module
 */

import type { Element, Root } from "hast";
import { addClass, el, elementsIn, isElement, replaceIn } from "./hast.ts";
import { plainText } from "./plain_text.ts";

/** A phone shows about this many characters in a line. A box with more scrolls there, and the keyboard must reach it. */
export const PHONE_COLUMNS = { text: 30, code: 36 };

/** Up to this many lines take less than half a printed page, and are kept on one. */
const WHOLE_LINES = 24;

/** Lets the keyboard scroll a block with long lines, and keeps a block with few lines whole in print. */
export function scrollPre(pre: Element, text: string): Element {
  const lines = text.split("\n");
  if (lines.some((line) => line.length > PHONE_COLUMNS.code)) {
    pre.properties.tabIndex = 0;
  }
  if (lines.length <= WHOLE_LINES) addClass(pre, "whole");
  return pre;
}

/** Puts each table in a box that scrolls. */
export function scrollTables(tree: Root): void {
  replaceIn(tree, "table", (table) => {
    const isWide = tableWidth(table) > PHONE_COLUMNS.text;
    const properties = isWide ? { tabIndex: 0 } : {};
    return [el("div", { className: ["scroll"], ...properties }, table)];
  });
}

/** The approximate width in characters: those of the longest row, and three between cells. */
function tableWidth(table: Element): number {
  let width = 0;
  for (const row of elementsIn(table, "tr")) {
    let sum = 0;
    for (const cell of row.children) {
      if (isElement(cell)) sum += plainText(cell).length + 3;
    }
    width = Math.max(width, sum);
  }
  return width;
}
