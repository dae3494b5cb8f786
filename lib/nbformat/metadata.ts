/**
 * What a notebook's metadata and its cells' tags say.
 *
 * @module
 */

import type { Cell, Notebook } from "./types.ts";

/** Whether a cell has a tag. */
export function hasTag({ metadata: { tags } }: Cell, tag: string): boolean {
  return Array.isArray(tags) && tags.includes(tag);
}

/** Whether a cell is tagged as one that may fail, as nbclient reads it. */
export function mayFail(cell: Cell): boolean {
  return hasTag(cell, "raises-exception");
}

/**
 * The language of a notebook's code cells, in lower case, or "typescript"
 * where the notebook does not say. What the kernel reported counts before what
 * the kernel was registered for.
 */
export function codeLanguage({ metadata }: Notebook): string {
  const { language_info: info, kernelspec } = metadata as Record<
    string,
    Record<string, unknown> | undefined
  >;
  for (const name of [info?.name, kernelspec?.language]) {
    if (typeof name === "string") return name.toLowerCase();
  }
  return "typescript";
}
