/**
 * The triangle of distributions: every distribution over three classes is a
 * point of it, its corners are certainty, its middle is uniform.
 *
 * @module
 */

import * as Plot from "@observablehq/plot";
import { classColor, colors } from "./style.ts";
import { WIDTH } from "./compose.ts";

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

/** Options of a plot of the triangle: one scale for both directions, no axes. */
export const trianglePlot = (() => {
  const margins = {
    marginTop: 30,
    marginBottom: 34,
    marginLeft: 95,
    marginRight: 95,
  };
  const side = WIDTH - margins.marginLeft - margins.marginRight;
  return {
    ...margins,
    height: Math.round(side * HEIGHT) + margins.marginTop +
      margins.marginBottom,
    x: { axis: null, domain: [0, 1] },
    y: { axis: null, domain: [0, HEIGHT] },
  };
})();

/** The triangle itself with its corners named and its middle marked. */
export function triangleMarks(names: string[]): Plot.Markish[] {
  const middle = place([1 / 3, 1 / 3, 1 / 3]);
  const borders = [[0.5, 0.5, 0], [0, 0.5, 0.5], [0.5, 0, 0.5]].map(place);
  const corners = CORNERS.map((corner, index) => ({ ...corner, index }));
  const name = (index: number, offset: { dx?: number; dy: number }) =>
    Plot.text([corners[index]], {
      x: "x",
      y: "y",
      text: () => `certain: ${names[index]}`,
      fontSize: 15,
      fontWeight: 700,
      ...offset,
    });
  return [
    Plot.link(borders, {
      x1: "x",
      y1: "y",
      x2: middle.x,
      y2: middle.y,
      stroke: colors.muted,
      strokeDasharray: "2 4",
    }),
    Plot.line([...CORNERS, CORNERS[0]], {
      x: "x",
      y: "y",
      stroke: colors.muted,
    }),
    Plot.dot(corners, {
      x: "x",
      y: "y",
      r: 7,
      fill: (d) => classColor(d.index),
    }),
    name(0, { dy: 22 }),
    name(1, { dy: -18 }),
    name(2, { dy: 22 }),
  ];
}

/** @throws {RangeError} when there are not three classes */
export function needThree(count: number): void {
  if (count !== 3) {
    throw new RangeError(
      `Cannot draw the triangle of distributions: need 3 classes, got ${count}`,
    );
  }
}
