/**
 * The little that the report needs to build and read hast trees:
 * https://github.com/syntax-tree/hast
 *
 * @module
 */

import type { Element, ElementContent, Nodes, Properties, Root } from "hast";
import { fromHtml } from "hast-util-from-html";
import { toHtml } from "hast-util-to-html";
import { toText } from "hast-util-to-text";

/** Makes an element; a string among the children becomes text. */
export function el(
  tagName: string,
  properties: Properties,
  ...children: (ElementContent | string)[]
): Element {
  return {
    type: "element",
    tagName,
    properties,
    children: children.map((child) =>
      typeof child === "string" ? { type: "text", value: child } : child
    ),
  };
}

/** Parses HTML as a browser would, inside a body. */
export function parse(html: string): Root {
  return fromHtml(html, { fragment: true });
}

/** Writes HTML. */
export function print(tree: Nodes): string {
  return toHtml(tree, {
    characterReferences: { useNamedReferences: true },
    omitOptionalTags: false,
  });
}

/** The element's class names. */
export function classes(node: Element): string[] {
  const value = node.properties.className;
  return Array.isArray(value) ? value.map(String) : [];
}

/** What a reader reads in the tree, on one line, formulas as their TeX. */
export function plainText(tree: Root | Element): string {
  return toText(withTex(tree)).replaceAll(/\s+/g, " ").trim();
}

function withTex<T extends Nodes>(node: T): T {
  if (!("children" in node)) return node;
  if (node.type === "element" && node.properties.dataTex !== undefined) {
    return {
      ...node,
      tagName: "span",
      children: [{ type: "text", value: String(node.properties.dataTex) }],
    };
  }
  return { ...node, children: node.children.map((child) => withTex(child)) };
}
