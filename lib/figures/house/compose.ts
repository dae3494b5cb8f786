import * as Plot from "@observablehq/plot";
import { escapeMarkup, roundNumbers, svgImage } from "../../svg/mod.ts";
import { renameIds } from "./ids.ts";
import { colors, COLUMN, style, TEXT } from "./palette.ts";
import { wrongType } from "./refusals.ts";
import { wrap } from "./wrap.ts";

/** The width of a figure in its own units, which its style sheet fits to the page. */
const FRAME = 500;
const PADDING = 14;

/** The width of a figure without its padding. */
export const WIDTH = FRAME - 2 * PADDING;

/** Sizes of the letters, and distances of the lines in ems of these. A bold letter is about an eighth wider than a regular one. */
const TITLE = { size: 1.1 * TEXT, leading: 1.3, width: 1.13 };
const SUBTITLE = { size: TEXT, leading: 1.3, width: 1 };

/** The words of a figure. */
export interface Words {
  /** The finding, drawn in bold at the top. */
  title: string;
  /** The set-up, drawn below the title. */
  subtitle?: string;
  /** The picture in words, with its numbers, for those who do not see it. */
  alt: string;
}

/** A finished picture: its finding, its text alternative and its SVG document. */
export class Figure {
  /** The finding, as a sentence. It is also drawn in the figure. */
  readonly title: string;
  /** The picture in words, with its numbers. */
  readonly alt: string;
  /** A complete, standalone SVG document that can also be put inline in a page. */
  readonly svg: string;

  /** Takes a finished document and its words. */
  constructor(parts: { title: string; alt: string; svg: string }) {
    this.title = parts.title;
    this.alt = parts.alt;
    this.svg = parts.svg;
  }

  /** Shows the figure in a notebook. */
  [Symbol.for("Jupyter.display")](): Record<string, string> {
    return svgImage(this.svg, this.alt, COLUMN);
  }
}

/** A plot below the title: Plot's options, and its place. */
export interface Panel extends Plot.PlotOptions {
  height: number;
  /** The whole width of the figure when not given. */
  width?: number;
  /** Pixels from the left edge; 0 when not given. */
  left?: number;
  /** Pixels from the header; right below the panel before it when not given. */
  top?: number;
}

/**
 * Draws plots under one title as one SVG document, one below the other.
 *
 * @throws {TypeError} when a text is missing or a plot asks for a legend
 */
export function compose(words: Words, panels: Panel[]): Figure {
  const { title, subtitle, alt } = words;
  for (const [part, text] of Object.entries({ title, alt })) {
    if (typeof text === "string" && text.trim() !== "") continue;
    const got = JSON.stringify(text);
    throw wrongType("draw a figure", `a text as ${part}`, got);
  }
  const header = drawHeader({ title, subtitle, alt });
  let bottom = 0;
  const bodies = panels.map(({ left = 0, top = bottom, ...options }) => {
    bottom = top + options.height;
    const at = roundNumbers(`${PADDING + left},${header.height + top}`);
    const plot = draw({ width: WIDTH, ...options });
    return `<g transform="translate(${at})">${plot}</g>`;
  });
  const height = header.height + Math.ceil(bottom) + PADDING / 2;
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" class="lab-figure" role="img"`,
    `aria-label="${escapeMarkup(alt)}" width="${FRAME}" height="${height}"`,
    `viewBox="0 0 ${FRAME} ${height}" fill="currentColor"`,
    `font-family="system-ui, sans-serif" font-size="${TEXT}" text-anchor="middle">`,
  ].join(" ") + `${style}${header.markup}${renameIds(bodies.join(""))}</svg>`;
  return new Figure({ title, alt, svg });
}

/**
 * The title and subtitle, wrapped to the width of the figure. Each ends where it
 * does at every size of text: lines count their distance from there in ems.
 */
function drawHeader({ title, subtitle }: Words) {
  let bottom = PADDING;
  const block = (text: string, font: typeof TITLE, attributes: string) => {
    const width = WIDTH / (font.size * font.width);
    const lines = wrap(text, width);
    bottom += Math.round(font.size * font.leading * lines.length);
    const spans = lines.map((line, i) => {
      const up = (i - lines.length + 1) * font.leading - 0.3;
      return `<tspan x="${PADDING}" y="${bottom}" dy="${
        roundNumbers(`${up}em`)
      }">${escapeMarkup(line)}</tspan>`;
    });
    // The space keeps the words apart where lines meet when the text is read.
    return `<text text-anchor="start" ${attributes}>${spans.join(" ")}</text>`;
  };
  const markup = block(title, TITLE, `font-weight="700" font-size="1.1em"`) +
    (subtitle ? block(subtitle, SUBTITLE, `fill="${colors.muted}"`) : "");
  return { markup, height: bottom + PADDING / 2 };
}

/** The attributes that hold numbers. */
const NUMBERS =
  /^(d|transform|points|width|height|[cr]?[xyr]|d?[xy][12]?|.*opacity)$/;

/** The markup inside a plot's SVG element. */
function draw(options: Plot.PlotOptions): string {
  const plot = Plot.plot(options);
  if (plot.tagName.toLowerCase() !== "svg") {
    throw new TypeError(
      "Cannot draw a legend: label the marks themselves, for example with Plot.text",
    );
  }
  for (const style of plot.querySelectorAll("style")) style.remove();
  for (const element of plot.querySelectorAll("*")) {
    // A copy, as attributes are removed on the way.
    for (const { name, value } of [...element.attributes]) {
      // An image has one label, its own; a label inside it is an error.
      if (name.startsWith("aria-")) element.removeAttribute(name);
      else if (NUMBERS.test(name)) {
        element.setAttribute(name, roundNumbers(value));
      }
    }
  }
  return plot.innerHTML;
}
