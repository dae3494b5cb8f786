/**
 * Keeps a sanitised fragment from meddling with the rest of the page: its ids
 * become unique, its style attributes classes, and its style sheets apply to
 * nothing else.
 *
 * @module
 */

import type { Element, Root } from "hast";
import { visit } from "./visit.ts";
import { classesIn, renameInDeclarations, renameInSheet } from "./scope_css.ts";
import { decoded } from "../nbformat/mod.ts";
import { slug } from "./ids.ts";
import type { PageContext } from "./page_context.ts";
import { classes, elementsIn, ownText, replaceIn, TEMML } from "./hast.ts";

const URL_REFERENCE = /url\(\s*(["']?)#([^"'()\s]*)\1\s*\)/gi;

/**
 * Scopes a fragment in place.
 *
 * @param prefix goes before the fragment's ids; "" for prose, which links to its ids by name
 * @returns the classes that the element around the fragment must have for its style sheets to apply
 */
export function scopeFragment(
  tree: Root,
  page: PageContext,
  prefix: string,
): string[] {
  const sheets = takeSheets(tree);
  const names = new Map<string, string>();
  let choices: string | undefined;
  const groups = new Map<string, string>();
  visit(tree, "element", (node) => {
    if (node.tagName === "input") {
      // Buttons with one name are one choice, but only within the fragment.
      const name = String(node.properties.name ?? "");
      if (!groups.has(name)) {
        choices ??= prefix || page.newPrefix();
        groups.set(name, name && `${choices}${groups.size}`);
      }
      node.properties.name = groups.get(name) || undefined;
    } else if (node.properties.name !== undefined) {
      // An old anchor, <a name>, is an id.
      node.properties.id ??= node.properties.name;
      delete node.properties.name;
    }
    const { id } = node.properties;
    if (typeof id !== "string") return;
    const wanted = prefix + slug(id);
    if (names.has(id) || !slug(id)) delete node.properties.id;
    else names.set(id, node.properties.id = page.ids.claim(wanted));
  });
  const rename = (id: string) => names.get(id) ?? prefix + slug(id);
  // A drawing refers only to its own parts; the ids of prose have no dot.
  const within = (id: string) => names.get(id) ?? (prefix || ".") + slug(id);

  const styled = new Set(sheets.flatMap((sheet) => [...classesIn(sheet)]));
  for (const node of elementsIn(tree)) {
    renameReferences(node, rename, within);
    scopeClasses(node, styled, page, within);
  }
  return [
    ...new Set(
      sheets.map((sheet) =>
        page.styles.scope(renameInSheet(sheet, within, (name) => `u-${name}`))
      ),
    ),
  ];
}

/** Takes the style sheets out, each by itself: figures have some in common. */
function takeSheets(tree: Root): string[] {
  const sheets: string[] = [];
  replaceIn(tree, "style", (node) => {
    sheets.push(ownText(node));
    return [];
  });
  return sheets.filter(Boolean);
}

function renameReferences(
  { tagName, properties }: Element,
  rename: (id: string) => string,
  within: (id: string) => string,
): void {
  for (const [name, value] of Object.entries(properties)) {
    if (/^(ariaLabelledBy|ariaDescribedBy|headers|htmlFor)$/.test(name)) {
      properties[name] = [value].flat().map((id) => rename(String(id)));
    } else if (typeof value !== "string") continue;
    else if (/^(href|xLinkHref)$/.test(name) && value.startsWith("#")) {
      const id = decoded(value.slice(1));
      properties[name] = `#${tagName === "a" ? rename(id) : within(id)}`;
    } else if (!/^(style|src|alt|title|ariaLabel)$/.test(name)) {
      properties[name] = value.replaceAll(
        URL_REFERENCE,
        (_, __, id) => `url(#${within(id)})`,
      );
    }
  }
}

/** Keeps the classes that mean something here: those of the fragment's own style sheets, a fence's language, TeX that cannot be read, footnotes, temml. */
function scopeClasses(
  node: Element,
  styled: Set<string>,
  page: PageContext,
  rename: (id: string) => string,
): void {
  const names = classes(node).flatMap((name) => {
    if (styled.has(name)) return [`u-${name}`];
    const isOurs =
      node.tagName === "code" && /^(language-[\w+#-]+|unread)$/.test(name) ||
      TEMML.test(name) || FOOTNOTES.test(name);
    return isOurs ? [name] : [];
  });
  const { style } = node.properties;
  if (typeof style === "string") {
    names.push(page.styles.declare(renameInDeclarations(style, rename)));
  }
  delete node.properties.style;
  if (names.length) node.properties.className = names;
  else delete node.properties.className;
}

const FOOTNOTES = /^footnote(s|s-sep|-backref)$/;
