/**
 * A page as a file: head, policy and styles, and the body in them.
 *
 * @module
 */

import { createHash } from "node:crypto";
import type { Element } from "hast";
import { el, elementsIn, print } from "./hast.ts";
import { pageStyles } from "./page_styles.ts";

/** The parts of a page. */
export interface PageParts {
  /** The language of the page; by default "en". */
  lang?: string;
  title: string;
  description: string;
  /** The styles that came with the notebook. */
  styles: string;
  body: Element[];
}

/**
 * A complete page as HTML. It may run nothing and load nothing: its policy
 * allows the one style element that it holds, by hash, and images as data.
 */
export function printPage(page: PageParts): string {
  // Sanitised styles have no "<" before a letter or "/", so nothing ends the element early.
  const css = wellFormed(pageStyles(page.body) + page.styles);
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
    { lang: page.lang ?? "en" },
    el("head", {}, ...head.flatMap((node) => ["\n", node]), "\n"),
    "\n",
    el("body", {}, "\n", ...page.body.flatMap((node) => [node, "\n"])),
  );
  keepFirstLines(html);
  return wellFormed(`<!DOCTYPE html>\n${print(html)}\n`);
}

/** HTML drops the line break that a pre begins with, so that one needs a second. */
function keepFirstLines(tree: Element): void {
  for (const { children: [first] } of elementsIn(tree, "pre")) {
    if (first?.type === "text" && first.value.startsWith("\n")) {
      first.value = `\n${first.value}`;
    }
  }
}

/** The text with U+FFFD for each character that HTML cannot hold. */
function wellFormed(text: string): string {
  return text.toWellFormed().replaceAll(/\r\n?/g, "\n")
    // deno-lint-ignore no-control-regex
    .replaceAll(/[\0-\x08\x0b-\x1f\x7f]/g, "\ufffd");
}
