import type { MimeBundle } from "../nbformat/mod.ts";
import { escapeMarkup, INK, svgImage } from "../svg/mod.ts";
import { describe, DISPLAY, type TableOptions } from "./arguments.ts";
import { tableBundle, type Values } from "./table.ts";

/** A figure that shows itself in a notebook, and says what it shows. */
export interface FigureLike {
  /** What a reader would see, in words. */
  readonly alt: string;
}

/** An SVG or HTML element, such as Observable Plot makes. */
export interface ElementLike {
  /** The element as markup. */
  readonly outerHTML: string;
}

/** Options of {@linkcode show}. */
export interface ShowOptions extends TableOptions {
  /** What a reader would see in a figure, in words. Required if the figure has no `alt` of its own. */
  alt?: string;
}

/**
 * Shows a figure, a table, numbers or Markdown below the cell. Always await it:
 * only then does every notebook program get the output before the cell ends.
 *
 * ```ts
 * await show(figure);
 * await show(plot, { alt: "A rising curve through (1, 1), (2, 4), (3, 9)" });
 * await show({ class: classes, logit: logits, probability: softmax(logits) });
 * await show(softmax(logits), { classes: ["buy", "hold", "sell"] });
 * await show("The loss is $-\\log p$.");
 * ```
 *
 * @param what a figure: an element, or an object with a method
 *   `Symbol.for("Jupyter.display")`; a table: an object of columns by their names
 *   (with units), an array of objects (each a row), a vector, a matrix or a
 *   {@linkcode gradientCheck}, cut in the middle if it is long; Markdown: a
 *   string; or a number, bigint, boolean, null or undefined
 * @throws {TypeError} when it is none of these, when a figure has no text
 *   alternative, or when an option is not for it
 * @throws {Error} outside a notebook
 */
export async function show(
  what:
    | FigureLike
    | ElementLike
    | Values
    | string
    | number
    | bigint
    | boolean
    | null
    | undefined,
  options: ShowOptions = {},
): Promise<void> {
  const bundle = await toBundle(what, options);
  await notebookApi().display(bundle, { raw: true });
  if (FENCE in notebookApi()) return;
  // Deno's kernel sends outputs in a task of its own, and the end of the cell can
  // overtake them: by some milliseconds, and by more the larger they are.
  const wait = 20 + JSON.stringify(bundle).length / 1000;
  await new Promise((resolve) => setTimeout(resolve, wait));
}

/** Marks a kernel that ends a cell only when all its outputs have come: see lib/jupyter/kernel/fence.ts. */
const FENCE = Symbol.for("lab.fence");

async function toBundle(
  what: unknown,
  options: ShowOptions,
): Promise<MimeBundle> {
  const table = tableBundle(what, options, "show");
  if (table) return { ...table };
  if (typeof what === "string") {
    return { "text/markdown": what, "text/plain": what };
  }
  if (
    what === null || /^(number|bigint|boolean|undefined)$/.test(typeof what)
  ) {
    return { "text/plain": Deno.inspect(what) };
  }
  if (typeof what === "object") {
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
    "Cannot show: need a figure, an element, columns, an array of objects, " +
      "a vector, a matrix, a gradient check, a Markdown string or a number, got " +
      describe(what),
  );
}

function altOf(figure: object, options: ShowOptions): string {
  const alt = options.alt ?? ("alt" in figure ? figure.alt : undefined);
  if (typeof alt === "string" && alt.trim() !== "") return alt;
  throw new TypeError(
    "Cannot show: need a text alternative for a figure, which says what a " +
      'reader would see: show(figure, { alt: "..." }), got none',
  );
}

function elementBundle(markup: string, alt: string): MimeBundle {
  // One label for the whole: without it, screen readers would read the labels
  // inside.
  const unlabelled = markup.replace(
    / (?:role|aria-(?:label|description|roledescription))="[^"]*"/g,
    "",
  );
  const label = ` role="img" aria-label="${escapeMarkup(alt)}"`;
  const [, name, attributes, inside] = /^<([^\s>/]+)([^>]*)>(.*)$/s
    .exec(unlabelled)!;
  if (name !== "svg") {
    // A plot's title is no heading of the page.
    const body = inside.replaceAll(/<h2>(.*?)<\/h2>/gs, "<p><b>$1</b></p>")
      .replaceAll(/<h3>(.*?)<\/h3>/gs, "<p>$1</p>");
    return {
      "text/html": `<${name}${label}${attributes}>${body}`,
      "text/plain": alt,
    };
  }
  const namespace = /\sxmlns=/.test(attributes)
    ? ""
    : ' xmlns="http://www.w3.org/2000/svg"';
  const classed = /\sclass="/.test(attributes)
    ? attributes.replace(/\sclass="/, ' class="lab-plot ')
    : ` class="lab-plot"${attributes}`;
  // An image has no page around it to take its colour from.
  const svg = `<svg${namespace}${label}${classed}>${PAGE_COLORS}${inside}`;
  // SVG does not know HTML's named characters.
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
      "Cannot show: need a notebook's cell on Deno's Jupyter kernel, got a program",
    );
  }
}
