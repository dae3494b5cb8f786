/**
 * The triangle of distributions: each of its points is a distribution over three
 * classes. Its corners are certainty, its middle is uniform.
 *
 * @module
 */

import * as Plot from "@observablehq/plot";
import { CONTENT } from "./compose.ts";
import { label } from "./label.ts";
import { classColor, colors } from "./palette.ts";

/** The height of a triangle with side 1. */
const HEIGHT = Math.sqrt(3) / 2;

/** A point of the plane: the triangle's base is from (0, 0) to (1, 0). */
export interface Point {
  x: number;
  y: number;
}

/** The corner of each class: right, top, left. */
const CORNERS: Point[] = [
  { x: 1, y: 0 },
  { x: 0.5, y: HEIGHT },
  { x: 0, y: 0 },
];

/** The point of a distribution over three classes: the weighted mean of the corners. */
export function place(p: ArrayLike<number>): Point {
  return {
    x: CORNERS.reduce((sum, corner, i) => sum + p[i] * corner.x, 0),
    y: CORNERS.reduce((sum, corner, i) => sum + p[i] * corner.y, 0),
  };
}

const MARGIN = { top: 30, side: 78, bottom: 30 };

/** Options of a plot with the triangle: one scale for both directions, no axes. */
export const trianglePlot = {
  marginTop: MARGIN.top,
  marginBottom: MARGIN.bottom,
  marginLeft: MARGIN.side,
  marginRight: MARGIN.side,
  height: Math.round((CONTENT.width + 6 - 2 * MARGIN.side) * HEIGHT) +
    MARGIN.top + MARGIN.bottom,
  x: { axis: null, domain: [0, 1] },
  y: { axis: null, domain: [0, HEIGHT] },
};

/**
 * The triangle with its corners named. The region where a class is the most
 * likely has the colour of that class.
 */
export function triangleMarks(names: string[]): Plot.Markish[] {
  const middleOf = (classes: number[]) =>
    place(names.map((_, i) => classes.includes(i) ? 1 / classes.length : 0));
  const regions = [[0, 1, 2], [1, 0, 2], [2, 0, 1]].flatMap(([index, j, k]) =>
    [[index], [index, j], [index, j, k], [index, k]]
      .map((classes) => ({ ...middleOf(classes), index }))
  );
  const corners = CORNERS.map((corner, index) => ({
    ...corner,
    index,
    text: `certain: ${names[index]}`,
  }));
  const at = { x: "x", y: "y" };
  return [
    Plot.line(regions, {
      ...at,
      z: "index",
      curve: "linear-closed",
      fill: (d) => classColor(d.index),
      fillOpacity: 0.13,
      stroke: colors.paper,
      strokeWidth: 2,
    }),
    Plot.line(CORNERS, {
      ...at,
      curve: "linear-closed",
      stroke: colors.muted,
    }),
    Plot.dot(corners, { ...at, r: 7, fill: (d) => classColor(d.index) }),
    corners.map((corner) =>
      label([corner], {
        ...at,
        text: "text",
        dy: corner.y > 0 ? -18 : 22,
        fontWeight: 700,
      })
    ),
  ];
}
