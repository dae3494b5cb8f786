/**
 * The boxes of a task list, which Markdown leaves as `[ ]` and `[x]`.
 *
 * @module
 */

import type { Root } from "hast";
import { visit } from "./visit.ts";
import { el, isElement, withoutBlanks } from "./hast.ts";

/** Draws the boxes, with a name for those who hear the page. */
export function tickBoxes(tree: Root): void {
  visit(tree, "element", (item) => {
    if (item.tagName !== "li") return;
    const [first] = withoutBlanks(item);
    const isLoose = isElement(first, "p");
    const text = isLoose ? first.children[0] : first;
    if (text?.type !== "text") return;
    const match = /^\s*\[([ xX])\]\s+/.exec(text.value);
    if (!match) return;
    const isDone = match[1] !== " ";
    text.value = text.value.slice(match[0].length);
    item.properties.className = ["task"];
    (isLoose ? first : item).children.unshift(el("span", {
      className: ["box"],
      role: "img",
      ariaLabel: isDone ? "Done" : "To do",
    }, isDone ? "☑" : "☐"));
  });
}
