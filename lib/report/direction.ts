/**
 * The direction of text. As in JupyterLab, each block runs in the direction of
 * its first letter.
 *
 * @module
 */

import type { Element, ElementContent } from "hast";
import { visit } from "./visit.ts";
import { elementsIn } from "./hast.ts";

const BLOCKS =
  /^(blockquote|dd|details|dl|dt|figcaption|h[1-6]|li|ol|p|pre|summary|table|td|th|ul)$/;

const RIGHT_TO_LEFT =
  /[\p{sc=Arabic}\p{sc=Hebrew}\p{sc=Syriac}\p{sc=Thaana}\p{sc=Nko}]/u;

/** Marks the blocks that run from right to left. */
export function direct(main: Element): void {
  let found = false;
  visit(main, (node) => {
    found ||= node.type === "text" && RIGHT_TO_LEFT.test(node.value);
  });
  if (!found) return;
  for (const node of elementsIn(main, BLOCKS)) {
    const first = firstLetter(node);
    if (first && RIGHT_TO_LEFT.test(first)) node.properties.dir ||= "rtl";
  }
}

function firstLetter(node: ElementContent): string | undefined {
  if (node.type === "text") return /\p{L}/u.exec(node.value)?.[0];
  if (node.type !== "element" || node.tagName === "math") return;
  for (const child of node.children) {
    const letter = firstLetter(child);
    if (letter) return letter;
  }
}
