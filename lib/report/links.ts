/**
 * Links between the pages of a set: finds them, makes them lead to pages, and
 * checks that they lead somewhere.
 *
 * @module
 */

import type { Element, Root } from "hast";
import { visit } from "./visit.ts";
import { decodeFragment, slug } from "./ids.ts";
import type { CellContext } from "./page_context.ts";

/** A link as a notebook's author wrote it. */
export interface FoundLink {
  href: string;
  context: CellContext;
}

/** A relative link to another page or file. */
export interface OutwardLink {
  href: string;
  /** The notebook and the cell, as messages name them. */
  from: string;
}

/** A page of a set, as the check of links needs it. */
export interface LinkedPage {
  /** Relative, as in the links of the other pages. */
  href: string;
  links: OutwardLink[];
  /** The ids on the page. */
  anchors: string[];
}

/** The links in a part of the page. */
export function linksIn(part: Element): string[] {
  const found: string[] = [];
  visit(part, "element", ({ tagName, properties: { href } }) => {
    if (tagName === "a" && typeof href === "string") found.push(href);
  });
  return found;
}

/** Warns of links within the page that lead nowhere. Returns the relative links that leave it. */
export function checkOwnLinks(links: FoundLink[]): OutwardLink[] {
  return links.flatMap(({ href, context }) => {
    const isOwn = href.startsWith("#");
    if (isOwn && !context.page.ids.has(decodeFragment(href.slice(1)))) {
      context.warn(`the link ${href} leads nowhere`);
    }
    // A link with a scheme or a host cannot be checked without a network.
    return isOwn || /^([a-z][a-z\d+.-]*:|\/\/)/i.test(href)
      ? []
      : [{ href, from: context.name }];
  });
}

/** The page to which a relative link leads, and the id on it. */
export function target(href: string): { page: string; anchor: string } {
  const [, path, fragment] = /^(?:\.\/)?([^?#]*)[^#]*(?:#(.*))?$/s.exec(href)!;
  return { page: decodeFragment(path), anchor: decodeFragment(fragment ?? "") };
}

/**
 * Finds the links between the pages of a set that lead nowhere.
 *
 * @param pages the set
 * @param others the names of other pages beside them
 * @returns a message for each such link, with the notebook and the cell
 */
export function checkLinks(pages: LinkedPage[], others: string[]): string[] {
  const anchors = new Map(
    pages.map((page) => [decodeFragment(page.href), new Set(page.anchors)]),
  );
  return pages.flatMap(({ links }) =>
    links.flatMap(({ href, from }) => {
      const { page, anchor } = target(href);
      const ids = anchors.get(page);
      if (!ids) {
        return others.includes(page)
          ? []
          : [`${from}: the link ${href} leads to no page of this report`];
      }
      return !anchor || ids.has(anchor) ? [] : [
        `${from}: the link ${href} leads nowhere: ${page} has no #${anchor}`,
      ];
    })
  );
}

/** Makes links to notebooks beside this one lead to their pages. */
export function linkToPages(tree: Root): void {
  visit(tree, "element", ({ tagName, properties }) => {
    if (tagName !== "a" || typeof properties.href !== "string") return;
    const match = properties.href.match(
      /^(?:\.\/)?([^/?#:]+)\.ipynb(?:#(.*))?$/,
    );
    if (!match) return;
    const [, stem, fragment] = match;
    properties.href = `${stem}.html` +
      (fragment ? `#${slug(decodeFragment(fragment))}` : "");
  });
}
