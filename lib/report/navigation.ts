/**
 * The links around a page's text: to the other pages, and within its own.
 *
 * @module
 */

import type { Element } from "hast";
import { el } from "./hast.ts";

/** A link to another page of the set. */
export interface Link {
  title: string;
  /** Relative, so that the set can lie in any folder. */
  href: string;
}

/** The links from a page to those around it. */
export interface Navigation {
  index?: Link;
  previous?: Link;
  next?: Link;
}

/** The link with which a keyboard skips the navigation. */
export function skipLink(): Element {
  return el("a", { className: ["skip"], href: "#main" }, "Skip to the text");
}

/** The links above the text. */
export function header({ index, previous, next }: Navigation): Element[] {
  const links = [
    index && el("a", { href: index.href }, index.title),
    previous && el(
      "a",
      {
        href: previous.href,
        rel: ["prev"],
        ariaLabel: `Previous: ${previous.title}`,
      },
      "← Previous",
    ),
    next && el(
      "a",
      { href: next.href, rel: ["next"], ariaLabel: `Next: ${next.title}` },
      "Next →",
    ),
  ].filter((link) => link !== undefined);
  if (links.length === 0) return [];
  return [
    el(
      "header",
      { className: ["top"] },
      el("nav", { ariaLabel: "Reports" }, ...links),
    ),
  ];
}

/** The contents twice: beside the text where there is room, else folded above it. */
export function contentsOf(list: Element): Element[] {
  return [
    el(
      "details",
      { className: ["contents"] },
      el("summary", {}, "Contents"),
      el("nav", { ariaLabel: "Contents" }, list),
    ),
    el("nav", { className: ["contents"], ariaLabel: "Contents" }, list),
  ];
}

/** The links below the text. */
export function footer({ index, previous, next }: Navigation): Element[] {
  const link = (label: string, to?: Link, rel?: string) =>
    to
      ? [el(
        "a",
        { href: to.href, ...(rel ? { rel: [rel] } : {}) },
        ...label === to.title ? [] : [el("span", {}, label), " "],
        to.title,
      )]
      : [];
  const links = [
    ...link("Previous", previous, "prev"),
    ...link("All reports", index),
    ...link("Next", next, "next"),
  ];
  if (links.length === 0) return [];
  return [
    el(
      "footer",
      {},
      el(
        "nav",
        { className: ["steps"], ariaLabel: "Other reports" },
        ...links,
      ),
    ),
  ];
}
