/**
 * Builds and reads hast trees:
 * https://github.com/syntax-tree/hast
 *
 * @module
 */

import type { Element, ElementContent, Nodes, Properties, Root } from "hast";
import { fromParse5 } from "hast-util-from-parse5";
import { toHtml } from "hast-util-to-html";
import { toText } from "hast-util-to-text";
import { defaultTreeAdapter, parseFragment } from "parse5";
import { visit } from "./visit.ts";

/** Makes an element. A string among the children becomes text; an empty one is left out. */
export function el(
  tagName: string,
  properties: Properties,
  ...children: (ElementContent | string)[]
): Element {
  return {
    type: "element",
    tagName,
    properties,
    children: children.filter((child) => child !== "").map((child) =>
      typeof child === "string" ? { type: "text", value: child } : child
    ),
  };
}

/** Classes with which temml's style sheet mends MathML. Some lay a box over what is around them. */
export const TEMML =
  /^(tml-(?!eqn)|chr-|wbk-|ff-|mathcal$|mathscr$|menclose$|longdiv-|phasor-|upstrike$|downstrike$|sout$|circle-pad$|textcircle$|actuarial$)/;

/** Elements in more others than this are refused. Beyond 512, browsers no longer read what was checked. */
const DEEPEST = 250;

/**
 * Parses HTML as a browser would, inside a body.
 *
 * @param isTemml whether temml made it; nothing else may have its classes
 * @throws {RangeError} for markup that means far more than it says, as a browser
 * repeats an open <b> in each paragraph
 */
export function parse(html: string, isTemml = false): Root {
  const most = 1000 + html.length / 2;
  let count = 0;
  let depth = 0;
  const refuse = (what: string) => {
    throw new RangeError(`Cannot read HTML: ${what}`);
  };
  const tree = parseFragment(html, {
    scriptingEnabled: false,
    treeAdapter: {
      ...defaultTreeAdapter,
      createElement: (...element) => {
        if (++count > most) refuse("its tags stand for too many elements");
        return defaultTreeAdapter.createElement(...element);
      },
      onItemPush: () => {
        if (++depth > DEEPEST) refuse(`elements are ${DEEPEST} deep`);
      },
      onItemPop: () => void depth--,
    },
  });
  const root = fromParse5(tree) as Root;
  if (!isTemml) {
    visit(root, "element", (node) => {
      const names = classes(node);
      if (names.some((name) => TEMML.test(name))) {
        node.properties.className = names.filter((name) => !TEMML.test(name));
      }
    });
  }
  return root;
}

/** Writes HTML. */
export function print(tree: Nodes): string {
  return toHtml(tree, {
    characterReferences: { useNamedReferences: true },
    preferUnquoted: true,
    closeEmptyElements: true,
  });
}

/** The element's class names. */
export function classes(node: Element): string[] {
  const value = node.properties.className;
  return Array.isArray(value) ? value.map(String) : [];
}

/** The text of the tree on one line. Formulas take a linear form, `e^(z_i)/n`. */
export function plainText(tree: Root | Element): string {
  return toText(linear(tree)).replaceAll(/\s+/g, " ").trim();
}

function linear<T extends Nodes>(node: T): T {
  if (!("children" in node)) return node;
  if (node.type === "element" && node.tagName === "math") {
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
  if (node.type !== "element") return "";
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
