import type { MimeBundle } from "../nbformat/mod.ts";
import { escapeMarkup, INK, svgImage } from "../svg/mod.ts";
import {
  checkOptions,
  describe,
  refuseNumbersOptions,
  type Values,
  valuesBundle,
  type ValuesOptions,
} from "./values.ts";

/** Something that knows how to show itself in a notebook, and says what it shows. */
export interface FigureLike {
  /** What a reader would see, in words. */
  readonly alt: string;
}

/** An SVG or HTML element, such as Observable Plot makes. */
export interface ElementLike {
  readonly outerHTML: string;
}

/** Options of {@linkcode show}. */
export interface ShowOptions extends ValuesOptions {
  /** What a reader would see in the figure, in words. Needed if the figure has none of its own. */
  alt?: string;
}

const DISPLAY = Symbol.for("Jupyter.display");

/**
 * Shows a figure, a table, numbers or Markdown below the cell. Always await it: only
 * then has every notebook program the output before the cell ends.
 *
 * ```ts
 * await show(figure);
 * await show(plot, { alt: "A rising curve through (1, 1), (2, 4), (3, 9)" });
 * await show([{ "gap (logits)": 2, "ratio (x)": Math.exp(2) }]);
 * await show(softmax(logits), { classes: ["buy", "hold", "sell"] });
 * await show("The loss is $-\\log p$.");
 * ```
 *
 * @param what an array of objects is a table, a row each, units in the keys; a
 *   vector, a matrix and a {@linkcode gradientCheck} are tables, too, the long
 *   ones cut in the middle; a string is Markdown; an element or an object with
 *   a method `Symbol.for("Jupyter.display")` is a figure
 * @throws {TypeError} when it is none of these, or a figure without a text
 *   alternative
 * @throws {Error} outside a notebook
 */
export async function show(
  what: FigureLike | ElementLike | Values | string,
  options: ShowOptions = {},
): Promise<void> {
  checkOptions(options);
  const bundle = await toBundle(what, options);
  const jupyter = notebookApi();
  await jupyter.display(bundle, { raw: true });
  // The kernel signs and sends outputs beside the cell's end, which could
  // overtake them by some milliseconds, the more the larger they are.
  const wait = 20 + JSON.stringify(bundle).length / 1000;
  await new Promise((resolve) => setTimeout(resolve, wait));
}

async function toBundle(
  what: unknown,
  options: ShowOptions,
): Promise<MimeBundle> {
  const values = valuesBundle(what, options);
  if (values) return values;
  refuseNumbersOptions(what, options);
  if (typeof what === "string") {
    return { "text/markdown": what, "text/plain": what };
  }
  if (typeof what === "object" && what !== null) {
    if (DISPLAY in what && typeof what[DISPLAY] === "function") {
      const alt = altOf(what, options);
      const bundle: MimeBundle = await what[DISPLAY]();
      return { ...bundle, "text/plain": alt };
    }
    if ("outerHTML" in what && typeof what.outerHTML === "string") {
      return elementBundle(what.outerHTML, altOf(what, options));
    }
  }
  throw new TypeError(
    `Cannot show this: need a figure, an element, an array of objects, ` +
      `a vector, a matrix or a Markdown string, got ${describe(what)}`,
  );
}

function altOf(figure: object, options: ShowOptions): string {
  const alt = options.alt ?? ("alt" in figure ? figure.alt : undefined);
  if (typeof alt === "string" && alt.trim() !== "") return alt;
  throw new TypeError(
    "Cannot show a figure without a text alternative: say what a reader " +
      'would see, show(figure, { alt: "..." })',
  );
}

function elementBundle(markup: string, alt: string): MimeBundle {
  // One label for the whole: those inside would be read without the picture.
  const unlabelled = markup.replace(
    / (?:role|aria-(?:label|description|roledescription))="[^"]*"/g,
    "",
  );
  const label = ` role="img" aria-label="${escapeMarkup(alt)}"`;
  const [, name, attributes, inside] = /^<([^\s>/]+)([^>]*)>(.*)$/s
    .exec(unlabelled)!;
  if (name !== "svg") {
    return {
      "text/html": `<${name}${label}${attributes}>${inside}`,
      "text/plain": alt,
    };
  }
  const namespace = /\sxmlns=/.test(attributes)
    ? ""
    : ' xmlns="http://www.w3.org/2000/svg"';
  const classed = /\sclass="/.test(attributes)
    ? attributes.replace(/\sclass="/, ' class="lab-plot ')
    : ` class="lab-plot"${attributes}`;
  // As an image it has no page around it to take its colour from.
  const svg = `<svg${namespace}${label}${classed}>${PAGE_COLORS}${inside}`;
  // HTML's names of characters are not known in an SVG document.
  return svgImage(svg.replaceAll("&nbsp;", "&#160;"), alt);
}

/** Text and lines in currentColor, readable on light and on dark pages. */
const PAGE_COLORS = `<style>.lab-plot{color:${INK.light}}` +
  `@media(prefers-color-scheme:dark){.lab-plot{color:${INK.dark}}}</style>`;

function notebookApi(): typeof Deno.jupyter {
  try {
    return Deno.jupyter;
  } catch {
    throw new Error(
      "show() works in a notebook's cell on Deno's Jupyter kernel, not in a program",
    );
  }
}
