/**
 * The frame of every page: head, policy, styles, skip link.
 *
 * @module
 */

import { createHash } from "node:crypto";
import type { Element } from "hast";
import { visit } from "unist-util-visit";
import { el, print } from "./hast.ts";
import { neededRules } from "./needed.ts";
import { CSS } from "./style.ts";

/** What a page is made of. */
export interface Page {
  title: string;
  description: string;
  /** Styles that came with the content. */
  styles: string;
  body: Element[];
}

/**
 * A complete page as HTML. It may run nothing and load nothing: its policy
 * allows the one style element that it holds, by hash, and images as data.
 */
export function printPage(page: Page): string {
  // Sanitised styles have no "<" before a letter or "/", so nothing ends the element early.
  const css = wellFormed(neededRules(CSS, page.body) + page.styles);
  const hash = createHash("sha256").update(css).digest("base64");
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; ` +
    "img-src data:; base-uri 'none'; form-action 'none'";
  const head = [
    el("meta", { charSet: "utf-8" }),
    el("meta", { httpEquiv: ["Content-Security-Policy"], content: policy }),
    el("meta", {
      name: "viewport",
      content: "width=device-width, initial-scale=1",
    }),
    el("meta", { name: "color-scheme", content: "light dark" }),
    el("meta", { name: "generator", content: "softmax-lab" }),
    el("title", {}, page.title),
    ...(page.description
      ? [el("meta", { name: "description", content: page.description })]
      : []),
    // A page without an icon makes the browser ask for one.
    el("link", { rel: ["icon"], href: "data:," }),
    el("style", {}, css),
  ];
  const html = el(
    "html",
    { lang: "en" },
    el("head", {}, ...head.flatMap((node) => ["\n", node]), "\n"),
    "\n",
    el("body", {}, "\n", ...page.body.flatMap((node) => [node, "\n"])),
  );
  keepFirstLines(html);
  return wellFormed(`<!DOCTYPE html>\n${print(html)}\n`);
}

/** A reader of HTML drops a line break that begins a pre: it needs a second one. */
function keepFirstLines(tree: Element): void {
  visit(tree, "element", ({ tagName, children: [first] }) => {
    if (tagName !== "pre" || first?.type !== "text") return;
    if (first.value.startsWith("\n")) first.value = `\n${first.value}`;
  });
}

/** The text with a sign for each character that HTML cannot hold. */
function wellFormed(text: string): string {
  return text.toWellFormed().replaceAll(/\r\n?/g, "\n")
    // deno-lint-ignore no-control-regex
    .replaceAll(/[\0-\x08\x0b-\x1f\x7f]/g, "\ufffd");
}

/** The link that takes a keyboard past the navigation. */
export function skipLink(): Element {
  return el("a", { className: ["skip"], href: "#main" }, "Skip to the text");
}
