/**
 * Keeps only the parts of a notebook's HTML, SVG and MathML that a page may
 * hold, by an allow-list of elements, attributes and styles. What is kept can
 * run nothing and load nothing.
 *
 * @module
 */

import type { Element, ElementContent, Root } from "hast";
import { sanitize, type Schema } from "hast-util-sanitize";
import { emptyHugeSvgs } from "./bound_svg.ts";
import { cleanDeclarations, cleanSheet } from "./clean_css.ts";
import { elementsIn, isElement, ownText, parse, replaceIn } from "./hast.ts";

const words = (text: string) => text.trim().split(/\s+/);

/** No landmarks (main, nav, header, footer, aside): those are the page's own. */
const HTML_ELEMENTS = words(`
  a abbr address article b bdi bdo blockquote br caption center cite code col
  colgroup data dd del details dfn div dl dt em figcaption figure font h1 h2 h3
  h4 h5 h6 hgroup hr i img input ins kbd label li mark ol p pre q rp rt ruby s samp section
  small span strike strong style sub summary sup svg table tbody td tfoot th
  thead time tr tt u ul var wbr
`);

const SVG_ELEMENTS = words(`
  circle clipPath defs desc ellipse feBlend feColorMatrix feComponentTransfer
  feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap
  feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR
  feGaussianBlur feMerge feMergeNode feMorphology feOffset fePointLight
  feSpecularLighting feSpotLight feTile feTurbulence filter g image line
  linearGradient marker mask path pattern polygon polyline radialGradient rect
  stop style svg switch symbol text textPath title tspan use
`);

const MATH_ELEMENTS = words(`
  math menclose merror mfrac mi mmultiscripts mn mo mover mpadded mphantom
  mprescripts mroot mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd
  mtext mtr munder munderover none semantics
`);

/** Dropped with their contents. Any other element that is not listed is replaced by its contents. */
const STRIPPED = words(`
  annotation annotation-xml animate animateMotion animateTransform applet audio
  canvas embed foreignObject frameset head iframe metadata noembed noframes
  noscript object plaintext script select set template textarea video xmp
`);

/** Elements without which a reader misses something. */
const MISSED =
  /^(audio|canvas|embed|foreignObject|iframe|meter|object|progress|script|select|textarea|video)$/;

/** Attributes by their names in hast, for elements of one kind. */
function properties(tagName: string, attributes: string): string[] {
  const inside = tagName === "svg" || tagName === "math";
  const markup = words(attributes).map((name) => `${name}="1"`).join(" ");
  const tree = parse(
    inside
      ? `<${tagName}><x ${markup}></x></${tagName}>`
      : `<${tagName} ${markup}>`,
  );
  const outer = tree.children[0] as Element;
  return Object.keys(
    inside ? (outer.children[0] as Element).properties : outer.properties,
  );
}

const EVERYWHERE = properties(
  "div",
  "class style id title lang dir role aria-label aria-hidden aria-labelledby " +
    "aria-describedby",
);

const SVG_ATTRIBUTES = properties(
  "svg",
  `alignment-baseline amplitude azimuth baseFrequency baseline-shift bias
  clip-path clip-rule clipPathUnits color color-interpolation
  color-interpolation-filters cx cy d diffuseConstant direction display divisor
  dominant-baseline dx dy edgeMode elevation exponent fill fill-opacity
  fill-rule filter filterUnits flood-color flood-opacity font-family font-size
  font-stretch font-style font-variant font-weight fr fx fy gradientTransform
  gradientUnits height href in in2 intercept k1 k2 k3 k4 kernelMatrix
  lengthAdjust letter-spacing lighting-color limitingConeAngle marker-end
  marker-mid marker-start markerHeight markerUnits markerWidth mask
  maskContentUnits maskUnits mode numOctaves offset opacity operator order
  orient paint-order path pathLength patternContentUnits patternTransform
  patternUnits points pointsAtX pointsAtY pointsAtZ preserveAspectRatio
  primitiveUnits r radius refX refY result rotate rx ry scale seed
  shape-rendering slope spacing specularConstant specularExponent spreadMethod
  startOffset stdDeviation stitchTiles stop-color stop-opacity stroke
  stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin
  stroke-miterlimit stroke-opacity stroke-width surfaceScale tableValues
  targetX targetY text-anchor text-decoration text-rendering textLength
  transform transform-origin type values vector-effect viewBox visibility width
  word-spacing writing-mode x x1 x2 xChannelSelector xlink:href xml:space y y1
  y2 yChannelSelector z`,
);

const MATH_ATTRIBUTES = properties(
  "math",
  `accent accentunder columnalign columnlines columnspacing columnspan
  depth dir display displaystyle fence form frame height largeop linebreak
  linethickness lspace mathbackground mathcolor mathsize mathvariant maxsize
  minsize movablelimits notation rowalign rowlines rowspacing rowspan rspace
  scriptlevel separator stretchy symmetric voffset width`,
);

const SCHEMA: Schema = {
  tagNames: [...HTML_ELEMENTS, ...SVG_ELEMENTS, ...MATH_ELEMENTS],
  strip: STRIPPED,
  ancestors: {
    ...Object.fromEntries(
      words("caption col colgroup tbody td tfoot th thead tr").map((name) => [
        name,
        ["table"],
      ]),
    ),
    summary: ["details"],
    ...Object.fromEntries(
      SVG_ELEMENTS.filter((name) => !HTML_ELEMENTS.includes(name)).map((
        name,
      ) => [name, ["svg"]]),
    ),
    ...Object.fromEntries(
      MATH_ELEMENTS.slice(1).map((name) => [name, ["math"]]),
    ),
  },
  attributes: {
    "*": EVERYWHERE,
    a: properties("a", "href name"),
    img: properties("img", "src alt width height"),
    // A choice by which a style sheet may show something. Without a form it is sent nowhere.
    input: [["type", "radio", "checkbox"], "name", "checked"],
    label: properties("label", "for"),
    col: properties("col", "span width"),
    colgroup: properties("colgroup", "span"),
    data: ["value"],
    details: ["open"],
    del: properties("del", "datetime"),
    ins: properties("ins", "datetime"),
    li: ["value"],
    ol: ["start", "type", "reversed"],
    q: ["cite"],
    table: properties("table", "align width"),
    td: properties("td", "align valign colspan rowspan headers width"),
    th: properties(
      "th",
      "align valign colspan rowspan headers scope abbr width",
    ),
    time: properties("time", "datetime"),
    ...Object.fromEntries(
      SVG_ELEMENTS.map((name) => [name, SVG_ATTRIBUTES]),
    ),
    ...Object.fromEntries(
      MATH_ELEMENTS.map((name) => [name, MATH_ATTRIBUTES]),
    ),
  },
  protocols: {
    cite: ["http", "https"],
    href: ["http", "https", "mailto", "data"],
    src: ["http", "https", "data", "attachment"],
    xLinkHref: ["http", "https", "mailto", "data"],
  },
  clobber: [],
  required: {},
};

/** A data URI of an image of pixels, which can hold nothing else. */
export const PIXELS =
  /^data:image\/(png|jpe?g|gif|webp|avif|bmp);base64,[a-z\d+/\s]*={0,2}\s*$/i;

/**
 * Removes everything that could run, load something, cover the page or hold up
 * the reader's browser.
 *
 * @param tree a parsed fragment; it is changed
 * @param warn called with a message for each thing left out that a reader would miss
 */
export function clean(tree: Root, warn: (message: string) => void): Root {
  for (const { tagName } of elementsIn(tree, MISSED)) {
    warn(`a report holds no <${tagName}>: it was left out`);
  }
  cleanStyles(tree, false);
  const safe = sanitize(tree, SCHEMA);
  const root: Root = safe.type === "root"
    ? safe
    : { type: "root", children: [safe as ElementContent] };
  keepKinds(root, HTML_ELEMENTS);
  keepChoices(root);
  if (emptyHugeSvgs(root)) {
    warn("the references of an SVG stand for too many shapes: it was left out");
  }
  return root;
}

/** Removes all form controls except radio buttons, and check boxes for which there can be a label. */
function keepChoices(tree: Root): void {
  replaceIn(
    tree,
    "input",
    ({ properties: { type, id } }) =>
      type === "radio" || type === "checkbox" && id ? undefined : [],
  );
}

function cleanStyles(node: Root | Element, inSvg: boolean): void {
  if (isElement(node)) {
    const { properties } = node;
    if (typeof properties.style === "string") {
      const style = cleanDeclarations(properties.style, inSvg);
      if (style) properties.style = style;
      else delete properties.style;
    }
    if (node.tagName === "style") {
      node.children = [{ type: "text", value: cleanSheet(ownText(node)) }];
    }
    inSvg ||= node.tagName === "svg";
  }
  for (const child of node.children) {
    if (isElement(child)) cleanStyles(child, inSvg);
  }
}

/** Keeps HTML out of SVG and MathML, and the reverse: otherwise a browser would not read it as it was checked. */
function keepKinds(node: Root | Element, kind: string[]): void {
  node.children = (node.children as ElementContent[]).flatMap((child) => {
    if (!isElement(child)) return [child];
    const isText = kind === SVG_ELEMENTS && isElement(child, /^(title|desc)$/);
    keepKinds(
      child,
      isText
        ? []
        : child.tagName === "svg"
        ? SVG_ELEMENTS
        : child.tagName === "math"
        ? MATH_ELEMENTS
        : kind,
    );
    keepAddresses(child, kind === SVG_ELEMENTS);
    // Without its svg or math around them, elements would become others.
    if (kind === MATH_ELEMENTS && child.tagName === "svg") return [];
    const isRoot = kind === HTML_ELEMENTS && child.tagName === "math";
    return isRoot || kind.includes(child.tagName) ? [child] : child.children;
  });
}

/** Keeps addresses that load nothing. In an SVG they lead to a part of it, or are pixels. */
function keepAddresses({ tagName, properties }: Element, inSvg: boolean): void {
  for (const [name, value] of Object.entries(properties)) {
    const text = String(value);
    if (name === "href" || name === "xLinkHref") {
      const ok = !inSvg
        ? !/^\s*data:/i.test(text)
        : text.startsWith("#") || tagName === "image" && PIXELS.test(text);
      if (!ok) delete properties[name];
    } else if (inSvg && name !== "style" && name !== "ariaLabel") {
      if (/\\|url\(\s*["']?(?!#)/i.test(text)) delete properties[name];
    }
  }
}
