/**
 * Formulas in Markdown, as JupyterLab finds them. Like JupyterLab it takes them
 * out before Markdown is read and puts them back after, so that `_`, `|`, `-` and
 * `\\` mean TeX inside a formula and nothing else.
 *
 * @module
 */

import type { Element, ElementContent, Root } from "hast";

/** A formula in a Markdown text. */
export interface Formula {
  /** As written, with its delimiters. */
  source: string;
  tex: string;
  display: boolean;
}

const START = "\uE000";
const END = "\uE001";

/**
 * Takes the formulas out of Markdown: `$…$`, `$$…$$`, `\\(…\\)`, `\\[…\\]` (two
 * backslashes, as Markdown takes one) and `\begin{…}…\end{…}`, but not in code
 * or across an empty line. Prices in dollars stay.
 *
 * @returns the text with a mark for each formula, and the formulas in order
 */
export function takeFormulas(
  markdown: string,
): { text: string; formulas: Formula[] } {
  const source = markdown.replaceAll(/\r\n?/g, "\n");
  const formulas: Formula[] = [];
  const NEXT =
    /\\\\[(\[]|\\begin\{([a-z]*\*?)\}|\\[^]|^[ \t>]*(`{3,}|~{3,})|`+|\${1,2}|[\uE000\uE001]/gmi;
  let text = "";
  let at = 0;
  // Openings that nothing closes are each read up to the end of their paragraph.
  let budget = 10_000 + 20 * source.length;
  const spend = (read: number) => {
    budget -= read;
    if (budget < 0) {
      throw new RangeError(
        "Cannot find the formulas: too many are never closed",
      );
    }
  };
  const take = (formula: Formula, begin: number) => {
    text += source.slice(at, begin) + START + formulas.length + END;
    formulas.push(formula);
    at = NEXT.lastIndex = begin + formula.source.length;
  };
  for (let match; (match = NEXT.exec(source));) {
    const [opening, environment, fence] = match;
    const begin = match.index;
    if (fence) {
      NEXT.lastIndex = fenceEnd(source, begin + opening.length, fence);
    } else if (opening.startsWith("`")) {
      NEXT.lastIndex = codeEnd(source, begin, opening);
    } else if (opening === START || opening === END) {
      take({ source: opening, tex: "", display: false }, begin);
    } else if (opening.startsWith("$") || /^\\[\\b]./.test(opening)) {
      const formula = readFormula(source, begin, opening, environment, spend);
      if (formula) take(formula, begin);
      else NEXT.lastIndex = begin + opening.length;
    }
  }
  return { text: text + source.slice(at), formulas };
}

/** The end of the fenced block of code that has just begun. */
function fenceEnd(source: string, from: number, fence: string): number {
  const closing = new RegExp(
    `^[ \\t>]*${fence[0]}{${fence.length},}[ \\t]*$`,
    "gm",
  );
  closing.lastIndex = source.indexOf("\n", from);
  if (closing.lastIndex <= 0) return source.length;
  return closing.exec(source) ? closing.lastIndex : source.length;
}

/** The end of code within a line: as many backticks as opened it, in the same paragraph. */
function codeEnd(source: string, begin: number, ticks: string): number {
  const after = begin + ticks.length;
  const closing = new RegExp(`(?<!\`)${ticks}(?!\`)`, "g");
  closing.lastIndex = after;
  const found = closing.exec(source);
  return found && !/\n[ \t]*\n/.test(source.slice(after, found.index))
    ? closing.lastIndex
    : after;
}

function readFormula(
  source: string,
  begin: number,
  opening: string,
  environment: string | undefined,
  spend: (read: number) => void,
): Formula | undefined {
  const closing = environment !== undefined
    ? `\\end{${environment}}`
    : opening.replace("(", ")").replace("[", "]");
  const from = begin + opening.length;
  const end = closingAt(source, from, closing, spend);
  if (end === undefined) return undefined;
  let body = source.slice(from, end);
  if (!body.trim()) return undefined;
  if (opening === "$") {
    const isPadded = /^\s/.test(body);
    // "$5 and $6" are prices.
    if (isPadded !== /\s$/.test(body) || /^\d/.test(source.slice(end + 1))) {
      return undefined;
    }
  }
  if (body.includes("\n") && body.includes(">")) {
    const line = source.slice(source.lastIndexOf("\n", begin) + 1, begin);
    spend(line.length);
    if (/^\s*>/.test(line)) body = body.replaceAll(/^[ \t>]+/gm, "");
  }
  return {
    source: source.slice(begin, end + closing.length),
    tex: environment !== undefined ? opening + body + closing : body.trim(),
    display: !/^(\$|\\\\\()$/.test(opening),
  };
}

/** Finds the closing delimiter outside braces, or else the last one inside. */
function closingAt(
  source: string,
  from: number,
  closing: string,
  spend: (read: number) => void,
): number | undefined {
  let braces = 0;
  let inBraces: number | undefined;
  for (let i = from; i < source.length; i++) {
    spend(1);
    if (source.startsWith(closing, i)) {
      if (braces === 0) return i;
      inBraces = i;
    }
    if (source[i] === "\\") i++;
    else if (source[i] === "{") braces++;
    else if (source[i] === "}" && braces > 0) braces--;
    else if (
      source[i] === "\n" && /^[ \t]*\n/.test(source.slice(i + 1, i + 99))
    ) {
      break;
    }
  }
  return inBraces;
}

/**
 * Puts the formulas back into the HTML that Markdown became: as MathML, but in
 * code and attributes as they were written.
 */
export function putFormulas(
  tree: Root,
  formulas: Formula[],
  render: (formula: Formula) => ElementContent[],
): void {
  if (formulas.length === 0) return;
  const MARK = /\uE000(\d+)\uE001/g;
  // Markdown may repeat a formula, as in a link. But an author can write the marks as entities, any number of times.
  let budget = 1000 +
    2 * formulas.reduce((sum, { source }) => sum + source.length, 0);
  const read = (i: number | string): Formula => {
    const none = { source: "\ufffd", tex: "", display: false };
    const formula = formulas[Number(i)] ?? none;
    budget -= formula.source.length;
    if (budget < 0) {
      throw new RangeError("Cannot place the formulas: too many are repeated");
    }
    return formula;
  };
  const restore = (text: string) =>
    text.replaceAll(MARK, (_, i) => read(i).source)
      .replaceAll(
        /%EE%80%80(\d+)%EE%80%81/g,
        (_, i) => encodeURI(read(i).source.toWellFormed()),
      );
  const walk = (node: Root | Element, inCode: boolean) => {
    if (node.type === "element") {
      for (const [name, value] of Object.entries(node.properties)) {
        if (typeof value === "string") node.properties[name] = restore(value);
      }
      inCode ||= /^(code|pre|kbd|samp|style|svg|math)$/.test(node.tagName);
    }
    node.children = (node.children as ElementContent[]).flatMap((child) => {
      if (child.type === "element") walk(child, inCode);
      if (child.type !== "text") return [child];
      if (inCode) return [{ type: "text", value: restore(child.value) }];
      return child.value.split(MARK).flatMap((part, i): ElementContent[] => {
        if (i % 2 === 0) return part ? [{ type: "text", value: part }] : [];
        const formula = read(part);
        return formula.tex
          ? render(formula)
          : [{ type: "text", value: formula.source }];
      });
    });
  };
  walk(tree, false);
}
