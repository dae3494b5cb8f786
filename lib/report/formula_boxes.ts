/**
 * Formulas on the page: the box around each, its punctuation and its name.
 *
 * @module
 */

import type { Element, ElementContent, Parents } from "hast";
import { SKIP, visit } from "./visit.ts";
import { el, elementsIn, isElement, withoutBlanks } from "./hast.ts";
import { plainText } from "./plain_text.ts";
import { PHONE_COLUMNS } from "./scrolling.ts";

/**
 * Puts each display formula in a box of its own, which scrolls where the
 * formula is wider than the page. A paragraph ends before it and goes on
 * after it. A formula in the text gets such a box where it cannot be broken.
 *
 * @returns the number of formulas
 */
export function boxFormulas(tree: Element): number {
  let count = 0;
  visit(tree, "element", (node, index, parent) => {
    if (node.tagName === "p" && parent) {
      const parts = splitAtDisplays(node);
      if (parts.length > 1 || parts[0] !== node) {
        parent.children.splice(index!, 1, ...parts);
        return [SKIP, index!];
      }
    }
    if (node.tagName !== "math" || !parent) return;
    count++;
    const isBlock = node.properties.display === "block" &&
      isElement(parent) &&
      !/^(a|em|h[1-6]|p|span|strong)$/.test(parent.tagName);
    const isWide = plainText(node).length > PHONE_COLUMNS.text;
    if (!isBlock && !(isWide && isUnbreakable(node))) {
      return [SKIP, keepWithMarks(parent, index!)];
    }
    parent.children[index!] = el(isBlock ? "div" : "span", {
      className: ["formula"],
      ...(isWide ? { tabIndex: 0 } : {}),
    }, node);
    return SKIP;
  });
  return count;
}

/**
 * Keeps the punctuation around a formula on the formula's line. A browser would
 * let it move to the next.
 *
 * @returns the index after the formula
 */
function keepWithMarks(parent: Parents, index: number): number {
  const before = parent.children[index - 1];
  const after = parent.children[index + 1];
  const opening = before?.type === "text" &&
    /[(\[“‘]{1,9}$/.exec(before.value)?.[0];
  const closing = after?.type === "text" &&
    /^\u00a0?[.,;:!?)\]’”…%]+/.exec(after.value)?.[0];
  if (opening || closing) {
    if (opening) before.value = before.value.slice(0, -opening.length);
    if (closing) after.value = after.value.slice(closing.length);
    const math = parent.children[index] as Element;
    parent.children[index] = el(
      "span",
      { className: ["together"] },
      opening || "",
      math,
      closing || "",
    );
  }
  return index + 1;
}

/** Whether the formula, or a part that is wider than a phone, must stay on one line. Only operators of the outermost row may end a line. */
function isUnbreakable(math: Element): boolean {
  return math.properties.display === "block" ||
    math.children.some((part) =>
      isElement(part) && plainText(part).length > PHONE_COLUMNS.text
    ) ||
    elementsIn(math, /^(mfrac|mtable|msqrt|mroot|menclose)$/).length > 0;
}

function isDisplay(node: ElementContent): node is Element {
  return isElement(node, "math") &&
    node.properties.display === "block";
}

function splitAtDisplays(paragraph: Element): Element[] {
  if (!paragraph.children.some(isDisplay)) return [paragraph];
  const parts: Element[] = [];
  let rest: ElementContent[] = [];
  const flush = () => {
    const part = el("p", { ...paragraph.properties }, ...rest);
    if (withoutBlanks(part).length) parts.push(part);
    rest = [];
  };
  for (const child of paragraph.children) {
    if (!isDisplay(child)) rest.push(child);
    else {
      flush();
      parts.push(child);
    }
  }
  flush();
  return parts;
}

/**
 * Names each formula that is the whole content of a link, heading or header
 * cell. These get their names from their text, and a formula does not count as
 * text.
 */
export function nameFormulas(tree: Element): void {
  for (
    const node of elementsIn(tree, /^(a|h[1-6]|label|legend|summary|th)$/)
  ) {
    if (!node.children.every(isFormulaOnly)) continue;
    visit(node, "element", (inner) => {
      if (inner.tagName !== "math") return;
      inner.properties.ariaLabel = plainText(inner);
      return SKIP;
    });
  }
}

function isFormulaOnly(node: ElementContent): boolean {
  if (node.type === "text") return !node.value.trim();
  return isElement(node) &&
    (node.tagName === "math" || node.children.every(isFormulaOnly));
}
