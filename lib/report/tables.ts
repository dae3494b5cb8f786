/**
 * Tables that scroll by themselves where they are wider than the page.
 *
 * @module
 */

import type { Element, Root } from "hast";
import { SKIP, visit } from "./visit.ts";
import { el, plainText } from "./hast.ts";

/** A phone shows about this many characters in a line. A wider table scrolls, and the keyboard can reach it. */
const PHONE_COLUMNS = 30;

/** Puts each table in a box that scrolls. */
export function scrollTables(tree: Root): void {
  visit(tree, "element", (node, index, parent) => {
    if (node.tagName !== "table" || !parent) return;
    const isWide = tableWidth(node) > PHONE_COLUMNS;
    parent.children[index!] = el("div", {
      className: ["scroll"],
      ...(isWide ? { tabIndex: 0 } : {}),
    }, node);
    return SKIP;
  });
}

/** The approximate width in characters: those of the longest row, and three between cells. */
function tableWidth(table: Element): number {
  let width = 0;
  visit(table, "element", (row) => {
    if (row.tagName !== "tr") return;
    let sum = 0;
    for (const cell of row.children) {
      if (cell.type === "element") sum += plainText(cell).length + 3;
    }
    width = Math.max(width, sum);
  });
  return width;
}
