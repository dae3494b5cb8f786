/**
 * The page's outline: headings in unbroken levels, each with an anchor, and
 * the table of contents made of them.
 *
 * @module
 */

import type { Element, ElementContent } from "hast";
import { SKIP, visit } from "./visit.ts";
import { slug } from "./ids.ts";
import type { PageContext } from "./page_context.ts";
import { classes, el, elementsIn, isElement } from "./hast.ts";
import { plainText } from "./plain_text.ts";

/** A heading as the table of contents lists it. */
export interface Heading {
  level: number;
  id: string;
  content: ElementContent[];
}

/**
 * Gives every heading of the prose its level, id and anchor. No level is
 * skipped: h1, h3 becomes h1, h2. Headings in an output come under the section
 * around it and are not listed.
 */
export function outline(main: Element, page: PageContext): Heading[] {
  const headings: Heading[] = [];
  const open: number[] = [];
  visit(main, "element", (node) => {
    const isOutput = classes(node).includes("outputs");
    if (isOutput) {
      const inner = elementsIn(node, /^h[1-6]$/);
      const levels = [...new Set(inner.map(levelOf))].sort();
      for (const part of inner) {
        const depth = open.length + 1 + levels.indexOf(levelOf(part));
        part.tagName = `h${Math.min(6, depth)}`;
      }
      return SKIP;
    }
    const level = levelOf(node);
    if (!level) return;
    while (open.length && open.at(-1)! >= level) open.pop();
    open.push(level);
    const depth = Math.min(6, open.length);
    node.tagName = `h${depth}`;
    const id = String(
      node.properties.id ??= page.ids.claim(
        slug(plainText(node)) || "section",
      ),
    );
    headings.push({ level: depth, id, content: withoutLinks(node.children) });
    anchor(node, id);
  });
  return headings;
}

function levelOf({ tagName }: Element): number {
  return Number(/^h([1-6])$/.exec(tagName)?.[1] ?? 0);
}

/** Makes the heading a link to itself, unless it holds a link. */
function anchor(heading: Element, id: string): void {
  if (elementsIn(heading, "a").length) return;
  heading.children = [el("a", { href: `#${id}` }, ...heading.children)];
}

/** A copy without links, ids and pictures. */
function withoutLinks(nodes: ElementContent[]): ElementContent[] {
  return nodes.flatMap((node): ElementContent[] => {
    if (!isElement(node)) return [{ ...node }];
    const children = withoutLinks(node.children);
    if (node.tagName === "a") return children;
    if (/^(svg|img|figure)$/.test(node.tagName)) return [];
    const properties = { ...node.properties };
    delete properties.id;
    // A style of the notebook's own is for its place in the text.
    const isStyled = classes(node).some((name) => /^s\d+$/.test(name));
    if (isStyled || node.tagName === "math") delete properties.className;
    if (node.tagName === "math") delete properties.display;
    return [{ ...node, properties, children }];
  });
}

/** The table of contents as nested lists: the headings of levels 2 and 3. */
export function tableOfContents(headings: Heading[]): Element | undefined {
  const listed = headings.filter(({ level }) => level > 1 && level <= 3);
  if (listed.length === 0) return undefined;
  const list = el("ol", {});
  for (const { level, id, content } of listed) {
    const item = el("li", {}, el("a", { href: `#${id}` }, ...content));
    const last = list.children.at(-1) as Element | undefined;
    if (level === 2 || !last) list.children.push(item);
    else {
      const inner = last.children.at(-1) as Element;
      if (inner.tagName === "ol") inner.children.push(item);
      else last.children.push(el("ol", {}, item));
    }
  }
  return list;
}
