/**
 * Keeps together what belongs on one line or page.
 *
 * @module
 */

import type { Root } from "hast";
import { SKIP, visit } from "./visit.ts";
import { addClass, isElement } from "./hast.ts";
import { plainText } from "./plain_text.ts";

/** Elements without prose. */
const LITERAL = /^(code|kbd|math|pre|samp|style|svg)$/;

/** A space before a percent sign that follows a number, and before a number of one or two digits that follows a word. */
const TIES = /(?<=\d)\s+(?=%)|(?<=\p{L})\s+(?=\d{1,2}(?![\p{L}\d]|[.,]\d))/gu;

/** Longer code may be broken. */
const SHORT = 20;

/** Keeps "98 %", "part 1" and short code each in one line, and a paragraph that ends in a colon with what follows. */
export function keepTogether(tree: Root): void {
  visit(tree, (node, index, parent) => {
    if (isElement(node, LITERAL)) {
      const isShort = node.tagName === "code" &&
        plainText(node).length <= SHORT;
      if (isShort) addClass(node, "together");
      return SKIP;
    }
    if (isElement(node, "p") && plainText(node).endsWith(":")) {
      addClass(node, "leading");
    }
    if (node.type !== "text") return;
    node.value = node.value.replaceAll(TIES, "\u00a0");
    if (isElement(parent?.children[index! - 1], LITERAL)) {
      node.value = node.value.replace(/^\s+(?=%)/, "\u00a0");
    }
  });
}
