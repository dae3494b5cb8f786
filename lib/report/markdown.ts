/**
 * Markdown as JupyterLab reads it, GitHub's with HTML and mathematics, and the
 * footnotes and definition lists of Jupyter Book.
 *
 * @module
 */

import type { ElementContent, Root } from "hast";
import MarkdownIt, { type Token } from "markdown-it";
import definitionLists from "markdown-it-deflist";
import footnotes from "markdown-it-footnote";
import { SKIP, visit } from "./visit.ts";
import type { MimeBundle } from "../nbformat/mod.ts";
import { isElement, parse } from "./hast.ts";
import { putFormulas, takeFormulas } from "./formulas.ts";
import { typeset } from "./typeset.ts";
import type { CellContext } from "./page_context.ts";
import { takeIn } from "./take_in.ts";

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

const FOOTNOTES = ["def", "inline", "ref", "tail"].map((rule) =>
  `footnote_${rule}`
);

/** More footnotes than this stay as they were written: markdown-it-footnote takes a time that grows with the square of their number. */
const MOST_FOOTNOTES = 2000;

/** Quotation marks, where they are not those of English. */
const QUOTES: Record<string, string | string[]> = {
  cs: "„“‚‘",
  da: "»«›‹",
  de: "„“‚‘",
  es: "«»“”",
  fi: "””’’",
  fr: ["«\u00a0", "\u00a0»", "‹\u00a0", "\u00a0›"],
  hu: "„”»«",
  it: "«»“”",
  ja: "「」『』",
  pl: "„”‚’",
  pt: "«»“”",
  ru: "«»„“",
  sv: "””’’",
  uk: "«»„“",
  zh: "“”‘’",
};

/**
 * Markdown as part of a page.
 *
 * @param prefix goes before its ids; "" for a cell's prose
 */
export function markdown(
  source: string,
  context: CellContext,
  prefix = "",
  attachments?: Record<string, MimeBundle>,
): Root {
  const { text, formulas } = takeFormulas(source);
  const [language] = context.page.lang.toLowerCase().split("-");
  markdownIt.set({ quotes: QUOTES[language] ?? "“”‘’" });
  const marks = text.match(/\[\^|\^\[/g)?.length ?? 0;
  if (marks > MOST_FOOTNOTES) {
    context.warn(
      `${marks} footnotes stay as they were written: need at most ${MOST_FOOTNOTES} in a text`,
    );
    markdownIt.disable(FOOTNOTES);
  } else markdownIt.enable(FOOTNOTES);
  const tokens = markdownIt.parse(text, {});
  refuseRepeated(tokens, 100_000 + 10 * text.length);
  const parsed = parse(
    markdownIt.renderer.render(tokens, markdownIt.options, {}),
  );
  putFormulas(parsed, formulas, (formula) => typeset(formula, context));
  return takeIn(parsed, { context, prefix, isProse: true, attachments }).tree;
}

/** Refuses references that repeat a long address or title more often than its text is long. */
function refuseRepeated(tokens: Token[], most: number): void {
  for (const { children } of tokens) {
    for (const { attrs } of children ?? []) {
      for (const [, value] of attrs ?? []) most -= String(value).length;
    }
  }
  if (most < 0) {
    throw new RangeError("its references repeat too long an address");
  }
}

/** Typesets the formulas in the text of HTML, as JupyterLab does. */
export function typesetText(tree: Root, context: CellContext): void {
  visit(tree, (node, index, parent) => {
    if (isElement(node, LITERAL)) return SKIP;
    if (node.type !== "text" || !parent || !node.value.includes("$")) return;
    const { text, formulas } = takeFormulas(node.value);
    if (!formulas.length) return;
    const part: Root = {
      type: "root",
      children: [{ type: "text", value: text }],
    };
    putFormulas(part, formulas, (formula) => typeset(formula, context));
    parent.children.splice(index!, 1, ...part.children as ElementContent[]);
    return [SKIP, index! + part.children.length];
  });
}

const LITERAL = /^(code|kbd|math|pre|samp|script|style|svg|textarea)$/;
