/**
 * JSON as a tree that folds without a script. Nothing of it is left out.
 *
 * @module
 */

import type { Element } from "hast";
import type { Json } from "../nbformat/mod.ts";
import { el } from "./hast.ts";
import { codeBlock, highlighted } from "./highlight.ts";

/** What has no more characters than this stands in one line. */
const SHORT = 60;

/** Of a long list, so many items are folded together. */
const RANGE = 100;

/** What holds more values than this is, below the first levels, one text. */
const MANY = 2000;
const LEVELS = 2;

/** A value as a tree, its first level open. */
export function jsonTree(value: Json): Element {
  return el("div", { className: ["json"] }, branch([], value, 0));
}

function branch(key: Element[], value: Json, depth: number): Element {
  const text = spaced(value);
  if (typeof value !== "object" || value === null || text.length <= SHORT) {
    return el("div", {}, ...key, ...highlighted(text, "json"));
  }
  if (depth >= LEVELS && count(value) > MANY) {
    return folded(key, value, false, [
      codeBlock(JSON.stringify(value, null, 1), "text"),
    ]);
  }
  const children = Array.isArray(value)
    ? items(value, depth + 1)
    : Object.entries(value).map(([name, inner]) =>
      branch(keyOf(JSON.stringify(name)), inner, depth + 1)
    );
  return folded(key, value, depth === 0, children);
}

/** The items of a list; those of a long one in ranges. */
function items(list: Json[], depth: number): Element[] {
  const lines = list.map((item, i) => branch(keyOf(String(i)), item, depth));
  if (lines.length <= RANGE) return lines;
  return Array.from({ length: Math.ceil(lines.length / RANGE) }, (_, i) => {
    const part = lines.slice(i * RANGE, (i + 1) * RANGE);
    const last = i * RANGE + part.length - 1;
    return el(
      "details",
      {},
      el("summary", {}, `${i * RANGE} … ${last}`),
      ...part,
    );
  });
}

function folded(
  key: Element[],
  value: Json[] | { [key: string]: Json },
  open: boolean,
  children: Element[],
): Element {
  const size = Array.isArray(value)
    ? `[ ${counted(value.length, "item")} ]`
    : `{ ${counted(Object.keys(value).length, "key")} }`;
  return el(
    "details",
    open ? { open } : {},
    el("summary", {}, ...key, size),
    ...children,
  );
}

function keyOf(text: string): Element[] {
  return [el("span", { className: ["h-attr"] }, text, ": ")];
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

function counted(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? "" : "s"}`;
}
