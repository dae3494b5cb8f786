import * as Plot from "@observablehq/plot";
import { escapeMarkup, roundNumbers } from "../../svg/mod.ts";
import { Figure, type Words } from "./figure.ts";
import { renameIds } from "./ids.ts";
import { colors, style, TEXT } from "./palette.ts";
import { wrap } from "./wrap.ts";

/** The width of a figure in its own units, which its style sheet fits to the page. */
const WIDTH = 500;
const PADDING = 14;

/** The content of a figure: its left edge and its width. */
export const CONTENT = { x: PADDING, width: WIDTH - 2 * PADDING };

/** Sizes of the letters, and distances of the lines in ems of these. A bold letter is about an eighth wider than a regular one. */
const TITLE = { size: 1.1 * TEXT, leading: 1.3, width: 1.13 };
const SUBTITLE = { size: TEXT, leading: 1.3, width: 1 };

/** A plot below the title. */
export interface Panel {
  /** Distance from the figure's left edge, in pixels. */
  x: number;
  /** Distance from the header, in pixels; 0 when not given. */
  y?: number;
  options: Plot.PlotOptions & { width: number; height: number };
}

/**
 * Draws plots under one title as one SVG document.
 *
 * @throws {TypeError} when a text is missing or a plot asks for a legend
 */
export function compose(words: Words, panels: Panel[]): Figure {
  for (const part of ["title", "alt"] as const) {
    if (typeof words[part] !== "string" || words[part].trim() === "") {
      throw new TypeError(
        `Cannot draw a figure: need a text as ${part}, got ${
          JSON.stringify(words[part])
        }`,
      );
    }
  }
  const header = drawHeader(words);
  const bodies = panels.map(({ x, y = 0, options }) => {
    const at = roundNumbers(`${x},${header.height + y}`);
    return `<g transform="translate(${at})">${draw(options)}</g>`;
  });
  const bottoms = panels.map(({ y = 0, options }) => y + options.height);
  const height = header.height + Math.ceil(Math.max(...bottoms)) + PADDING / 2;
  const body = renameIds(bodies.join(""));
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" class="lab-figure" role="img"` +
    ` aria-label="${
      escapeMarkup(words.alt)
    }" width="${WIDTH}" height="${height}"` +
    ` viewBox="0 0 ${WIDTH} ${height}" fill="currentColor"` +
    ` font-family="system-ui, sans-serif" font-size="${TEXT}" text-anchor="middle">` +
    `${style}${header.markup}${body}</svg>`;
  return new Figure({ title: words.title, alt: words.alt, svg });
}

/**
 * The title and subtitle, wrapped to the width of the figure. Each ends where it
 * does at every size of text: lines count their distance from there in ems.
 */
function drawHeader({ title, subtitle }: Words) {
  let bottom = PADDING;
  const block = (text: string, font: typeof TITLE, attributes: string) => {
    const width = CONTENT.width / (font.size * font.width);
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

/** The markup inside a plot's SVG element. */
function draw(options: Plot.PlotOptions): string {
  const plot = Plot.plot(options);
  if (plot.tagName.toLowerCase() !== "svg") {
    throw new TypeError(
      "Cannot draw a legend: label the marks themselves, for example with Plot.text",
    );
  }
  for (const element of plot.querySelectorAll("*")) {
    if (element.tagName.toLowerCase() === "style") {
      element.remove();
      continue;
    }
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

/** The attributes that hold numbers. */
const NUMBERS =
  /^(d|transform|points|width|height|[cr]?[xyr]|d?[xy][12]?|.*opacity)$/;
