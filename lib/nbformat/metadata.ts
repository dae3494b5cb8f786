/**
 * Reads the metadata of a notebook and of its cells.
 *
 * @module
 */

import type { Cell, Notebook } from "./notebook.ts";

/** Whether a cell has a tag. */
export function hasTag({ metadata: { tags } }: Cell, tag: string): boolean {
  return Array.isArray(tags) && tags.includes(tag);
}

/** Whether a cell may fail: it has the tag `raises-exception`, as in nbclient. */
export function mayFail(cell: Cell): boolean {
  return hasTag(cell, "raises-exception");
}

/** Whether a text is the tag of a language, such as "pt-BR". */
export function isLanguage(text: string): boolean {
  return /^[a-z]{2,3}(-[a-z\d]{1,8})*$/i.test(text);
}

/** Whether a cell does not run: it has the tag `skip-execution`, as in nbclient. */
export function isSkipped(cell: Cell): boolean {
  return hasTag(cell, "skip-execution");
}

/**
 * The language of a notebook's code cells, in lower case: the one that the
 * kernel reported, else the one that the kernel was registered for, else
 * "typescript".
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
