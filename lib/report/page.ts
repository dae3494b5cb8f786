/**
 * The frame of every page: head, policy, styles, skip link.
 *
 * @module
 */

import { createHash } from "node:crypto";
import type { Element } from "hast";
import { el, print } from "./hast.ts";
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
  // In a style element only "</style" would end it; sanitised styles have no "<" before a letter.
  const css = page.styles ? `${CSS}${page.styles}\n` : CSS;
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
  return `<!DOCTYPE html>\n${print(html)}\n`;
}

/** The link that takes a keyboard past the navigation. */
export function skipLink(): Element {
  return el("a", { className: ["skip"], href: "#main" }, "Skip to the text");
}
