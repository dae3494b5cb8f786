/**
 * A walk through a hast tree, with the interface of unist-util-visit and in a
 * fraction of its time: that one defines a named function for each node.
 *
 * @module
 */

import type { Element, Nodes, Parents } from "hast";

/** Leaves out the children of a node. */
export const SKIP = "skip";

/** Ends the walk. */
export const EXIT = false;

/** The step after a node. By default it leads to the node's children and then to its next sibling; an index leads to another child of its parent. */
type Step =
  | void
  | undefined
  | typeof SKIP
  | typeof EXIT
  | number
  | [typeof SKIP, number];

type See<Node> = (node: Node, index?: number, parent?: Parents) => Step;

/** Calls a function with each element, or each node, from the top down. */
export function visit(tree: Nodes, test: "element", see: See<Element>): void;
export function visit(tree: Nodes, see: See<Nodes>): void;
export function visit(
  tree: Nodes,
  test: "element" | See<Nodes>,
  seeElement?: See<Element>,
): void {
  const see = typeof test === "function"
    ? test
    : (node: Nodes, index?: number, parent?: Parents) =>
      node.type === "element" ? seeElement!(node, index, parent) : undefined;
  walk(tree, see);
}

/** Returns the index of the next node, where that is not simply the next one, or EXIT. */
function walk(
  node: Nodes,
  see: See<Nodes>,
  index?: number,
  parent?: Parents,
): number | typeof EXIT | undefined {
  const step = see(node, index, parent);
  if (step === EXIT) return EXIT;
  if (step === SKIP) return;
  if (typeof step === "object") return step[1];
  const next = step as number | undefined;
  if (!("children" in node)) return next;
  for (let i = 0; i < node.children.length;) {
    const after = walk(node.children[i], see, i, node);
    if (after === EXIT) return EXIT;
    i = after ?? i + 1;
  }
  return next;
}
