/**
 * Keeps of the styles that come with a notebook only what is allowed. A style
 * can neither load anything nor cover the rest of the page.
 *
 * @module
 */

// @ts-types="@types/css-tree"
import * as csstree from "css-tree";
import { parseCss, writeCss } from "./css_tree.ts";

/** Properties that change an element's looks but not its place. */
const LOOKS = new RegExp(
  "^(--[\\w-]+|align-(content|items|self)|alignment-baseline|aspect-ratio" +
    "|background(-(clip|color|image|origin|position|repeat|size))?" +
    "|baseline-shift|border(-[a-z-]+)?|box-(shadow|sizing)|caption-side|clear" +
    "|(row-|column-)?gap|clip-(path|rule)|color(-scheme)?|column-(count|width)" +
    "|content|counter-(increment|reset)|cursor|display|dominant-baseline" +
    "|empty-cells|fill(-(opacity|rule))?|filter|flex(-[a-z]+)?|float|flood-[a-z]+" +
    "|font(-[a-z-]+)?|forced-color-adjust|grid(-[a-z-]+)?|(max-|min-)?(height|width|block-size" +
    "|inline-size)|justify-[a-z]+|letter-spacing|lighting-color|line-height" +
    "|list-style(-[a-z]+)?|margin(-[a-z-]+)?|marker(-[a-z]+)?|mask(-type)?" +
    "|math-(depth|shift|style)|mix-blend-mode|object-(fit|position)|opacity" +
    "|appearance|print-color-adjust|order|outline(-[a-z]+)?" +
    "|overflow(-[a-z]+)?|padding(-[a-z-]+)?" +
    "|paint-order|place-[a-z]+|quotes|shape-rendering|stop-(color|opacity)" +
    "|stroke(-[a-z]+)?|tab-size|table-layout|text-(align(-last)?|anchor" +
    "|decoration(-[a-z]+)?|indent|overflow|rendering|shadow|transform" +
    "|underline-offset|wrap)|unicode-bidi|vector-effect|vertical-align" +
    "|visibility|white-space|word-(break|spacing)|word-wrap|writing-mode)$",
);

/** Properties that move an element: allowed only where the output's box or an SVG's frame clips it. */
const MOVES = /^(transform(-(box|origin))?|translate|rotate|scale)$/;

/** Functions that compute a value; none of them loads anything. */
const FUNCTIONS = new RegExp(
  "^(abs|blur|brightness|calc|circle|clamp|color|color-mix|contrast" +
    "|conic-gradient|counter|cubic-bezier|drop-shadow|ellipse|exp|fit-content" +
    "|grayscale|hsla?|hue-rotate|hwb|inset|invert|lab|lch|light-dark" +
    "|linear-gradient|log|matrix(3d)?|max|min|minmax|oklab|oklch|opacity|path" +
    "|polygon|radial-gradient|repeat|repeating-(conic|linear|radial)-gradient" +
    "|rgba?|rotate[xyz]?|round|saturate|scale[xyz]?|sepia|sign|skew[xy]?" +
    "|translate[xyz]?|var)$",
  "i",
);

/** Properties in which url(#id) means a part of the document. In all others a browser asks for the page itself. */
const REFERENCES = /^(clip-path|fill|filter|marker(-[a-z]+)?|mask|stroke)$/i;

/** Whether the value loads nothing: functions from the list, addresses within the document. */
function isSafe(value: csstree.CssNode, property = ""): boolean {
  return csstree.find(value, (node) =>
    node.type === "Raw" ||
    node.type === "Url" &&
      !(node.value.startsWith("#") && REFERENCES.test(property)) ||
    node.type === "Function" && !FUNCTIONS.test(node.name)) === null;
}

/** Whether a margin is, or may be, negative: it would pull the element over its neighbours. */
function pullsOut({ property, value }: csstree.Declaration): boolean {
  return /^margin/.test(property) &&
    csstree.find(
        value,
        (node) =>
          /^(Number|Dimension|Percentage)$/.test(node.type) &&
            "value" in node && String(node.value).startsWith("-") ||
          node.type === "Function",
      ) !== null;
}

/** Whether a variable could put in the name of a counter, which is not renamed there. */
function hidesCounter({ property, value }: csstree.Declaration): boolean {
  return COUNTERS.test(property) && value.type === "Value" &&
    value.children.some((part) =>
      part.type === "Function" && /^var$/i.test(part.name)
    );
}

/** Properties whose values begin with the name of a counter. */
export const COUNTERS = /^counter-/i;

function isAllowed(node: csstree.CssNode, clipped: boolean): boolean {
  if (node.type !== "Declaration") return false;
  const property = node.property.toLowerCase();
  return (LOOKS.test(property) || clipped && MOVES.test(property)) &&
    isSafe(node.value, property) && (clipped || !pullsOut(node)) &&
    !hidesCounter(node);
}

/**
 * The allowed declarations of a style attribute.
 *
 * @param clipped whether the element lies in a frame that clips it
 */
export function cleanDeclarations(text: string, clipped: boolean): string {
  return settled(text, (css) => {
    const ast = parseCss(css, "declarationList") as csstree.DeclarationList;
    ast.children = ast.children.filter((node) => isAllowed(node, clipped));
    return writeCss(ast);
  });
}

/** Cleans until nothing changes any more. A text that keeps changing is not what it seems, and nothing of it stays. */
function settled(text: string, clean: (css: string) => string): string {
  for (let turn = 0; turn < 4; turn++) {
    const cleaned = clean(text);
    if (cleaned === text) return text;
    text = cleaned;
  }
  return "";
}

/** What the two at-rules that define a name may say. */
const DEFINITIONS = new Map([
  ["property", /^(syntax|inherits|initial-value)$/],
  [
    "counter-style",
    /^(system|symbols|additive-symbols|negative|prefix|suffix|range|pad|fallback)$/,
  ],
]);

/** The allowed rules of a style sheet, and of its at-rules those that choose, @media and @supports, or define a name. */
export function cleanSheet(text: string): string {
  return settled(text, (css) => {
    const ast = parseCss(css) as csstree.StyleSheet;
    cleanRules(ast);
    return writeCss(ast);
  });
}

function cleanRules(block: csstree.StyleSheet | csstree.Block): void {
  block.children = block.children.filter((node) => {
    switch (node.type) {
      case "Rule":
        node.block.children = node.block.children.filter((inner) =>
          isAllowed(inner, true)
        );
        return node.prelude.type === "SelectorList" &&
          !node.block.children.isEmpty;
      case "Atrule": {
        if (!node.block || !node.prelude || !isSafe(node.prelude)) return false;
        const defines = DEFINITIONS.get(node.name.toLowerCase());
        if (defines) {
          if (definedName(node) === undefined) return false;
          node.block.children = node.block.children.filter((inner) =>
            inner.type === "Declaration" && defines.test(inner.property) &&
            isSafe(inner.value)
          );
        } else if (/^(media|supports)$/i.test(node.name)) {
          cleanRules(node.block);
        } else return false;
        return !node.block.children.isEmpty;
      }
      default:
        return isAllowed(node, true);
    }
  });
}

/** The name that an at-rule defines for the whole document, if it does. */
export function definedName(node: csstree.CssNode): string | undefined {
  if (node.type !== "Atrule" || node.prelude?.type !== "AtrulePrelude") return;
  const [name, ...others] = node.prelude.children.toArray();
  return DEFINITIONS.has(node.name.toLowerCase()) && !others.length &&
      name?.type === "Identifier"
    ? name.name
    : undefined;
}
