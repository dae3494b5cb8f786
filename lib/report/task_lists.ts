/**
 * The boxes of a task list, which Markdown leaves as `[ ]` and `[x]`.
 *
 * @module
 */

import type { Root } from "hast";
import { el, elementsIn, isElement, withoutBlanks } from "./hast.ts";

/** Draws the boxes, with a name for those who hear the page. */
export function tickBoxes(tree: Root): void {
  for (const item of elementsIn(tree, "li")) {
    const [first] = withoutBlanks(item);
    const isLoose = isElement(first, "p");
    const text = isLoose ? first.children[0] : first;
    if (text?.type !== "text") continue;
    const match = /^\s*\[([ xX])\]\s+/.exec(text.value);
    if (!match) continue;
    const isDone = match[1] !== " ";
    text.value = text.value.slice(match[0].length);
    item.properties.className = ["task"];
    (isLoose ? first : item).children.unshift(el("span", {
      className: ["box"],
      role: "img",
      ariaLabel: isDone ? "Done" : "To do",
    }, isDone ? "☑" : "☐"));
  }
}
