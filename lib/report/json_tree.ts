/**
 * JSON as a tree that folds without a script. Nothing of it is left out.
 *
 * @module
 */

import type { Element } from "hast";
import type { Json } from "../nbformat/mod.ts";
import { el } from "./hast.ts";
import { codeBlock, highlighted } from "./highlight.ts";

/** A value with at most this many characters stands in one line. */
const SHORT = 60;

/** This many levels are always a tree. */
const LEVELS = 2;

/** Below those levels, a value that holds more values than this folds as one text. */
const MANY = 2000;

/** A value below this level folds as one text, too. */
const DEEPEST = 50;

/** A value as a tree, open at its first level. */
export function jsonTree(value: Json): Element {
  return el("div", { className: ["json"] }, branch([], value, 0));
}

function branch(key: Element[], value: Json, depth: number): Element {
  const text = spaced(value);
  if (typeof value !== "object" || value === null || text.length <= SHORT) {
    return el("div", {}, ...key, ...highlighted(text, "json"));
  }
  const entries = Object.entries(value);
  const kind = Array.isArray(value) ? "Array" : "Object";
  const isText = depth > DEEPEST || depth >= LEVELS && count(value) > MANY;
  return el(
    "details",
    depth === 0 ? { open: true } : {},
    el("summary", {}, ...key, `${kind} (${entries.length})`),
    ...isText
      ? [
        codeBlock(
          depth > DEEPEST ? text : JSON.stringify(value, null, 1),
          "text",
        ),
      ]
      : entries.map(([name, inner]) => {
        const key = kind === "Array" ? name : JSON.stringify(name);
        const label = el("span", { className: ["hf"] }, key, ": ");
        return branch([label], inner, depth + 1);
      }),
  );
}

/** JSON in one line, with spaces where people put them. */
function spaced(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(spaced).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value)
    .map(([key, inner]) => `${JSON.stringify(key)}: ${spaced(inner)}`);
  return entries.length ? `{ ${entries.join(", ")} }` : "{}";
}

function count(value: Json): number {
  if (typeof value !== "object" || value === null) return 1;
  return Object.values(value).reduce((sum: number, v) => sum + count(v), 1);
}
