/**
 * Markdown as JupyterLab reads it, GitHub's with HTML and mathematics, and the
 * footnotes and definition lists of Jupyter Book.
 *
 * @module
 */

import type { ElementContent, Root } from "hast";
import MarkdownIt from "markdown-it";
import definitionLists from "markdown-it-deflist";
import footnotes from "markdown-it-footnote";
import type { MimeBundle } from "../nbformat/mod.ts";
import { parse } from "./hast.ts";
import { type Formula, putFormulas, renderTex, takeFormulas } from "./math.ts";
import type { CellContext } from "./page_context.ts";
import { takeIn } from "./passes.ts";

const markdownIt = new MarkdownIt({
  html: true,
  linkify: true,
  typographer: true,
});
markdownIt.use(footnotes).use(definitionLists);
// Only the typographer's quotation marks: "--" may be a flag, and (c) a case.
markdownIt.disable("replacements");
markdownIt.linkify.set({ fuzzyLink: false, fuzzyEmail: false });
// The sanitiser decides about addresses, for Markdown and HTML alike.
markdownIt.validateLink = () => true;

/**
 * Markdown as part of a page.
 *
 * @param prefix goes before its ids; "" for a cell's prose
 * @throws {ReportError} for TeX that cannot be read
 */
export function markdown(
  source: string,
  context: CellContext,
  prefix = "",
  attachments?: Record<string, MimeBundle>,
): Root {
  const { text, formulas } = takeFormulas(source);
  const parsed = parse(markdownIt.render(text));
  putFormulas(parsed, formulas, (formula) => typeset(formula, context));
  return takeIn(parsed, { context, prefix, isProse: true, attachments }).tree;
}

function typeset(
  { tex, display }: Formula,
  context: CellContext,
): ElementContent[] {
  try {
    return renderTex(tex, display, context.macros);
  } catch (error) {
    const reason = (error as Error).message.replaceAll(/\s+/g, " ").trim();
    return context.fail(
      `Cannot read the formula ${
        tex.length > 200 ? tex.slice(0, 200) + "…" : tex
      }: ${reason}`,
    );
  }
}
