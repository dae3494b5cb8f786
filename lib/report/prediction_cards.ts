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
import { classes, el, plainText } from "./hast.ts";
import type { CellContext } from "./page_context.ts";

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
  const parts = quote.children.filter((node) => node.type === "element");
  const [question, ...rest] = parts;
  const isQuestion = question && isElement(question, "p") &&
    isElement(question.children[0], "strong") &&
    plainText(question.children[0]).startsWith("Before you");
  const list = rest.find(isList);
  const fold = rest.find((node) => isElement(node, "details"));
  if (!isQuestion || !(list || fold)) return quote;
  const answers = items(list);
  const replies = items(fold?.children.find(isList));
  if (
    answers.length !== replies.length || !/^[234]$/.test(`${answers.length}`)
  ) {
    context.warn(
      `a prediction needs two to four answers and a reply to each: "${
        plainText(question)
      }" has ${answers.length} and ${replies.length}`,
    );
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

function isElement(
  node: ElementContent | undefined,
  tagName: string,
): node is Element {
  return node?.type === "element" && node.tagName === tagName;
}

function isList(node: ElementContent): node is Element {
  return isElement(node, "ul") || isElement(node, "ol");
}

/** The contents of a list's items, without the paragraph around an item that is only one. */
function items(list: Element | undefined): ElementContent[][] {
  return (list?.children ?? []).filter((node) => isElement(node, "li")).map(
    ({ children }) => {
      const [only, ...more] = children.filter((node) =>
        node.type === "element" || node.type === "text" && node.value.trim()
      );
      return isElement(only, "p") && more.length === 0
        ? only.children
        : children;
    },
  );
}

/**
 * Hides what follows each card until the reader has chosen, as far as the next
 * heading or card. The code itself stays in sight.
 */
export function hideAnswers(main: Element): void {
  const parts = main.children as Element[];
  const shown: Element[] = main.children = [];
  let around: Element | undefined;
  const add = (part: Element) => {
    if (around) hideIn(around, part);
    else shown.push(part);
  };
  for (const part of parts) {
    if (!classes(part).includes("prose")) {
      add(part);
      continue;
    }
    let run: ElementContent[] = [];
    const flush = () => {
      const isEmpty = run.every((node) => node.type === "text");
      if (!isEmpty) add({ ...part, children: run });
      run = [];
    };
    for (const node of part.children) {
      const isCard = isElement(node, "fieldset");
      const isHeading = node.type === "element" &&
        /^h[1-6]$/.test(node.tagName);
      if (!isCard && !(isHeading && around)) {
        run.push(node);
        continue;
      }
      flush();
      around = isCard
        ? el("div", { className: ["predicted"] }, node)
        : undefined;
      if (around) shown.push(around);
      else run.push(node);
    }
    flush();
  }
}

/** Puts a part of the page behind the card. */
function hideIn(around: Element, part: Element): void {
  const behind = (node: Element, thing: string) => {
    const isTold = classes(around).includes("told");
    if (!isTold) around.properties.className = ["predicted", "told"];
    return [
      ...(isTold
        ? []
        : [el("p", { className: ["wait"] }, `${thing} once you have chosen.`)]),
      // A browser that finds a word or a link's target in it shows it.
      el("div", { className: ["behind"], hidden: "until-found" }, node),
    ];
  };
  if (!classes(part).includes("cell")) {
    around.children.push(...behind(part, "The text goes on"));
    return;
  }
  part.children = (part.children as Element[]).flatMap((node) => {
    const isOutput = [node, ...node.children].some((inner) =>
      inner.type === "element" && classes(inner).includes("outputs")
    );
    return isOutput ? behind(node, "The output appears") : [node];
  });
  around.children.push(part);
}
