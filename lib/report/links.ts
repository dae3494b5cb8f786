/**
 * Where the links of a set of reports lead.
 *
 * @module
 */

import type { Element } from "hast";
import { visit } from "unist-util-visit";
import { decodeFragment, type Place } from "./draft.ts";

/** A link as a notebook's author wrote it. */
export interface FoundLink {
  href: string;
  /** The notebook and the cell, as messages name them. */
  place: string;
}

/** A page of a set, and what is known of its links. */
export interface LinkedPage {
  /** Relative, as in the links of the other pages. */
  href: string;
  report: {
    /** The ids on the page, where a link may lead. */
    anchors: string[];
    /** The relative links from the page to something else than itself. */
    links: FoundLink[];
  };
}

/** The links in a part of the page. */
export function linksIn(part: Element): string[] {
  const found: string[] = [];
  visit(part, "element", ({ tagName, properties: { href } }) => {
    if (tagName === "a" && typeof href === "string") found.push(href);
  });
  return found;
}

/** Warns of links into the page that lead nowhere; returns the relative links that lead elsewhere. */
export function checkOwnLinks(
  links: { href: string; place: Place }[],
): FoundLink[] {
  return links.flatMap(({ href, place }) => {
    const isOwn = href.startsWith("#");
    if (isOwn && !place.draft.ids.has(decodeFragment(href.slice(1)))) {
      place.warn(`the link ${href} leads nowhere`);
    }
    // Not those with a scheme or a host: a report asks no network.
    return isOwn || /^([a-z][a-z\d+.-]*:|\/\/)/i.test(href)
      ? []
      : [{ href, place: place.name }];
  });
}

/** The page that a relative link leads to, by its name, and the place on it. */
export function target(href: string): { page: string; anchor: string } {
  const [, path, fragment] = /^(?:\.\/)?([^?#]*)[^#]*(?:#(.*))?$/s.exec(href)!;
  return { page: decodeFragment(path), anchor: decodeFragment(fragment ?? "") };
}

/**
 * The links between the reports of a set that lead nowhere.
 *
 * @param pages the set
 * @param others other pages beside them, of which only the names are known
 * @returns for each such link what is wrong with it, with the notebook and the cell
 */
export function checkLinks(
  pages: LinkedPage[],
  others: string[] = [],
): string[] {
  const anchors = new Map(
    pages.map(({ href, report }) => [
      decodeFragment(href),
      new Set(report.anchors),
    ]),
  );
  return pages.flatMap(({ report }) =>
    report.links.flatMap(({ href, place }) => {
      const { page, anchor } = target(href);
      if (others.includes(page) && !anchors.has(page)) return [];
      const ids = anchors.get(page);
      if (!ids) {
        return [`${place}: the link ${href} leads to no page of this report`];
      }
      return anchor && !ids.has(anchor)
        ? [
          `${place}: the link ${href} leads nowhere: ${page} has no #${anchor}`,
        ]
        : [];
    })
  );
}
