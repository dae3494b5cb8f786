/**
 * Images: SVG goes into the page as a labelled figure, pixels as data. What
 * lies elsewhere is named, for a report asks nothing of any network or folder.
 *
 * @module
 */

import type { Element, ElementContent, Properties, Root } from "hast";
import { SKIP, visit } from "unist-util-visit";
import type { MimeBundle } from "../nbformat/mod.ts";
import type { Place } from "./draft.ts";
import { el, parse, plainText, print } from "./hast.ts";
import { roundGeometry } from "./precision.ts";
import { clean, PIXELS } from "./sanitize.ts";
import { settle } from "./settle.ts";

/** A figure no wider than this can be read when it is made as narrow as a phone; a wider one scrolls there. */
const LEGIBLE_WIDTH = 520;

/** A phone's column is about so wide; a wider figure has the whole width of the screen. */
const PHONE_WIDTH = 320;

/** Replaces every img in the tree by what the page shows for it. */
export function embedImages(
  tree: Root | Element,
  place: Place,
  attachments: Record<string, MimeBundle> = {},
  isInLink = false,
): void {
  tree.children = (tree.children as ElementContent[]).map((node) => {
    if (node.type !== "element") return node;
    const only = node.tagName === "p" ? onlyImage(node) : undefined;
    const image = only ?? (node.tagName === "img" ? node : undefined);
    if (image) {
      const isBlock = only !== undefined || tree.type === "root";
      return embed(image, { isBlock, isInLink }, place, attachments);
    }
    embedImages(node, place, attachments, isInLink || node.tagName === "a");
    return node;
  });
}

/** Where an image stands. */
interface Setting {
  /** By itself, not in a line of text. */
  isBlock: boolean;
  isInLink: boolean;
}

function onlyImage(paragraph: Element): Element | undefined {
  const [first, ...rest] = paragraph.children.filter((child) =>
    child.type !== "text" || child.value.trim()
  );
  return first?.type === "element" && first.tagName === "img" && !rest.length
    ? first
    : undefined;
}

function embed(
  image: Element,
  { isBlock, isInLink }: Setting,
  place: Place,
  attachments: Record<string, MimeBundle>,
): ElementContent {
  const alt = String(image.properties.alt ?? "").trim();
  let src = String(image.properties.src ?? "").trim();
  if (/^attachment:/i.test(src)) src = attached(src, place, attachments);
  if (/^data:image\/svg\+xml[;,]/i.test(src)) {
    return svgFigure(dataText(src, place), alt, isBlock, place);
  }
  if (/^data:/i.test(src)) {
    return pixelFigure(src, alt, image.properties, isBlock, place);
  }
  return absent(src, alt, isInLink, place);
}

/** The attachment as a data URI. */
function attached(
  src: string,
  place: Place,
  attachments: Record<string, MimeBundle>,
): string {
  const name = decoded(src.slice("attachment:".length), place);
  const bundle = Object.hasOwn(attachments, name)
    ? attachments[name]
    : place.fail(
      `Cannot show the attachment ${name}: the cell has ` +
        (Object.keys(attachments).join(", ") || "no attachments"),
    );
  const [type, data] = Object.entries(bundle)[0] ?? [];
  if (typeof data !== "string") place.fail(`The attachment ${name} is empty`);
  return type === "image/svg+xml"
    ? `data:${type},${encodeURIComponent(data)}`
    : `data:${type};base64,${data.replaceAll(/\s/g, "")}`;
}

/** The text in a data URI. */
function dataText(uri: string, place: Place): string {
  const comma = uri.indexOf(",");
  const data = decoded(uri.slice(comma + 1), place);
  if (!/;base64$/i.test(uri.slice(0, comma).trimEnd())) return data;
  try {
    const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
    return new TextDecoder().decode(bytes);
  } catch {
    return place.fail("Cannot show an image: its data is not base64");
  }
}

function decoded(text: string, place: Place): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return place.fail(
      `Cannot show an image: bad percent-encoding in its address`,
    );
  }
}

/**
 * An SVG document as a figure of the page: one image with one text alternative.
 *
 * @param source the document
 * @param alt its text alternative; where empty, the document's own
 * @throws {ReportError} when there is no svg element in it
 */
export function svgFigure(
  source: string,
  alt: string,
  isBlock: boolean,
  place: Place,
): Element {
  const tree = clean(parse(source), (name) => warnMissing(name, place));
  const svg =
    tree.children.find((node): node is Element =>
      node.type === "element" && node.tagName === "svg"
    ) ?? place.fail("Cannot show an SVG image: there is no <svg> in it");
  const label = alt || ownLabel(svg);
  if (!label) place.lacksAlt("a figure");
  labelSvg(svg, label || "Figure");
  place.draft.firstFigure ??= print(svg);
  place.draft.figures++;
  const adapts = adaptsToTheme(source);
  const scopes = settle(
    { type: "root", children: [svg] },
    place.draft,
    place.draft.newPrefix(),
  );
  const width = Number(svg.properties.width ?? 0);
  const isWide = width > LEGIBLE_WIDTH;
  return figure(svg, isBlock, {
    className: [
      "figure",
      ...scopes,
      ...(adapts ? [] : ["on-white"]),
      ...(isWide ? ["wide"] : width > PHONE_WIDTH ? ["full"] : []),
    ],
    ...(isWide ? { tabIndex: 0 } : {}),
  });
}

/**
 * Pixels as a figure of the page.
 *
 * @throws {ReportError} when the address is not data of an image
 */
export function pixelFigure(
  src: string,
  alt: string,
  { width, height }: Properties,
  isBlock: boolean,
  place: Place,
): Element {
  if (!PIXELS.test(src)) {
    place.fail(
      `Cannot show the image ${shorten(src)}: want SVG, or PNG, JPEG, GIF, ` +
        "WebP, AVIF or BMP in base64",
    );
  }
  if (!alt) place.lacksAlt("an image");
  place.draft.figures++;
  return figure(el("img", { src, alt, width, height }), isBlock, {
    className: ["figure", "on-white"],
  });
}

function figure(
  content: Element,
  isBlock: boolean,
  properties: Properties,
): Element {
  return el(isBlock ? "figure" : "span", properties, content);
}

function shorten(address: string): string {
  return address.length > 80 ? `${address.slice(0, 80)}…` : address;
}

/** What stands for an image that is not in the notebook. */
function absent(
  src: string,
  alt: string,
  isInLink: boolean,
  place: Place,
): Element {
  const isRemote = /^(https?:)?\/\//i.test(src);
  const shown = shorten(src);
  place.warn(
    isRemote
      ? `the image ${shown} lies on a network: the report links to it instead`
      : `the image ${shown} lies outside the notebook and is not in the report: ` +
        "attach it to the cell, or show it from a cell",
  );
  const text = `Image: ${alt || shown || "without address"}`;
  return isRemote && !isInLink
    ? el("a", { href: src, className: ["absent"] }, text)
    : el("span", { className: ["absent"] }, text);
}

/**
 * Makes each svg that stands in sanitised HTML one labelled image.
 *
 * @param label for one that has no label of its own
 */
export function labelSvgs(tree: Root, label: string, place: Place): void {
  visit(tree, "element", (node) => {
    if (node.tagName !== "svg") return;
    const isIcon = Number(node.properties.width ?? 99) <= 32;
    if (isIcon) node.properties.ariaHidden = "true";
    else {
      const text = ownLabel(node) || label;
      if (!text) place.lacksAlt("a figure");
      labelSvg(node, text || "Figure");
      place.draft.firstFigure ??= print(node);
      place.draft.figures++;
    }
    return SKIP;
  });
}

function ownLabel(svg: Element): string {
  const title = svg.children.find((child): child is Element =>
    child.type === "element" && child.tagName === "title"
  );
  return String(svg.properties.ariaLabel ?? "").trim() ||
    (title ? plainText(title) : "");
}

function labelSvg(svg: Element, label: string): void {
  visit(svg, "element", ({ properties }) => {
    for (const name of Object.keys(properties)) {
      if (name === "role" || name.startsWith("aria")) delete properties[name];
    }
  });
  svg.children = svg.children.filter((child) =>
    child.type !== "element" || child.tagName !== "title"
  );
  const { width, height, viewBox } = svg.properties;
  if (!viewBox && Number(width) > 0 && Number(height) > 0) {
    svg.properties.viewBox = `0 0 ${width} ${height}`;
  }
  Object.assign(svg.properties, { role: "img", ariaLabel: label });
  roundGeometry(svg);
}

/** Whether an author thought of a dark page. */
export function adaptsToTheme(source: string): boolean {
  return /currentColor|prefers-color-scheme|light-dark\(/i.test(source);
}

/** Says that an element was left out which a reader would miss. */
export function warnMissing(name: string, place: Place): void {
  place.warn(`a report holds no <${name}>: it was left out`);
}
