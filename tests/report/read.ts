/**
 * Reads a page as a browser would.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import type { Element, Root } from "hast";
import { fromHtml } from "hast-util-from-html";
import { toText } from "hast-util-to-text";
import type { Cell } from "@lab/nbformat";
import { renderReport, type ReportOptions } from "@lab/report";
import { visit } from "../../lib/report/visit.ts";
import { notebook } from "./sample.ts";

/** The report of a notebook made of these cells. */
export function render(...cells: Cell[]) {
  return renderReport(notebook(...cells), { name: "test.ipynb" });
}

/** The same with other options. */
export function renderWith(options: Partial<ReportOptions>, ...cells: Cell[]) {
  return renderReport(notebook(...cells), { name: "test.ipynb", ...options });
}

/** The elements in a page, fragment or element, itself included: all, or those of one name. */
export function elements(
  html: string | Root | Element,
  tagName?: string,
): Element[] {
  const found: Element[] = [];
  const tree = typeof html === "string" ? fromHtml(html) : html;
  visit(tree, "element", (node) => {
    if (!tagName || node.tagName === tagName) found.push(node);
  });
  return found;
}

/** The main part of a page. */
export function main(html: string): Root {
  const [found] = elements(html, "main");
  return { type: "root", children: found.children };
}

/** The text of a tree, as a reader sees it. */
export function text(tree: Root | Element): string {
  return toText(tree);
}

/** The page's own style sheet and the notebook's. */
export function styles(html: string | Root): string {
  return elements(html, "style").map(text).join("\n");
}

/**
 * Checks that the page can run nothing and load nothing: no script, handler,
 * frame or form, and no outside address except those of links.
 */
export function assertInert(html: string | Root, of?: string): void {
  const tree = typeof html === "string" ? fromHtml(html) : html;
  const bad: string[] = [];
  visit(tree, (node) => {
    if (node.type === "comment") bad.push("a comment");
    if (node.type !== "element") return;
    const { tagName, properties } = node;
    if (BANNED.test(tagName)) bad.push(`<${tagName}>`);
    // A radio button or a check box, with a name that nothing in the page's own markup has.
    if (tagName === "input") {
      if (!/^(radio|checkbox)$/.test(String(properties.type))) {
        bad.push(`<input ${properties.type}>`);
      }
      if (!/^o\d+\.\d+$/.test(String(properties.name ?? "o1.0"))) {
        bad.push(`<input name=${properties.name}>`);
      }
      for (const name of Object.keys(properties)) {
        if (!CHOICE.test(name)) bad.push(`<input ${name}>`);
      }
    } else if (tagName !== "meta" && properties.name !== undefined) {
      bad.push(`<${tagName} name>`);
    }
    for (const [name, value] of Object.entries(properties)) {
      const shown = `${tagName} ${name}=${String(value).slice(0, 60)}`;
      if (/^on/i.test(name) || name === "style") bad.push(shown);
      if (/^(href|xLinkHref)$/.test(name)) {
        const isLink = tagName === "a"
          ? !/^[\s\0-\x20]*(javascript|vbscript|data)/i.test(String(value))
          : /^(#|data:image\/|data:,$)/.test(String(value));
        if (!isLink) bad.push(shown);
      }
      if (name === "src" && !/^data:image\/(?!svg)/.test(String(value))) {
        bad.push(shown);
      }
      if (
        /^(srcSet|action|formAction|poster|background|ping|srcDoc)$/.test(name)
      ) {
        bad.push(shown);
      }
      const isWords = /^(ariaLabel|alt|title|content)$/.test(name) ||
        tagName === "a" && name === "href";
      if (!isWords && /url\(\s*["']?(?!#)/i.test(String(value))) {
        bad.push(shown);
      }
    }
  });
  const sheets = elements(tree, "style");
  if (sheets.length !== 1) bad.push(`${sheets.length} style elements`);
  if (/@import|url\(\s*["']?(?!#)|image-set\(/i.test(styles(tree))) {
    bad.push("a style sheet that loads something");
  }
  assertEquals(bad, [], of);
}

/** The attributes that these may have: none that would send it or focus it by itself. */
const CHOICE = /^(type|name|checked|className|id|title|lang|dir|role|aria\w+)$/;

const BANNED =
  /^(script|iframe|frame|frameset|object|embed|applet|base|form|button|textarea|select|template|noscript|foreignobject|animate|set|audio|video|source|portal)$/i;
