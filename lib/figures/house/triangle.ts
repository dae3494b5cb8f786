/**
 * The triangle of distributions: every distribution over three classes is a
 * point of it, its corners are certainty, its middle is uniform.
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
const CORNERS: Point[] = [{ x: 1, y: 0 }, { x: 0.5, y: HEIGHT }, {
  x: 0,
  y: 0,
}];

/** Where a distribution over three classes lies: its corners' weighted mean. */
export function place(p: ArrayLike<number>): Point {
  return {
    x: CORNERS.reduce((sum, corner, i) => sum + p[i] * corner.x, 0),
    y: CORNERS.reduce((sum, corner, i) => sum + p[i] * corner.y, 0),
  };
}

const MARGIN = { top: 30, side: 78, bottom: 30 };

/** Options of a plot of the triangle: one scale for both directions, no axes. */
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
 * The triangle with its corners named, and in the colour of each class the
 * region where that class is the most likely.
 */
export function triangleMarks(names: string[]): Plot.Markish[] {
  const middle = place([1, 1, 1].map((n) => n / 3));
  const regions = CORNERS.flatMap((corner, index) => {
    const halfway = CORNERS.filter((other) => other !== corner).map((
      other,
    ) => ({ x: (corner.x + other.x) / 2, y: (corner.y + other.y) / 2 }));
    return [corner, halfway[0], middle, halfway[1]]
      .map((point) => ({ ...point, index }));
  });
  const corners = CORNERS.map((corner, index) => ({
    ...corner,
    index,
    text: `certain: ${names[index]}`,
  }));
  return [
    Plot.line(regions, {
      x: "x",
      y: "y",
      z: "index",
      curve: "linear-closed",
      fill: (d) => classColor(d.index),
      fillOpacity: 0.13,
      stroke: colors.paper,
      strokeWidth: 2,
    }),
    Plot.line(CORNERS, {
      x: "x",
      y: "y",
      curve: "linear-closed",
      stroke: colors.muted,
    }),
    Plot.dot(corners, {
      x: "x",
      y: "y",
      r: 7,
      fill: (d) => classColor(d.index),
    }),
    corners.map((corner) =>
      label([corner], {
        x: "x",
        y: "y",
        text: "text",
        dy: corner.index === 1 ? -18 : 22,
        fontSize: 16,
        fontWeight: 700,
      })
    ),
  ];
}
