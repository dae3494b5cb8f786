/**
 * Writes the numbers of an SVG at the precision that a screen shows.
 *
 * @module
 */

import type { Element } from "hast";
import { SKIP, visit } from "./visit.ts";
import { roundNumbers } from "../svg/mod.ts";
import { elementsIn } from "./hast.ts";

/** Attributes that hold one length. */
const LENGTHS = /^(x|y|[xy][12]|dx|dy|cx|cy|r|rx|ry|width|height)$/;

/** Attributes that hold many numbers. */
const LISTS = /^(d|points|transform)$/;

/** Elements inside which a unit may be many pixels. */
const OWN_UNIT =
  /^(clipPath|filter|linearGradient|marker|mask|pattern|radialGradient|symbol)$/;

/** Two numbers without a space between them, as in `1-2`, `.5.5` and `01`: rounded, they could become one. */
const TOUCHING = /\d-|\.\d*\.|(?<![\d.])0\d/;

/** Steps of a path, which lead from the place before: their errors would add up. */
const STEPS = /[achlmqstv]/;

/** Rounds places and lengths, unless something in the drawing is magnified. */
export function roundSvg(svg: Element): void {
  if (isMagnified(svg)) return;
  visit(svg, "element", ({ tagName, properties }) => {
    if (OWN_UNIT.test(tagName)) return SKIP;
    for (const [name, value] of Object.entries(properties)) {
      const text = String(value);
      const isLength = LENGTHS.test(name) && Number.isFinite(Number(text));
      const isList = LISTS.test(name) && !TOUCHING.test(text) &&
        !(name === "d" && STEPS.test(text));
      if (isLength || isList) properties[name] = roundNumbers(text);
    }
  });
}

function isMagnified(svg: Element): boolean {
  const { viewBox, width } = svg.properties;
  const unitsAcross = Number(String(viewBox ?? "").trim().split(/[\s,]+/)[2]);
  // NaN, too, as of a width in percent: the drawing may be any size.
  return viewBox !== undefined && !(Number(width) <= unitsAcross) ||
    elementsIn(svg).some((node) => {
      const { transform, viewBox } = node.properties;
      return /scale|matrix|skew/i.test(String(transform ?? "")) ||
        node !== svg && viewBox !== undefined;
    });
}
