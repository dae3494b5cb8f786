/**
 * Markdown as JupyterLab reads it: GitHub's, with HTML and mathematics; and, as
 * Jupyter Book does, footnotes and definition lists.
 *
 * @module
 */

import type { ElementContent, Root } from "hast";
import MarkdownIt from "markdown-it";
import definitionLists from "markdown-it-deflist";
import footnotes from "markdown-it-footnote";
import type { MimeBundle } from "../nbformat/mod.ts";
import type { Place } from "./draft.ts";
import { highlightFences } from "./highlight.ts";
import { parse } from "./hast.ts";
import { embedImages, labelSvgs, warnMissing } from "./images.ts";
import { type Formula, putFormulas, renderTex, takeFormulas } from "./math.ts";
import { clean } from "./sanitize.ts";
import { settle } from "./settle.ts";
import { mendLinks, scrollTables, tickBoxes } from "./transform.ts";
import { keepTogether } from "./typography.ts";

const markdownIt = new MarkdownIt({
  html: true,
  linkify: true,
  typographer: true,
});
markdownIt.use(footnotes).use(definitionLists);
// Of the typographer only the quotation marks: "--" may be a flag, and (c) a case.
markdownIt.disable("replacements");
markdownIt.linkify.set({ fuzzyLink: false, fuzzyEmail: false });
// The sanitiser decides about addresses, for Markdown and HTML alike.
markdownIt.validateLink = () => true;

function render(
  source: string,
  formula: (formula: Formula) => ElementContent[],
): Root {
  const { text, formulas } = takeFormulas(source);
  const tree = parse(markdownIt.render(text));
  putFormulas(tree, formulas, formula);
  return tree;
}

/** Markdown as a tree to look things up in. Nothing is checked; TeX that cannot be read stays TeX. */
export function outlineOf(source: string): Root {
  return render(source, ({ tex, display }) => {
    try {
      return renderTex(tex, display, {});
    } catch {
      return [{ type: "text", value: tex }];
    }
  });
}

/**
 * Markdown as part of a page.
 *
 * @param prefix goes before its ids; "" for a cell's prose
 * @throws {ReportError} for TeX that cannot be read
 */
export function markdown(
  source: string,
  place: Place,
  prefix = "",
  attachments: Record<string, MimeBundle> = {},
): Root {
  const tree = clean(
    render(source, (formula) => typeset(formula, place)),
    (name) => warnMissing(name, place),
  );
  labelSvgs(tree, "", place);
  settle(tree, place.draft, prefix);
  embedImages(tree, place, attachments);
  highlightFences(tree);
  tickBoxes(tree);
  keepTogether(tree);
  scrollTables(tree);
  mendLinks(tree);
  return tree;
}

function typeset({ tex, display }: Formula, place: Place): ElementContent[] {
  try {
    return renderTex(tex, display, place.draft.macros);
  } catch (error) {
    const reason = (error as Error).message.replaceAll(/\s+/g, " ").trim();
    return place.fail(
      `Cannot read the formula ${
        tex.length > 200 ? tex.slice(0, 200) + "…" : tex
      }: ${reason}`,
    );
  }
}
