/**
 * Confines the styles that come with an output to that output.
 *
 * @module
 */

// @ts-types="@types/css-tree"
import * as csstree from "css-tree";
import { COUNTERS, definedName } from "./clean_css.ts";
import { parseCss, writeCss } from "./css_tree.ts";

/** The names of the classes in the sheet's selectors. */
export function classesIn(sheet: string): Set<string> {
  const names = new Set<string>();
  csstree.walk(parseCss(sheet), {
    visit: "ClassSelector",
    enter: ({ name }) => names.add(csstree.ident.decode(name)),
  });
  return names;
}

/** Renames the sheet's ids and classes as those of the elements were renamed. */
export function renameInSheet(
  sheet: string,
  id: (name: string) => string,
  className: (name: string) => string,
): string {
  return rename(parseCss(sheet), id, className);
}

/** Renames the ids at which declarations point (`url(#id)`). */
export function renameInDeclarations(
  text: string,
  id: (name: string) => string,
): string {
  return rename(parseCss(text, "declarationList"), id, (name) => name);
}

function rename(
  ast: csstree.CssNode,
  id: (name: string) => string,
  className: (name: string) => string,
): string {
  const { decode, encode } = csstree.ident;
  csstree.walk(ast, (node) => {
    if (node.type === "IdSelector") node.name = encode(id(decode(node.name)));
    if (node.type === "ClassSelector") {
      node.name = encode(className(decode(node.name)));
    }
    if (node.type === "Url") node.value = `#${id(node.value.slice(1))}`;
    if (node.type === "Declaration" && COUNTERS.test(node.property)) {
      renameCounters(node.value);
    }
    if (node.type === "Function" && /^counters?$/i.test(node.name)) {
      renameCounters(node, 1);
    }
  });
  return writeCss(ast);
}

/** Counters get names that the page's own do not have. */
function renameCounters(node: csstree.CssNode, count = Infinity): void {
  if (!("children" in node)) return;
  node.children?.toArray().slice(0, count).forEach((part) => {
    if (part.type === "Identifier") part.name = `u-${part.name}`;
  });
}

/** Properties that a sheet may set on the output's own element, which clips what is in it: none moves it or draws beyond its edge. */
const OWN = new RegExp(
  "^(--.+|background(-.+)?|color(-scheme)?|counter-.+|cursor|font(-.+)?" +
    "|forced-color-adjust|letter-spacing|line-height|list-style(-.+)?" +
    "|print-color-adjust|quotes|tab-size|text-.+|white-space|word-.+)$",
  "i",
);

/**
 * Keeps a sheet to the inside of one element: every selector gets the
 * element's class before it, and `:root`, `html` and `body` mean the element.
 * Properties and counter styles that it defines hold in the whole document, so
 * their names begin with that class. Dark colours apply on the screen only, as paper is white.
 */
export function scopeSheet(sheet: string, scope: string): string {
  const ast = parseCss(sheet);
  renameDefined(ast, scope);
  csstree.walk(ast, {
    visit: "Rule",
    // A rule without a selector would be an error.
    leave({ prelude, block }, item, list) {
      if (prelude.type !== "SelectorList") return;
      let isOwn = false;
      prelude.children = prelude.children.filter((selector) => {
        if (selector.type !== "Selector") return false;
        const parts = scopeSelector(selector.children.toArray(), scope);
        if (!parts) return false;
        isOwn ||= !parts.some(({ type }) => type === "Combinator");
        selector.children.fromArray(parts);
        return true;
      });
      if (isOwn) {
        block.children = block.children.filter((node) =>
          node.type === "Declaration" && OWN.test(node.property)
        );
      }
      if (prelude.children.isEmpty || block.children.isEmpty) list.remove(item);
    },
  });
  return writeCss(ast).replaceAll(
    /@media ?(?=\(prefers-color-scheme:dark\))/g,
    "@media screen and ",
  );
}

function renameDefined(ast: csstree.CssNode, scope: string): void {
  const names = new Map<string, string>();
  csstree.walk(ast, (node) => {
    const name = definedName(node);
    if (name !== undefined) {
      names.set(name, name.replace(/^(--)?/, `$1${scope}-`));
    }
  });
  const rename = (name: string) => names.get(name) ?? name;
  csstree.walk(ast, (node) => {
    if (node.type === "Identifier") node.name = rename(node.name);
    if (node.type === "Declaration") node.property = rename(node.property);
  });
}

function isRoot({ type, ...node }: csstree.CssNode): boolean {
  const name = "name" in node ? String(node.name) : "";
  return type === "PseudoClassSelector" && /^(root|host)$/i.test(name) ||
    type === "TypeSelector" && /^(html|body)$/i.test(name);
}

/** The selector within the scope, or undefined where it would reach outside. */
function scopeSelector(
  parts: csstree.CssNode[],
  scope: string,
): csstree.CssNode[] | undefined {
  if (parts.some(({ type }) => type === "NestingSelector")) return undefined;
  const own: csstree.CssNode = { type: "ClassSelector", name: scope };
  let join: csstree.CssNode = { type: "Combinator", name: " " };
  let rest = parts;
  while (true) {
    const at = rest.findIndex(({ type }) => type === "Combinator");
    const end = at < 0 ? rest.length : at;
    const compound = rest.slice(0, end);
    if (end === 0) return undefined;
    if (!compound.some(isRoot)) return [own, join, ...rest];
    const others = compound.filter((part) => !isRoot(part));
    if (others[0]?.type === "TypeSelector") {
      return [own, join, ...others, ...rest.slice(end)];
    }
    if (end === rest.length) return [own, ...others];
    join = rest[end];
    // A sibling of the root lies outside.
    if (join.type !== "Combinator" || !/^[ >]$/.test(join.name)) {
      return undefined;
    }
    if (others.length) return [own, ...others, ...rest.slice(end)];
    rest = rest.slice(end + 1);
  }
}
