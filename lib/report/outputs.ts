/**
 * What a code cell printed, displayed and threw.
 *
 * @module
 */

import type { Element, ElementContent, Root } from "hast";
import { toText } from "hast-util-to-text";
import { SKIP, visit } from "unist-util-visit";
import type {
  DisplayOutput,
  ErrorOutput,
  Json,
  MimeBundle,
  Output,
  ResultOutput,
  StreamOutput,
} from "../nbformat/mod.ts";
import type { Place } from "./draft.ts";
import { codeBlock, highlightFences, scrolling } from "./highlight.ts";
import { classes, el, parse } from "./hast.ts";
import { jsonTree } from "./json.ts";
import {
  adaptsToTheme,
  embedImages,
  labelSvgs,
  pixelFigure,
  svgFigure,
  warnMissing,
} from "./images.ts";
import { markdown } from "./markdown.ts";
import { clean } from "./sanitize.ts";
import { settle } from "./settle.ts";
import { applyControls, terminalText } from "./terminal.ts";
import { mendLinks, scrollTables } from "./transform.ts";

/** What goes with the data of an output. */
interface Showing {
  place: Place;
  type: string;
  /** The text alternative that the bundle brings, or "". */
  alt: string;
  /** The size that the metadata give the image. */
  size: { width?: number; height?: number };
}

/** What the page shows of some data: nothing, if nothing of it can stand there. */
type Show = (data: string, showing: Showing) => ElementContent[];

/** More printed lines than this are folded, but for the first ones. */
const MANY_LINES = 40;
const FIRST_LINES = 25;

/** Types that only a script can show, and what to call them. */
const SCRIPTED: [RegExp, string][] = [
  [/^application\/vnd\.vega-?lite\./, "A Vega-Lite chart"],
  [/^application\/vnd\.vega\./, "A Vega chart"],
  [/^application\/vnd\.plotly\./, "A Plotly chart"],
  [/^application\/vnd\.(bokeh|holoviews)/, "A Bokeh chart"],
  [/^application\/vnd\.jupyter\.widget-view\+json$/, "An interactive widget"],
  [/^application\/geo\+json$/, "A map"],
  [/^(application|text)\/javascript$/, "A script's output"],
];

/** The types that the page can show, the richest first. */
const TYPES: [RegExp, Show][] = [
  [/^text\/html$/, html],
  [
    /^image\/svg\+xml$/,
    (data, { alt, place }) => [svgFigure(data, alt, true, place)],
  ],
  [/^text\/markdown$/, prose],
  [/^image\/(png|jpe?g|gif|webp)$/, pixels],
  [/^text\/latex$/, prose],
  [/^application\/json$/, (data) => [jsonTree(JSON.parse(data))]],
];

/**
 * Outputs as elements of the page.
 *
 * @throws {ReportError} for an output of types that a page cannot show
 */
export function showOutputs(outputs: Output[], place: Place): Element[] {
  return mergeStreams(outputs).flatMap((output) => {
    switch (output.output_type) {
      case "stream":
        return stream(output, place);
      case "error":
        return [thrown(output, place)];
      default:
        return [displayed(output, place)];
    }
  });
}

/** What was printed to one stream in a row is one text: a `\r` reaches back into it. */
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

function printed(text: string, place: Place): Element[] {
  const lines = applyControls(text.replace(/\n+$/, "")).split("\n");
  const block = (lines: string[]) => {
    const tree = terminalText(lines.join("\n"), place.draft.styles);
    return scrolling(
      el("pre", {}, el("samp", {}, ...content(tree))),
      toText(tree),
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

function stream({ name, text }: StreamOutput, place: Place): Element[] {
  if (!text) return [];
  const pre = printed(text, place);
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

function thrown(error: ErrorOutput, place: Place): Element {
  const traceback = error.traceback.join("\n");
  const name = [error.ename, error.evalue].filter(Boolean).join(": ");
  const isSaid = toText(terminalText(traceback, place.draft.styles))
    .includes(error.evalue || error.ename);
  return el(
    "div",
    { className: ["error"] },
    el("p", { className: ["label"] }, "Error"),
    ...printed(
      traceback && isSaid ? traceback : [name, traceback].join("\n"),
      place,
    ),
  );
}

function displayed(
  { data, metadata }: DisplayOutput | ResultOutput,
  place: Place,
): Element {
  for (const [pattern, show] of TYPES) {
    const type = Object.keys(data).find((type) => pattern.test(type));
    if (type === undefined) continue;
    const size = metadata[type];
    const shown = show(textOf(data[type], type), {
      place,
      type,
      alt: alternative(data),
      size: isSize(size) ? size : {},
    });
    if (shown.length === 0) continue;
    return el("div", { className: ["display"] }, ...shown);
  }
  const scripted = unscripted(data, place);
  if (scripted) return scripted;
  const plain = data["text/plain"];
  if (plain !== undefined) {
    const text = textOf(plain, "text/plain");
    return el("div", { className: ["display"] }, ...printed(text, place));
  }
  if (data["text/html"] !== undefined) {
    const isMissed = /<(script|iframe|object|embed|canvas|audio|video)\b/i
      .test(textOf(data["text/html"], "text/html"));
    const note = "An output that needs what a report cannot hold";
    return el(
      "div",
      { className: ["display"] },
      ...(isMissed ? [el("p", { className: ["absent"] }, note)] : []),
    );
  }
  const types = Object.keys(data).join(", ");
  return place.fail(
    types
      ? `Cannot show an output of type ${types}: want one of text/html, ` +
        "image/svg+xml, text/markdown, image/png, image/jpeg, image/gif, " +
        "image/webp, text/latex, application/json, text/plain beside it"
      : "Cannot show an output without data",
  );
}

/** What stands for an output that only a script can show: its name, its text, and its data, folded. */
function unscripted(data: MimeBundle, place: Place): Element | undefined {
  for (const [pattern, what] of SCRIPTED) {
    const type = Object.keys(data).find((type) => pattern.test(type));
    if (type === undefined) continue;
    place.warn(
      `a report holds no script, which ${type} needs: ` +
        "display an image beside it, image/png or image/svg+xml",
    );
    const source = data[type];
    const plain = data["text/plain"];
    return el(
      "div",
      { className: ["display"] },
      el(
        "p",
        { className: ["absent"] },
        `${what}, which needs a script and so is not in this report`,
      ),
      ...(typeof plain === "string" ? printed(plain, place) : []),
      el(
        "details",
        {},
        el("summary", {}, `Its data (${type})`),
        typeof source === "string"
          ? codeBlock(source, "javascript")
          : jsonTree(source),
      ),
    );
  }
}

function textOf(value: Json, type: string): string {
  if (type === "application/json") return JSON.stringify(value, null, 2);
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** The plain text, where it was written to be read: `<Figure size 640x480>` was not. */
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

function html(data: string, { place, alt }: Showing): ElementContent[] {
  const parsed = parse(data);
  dropStills(parsed);
  const tree = clean(parsed, (name) => warnMissing(name, place));
  labelSvgs(tree, alt, place);
  const scopes = settle(tree, place.draft, place.draft.newPrefix());
  embedImages(tree, place);
  highlightFences(tree);
  scrollTables(tree);
  mendLinks(tree);
  const only = tree.children.filter((node) =>
    node.type !== "text" || node.value.trim()
  );
  if (only.length === 0) return [];
  const isFigure = only.length === 1 && only[0].type === "element" &&
    only[0].tagName === "figure";
  return isFigure ? content(tree) : [
    el("div", {
      className: [
        "html",
        ...scopes,
        ...(bringsColours(data) && !adaptsToTheme(data) ? ["on-white"] : []),
      ],
    }, ...content(tree)),
  ];
}

/** Leaves out what stands for a figure where its styles are taken away; here they are kept. */
function dropStills(tree: Root): void {
  visit(tree, "element", (node, index, parent) => {
    if (!parent || !classes(node).includes("lab-still")) return;
    parent.children.splice(index!, 1);
    return [SKIP, index!];
  });
}

/** Whether the markup names colours, which were chosen for light paper. */
function bringsColours(markup: string): boolean {
  return /(?<![-\w])(color|background(-color)?|fill|stroke)\s*[:=]/i.test(
    markup,
  );
}

function prose(data: string, { place }: Showing): ElementContent[] {
  return [
    el(
      "div",
      { className: ["prose"] },
      ...content(markdown(data, place, place.draft.newPrefix())),
    ),
  ];
}

function pixels(
  data: string,
  { place, type, alt, size }: Showing,
): ElementContent[] {
  const src = `data:${type};base64,${data.replaceAll(/\s/g, "")}`;
  return [pixelFigure(src, alt, size, true, place)];
}

function content(tree: Root): ElementContent[] {
  return tree.children as ElementContent[];
}
