/**
 * Code in colours, made at build time.
 *
 * @module
 */

import type { Element, ElementContent, Root } from "hast";
import bash from "highlight.js/lib/languages/bash";
import cpp from "highlight.js/lib/languages/cpp";
import css from "highlight.js/lib/languages/css";
import diff from "highlight.js/lib/languages/diff";
import go from "highlight.js/lib/languages/go";
import ini from "highlight.js/lib/languages/ini";
import javascript from "highlight.js/lib/languages/javascript";
import json from "highlight.js/lib/languages/json";
import julia from "highlight.js/lib/languages/julia";
import latex from "highlight.js/lib/languages/latex";
import markdown from "highlight.js/lib/languages/markdown";
import python from "highlight.js/lib/languages/python";
import r from "highlight.js/lib/languages/r";
import rust from "highlight.js/lib/languages/rust";
import sql from "highlight.js/lib/languages/sql";
import typescript from "highlight.js/lib/languages/typescript";
import xml from "highlight.js/lib/languages/xml";
import yaml from "highlight.js/lib/languages/yaml";
import { toText } from "hast-util-to-text";
import { createLowlight } from "lowlight";
import { SKIP, visit } from "unist-util-visit";
import { classes, el } from "./hast.ts";

const lowlight = createLowlight({
  bash,
  cpp,
  css,
  diff,
  go,
  ini,
  javascript,
  json,
  julia,
  latex,
  markdown,
  python,
  r,
  rust,
  sql,
  typescript,
  xml,
  yaml,
});

/** A phone shows about so many characters of code in a line; longer ones scroll. */
const PHONE_COLUMNS = 36;

/** So many lines are less than half a printed page: they stay on one. */
const WHOLE_LINES = 24;

/** Code as a block; in a language that is not known, plain. */
export function codeBlock(source: string, language: string): Element {
  const code = el("code", {});
  code.children = highlighted(source, language);
  return scrolling(el("pre", {}, code), source);
}

/** Code in colours; in a language that is not known, plain. */
export function highlighted(
  source: string,
  language: string,
): ElementContent[] {
  if (!lowlight.registered(language)) return [{ type: "text", value: source }];
  const tree = lowlight.highlight(language, source, { prefix: "h-" });
  return coloured(tree.children as ElementContent[]);
}

/** The kinds of token that the style sheet colours. */
const COLOURED = new Set(
  ("addition attr attribute built_in bullet class comment deletion keyword " +
    "literal name number quote regexp section selector-tag string subst " +
    "symbol title type").split(" ").map((name) => `h-${name}`),
);

/** The same code with elements only where they have a colour. */
function coloured(nodes: ElementContent[]): ElementContent[] {
  const out: ElementContent[] = [];
  for (const node of nodes) {
    if (node.type === "element") {
      const [kind, detail] = classes(node);
      const children = coloured(node.children);
      if (COLOURED.has(kind)) {
        const className = detail === "class_" ? [kind, detail] : [kind];
        out.push({ ...node, properties: { className }, children });
      } else out.push(...children);
    } else out.push(node);
  }
  return out;
}

/** Makes a block with long lines one that the keyboard can scroll, and one with few lines one that print keeps whole. */
export function scrolling(pre: Element, text: string): Element {
  const lines = text.split("\n");
  if (lines.some((line) => line.length > PHONE_COLUMNS)) {
    pre.properties.tabIndex = 0;
  }
  if (lines.length <= WHOLE_LINES) {
    pre.properties.className = [...classes(pre), "whole"];
  }
  return pre;
}

/** Colours the fenced blocks in the tree, and lets any other pre scroll. */
export function highlightFences(tree: Root): void {
  visit(tree, "element", (pre, index, parent) => {
    if (pre.tagName !== "pre" || !parent) return;
    const source = toText(pre, { whitespace: "pre" });
    const [code, ...others] = pre.children;
    const isFence = code?.type === "element" && code.tagName === "code" &&
      !others.length && code.children.every(({ type }) => type === "text");
    if (!isFence) {
      scrolling(pre, source);
      return SKIP;
    }
    const language = classes(code).find((name) => name.startsWith("language-"));
    parent.children[index!] = codeBlock(
      source.replace(/\n$/, ""),
      language?.slice("language-".length).toLowerCase() ?? "",
    );
    return SKIP;
  });
}
