/**
 * Styles that come with a notebook: what is allowed of them, and how they are
 * kept to the output that brought them.
 *
 * Everything here is an allow-list. A style can neither load anything nor be
 * laid over the rest of the page.
 *
 * @module
 */

import * as csstree from "css-tree";

/** A node of css-tree's syntax tree, as far as it is looked at here. */
interface Node {
  type: string;
  name: string;
  value: string;
  property: string;
  prelude: Node | null;
  block: Node | null;
  children: { toArray(): Node[]; fromArray(nodes: Node[]): void } | null;
}

/** Properties that change how a thing looks and not where it is laid. */
const LOOKS = new RegExp(
  "^(--[\\w-]+|align-(content|items|self)|alignment-baseline|aspect-ratio" +
    "|background(-(clip|color|image|origin|position|repeat|size))?" +
    "|baseline-shift|border(-[a-z-]+)?|box-(shadow|sizing)|caption-side|clear" +
    "|(row-|column-)?gap|clip-(path|rule)|color(-scheme)?|column-(count|width)" +
    "|content|counter-(increment|reset)|cursor|display|dominant-baseline" +
    "|empty-cells|fill(-(opacity|rule))?|filter|flex(-[a-z]+)?|float|flood-[a-z]+" +
    "|font(-[a-z-]+)?|grid(-[a-z-]+)?|(max-|min-)?(height|width|block-size" +
    "|inline-size)|justify-[a-z]+|letter-spacing|lighting-color|line-height" +
    "|list-style(-[a-z]+)?|margin(-[a-z-]+)?|marker(-[a-z]+)?|mask(-type)?" +
    "|math-(depth|shift|style)|mix-blend-mode|object-(fit|position)|opacity" +
    "|appearance|print-color-adjust|order|outline(-[a-z]+)?|overflow(-[a-z]+)?|padding(-[a-z-]+)?" +
    "|paint-order|place-[a-z]+|quotes|shape-rendering|stop-(color|opacity)" +
    "|stroke(-[a-z]+)?|tab-size|table-layout|text-(align(-last)?|anchor" +
    "|decoration(-[a-z]+)?|indent|overflow|rendering|shadow|transform" +
    "|underline-offset|wrap)|unicode-bidi|vector-effect|vertical-align" +
    "|visibility|white-space|word-(break|spacing)|word-wrap|writing-mode)$",
);

/** Properties that move a thing: only where the output's box or an SVG's own frame clips it. */
const MOVES = /^(transform(-(box|origin))?|translate|rotate|scale)$/;

/** Functions that compute; none of these loads anything. */
const FUNCTIONS = new RegExp(
  "^(abs|blur|brightness|calc|circle|clamp|color|color-mix|contrast" +
    "|conic-gradient|counter|cubic-bezier|drop-shadow|ellipse|fit-content" +
    "|grayscale|hsla?|hue-rotate|hwb|inset|invert|lab|lch|light-dark" +
    "|linear-gradient|matrix(3d)?|max|min|minmax|oklab|oklch|opacity|path" +
    "|polygon|radial-gradient|repeat|repeating-(conic|linear|radial)-gradient" +
    "|rgba?|rotate[xyz]?|round|saturate|scale[xyz]?|sepia|skew[xy]?" +
    "|translate[xyz]?|var)$",
  "i",
);

/** Whether the value loads nothing: functions from the list, addresses within the document. */
function isSafeValue(value: Node): boolean {
  return csstree.find(value, (node: Node) =>
    node.type === "Raw" ||
    node.type === "Url" && !node.value.startsWith("#") ||
    node.type === "Function" && !FUNCTIONS.test(node.name)) === null;
}

/** A negative margin pulls a thing over its neighbours. */
function pullsOut(declaration: Node, value: Node): boolean {
  return /^margin/.test(declaration.property) &&
    csstree.find(
        value,
        (node: Node) =>
          /^(Number|Dimension|Percentage)$/.test(node.type) &&
            node.value.startsWith("-") || node.type === "Function",
      ) !== null;
}

function isAllowed(declaration: Node, clipped: boolean): boolean {
  const property = declaration.property.toLowerCase();
  const value = declaration.value as unknown as Node;
  if (!LOOKS.test(property) && !(clipped && MOVES.test(property))) return false;
  if (!isSafeValue(value)) return false;
  return clipped || !pullsOut(declaration, value);
}

const PARSING = { parseCustomProperty: true, positions: false };

/** As text that can stand in a style element: no tag can begin in it. */
function write(ast: Node): string {
  return csstree.generate(ast).replaceAll(/<(?=[a-z/!?])/gi, "\\3c ");
}

/**
 * A style attribute's declarations, those allowed.
 *
 * @param clipped whether the element lies in a frame that clips it
 */
export function cleanDeclarations(text: string, clipped: boolean): string {
  const ast = csstree.parse(text, { ...PARSING, context: "declarationList" });
  ast.children.forEach((node: Node, item: unknown, list: Removing) => {
    if (node.type !== "Declaration" || !isAllowed(node, clipped)) {
      list.remove(item);
    }
  });
  return write(ast);
}

interface Removing {
  remove(item: unknown): void;
}

/** A style sheet's rules, those allowed; of the at-rules only @media and @supports. */
export function cleanSheet(text: string): string {
  const ast = csstree.parse(text, PARSING);
  cleanBlock(ast);
  return write(ast);
}

function cleanBlock(block: Node): void {
  const kept = block.children!.toArray().filter((node) => {
    if (node.type === "Declaration") return isAllowed(node, true);
    if (node.type === "Atrule") {
      if (!/^(media|supports)$/i.test(node.name)) return false;
      if (!node.block || !node.prelude || !isSafeValue(node.prelude)) {
        return false;
      }
      cleanBlock(node.block);
      return node.block.children!.toArray().length > 0;
    }
    if (node.type !== "Rule" || node.prelude?.type !== "SelectorList") {
      return false;
    }
    node.block!.children!.fromArray(
      node.block!.children!.toArray().filter((inner) =>
        inner.type === "Declaration" && isAllowed(inner, true)
      ),
    );
    return node.block!.children!.toArray().length > 0;
  });
  block.children!.fromArray(kept);
}

/** The names of classes that the sheet's selectors speak of. */
export function classesIn(sheet: string): Set<string> {
  const names = new Set<string>();
  csstree.walk(csstree.parse(sheet, PARSING), (node: Node) => {
    if (node.type === "ClassSelector") {
      names.add(csstree.ident.decode(node.name));
    }
  });
  return names;
}

/** Gives the sheet's ids and classes other names, as the elements got them. */
export function renameInSheet(
  sheet: string,
  id: (name: string) => string,
  className: (name: string) => string,
): string {
  const ast = csstree.parse(sheet, PARSING);
  rename(ast, id, className);
  return write(ast);
}

/** Gives the ids that declarations point at (`url(#id)`) other names. */
export function renameInDeclarations(
  text: string,
  id: (name: string) => string,
): string {
  const ast = csstree.parse(text, { ...PARSING, context: "declarationList" });
  rename(ast, id, (name) => name);
  return write(ast);
}

function rename(
  ast: Node,
  id: (name: string) => string,
  className: (name: string) => string,
): void {
  csstree.walk(ast, (node: Node) => {
    const { decode, encode } = csstree.ident;
    if (node.type === "IdSelector") node.name = encode(id(decode(node.name)));
    if (node.type === "ClassSelector") {
      node.name = encode(className(decode(node.name)));
    }
    if (node.type === "Url") node.value = `#${id(node.value.slice(1))}`;
  });
}

/**
 * Keeps a sheet to the inside of one element: every selector gets the
 * element's class before it, and `:root`, `html` and `body` mean the element.
 * Dark colours stay on the screen, for paper is white.
 */
export function scopeSheet(sheet: string, scope: string): string {
  const ast = csstree.parse(sheet, PARSING);
  csstree.walk(ast, (node: Node) => {
    if (node.type !== "Rule") return;
    const selectors = node.prelude!.children!.toArray().filter((selector) => {
      const parts = scopeSelector(selector.children!.toArray(), scope);
      if (parts) selector.children!.fromArray(parts);
      return parts !== undefined;
    });
    node.prelude!.children!.fromArray(selectors);
  });
  // A rule that lost all its selectors would be an error that ends nothing else.
  csstree.walk(ast, (node: Node, item: unknown, list: Removing) => {
    if (
      node.type === "Rule" && node.prelude!.children!.toArray().length === 0
    ) {
      list.remove(item);
    }
  });
  return write(ast).replaceAll(
    /@media ?(?=\(prefers-color-scheme:dark\))/g,
    "@media screen and ",
  );
}

function isRoot(node: Node): boolean {
  return node.type === "PseudoClassSelector" &&
      /^(root|host)$/i.test(node.name) ||
    node.type === "TypeSelector" && /^(html|body)$/i.test(node.name);
}

function scopeSelector(parts: Node[], scope: string): Node[] | undefined {
  const own = { type: "ClassSelector", name: scope } as Node;
  let join = { type: "Combinator", name: " " } as Node;
  let rest = parts;
  while (true) {
    const at = rest.findIndex((part) => part.type === "Combinator");
    const end = at < 0 ? rest.length : at;
    const compound = rest.slice(0, end);
    if (end === 0 || rest.some((part) => part.type === "NestingSelector")) {
      return undefined;
    }
    if (!compound.some(isRoot)) return [own, join, ...rest];
    const others = compound.filter((part) => !isRoot(part));
    if (others[0]?.type === "TypeSelector") {
      return [own, join, ...others, ...rest.slice(end)];
    }
    if (end === rest.length) return [own, ...others];
    // A sibling of the root lies outside.
    if (!/^[ >]$/.test(rest[end].name)) return undefined;
    if (others.length) return [own, ...others, ...rest.slice(end)];
    join = rest[end];
    rest = rest.slice(end + 1);
  }
}
