/**
 * Shows the outputs of a code cell: text that it printed, displays, results and
 * errors.
 *
 * @module
 */

import type { Element, ElementContent, Root } from "hast";
import { toText } from "hast-util-to-text";
import type {
  DisplayOutput,
  ErrorOutput,
  Json,
  MimeBundle,
  Output,
  ResultOutput,
  StreamOutput,
} from "../nbformat/mod.ts";
import {
  addClass,
  classes,
  el,
  elementsIn,
  isElement,
  parse,
  replaceIn,
  withoutBlanks,
} from "./hast.ts";
import { codeBlock } from "./highlight.ts";
import { scrollPre } from "./scrolling.ts";
import { adaptsToTheme, pixelFigure, svgFigure } from "./images.ts";
import { jsonTree } from "./json_tree.ts";
import { markdown, typesetText } from "./markdown.ts";
import type { CellContext } from "./page_context.ts";
import { takeIn } from "./take_in.ts";
import { applyControls, terminalText } from "./terminal.ts";

/** The surroundings of an output's data. */
interface Showing {
  context: CellContext;
  type: string;
  /** The data as they are. */
  json: Json;
  /** The text alternative in the bundle, or "". */
  alt: string;
  /** The image's size in the metadata. */
  size: { width?: number; height?: number };
}

/** Shows some data. Returns no element if the page can hold none of it. */
type Show = (data: string, showing: Showing) => ElementContent[];

/** A longer text folds, except for its first lines. */
const MANY_LINES = 40;

/** The number of first lines that do not fold. */
const FIRST_LINES = 25;

/** Types that only a script can show. */
const SCRIPTED =
  /^(application\/vnd\.(vega|plotly|bokeh|holoviews|jupyter\.widget-view)|application\/geo\+json$|(application|text)\/javascript$)/;

/** The types that a page can show, the richest first. */
const TYPES: [RegExp, Show][] = [
  [/^text\/html$/, html],
  [
    /^image\/svg\+xml$/,
    (data, { alt, context }) => listed(svgFigure(data, alt, true, context)),
  ],
  [/^text\/markdown$/, prose],
  [/^text\/latex$/, prose],
  [/^image\/(png|jpe?g|gif|webp|avif|bmp)$/, pixels],
  [/^application\/json$/, (_, { json }) => [jsonTree(json)]],
];

/** Outputs as elements of the page. */
export function showOutputs(
  outputs: Output[],
  context: CellContext,
): Element[] {
  return mergeStreams(outputs).flatMap((output) =>
    context.attempt("an output", () => showOutput(output, context)) ??
      [absent("an output")]
  );
}

function showOutput(output: Output, context: CellContext): Element[] {
  switch (output.output_type) {
    case "stream":
      return stream(output, context);
    case "error":
      return [thrown(output, context)];
    default:
      return [displayed(output, context)];
  }
}

/** Joins consecutive outputs of one stream: a `\r` may go back over all of them. */
function mergeStreams(outputs: Output[]): Output[] {
  const merged: Output[] = [];
  for (const output of outputs) {
    const last = merged.at(-1);
    if (
      output.output_type === "stream" && last?.output_type === "stream" &&
      last.name === output.name
    ) {
      merged[merged.length - 1] = { ...last, text: last.text + output.text };
    } else merged.push(output);
  }
  return merged;
}

function printed(text: string, context: CellContext): Element[] {
  let end = text.length;
  while (text[end - 1] === "\n") end--;
  const lines = applyControls(text.slice(0, end)).split("\n");
  const block = (lines: string[]) => {
    const tree = terminalText(lines.join("\n"), context.page.styles);
    return scrollPre(
      el("pre", {}, el("samp", {}, ...content(tree))),
      toText(tree, { whitespace: "pre" }),
    );
  };
  if (lines.length <= MANY_LINES) return [block(lines)];
  const rest = lines.slice(FIRST_LINES);
  return [
    block(lines.slice(0, FIRST_LINES)),
    el(
      "details",
      { className: ["more"] },
      el("summary", {}, `${rest.length} more lines`),
      block(rest),
    ),
  ];
}

function stream({ name, text }: StreamOutput, context: CellContext): Element[] {
  if (!text) return [];
  const pre = printed(text, context);
  if (name !== "stderr") return pre;
  return [
    el(
      "div",
      { className: ["stderr"] },
      el("p", { className: ["label"] }, "stderr"),
      ...pre,
    ),
  ];
}

function thrown(error: ErrorOutput, context: CellContext): Element {
  const name = [error.ename, error.evalue].filter(Boolean).join(": ");
  const traceback = error.traceback.join("\n");
  // deno-lint-ignore no-control-regex
  const said = applyControls(traceback).replaceAll(/\x1b\[[\d;]*m/g, "");
  const isNamed = traceback && said.includes(error.evalue || error.ename);
  return el(
    "div",
    { className: ["error"] },
    el("p", { className: ["label"] }, "Error"),
    ...printed(isNamed ? traceback : [name, traceback].join("\n"), context),
  );
}

function displayed(
  { data, metadata }: DisplayOutput | ResultOutput,
  context: CellContext,
): Element {
  const display = (...shown: ElementContent[]) =>
    el("div", { className: ["display"] }, ...shown);
  const find = (pattern: RegExp) =>
    Object.keys(data).find((type) => pattern.test(type));
  for (const [pattern, show] of TYPES) {
    const type = find(pattern);
    if (type === undefined) continue;
    const size = metadata[type];
    const shown = show(textOf(data[type]), {
      context,
      type,
      json: data[type],
      alt: alternative(data),
      size: isSize(size) ? size : {},
    });
    if (shown.length) return display(...shown);
  }
  const plain = data["text/plain"] === undefined
    ? []
    : printed(textOf(data["text/plain"]), context);
  const scripted = find(SCRIPTED);
  if (scripted !== undefined) {
    return display(...unscripted(scripted, data[scripted], plain, context));
  }
  if (plain.length) return display(...plain);
  if (data["text/html"] !== undefined) {
    const isMissed = /<(script|iframe|object|embed|canvas|audio|video)\b/i
      .test(textOf(data["text/html"]));
    if (!isMissed) return display();
    return display(absent("an output, which needs a script"));
  }
  const types = Object.keys(data).join(", ");
  context.spoilt(
    types
      ? `a page cannot show an output of type ${types}: display one of ` +
        "text/html, image/svg+xml, image/png, image/jpeg, text/markdown, " +
        "text/latex, application/json, text/plain beside it"
      : "an output holds no data",
  );
  return display(absent(types ? `an output of type ${types}` : "no data"));
}

/** A placeholder for an output that only a script can show, with its text and its data. */
function unscripted(
  type: string,
  data: Json,
  plain: Element[],
  context: CellContext,
): Element[] {
  context.warn(
    `a report holds no script, which ${type} needs: ` +
      "display an image beside it, image/png or image/svg+xml",
  );
  const content = typeof data === "string"
    ? codeBlock(data, "javascript")
    : jsonTree(data);
  return [
    absent(`${type}, which needs a script`),
    ...plain,
    el("details", {}, el("summary", {}, "Its data"), content),
  ];
}

/** A placeholder. */
export function absent(what: string): Element {
  return el("p", { className: ["absent"] }, `Not in this report: ${what}`);
}

function textOf(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** The plain text, if it was written for readers: `<Figure size 640x480>` was not. */
function alternative(data: MimeBundle): string {
  const text = data["text/plain"];
  return typeof text === "string" && !/^\s*[<[{]/.test(text) ? text.trim() : "";
}

function isSize(value: Json | undefined): value is Showing["size"] & Json {
  return typeof value === "object" && value !== null && !Array.isArray(value) &&
    [value.width, value.height].every((side) =>
      side === undefined || typeof side === "number"
    );
}

function html(data: string, { context, alt }: Showing): ElementContent[] {
  const parsed = parse(data);
  dropStills(parsed);
  typesetText(parsed, context.alone());
  const { tree, scopes } = takeIn(parsed, {
    context,
    prefix: context.page.newPrefix(),
    isProse: false,
    label: alt,
  });
  const [only, ...others] = withoutBlanks(tree);
  if (!only) return [];
  // A picture has its style sheets in a figure of its own.
  const isPicture = isElement(only, "figure") && !others.length &&
    classes(only).includes("figure");
  if (isPicture) return content(tree);
  for (const figure of elementsIn(tree, "figure")) {
    if (isElement(figure.children[0], /^h[1-6]$/)) addClass(figure, "titled");
  }
  // The words of Plot's legends have the colour of the text around them.
  const isForPaper = bringsColors(data) && !adaptsToTheme(data) &&
    !/class="plot-\w+-swatches/.test(data);
  return [
    el("div", {
      className: ["html", ...scopes, ...(isForPaper ? ["on-white"] : [])],
    }, ...content(tree)),
  ];
}

/** Leaves out images that stand for a figure where its styles are lost: a report keeps them. */
function dropStills(tree: Root): void {
  replaceIn(
    tree,
    /./,
    (node) => classes(node).includes("lab-still") ? [] : undefined,
  );
}

/** Whether the markup sets colours: they were chosen for light paper. */
function bringsColors(markup: string): boolean {
  return /(?<![-\w])(color|background(-color)?|fill|stroke)\s*[:=]/i.test(
    markup,
  );
}

function prose(data: string, { context }: Showing): ElementContent[] {
  return [
    el(
      "div",
      { className: ["prose"] },
      ...content(markdown(data, context.alone(), context.page.newPrefix())),
    ),
  ];
}

function pixels(
  data: string,
  { context, type, alt, size }: Showing,
): ElementContent[] {
  const src = `data:${type};base64,${data.replaceAll(/\s/g, "")}`;
  return listed(pixelFigure(src, alt, size, true, context));
}

function listed(figure: Element | undefined): Element[] {
  return figure ? [figure] : [];
}

function content(tree: Root): ElementContent[] {
  return tree.children as ElementContent[];
}
