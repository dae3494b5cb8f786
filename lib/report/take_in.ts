/**
 * Takes a notebook's HTML into the page, by all passes in their order.
 *
 * @module
 */

import type { Root } from "hast";
import type { MimeBundle } from "../nbformat/mod.ts";
import { highlightFences } from "./highlight.ts";
import { embedImages, labelSvgs } from "./images.ts";
import { linkToPages } from "./links.ts";
import type { CellContext } from "./page_context.ts";
import { clean } from "./sanitize.ts";
import { scopeFragment } from "./scope_fragment.ts";
import { scrollTables } from "./scrolling.ts";
import { tickBoxes } from "./task_lists.ts";
import { keepTogether } from "./typography.ts";

/** Options of {@linkcode takeIn}. */
export interface Intake {
  context: CellContext;
  /** Goes before the fragment's ids. Prose has "": it links to its ids by name. */
  prefix: string;
  /** Whether it was written as Markdown. */
  isProse: boolean;
  /** The text alternative of a figure that has none of its own. */
  label?: string;
  attachments?: Record<string, MimeBundle>;
}

/**
 * Makes parsed HTML a part of the page.
 *
 * @param parsed is changed
 * @returns the part, and the classes that the element around it must have for
 * its style sheets to apply
 */
export function takeIn(
  parsed: Root,
  { context, prefix, isProse, label = "", attachments = {} }: Intake,
): { tree: Root; scopes: string[] } {
  const tree = clean(parsed, (message) => context.warn(message));
  labelSvgs(tree, label, context);
  const scopes = scopeFragment(tree, context.page, prefix);
  embedImages(tree, context, attachments);
  highlightFences(tree);
  if (isProse) {
    tickBoxes(tree);
    keepTogether(tree);
  }
  scrollTables(tree);
  linkToPages(tree);
  return { tree, scopes };
}
