/**
 * The triangle of distributions: each of its points is a distribution over three
 * classes. Its corners are certainty, its middle is uniform. Of more classes two
 * have a corner, and the others share one. Two classes have a line.
 *
 * @module
 */

import * as Plot from "@observablehq/plot";
import { CONTENT } from "./compose.ts";
import { freeLabels } from "./free_labels.ts";
import { label } from "./label.ts";
import { classColor, colors } from "./palette.ts";

/** A corner: its name and the classes that share it. */
export interface Corner {
  name: string;
  classes: number[];
}

/** A point in pixels of the plot. */
export interface Point {
  x: number;
  y: number;
}

const MARGIN = { top: 34, side: 56, bottom: 36 };

/** The distance of the roads on a line, in pixels. */
const LANE = 60;

const SIDE = CONTENT.width - 2 * MARGIN.side;
const HEIGHT = SIDE * Math.sqrt(3) / 2;

/** The corners of the figure for these classes: right, top, left. */
export function cornersOf(names: string[], [a, b]: [number, number]): Corner[] {
  const one = (index: number) => ({ name: names[index], classes: [index] });
  if (names.length <= 3) return names.map((_, index) => one(index));
  const others = [...names.keys()].filter((i) => i !== a && i !== b);
  return [one(a), one(b), {
    name: `the other ${others.length}`,
    classes: others,
  }];
}

/** The shares of the corners in a distribution over the classes. */
export function sharesOf(p: ArrayLike<number>, corners: Corner[]): number[] {
  return corners.map(({ classes }) =>
    classes.reduce((sum, i) => sum + p[i], 0)
  );
}

/** The places of the corners: right, top, left, or right and left. */
function placesOf(corners: Corner[], lane = 0): Point[] {
  const [left, right] = [MARGIN.side, MARGIN.side + SIDE];
  if (corners.length === 2) {
    const y = MARGIN.top + LANE * lane;
    return [{ x: right, y }, { x: left, y }];
  }
  const y = MARGIN.top + HEIGHT;
  return [{ x: right, y }, { x: (left + right) / 2, y: MARGIN.top }, {
    x: left,
    y,
  }];
}

/**
 * The point of these shares: the weighted mean of the corners.
 *
 * @param lane which of several roads, where they lie below each other on a line
 */
export function place(
  shares: ArrayLike<number>,
  corners: Corner[],
  lane = 0,
): Point {
  const places = placesOf(corners, lane);
  return {
    x: places.reduce((sum, at, i) => sum + shares[i] * at.x, 0),
    y: places.reduce((sum, at, i) => sum + shares[i] * at.y, 0),
  };
}

/** Points on a base, which texts keep clear of. */
function alongBase([{ y }]: Point[]): Point[] {
  return Array.from(
    { length: 50 },
    (_, k) => ({ x: MARGIN.side + k * SIDE / 50, y }),
  );
}

/**
 * The plot of a triangle with its corners named, and marks in it. The region
 * where a corner has the largest share has its colour.
 *
 * @param lanes how many roads lie below each other on a line
 * @param labels what freeLabels() takes
 */
export function trianglePlot(
  corners: Corner[],
  lanes: number,
  marks: Plot.Markish[],
  labels: Parameters<typeof freeLabels>[0],
): Plot.PlotOptions & { width: number; height: number } {
  const width = CONTENT.width;
  const isLine = corners.length === 2;
  const bases = Array.from(
    { length: isLine ? lanes : 1 },
    (_, lane) => placesOf(corners, lane),
  );
  const places = bases.at(-1)!;
  const height = places[0].y + MARGIN.bottom;
  const color = ({ classes }: Corner) =>
    classes.length === 1 ? classColor(classes[0]) : colors.muted;
  const middleOf = (of: number[]) =>
    place(corners.map((_, i) => of.includes(i) ? 1 / of.length : 0), corners);
  const xy = { x: "x", y: "y" };
  return {
    width,
    height,
    margin: 0,
    x: { type: "identity", axis: null },
    y: { type: "identity", axis: null },
    marks: [
      corners.length === 3
        ? [[0, 1, 2], [1, 0, 2], [2, 0, 1]].map(([i, j, k]) =>
          Plot.line([[i], [i, j], [i, j, k], [i, k]].map(middleOf), {
            ...xy,
            curve: "linear-closed",
            fill: color(corners[i]),
            fillOpacity: 0.13,
            stroke: colors.paper,
            strokeWidth: 2,
          })
        )
        : null,
      bases.map((base) =>
        Plot.line(base, { ...xy, curve: "linear-closed", stroke: colors.muted })
      ),
      corners.map((corner, i) => {
        const isTop = !isLine && i === 1;
        return [
          Plot.dot(bases.map((base) => base[i]), {
            ...xy,
            r: 7,
            fill: color(corner),
          }),
          // The names at the base begin and end in the margins.
          label([corner.name], {
            x: isTop ? places[i].x : i === 0 ? width : 0,
            y: places[i].y,
            dy: isTop ? -22 : 22,
            textAnchor: isTop ? "middle" : i === 0 ? "end" : "start",
            fontWeight: 700,
          }),
        ];
      }),
      ...marks,
      ...freeLabels(
        {
          tags: labels.tags,
          dots: [...labels.dots, ...bases.flat()],
          lines: [...labels.lines, ...isLine ? bases.flatMap(alongBase) : []],
        },
        [width, places[0].y + (isLine ? 10 : 0)],
      ),
    ],
  };
}
