/**
 * Links between the pages of a set: finds them, makes them lead to pages, and
 * checks that they lead somewhere.
 *
 * @module
 */

import { posix } from "node:path";
import type { Element, Root } from "hast";
import { decoded, pathIn } from "../nbformat/mod.ts";
import { slug } from "./ids.ts";
import type { CellContext } from "./page_context.ts";
import { elementsIn } from "./hast.ts";

/** A link as a notebook's author wrote it. */
export interface FoundLink {
  href: string;
  context: CellContext;
}

/** A relative link to a file that is no page of the set, if there is such a file. */
export interface FileLink {
  /** The address as the page has it. */
  href: string;
  /** The notebook and the cell, as messages name them. */
  from: string;
  /** The page that holds the link, as a path from the folder of the pages. */
  page: string;
  /** The path of the file, also from there. */
  path: string;
}

/** A relative link to another page or file. */
export type OutwardLink = Pick<FileLink, "href" | "from">;

/** A page of a set, as the check of links needs it. */
export interface LinkedPage {
  /** Its path from the folder of the pages. */
  file: string;
  links: OutwardLink[];
  /** The ids on the page. */
  anchors: string[];
}

/** The links in a part of the page. */
export function linksIn(part: Element): string[] {
  return elementsIn(part, "a").map(({ properties }) => properties.href)
    .filter((href) => typeof href === "string");
}

/** Warns of links within the page that lead nowhere. Returns the relative links that leave it. */
export function checkOwnLinks(links: FoundLink[]): OutwardLink[] {
  return links.flatMap(({ href, context }) => {
    const isOwn = href.startsWith("#");
    if (isOwn && !context.page.ids.has(decoded(href.slice(1)))) {
      context.warn(`the link ${href} leads nowhere`);
    }
    // A link with a scheme or a host cannot be checked without a network.
    return isOwn || /^([a-z][a-z\d+.-]*:|\/\/)/i.test(href)
      ? []
      : [{ href, from: context.name }];
  });
}

/**
 * The page or file to which a relative link leads, and the id on it.
 *
 * @param page the page that holds the link; paths are from the folder of the pages
 */
export function target(
  href: string,
  page: string,
): { path: string; anchor: string } {
  const path = pathIn(href);
  const folder = path.startsWith("/") ? "" : posix.dirname(page);
  return {
    path: path ? posix.join(folder, path) : page,
    anchor: decoded(/#(.*)$/s.exec(href)?.[1] ?? ""),
  };
}

/** The relative link from one page to another, without an apostrophe, which HTML would hold as an entity. */
export function linkTo(page: string, from: string): string {
  return posix.relative(posix.dirname(from), page).split("/")
    .map(encodeURIComponent).join("/").replaceAll("'", "%27");
}

/**
 * Checks the links that leave the pages of a set.
 *
 * @returns a message for each link to an id that its page does not have, and
 * the links that lead to no page of the set
 */
export function checkLinks(
  pages: LinkedPage[],
): { warnings: string[]; files: FileLink[] } {
  const anchors = new Map(
    pages.map(({ file, anchors }) => [file, new Set(anchors)]),
  );
  const warnings: string[] = [];
  const files: FileLink[] = [];
  for (const { file: page, links } of pages) {
    for (const { href, from } of links) {
      const { path, anchor } = target(href, page);
      const ids = anchors.get(path);
      if (!ids) files.push({ href, from, page, path });
      else if (anchor && !ids.has(anchor)) {
        warnings.push(
          `${from}: the link ${href} leads nowhere: ${path} has no #${anchor}`,
        );
      }
    }
  }
  return { warnings, files };
}

/** The page of a notebook, by its path without ".ipynb". */
export function pageOf(stem: string): string {
  // Servers give "index.html" for a folder, and some file systems ignore case.
  return `${stem.replace(/(?<=^|\/)index$/i, "index")}.html`;
}

/** Makes relative links to notebooks lead to their pages. */
export function linkToPages(tree: Root): void {
  for (const { properties } of elementsIn(tree, "a")) {
    const match = String(properties.href ?? "").match(
      /^(?:\.\/)?([^/?#:][^?#:]*)\.ipynb(?:#(.*))?$/,
    );
    if (!match) continue;
    const [, stem, fragment] = match;
    properties.href = pageOf(stem) +
      (fragment ? `#${slug(decoded(fragment))}` : "");
  }
}
