/**
 * Builds and reads hast trees:
 * https://github.com/syntax-tree/hast
 *
 * @module
 */

import type {
  Element,
  ElementContent,
  Nodes,
  Parents,
  Properties,
  Root,
} from "hast";
import { fromParse5 } from "hast-util-from-parse5";
import { toHtml } from "hast-util-to-html";
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

/** Classes of temml's MathML. With some, the page's style sheet draws over what is around them, so nothing else may have them. */
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
    for (const node of elementsIn(root)) {
      const names = classes(node);
      if (names.some((name) => TEMML.test(name))) {
        node.properties.className = names.filter((name) => !TEMML.test(name));
      }
    }
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

/** Gives the element one more class. */
export function addClass(node: Element, name: string): void {
  node.properties.className = [...classes(node), name];
}

/** Whether the node is an element, of any name, of one, or of one that matches. */
export function isElement(
  node: Nodes | undefined,
  tagName: string | RegExp = /./,
): node is Element {
  return node?.type === "element" &&
    (typeof tagName === "string"
      ? node.tagName === tagName
      : tagName.test(node.tagName));
}

/** The elements of a tree, itself included, whose name is this or matches. */
export function elementsIn(
  tree: Nodes,
  tagName?: string | RegExp,
): Element[] {
  const found: Element[] = [];
  visit(tree, "element", (node) => {
    if (isElement(node, tagName)) found.push(node);
  });
  return found;
}

/** Puts other nodes in the place of elements of this name, outermost first. Where `by` returns none, the element stays and those in it are asked. */
export function replaceIn(
  tree: Parents,
  tagName: string | RegExp,
  by: (node: Element) => ElementContent[] | undefined,
): void {
  tree.children = (tree.children as ElementContent[]).flatMap((node) => {
    if (!isElement(node)) return [node];
    const others = isElement(node, tagName) ? by(node) : undefined;
    if (!others) replaceIn(node, tagName, by);
    return others ?? [node];
  });
}

/** The node's children without blank text and comments. */
export function withoutBlanks(node: Parents): ElementContent[] {
  return (node.children as ElementContent[]).filter((child) =>
    child.type === "element" || child.type === "text" && child.value.trim()
  );
}

/** The text that stands in the element itself, not in others in it. */
export function ownText({ children }: Element): string {
  return children.map((child) => child.type === "text" ? child.value : "")
    .join("");
}
