/**
 * Styles that come with a notebook: keeps only what is allowed, and confines it
 * to the output that brought it.
 *
 * Everything here is an allow-list. A style can neither load anything nor
 * cover the rest of the page.
 *
 * @module
 */

// @ts-types="@types/css-tree"
import * as csstree from "css-tree";

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

const COUNTERS = /^counter-/i;

function isAllowed(node: csstree.CssNode, clipped: boolean): boolean {
  if (node.type !== "Declaration") return false;
  const property = node.property.toLowerCase();
  return (LOOKS.test(property) || clipped && MOVES.test(property)) &&
    isSafe(node.value, property) && (clipped || !pullsOut(node)) &&
    !hidesCounter(node);
}

/** A longer sheet is refused. Above 2^24 characters css-tree's offsets would overflow. */
const LONGEST = 1_000_000;

/** The parser's tokens, which css-tree keeps from one parse to the next and then takes for the next one's. */
let kept: { offsetAndType: null };

const parser = csstree.fork({
  parseContext: {
    state(this: typeof kept) {
      kept = this;
      return { type: "Raw", value: "" };
    },
  },
} as never);
parser.parse("", { context: "state" });

function parse(css: string, context = "stylesheet"): csstree.CssNode {
  if (css.length > LONGEST) {
    throw new RangeError(
      `Cannot read a style sheet: need at most ${LONGEST} characters, got ${css.length}`,
    );
  }
  kept.offsetAndType = null;
  return parser.parse(css, { parseCustomProperty: true, context });
}

/** Text that can stand in a style element: no tag can begin in it. */
function write(ast: csstree.CssNode): string {
  return csstree.generate(ast).replaceAll(/<(?=[a-z/!?])/gi, "\\3c ");
}

/**
 * The allowed declarations of a style attribute.
 *
 * @param clipped whether the element lies in a frame that clips it
 */
export function cleanDeclarations(text: string, clipped: boolean): string {
  return settled(text, (css) => {
    const ast = parse(css, "declarationList") as csstree.DeclarationList;
    ast.children = ast.children.filter((node) => isAllowed(node, clipped));
    return write(ast);
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
    const ast = parse(css) as csstree.StyleSheet;
    cleanRules(ast);
    return write(ast);
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
function definedName(node: csstree.CssNode): string | undefined {
  if (node.type !== "Atrule" || node.prelude?.type !== "AtrulePrelude") return;
  const [name, ...others] = node.prelude.children.toArray();
  return DEFINITIONS.has(node.name.toLowerCase()) && !others.length &&
      name?.type === "Identifier"
    ? name.name
    : undefined;
}

/** The names of the classes in the sheet's selectors. */
export function classesIn(sheet: string): Set<string> {
  const names = new Set<string>();
  csstree.walk(parse(sheet), {
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
  return rename(parse(sheet), id, className);
}

/** Renames the ids at which declarations point (`url(#id)`). */
export function renameInDeclarations(
  text: string,
  id: (name: string) => string,
): string {
  return rename(parse(text, "declarationList"), id, (name) => name);
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
  return write(ast);
}

/** Counters get names that the page's own do not have. */
function renameCounters(node: csstree.CssNode, count = Infinity): void {
  if (!("children" in node)) return;
  node.children?.toArray().slice(0, count).forEach((part) => {
    if (part.type === "Identifier") part.name = `u-${part.name}`;
  });
}

/** Properties of the element itself, which clips what is in it: none that moves it or draws beyond its edge. */
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
 * their names begin with that class. Dark colours are for the screen only, as paper is white.
 */
export function scopeSheet(sheet: string, scope: string): string {
  const ast = parse(sheet);
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
  return write(ast).replaceAll(
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
