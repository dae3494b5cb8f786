/**
 * What a page needs of the style sheet that all pages share.
 *
 * @module
 */

import * as csstree from "css-tree";
import type { Element } from "hast";
import { visit } from "unist-util-visit";
import { classes } from "./hast.ts";

/** A node of css-tree's syntax tree, as far as it is looked at here. */
interface Node {
  type: string;
  name: string;
  prelude: Node | null;
  block: Node | null;
  children: List | null;
}

/** A list of nodes, as css-tree has them. */
interface List {
  toArray(): Node[];
  isEmpty: boolean;
  filter(keep: (node: Node) => boolean): List;
}

/** The parsed sheets; a process makes many pages of few sheets. */
const parsed = new Map<string, Node>();

/**
 * The rules of a sheet that something on the page can match, without spaces
 * that mean nothing. A rule goes only if it asks for an element or a class that
 * is not there.
 */
export function neededRules(sheet: string, body: Element[]): string {
  if (!parsed.has(sheet)) parsed.set(sheet, csstree.parse(sheet));
  const there = new Set(["html", "body"]);
  for (const part of body) {
    visit(part, "element", (node) => {
      there.add(node.tagName.toLowerCase());
      for (const name of classes(node)) there.add(`.${name}`);
    });
  }
  return csstree.generate(reduce(parsed.get(sheet)!, there));
}

/** A copy of a block without the rules that cannot match. */
function reduce(node: Node, there: Set<string>): Node {
  const { prelude, block, children } = node;
  if (node.type === "Rule" && prelude?.type === "SelectorList") {
    const selectors = prelude.children!.filter((s) => canMatch(s, there));
    return { ...node, prelude: { ...prelude, children: selectors } };
  }
  if (node.type === "Atrule") {
    return block ? { ...node, block: reduce(block, there) } : node;
  }
  if (!children) return node;
  const rest = children.filter(() => true);
  const list = rest as unknown as {
    map(change: (node: Node) => Node): List;
  };
  return {
    ...node,
    children: list.map((child) => reduce(child, there)).filter((child) =>
      child.type === "Rule"
        ? !child.prelude!.children?.isEmpty
        : child.type !== "Atrule" || !child.block?.children?.isEmpty
    ),
  };
}

/** Whether a selector asks for nothing that is not there. */
function canMatch(selector: Node, there: Set<string>): boolean {
  return selector.children!.toArray().every((part) => {
    switch (part.type) {
      case "TypeSelector":
        return part.name === "*" || there.has(part.name.toLowerCase());
      case "ClassSelector":
        return there.has(`.${part.name}`);
      case "PseudoClassSelector": {
        if (!/^(is|where|has)$/.test(part.name)) return true;
        const [list] = part.children?.toArray() ?? [];
        return list?.type !== "SelectorList" ||
          list.children!.toArray().some((inner) => canMatch(inner, there));
      }
      default:
        return true;
    }
  });
}
