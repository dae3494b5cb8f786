/**
 * What prose and HTML output have in common on the page: tables and formulas
 * that scroll by themselves, links that lead to reports.
 *
 * @module
 */

import type { Element, Root } from "hast";
import { SKIP, visit } from "unist-util-visit";
import { decodeFragment, slug } from "./draft.ts";
import { el, plainText } from "./hast.ts";

/** A table wider than a phone scrolls in a box, which the keyboard reaches. */
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

/** About how many characters wide: the longest unbreakable row, cells three apart. */
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

/** A display formula in a box that scrolls. */
export function boxFormulas(tree: Element): number {
  let count = 0;
  visit(tree, "element", (node, index, parent) => {
    if (node.tagName !== "math" || !parent) return;
    count++;
    const tex = String(node.properties.dataTex ?? "");
    delete node.properties.dataTex;
    if (node.properties.display !== "block") return SKIP;
    parent.children[index!] = el("span", {
      className: ["formula"],
      ...(tex.length > 20 ? { tabIndex: 0 } : {}),
    }, node);
    return SKIP;
  });
  return count;
}

/** A link to a notebook beside this one leads to its report. */
export function mendLinks(tree: Root): void {
  visit(tree, "element", ({ tagName, properties }) => {
    if (tagName !== "a" || typeof properties.href !== "string") return;
    const match = properties.href.match(
      /^(?:\.\/)?([^/?#:]+)\.ipynb(?:#(.*))?$/,
    );
    if (!match) return;
    const [, stem, fragment] = match;
    properties.href = `${stem}.html` +
      (fragment ? `#${slug(decodeFragment(fragment))}` : "");
  });
}
