/**
 * Bounds what the references in SVG may stand for. Ten `use` elements that each
 * mean ten others, nine levels deep, are a billion shapes to a browser, and
 * patterns, masks, markers and filters multiply in the same way.
 *
 * @module
 */

import type { Element, Root } from "hast";
import { elementsIn, isElement } from "./hast.ts";

/** The references of a fragment may stand for this many shapes, and ten more for each of its elements. */
const MOST = 100_000;

/** The number of plain shapes that take a browser as long as one of these elements. */
const WEIGHTS: [RegExp, number][] = [
  [/^fe[A-Z]/, 200],
  [/^mask$/, 100],
  [/^pattern$/, 20],
];

/** Attributes whose value multiplies the work of a filter. */
const WORK = ["numOctaves", "order", "radius"];

const REFERENCE = /url\(\s*["']?#([^"'()\s]*)/gi;

/** Empties every svg of a fragment whose references stand for too many shapes. Returns whether it did. */
export function emptyHugeSvgs(tree: Root): boolean {
  const targets = new Map<string, Element>();
  const sheets: string[] = [];
  const elements = elementsIn(tree);
  for (const node of elements) {
    const { id } = node.properties;
    if (typeof id === "string" && !targets.has(id)) targets.set(id, node);
    const [child] = node.children;
    if (node.tagName === "style" && child?.type === "text") {
      sheets.push(...idsIn(child.value));
    }
  }
  // A sheet may mean any element. Gradients hold no shapes.
  const inSheets = sheets.filter((id) =>
    targets.has(id) && !/Gradient$/.test(targets.get(id)!.tagName)
  );
  const known = new Map<string, number>();
  const costOf = (id: string): number => {
    const target = targets.get(id);
    if (!target) return 0;
    if (!known.has(id)) {
      known.set(id, 0); // A circle of references draws nothing.
      known.set(id, cost(target));
    }
    return known.get(id)!;
  };
  const cost = (node: Element): number => {
    const { tagName, properties } = node;
    let sum = WEIGHTS.find(([name]) => name.test(tagName))?.[1] ?? 1;
    for (const name of WORK) {
      for (const factor of String(properties[name] ?? "").split(/[\s,]+/)) {
        sum *= Math.max(1, Number(factor) || 1);
      }
    }
    for (const [name, value] of Object.entries(properties)) {
      const text = String(value);
      const isAddress = /^(href|xLinkHref)$/.test(name);
      if (isAddress && tagName === "a") continue; // A link draws nothing.
      const ids = isAddress && text.startsWith("#")
        ? [text.slice(1)]
        : idsIn(text);
      // A marker stands at each corner of a path.
      const places = /marker/.test(`${name} ${text}`)
        ? 1 + String(properties.d ?? properties.points ?? "").length / 4
        : 1;
      for (const id of ids) sum += places * costOf(id);
    }
    for (const id of inSheets) sum += costOf(id);
    for (const child of node.children) {
      if (isElement(child)) sum += cost(child);
    }
    return sum;
  };
  let sum = 0;
  for (const node of tree.children) {
    if (isElement(node)) sum += cost(node);
  }
  const isHuge = !(sum <= MOST + 10 * elements.length);
  if (isHuge) {
    for (const svg of elementsIn(tree, "svg")) svg.children = [];
  }
  return isHuge;
}

function idsIn(text: string): string[] {
  return text.includes("#")
    ? text.matchAll(REFERENCE).map(([, id]) => id).toArray()
    : [];
}
