/**
 * The page's own style sheet: the rules of style.css that the page can use.
 *
 * @module
 */

// @ts-types="@types/css-tree"
import * as csstree from "css-tree";
import type { Element } from "hast";
import { THEMES } from "./colors.ts";
import { classes, elementsIn } from "./hast.ts";
import css from "./style.css" with { type: "text" };

/** The whole sheet with the colours of both themes, without comments. */
export const SHEET: string = css
  .replaceAll(/\/\*.*?\*\//gs, "")
  .replace("@terminal-colors;", terminalColors)
  .replaceAll(
    /--palette: (\w+);/g,
    (_, theme) =>
      Object.entries(THEMES[theme as keyof typeof THEMES])
        .map(([name, color]) => `--${name}: ${color};`).join(" "),
  );

/** Rules for the 16 colours of terminals, of which the bright ones look like the others. A ground is the same in both themes. */
function terminalColors(): string {
  const { red, green, blue, magenta, cyan, ink } = THEMES.light;
  const names = ["red", "green", "yellow", "blue", "magenta", "cyan"];
  const inks = { black: "muted", white: "ink" };
  const dark = { red, green, blue, magenta, cyan, black: ink };
  const pale = { white: "#e4e4e4", yellow: "#f2d675" };
  const rule = (part: string, css: string) =>
    `.ansi-${part}, .ansi-bright-${part} { ${css} }`;
  return [
    ...[...Object.entries(inks), ...names.map((name) => [name, name])]
      .map(([name, ink]) => rule(`${name}-fg`, `color: var(--${ink})`)),
    ...Object.entries(dark).map(([name, ground]) =>
      rule(`${name}-bg`, `background: ${ground}; color: #fff`)
    ),
    ...Object.entries(pale).map(([name, ground]) =>
      rule(`${name}-bg`, `background: ${ground}; color: ${ink}`)
    ),
  ].join("\n");
}

/** Writes a part of the sheet for a page on which these elements and `.classes` are present. */
type Writer = (present: Set<string>) => string;

/** Parsed once: a process makes many pages. */
const writeSheet = writer(csstree.parse(SHEET));

/**
 * The page's rules as compact CSS. A rule is left out only if it asks for an
 * element or a class that the page does not have.
 */
export function pageStyles(body: Element[]): string {
  const present = new Set(["html", "body"]);
  for (const node of body.flatMap((part) => elementsIn(part))) {
    present.add(node.tagName.toLowerCase());
    for (const name of classes(node)) present.add(`.${name}`);
  }
  return writeSheet(present);
}

function writer(node: csstree.CssNode): Writer {
  const css = csstree.generate(node);
  if (node.type === "StyleSheet") return writerOfAll(node.children);
  if (node.type === "Rule" && node.prelude.type === "SelectorList") {
    const block = csstree.generate(node.block);
    const selectors = node.prelude.children.toArray()
      .map((selector) => ({ selector, css: csstree.generate(selector) }));
    return (present) => {
      const some = selectors
        .filter(({ selector }) => canMatch(selector, present))
        .map(({ css }) => css).join(",");
      return some && some + block;
    };
  }
  if (node.type === "Atrule" && node.block?.children.first?.type === "Rule") {
    const head = css.slice(0, css.indexOf("{"));
    const writeRules = writerOfAll(node.block.children);
    return (present) => {
      const rules = writeRules(present);
      return rules && `${head}{${rules}}`;
    };
  }
  return () => css;
}

function writerOfAll(nodes: csstree.List<csstree.CssNode>): Writer {
  const writers = nodes.toArray().map(writer);
  return (present) => writers.map((write) => write(present)).join("");
}

/** Whether everything that a selector asks for is present. */
function canMatch(selector: csstree.CssNode, present: Set<string>): boolean {
  if (selector.type !== "Selector") return true;
  return selector.children.toArray().every((part) => {
    switch (part.type) {
      case "TypeSelector":
        return part.name === "*" || present.has(part.name.toLowerCase());
      case "ClassSelector":
        return present.has(`.${part.name}`);
      case "PseudoClassSelector": {
        const list = part.children?.first;
        return !/^(is|where|has)$/.test(part.name) ||
          list?.type !== "SelectorList" ||
          list.children.some((inner) => canMatch(inner, present));
      }
      default:
        return true;
    }
  });
}
