/**
 * Prediction cards: a question to answer before the page shows what comes out.
 * In the notebook a card is a quote, in which "Before you" is bold and the
 * replies are in the order of the answers:
 *
 * ```md
 * > **Before you run:** how many steps will it take?
 * >
 * > - 4
 * > - 40
 * >
 * > <details><summary>Replies</summary>
 * >
 * > - Too few: each step moves a score by at most a half.
 * > - Right: the scores are 20 apart.
 * >
 * > </details>
 * ```
 *
 * @module
 */

import type { Element, ElementContent } from "hast";
import { classes, el, isElement, withoutBlanks } from "./hast.ts";
import { plainText } from "./plain_text.ts";
import type { CellContext } from "./page_context.ts";

const LIST = /^[uo]l$/;

/** Makes cards of the quotes that have a card's form. */
export function makeCards(
  prose: ElementContent[],
  context: CellContext,
): ElementContent[] {
  return prose.map((node) =>
    isElement(node, "blockquote") ? card(node, context) : node
  );
}

function card(quote: Element, context: CellContext): Element {
  const parts = quote.children.filter((node) => isElement(node));
  const [question, ...rest] = parts;
  const asks = isElement(question, "p") &&
    isElement(question.children[0], "strong") &&
    plainText(question.children[0]).startsWith("Before you");
  if (!asks) return quote;
  const list = rest.find((node) => isElement(node, LIST));
  const fold = rest.find((node) => isElement(node, "details"));
  const answers = items(list);
  const replies = items(fold?.children.find((node) => isElement(node, LIST)));
  const [count, replied] = [answers.length, replies.length];
  if (count !== replied || count < 2 || count > 4) {
    if (count + replied) {
      context.warn(
        "a prediction needs two to four answers and a reply to each, and " +
          `"${plainText(question)}" has ${count} and ${replied}`,
      );
    }
    return quote;
  }
  // A name that no radio button of the notebook has.
  const name = `${context.page.newPrefix()}0`;
  const choice = (...label: ElementContent[]) =>
    el(
      "label",
      {},
      el("input", { type: "radio", name }),
      el("span", {}, ...label),
    );
  return el(
    "fieldset",
    { className: ["prediction"] },
    el("legend", {}, ...question.children),
    ...rest.filter((node) => node !== list && node !== fold),
    ...answers.flatMap((answer, i) => [
      choice(...answer),
      el(
        "div",
        { className: ["reply"], role: "status" },
        el("div", {}, ...replies[i]),
      ),
    ]),
    el(
      "div",
      { className: ["show-me"] },
      choice({ type: "text", value: "Show me" }),
    ),
  );
}

/** The contents of a list's items, without the paragraph around an item that is only one. */
function items(list: Element | undefined): ElementContent[][] {
  return (list?.children ?? []).filter((node) => isElement(node, "li")).map(
    (item) => {
      const [only, ...more] = withoutBlanks(item);
      return isElement(only, "p") && more.length === 0
        ? only.children
        : item.children;
    },
  );
}

/**
 * Hides the outputs that follow each card, and the cell of prose after them, until
 * the reader has chosen. It hides nothing after that cell, nor after the next
 * heading or card. The code itself stays in sight.
 */
export function hideAnswers(main: Element): void {
  const parts = main.children as Element[];
  const shown: Element[] = main.children = [];
  // The card with what it hides.
  let around: Element | undefined;
  let isTold = false;
  /** Whether outputs were hidden since the card, and whether prose about them was. */
  let [hasShown, isExplained] = [false, false];

  const hide = (node: Element, waits: string): Element[] => {
    const line = el("p", { className: ["wait"] }, waits);
    const lines = isTold ? [] : [line];
    isTold = true;
    // A browser that finds a word or the target of a link in it shows it.
    const hidden = { className: ["behind"], hidden: "until-found" };
    return [...lines, el("div", hidden, node)];
  };
  const add = (part: Element) => {
    if (!around) shown.push(part);
    else if (classes(part).includes("cell")) {
      around.children.push(part);
      part.children = part.children.flatMap((node) => {
        if (!isElement(node) || !hasOutputs(node)) return [node];
        hasShown = true;
        return hide(node, "The output appears once you have chosen.");
      });
    } else if (hasShown) {
      isExplained = true;
      around.children.push(
        ...hide(part, "The text goes on once you have chosen."),
      );
    } else around.children.push(part);
  };
  for (const part of parts) {
    if (isExplained) around = undefined;
    if (!classes(part).includes("prose")) {
      add(part);
      continue;
    }
    let run: ElementContent[] = [];
    const flush = () => {
      if (run.some((node) => isElement(node))) {
        add({ ...part, children: run });
      }
      run = [];
    };
    for (const node of part.children) {
      const isCard = isElement(node, "fieldset");
      if (isCard || around && isElement(node, /^h[1-6]$/)) {
        flush();
        around = isCard
          ? el("div", { className: ["predicted"] }, node)
          : undefined;
        isTold = hasShown = isExplained = false;
      }
      if (isCard) shown.push(around!);
      else run.push(node);
    }
    flush();
  }
}

/** Whether these are a cell's outputs, folded or not. */
function hasOutputs(node: Element): boolean {
  return [node, ...node.children].some((inner) =>
    isElement(inner) && classes(inner).includes("outputs")
  );
}
