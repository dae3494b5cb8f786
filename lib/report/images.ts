/**
 * Images: SVG goes into the page as a labelled figure, pixels as data. An image
 * outside the notebook is only named, because a report loads nothing.
 *
 * @module
 */

import type { Element, ElementContent, Properties, Root } from "hast";
import { SKIP, visit } from "./visit.ts";
import { decoded, type MimeBundle, pathIn } from "../nbformat/mod.ts";
import {
  el,
  elementsIn,
  isElement,
  parse,
  print,
  withoutBlanks,
} from "./hast.ts";
import { plainText } from "./plain_text.ts";
import type { CellContext } from "./page_context.ts";
import { roundSvg } from "./round_svg.ts";
import { clean, PIXELS } from "./sanitize.ts";
import { scopeFragment } from "./scope_fragment.ts";

/** A figure of at most this width stays legible when a phone shrinks it. A wider one scrolls there. */
const LEGIBLE_WIDTH = 520;

/** The column on a phone is about this wide. A wider figure gets the whole width of the screen. */
const PHONE_WIDTH = 320;

/** Replaces every img in the tree by a figure of the page. */
export function embedImages(
  tree: Root | Element,
  context: CellContext,
  attachments: Record<string, MimeBundle> = {},
  isInLink = false,
): void {
  tree.children = (tree.children as ElementContent[]).map((node) => {
    if (!isElement(node)) return node;
    const only = node.tagName === "p" ? onlyImage(node) : undefined;
    const image = only ?? (node.tagName === "img" ? node : undefined);
    if (image) {
      const isBlock = only !== undefined || tree.type === "root";
      return embed(image, { isBlock, isInLink }, context, attachments);
    }
    embedImages(node, context, attachments, isInLink || node.tagName === "a");
    return node;
  });
}

/** The setting of an image. */
interface Setting {
  /** By itself, not in a line of text. */
  isBlock: boolean;
  isInLink: boolean;
}

function onlyImage(paragraph: Element): Element | undefined {
  const [first, ...rest] = withoutBlanks(paragraph);
  return isElement(first, "img") && !rest.length ? first : undefined;
}

function embed(
  image: Element,
  { isBlock, isInLink }: Setting,
  context: CellContext,
  attachments: Record<string, MimeBundle>,
): ElementContent {
  const alt = String(image.properties.alt ?? "").trim();
  const address = String(image.properties.src ?? "").trim();
  const { images } = context.page;
  const path = pathIn(address);
  const src = /^attachment:/i.test(address)
    ? attached(decoded(address.slice(11)), context, attachments)
    : Object.hasOwn(images, path)
    ? attached(path, context, images)
    : address;
  if (src === undefined) return placeholder(alt || address);
  if (!/^data:/i.test(src)) return absent(src, alt, isInLink, context);
  const shown = /^data:image\/svg\+xml[;,]/i.test(src)
    ? svgFigure(dataText(src), alt, isBlock, context)
    : pixelFigure(src, alt, image.properties, isBlock, context);
  return shown ?? placeholder(alt || shorten(src));
}

/** The image of this name as a data URI, if there is one. */
function attached(
  name: string,
  context: CellContext,
  attachments: Record<string, MimeBundle>,
): string | undefined {
  const bundle = Object.hasOwn(attachments, name) ? attachments[name] : {};
  const type = ["image/svg+xml", ...Object.keys(bundle)]
    .find((type) => /^image\//.test(type) && typeof bundle[type] === "string");
  if (type === undefined) {
    const names = Object.keys(attachments).join(", ");
    context.spoilt(
      `there is no image ${name} among the cell's attachments` +
        (names && `, which are ${names}`),
    );
    return;
  }
  const data = String(bundle[type]).trim();
  return data.startsWith("<")
    ? `data:${type},${encodeURIComponent(data)}`
    : `data:${type};base64,${data.replaceAll(/\s/g, "")}`;
}

/** The text in a data URI. */
function dataText(uri: string): string {
  const comma = uri.indexOf(",");
  const data = decoded(uri.slice(comma + 1));
  if (!/;base64$/i.test(uri.slice(0, comma).trimEnd())) return data;
  try {
    const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
    return new TextDecoder().decode(bytes);
  } catch {
    return "";
  }
}

/**
 * An SVG document as a figure of the page: one image with one text alternative.
 *
 * @param source the document
 * @param alt its text alternative; "" for the document's own
 * @returns nothing when there is no svg element in it, and reports that
 */
export function svgFigure(
  source: string,
  alt: string,
  isBlock: boolean,
  context: CellContext,
): Element | undefined {
  const tree = clean(parse(source), (message) => context.warn(message));
  const svg = tree.children.find((node) => isElement(node, "svg"));
  if (!svg) {
    context.spoilt("there is no <svg> in an SVG image");
    return;
  }
  const label = alt || ownLabel(svg);
  if (!label) context.lacksAlt("a figure");
  labelSvg(svg, label || "Figure");
  context.page.firstFigure ??= print(svg);
  context.page.figures++;
  const adapts = adaptsToTheme(source);
  const scopes = scopeFragment(
    { type: "root", children: [svg] },
    context.page,
    context.page.newPrefix(),
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
 * @returns nothing when the address is not data of an image, and reports that
 */
export function pixelFigure(
  src: string,
  alt: string,
  { width, height }: Properties,
  isBlock: boolean,
  context: CellContext,
): Element | undefined {
  if (!PIXELS.test(src)) {
    context.spoilt(
      `the image ${shorten(src)} cannot be shown: need SVG, or PNG, JPEG, ` +
        "GIF, WebP, AVIF or BMP in base64",
    );
    return;
  }
  if (!alt) context.lacksAlt("an image");
  context.page.figures++;
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

/** A placeholder for an image that is not in the notebook. */
function absent(
  src: string,
  alt: string,
  isInLink: boolean,
  context: CellContext,
): Element {
  const isRemote = /^(https?:)?\/\//i.test(src);
  const shown = shorten(src);
  context.warn(
    isRemote
      ? `the image ${shown} is on the network: the report links to it instead`
      : `the image ${shown} is not in the report: need an image in the ` +
        "notebook's folder, or attached to the cell",
  );
  return placeholder(
    alt || shown || "without address",
    isRemote && !isInLink ? src : undefined,
  );
}

function placeholder(what: string, href?: string): Element {
  const tagName = href === undefined ? "span" : "a";
  return el(tagName, { href, className: ["absent"] }, `Image: ${what}`);
}

/**
 * Makes each svg that stands in sanitised HTML one labelled image.
 *
 * @param label the label of an svg that has none of its own
 */
export function labelSvgs(
  tree: Root,
  label: string,
  context: CellContext,
): void {
  visit(tree, "element", (node) => {
    if (node.tagName !== "svg") return;
    const isIcon = Number(node.properties.width ?? 99) <= 32;
    if (isIcon) node.properties.ariaHidden = "true";
    else {
      const text = ownLabel(node) || label;
      if (!text) context.lacksAlt("a figure");
      labelSvg(node, text || "Figure");
      context.page.firstFigure ??= print(node);
      context.page.figures++;
    }
    return SKIP;
  });
}

function ownLabel(svg: Element): string {
  const title = svg.children.find((child) => isElement(child, "title"));
  return String(svg.properties.ariaLabel ?? "").trim() ||
    (title ? plainText(title) : "");
}

function labelSvg(svg: Element, label: string): void {
  let usesInk = false;
  for (const { properties } of elementsIn(svg)) {
    for (const [name, value] of Object.entries(properties)) {
      if (name === "role" || name.startsWith("aria")) delete properties[name];
      usesInk ||= /currentColor/i.test(String(value));
    }
  }
  // What has no colour of its own is then the text's, too, and not black on a dark page.
  if (usesInk) svg.properties.fill ??= "currentColor";
  svg.children = svg.children.filter((child) => !isElement(child, "title"));
  const { width, height, viewBox } = svg.properties;
  if (!viewBox && Number(width) > 0 && Number(height) > 0) {
    svg.properties.viewBox = `0 0 ${width} ${height}`;
  }
  Object.assign(svg.properties, { role: "img", ariaLabel: label });
  roundSvg(svg);
}

/** Whether the SVG adapts to a dark page. */
export function adaptsToTheme(source: string): boolean {
  return /currentColor|prefers-color-scheme|light-dark\(/i.test(source);
}
