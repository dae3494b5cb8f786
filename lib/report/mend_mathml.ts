/**
 * Mends the parts of temml's MathML that browsers typeset badly.
 *
 * @module
 */

import type { Element, ElementContent } from "hast";
import { el, isElement, ownText } from "./hast.ts";

/** Mends a formula in place. */
export function mendMath(math: Element): void {
  lowerPrimes(math);
  joinOperators(math);
  trimApplication(math);
}

/**
 * Sets primes beside their base, not in a superscript. The sign itself is high,
 * and some browsers do not take the font's low one in a superscript.
 */
function lowerPrimes(node: Element): Element {
  node.children = node.children.map((child) =>
    isElement(child) ? lowerPrimes(child) : child
  );
  if (!/^msu(p|bsup)$/.test(node.tagName)) return node;
  const [base, ...scripts] = node.children;
  const above = scripts.pop() as Element;
  const signs = above.tagName === "mrow" ? above.children : [above];
  let primes = 0;
  while (primes < signs.length && operator(signs[primes]) === "′") primes++;
  if (primes === 0) return node;
  const sign = ["′", "″", "‴", "⁗"][primes - 1] ?? "′".repeat(primes);
  const primed = el(
    "mrow",
    {},
    base,
    el("mo", { ...above.properties, lspace: "0em", rspace: "0em" }, sign),
  );
  const rest = signs.slice(primes);
  if (rest.length) scripts.push(el("mrow", {}, ...rest));
  if (!scripts.length) return primed;
  const isBelow = node.tagName === "msubsup";
  const tagName = !isBelow ? "msup" : rest.length ? "msubsup" : "msub";
  return el(tagName, {}, primed, ...scripts);
}

/** Joins a row that is one operator to the row before. Temml makes such rows after a closing bracket, but alone an operator has no space. */
function joinOperators(math: Element): void {
  math.children = math.children.reduce<ElementContent[]>((rows, row) => {
    const last = rows.at(-1);
    const isAlone = isElement(row, "mrow") && row.children.length === 1 &&
      isElement(row.children[0], "mo");
    if (isAlone && isElement(last, "mrow")) {
      last.children.push(...row.children);
    } else rows.push(row);
    return rows;
  }, []);
}

/** Drops function application at the end, as in `\log` alone: it applies to nothing and needs no space. */
function trimApplication(node: Element): void {
  const [sign, last] = [node.children.at(-2), node.children.at(-1)];
  if (isElement(last, /^(math|mrow)$/)) trimApplication(last);
  else if (isElement(last, "mspace") && operator(sign) === "\u2061") {
    node.children.splice(-2);
  }
}

/** The sign of an operator, or "". */
function operator(node: ElementContent | undefined): string {
  return isElement(node, "mo") ? ownText(node) : "";
}
