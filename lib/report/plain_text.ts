/**
 * Text without markup, for titles, ids, names and widths.
 *
 * @module
 */

import type { Element, ElementContent, Nodes, Root } from "hast";
import { toText } from "hast-util-to-text";
import { isElement } from "./hast.ts";

/** The text of the tree on one line. Formulas take a linear form, `e^(z_i)/n`. */
export function plainText(tree: Root | Element): string {
  return toText(linear(tree)).replaceAll(/\s+/g, " ").trim();
}

function linear<T extends Nodes>(node: T): T {
  if (!("children" in node)) return node;
  if (isElement(node, "math")) {
    // Function application (U+2061) is a space, but not before a parenthesis.
    const value = mathText(node).replaceAll(/\u2061\s*(?=[^\s(])/g, " ")
      .replaceAll(/[\u2061-\u2064]/g, "");
    return { ...node, children: [{ type: "text", value }] };
  }
  return { ...node, children: node.children.map((child) => linear(child)) };
}

/** MathML as text, for titles and descriptions. */
function mathText(node: ElementContent): string {
  if (node.type === "text") return node.value;
  if (!isElement(node)) return "";
  const parts = node.children.map(mathText);
  const [base = "", a = "", b = ""] = parts;
  switch (node.tagName) {
    case "mo":
      return /^[=<>≈≠≤≥∈→⟶⟹⇒⟺≡∼∝+−±×·|∣]$/.test(base) &&
          node.properties.form !== "prefix"
        ? ` ${base} `
        : base;
    case "mfrac":
      return `${grouped(base)}/${grouped(a)}`;
    case "msqrt":
      return `√${grouped(parts.join(""))}`;
    case "msub":
    case "munder":
      return `${base}_${grouped(a)}`;
    case "msup":
      return `${base}^${grouped(a)}`;
    case "msubsup":
    case "munderover":
      return `${base}_${grouped(a)}^${grouped(b)}`;
    case "mtr":
    case "mtable":
      return parts.filter(Boolean).join(" ");
    default:
      return parts.join("");
  }
}

function grouped(text: string): string {
  return /^[\p{L}\p{M}\p{N}.]*$/u.test(text.trim()) || [...text].length === 1
    ? text.trim()
    : `(${text.trim()})`;
}
