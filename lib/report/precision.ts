/**
 * Numbers of an SVG at the precision that a screen shows.
 *
 * @module
 */

import type { Element } from "hast";
import { SKIP, visit } from "unist-util-visit";

/** A hundredth of a pixel is seen by nobody, on no screen. */
const DECIMALS = 2;

/** Attributes that are one length, and those that are many. */
const LENGTHS = /^(x|y|[xy][12]|dx|dy|cx|cy|r|rx|ry|width|height)$/;
const LISTS = /^(d|points|transform)$/;

/** What has a measure of its own, of which nothing is known here. */
const OWN_MEASURE =
  /^(clipPath|filter|linearGradient|marker|mask|pattern|radialGradient|symbol)$/;

/** A number with decimals, but none that another follows without a space: `1.5.5` is two. */
const NUMBER = /-?(?<![\d.])(?:0|[1-9]\d*)?\.\d+(?:e[-+]?\d+)?(?![\d.])/gi;

/**
 * Rounds the places and lengths in an SVG. One in which something is scaled,
 * and a path of relative steps, in which errors would add up, stay as they are.
 * A long line is written in steps.
 */
export function roundGeometry(svg: Element): void {
  let isScaled = false;
  visit(svg, "element", ({ properties: { transform } }) => {
    isScaled ||= /scale|matrix|skew/i.test(String(transform ?? ""));
  });
  const decimals = DECIMALS +
    Math.max(0, Math.ceil(Math.log10(magnified(svg))));
  if (isScaled || !(decimals <= 8)) return;
  const round = (number: string) => {
    const short = String(Number(Number(number).toFixed(decimals)) + 0); // No -0.
    return short.length < number.length ? short : number;
  };
  visit(svg, "element", ({ tagName, properties }) => {
    if (OWN_MEASURE.test(tagName)) return SKIP;
    for (const [name, value] of Object.entries(properties)) {
      if (LENGTHS.test(name) && /^-?[\d.]+(e[-+]?\d+)?$/i.test(String(value))) {
        properties[name] = round(String(value));
      } else if (LISTS.test(name) && typeof value === "string") {
        const isRelative = name === "d" && /[achlmqstv]/.test(value);
        if (isRelative) continue;
        const rounded = value.replaceAll(NUMBER, round);
        properties[name] = name === "d" ? inSteps(rounded, decimals) : rounded;
      }
    }
  });
}

/** A line through many places: its start and its steps. */
const LINE = /^M(-?[\d.]+),(-?[\d.]+)((?:L-?[\d.]+,-?[\d.]+){8,})$/;

/**
 * A long line in steps, which are shorter than places. Each is the difference
 * of two rounded places, so no error adds up.
 */
function inSteps(path: string, decimals: number): string {
  const line = LINE.exec(path);
  if (!line) return path;
  const unit = 10 ** decimals;
  const places = path.slice(1).split("L").map((place) =>
    place.split(",").map((number) => Math.round(Number(number) * unit))
  );
  let steps = "";
  for (const [i, place] of places.slice(1).entries()) {
    for (const [axis, value] of place.entries()) {
      const step = String((value - places[i][axis]) / unit)
        .replace(/^(-?)0\./, "$1.");
      const meets = /\.\d*$/.test(steps) ? /^[.-]/ : /^-/;
      steps += steps && !meets.test(step) ? ` ${step}` : step;
    }
  }
  return `M${line[1]},${line[2]}l${steps}`;
}

/** How many pixels, at most, a unit of the drawing is wide. */
function magnified({ properties }: Element): number {
  const box = String(properties.viewBox ?? "").trim().split(/[\s,]+/)
    .map(Number);
  const width = Number.parseFloat(String(properties.width ?? ""));
  if (box.length !== 4 || !(box[2] > 0)) return 1;
  const isRelative = String(properties.width ?? "%").endsWith("%");
  return (isRelative ? 1000 : width) / box[2];
}
