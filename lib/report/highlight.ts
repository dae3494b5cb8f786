/**
 * Colours code while the page is made.
 *
 * @module
 */

import type { Element, ElementContent, Root } from "hast";
import julia from "highlight.js/lib/languages/julia";
import latex from "highlight.js/lib/languages/latex";
import { toText } from "hast-util-to-text";
import { common, createLowlight } from "lowlight";
import { scrollPre } from "./scrolling.ts";
import { classes, el, isElement, replaceIn } from "./hast.ts";

const lowlight = createLowlight({ ...common, julia, latex });

/** Longer code stays plain, as highlight.js can take a time that grows with the square of the length, or within a line with the cube. */
const LONGEST = 8000;
const LONG_LINE = /.{1000}/;

/** Code as a block, plain if its language is unknown. */
export function codeBlock(source: string, language: string): Element {
  const code = el("code", {});
  code.children = highlighted(source, language);
  return scrollPre(el("pre", {}, code), source);
}

/** Code in colours, plain if its language is unknown or it is very long. */
export function highlighted(
  source: string,
  language: string,
): ElementContent[] {
  const isPlain = !lowlight.registered(language) || source.length > LONGEST ||
    LONG_LINE.test(source);
  if (isPlain) return [{ type: "text", value: source }];
  const tree = lowlight.highlight(language, source, { prefix: "" });
  return colored(tree.children as ElementContent[]);
}

/** The class for each kind of token that has a colour. */
const COLORS = new Map(
  Object.entries({
    hc: "comment quote",
    hk: "keyword literal selector-tag name",
    hd: "deletion",
    hs: "string regexp addition",
    hn: "number symbol bullet",
    hf: "title section attr attribute",
    ht: "type built_in class class_",
    hi: "subst",
  }).flatMap(([name, kinds]) => kinds.split(" ").map((kind) => [kind, name])),
);

/** The same code without the elements that have no colour. Tags and classes are short, as a page has hundreds of them. */
function colored(nodes: ElementContent[]): ElementContent[] {
  return nodes.flatMap((node): ElementContent[] => {
    if (!isElement(node)) return [node];
    const [kind, detail] = classes(node);
    const name = COLORS.get(detail === "class_" ? detail : kind);
    const children = colored(node.children);
    return name ? [el("i", { className: [name] }, ...children)] : children;
  });
}

/** Colours the fenced blocks in the tree, and lets any other pre scroll. */
export function highlightFences(tree: Root): void {
  replaceIn(tree, "pre", (pre) => {
    const source = toText(pre, { whitespace: "pre" });
    const [code, ...others] = pre.children;
    const isFence = isElement(code, "code") && !others.length &&
      code.children.every(({ type }) => type === "text");
    if (!isFence) return [scrollPre(pre, source)];
    const language = classes(code).find((name) => name.startsWith("language-"));
    return [codeBlock(
      source.replace(/\n$/, ""),
      language?.slice("language-".length).toLowerCase() ?? "",
    )];
  });
}
