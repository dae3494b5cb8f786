/**
 * The triangle of distributions: each of its points is a distribution over three
 * classes. Its corners are certainty, its middle is uniform. Of more classes two
 * have a corner, and the others share one. Two classes have a line.
 *
 * @module
 */

import * as Plot from "@observablehq/plot";
import { type Panel, WIDTH } from "./compose.ts";
import { freeLabels, type Spot, type Tag } from "./free_labels.ts";
import { label, labelWidth } from "./label.ts";
import { classColor, colors } from "./palette.ts";

/** A corner: its name, the classes that share it, and its place. */
export interface Corner extends Spot {
  name: string;
  classes: number[];
}

/** A forecast: what each corner has of it, and its point. */
export interface Forecast extends Spot {
  shares: number[];
}

const MARGIN = { top: 34, side: 56, bottom: 36 };
const SIDE = WIDTH - 2 * MARGIN.side;

const ANCHORS = ["start", "middle", "end"] as const;

/** The distance of two roads that lie below each other on a line, in pixels. */
const LANE = 60;

/** The corners for these classes, of which a and b have one in any case: right, top, left. */
export function cornersOf(names: string[], [a, b]: number[]): Corner[] {
  const all = [...names.keys()];
  const others = all.filter((i) => i !== a && i !== b);
  const groups = all.length > 3 ? [[a], [b], others] : all.map((i) => [i]);
  const isLine = all.length === 2;
  return groups.map((classes, i) => {
    const isTop = !isLine && i === 1;
    return {
      name: classes.length > 1
        ? `the other ${classes.length}`
        : names[classes[0]],
      classes,
      x: MARGIN.side + (i === 0 ? SIDE : isTop ? SIDE / 2 : 0),
      y: MARGIN.top + (isLine || isTop ? 0 : SIDE * Math.sqrt(3) / 2),
    };
  });
}

/**
 * The forecast of these shares: the mean of the corners, weighted by them.
 *
 * @param lane which of several roads, where they lie below each other on a line
 */
export function place(shares: number[], corners: Corner[], lane = 0): Forecast {
  const mean = (of: "x" | "y") =>
    corners.reduce((sum, corner, i) => sum + shares[i] * corner[of], 0);
  const down = corners.length === 2 ? LANE * lane : 0;
  return { shares, x: mean("x"), y: mean("y") + down };
}

/**
 * The plot of a triangle with its corners named, and marks and labels in it. The
 * region where a corner has the largest share has its colour.
 *
 * @param lanes how many roads lie below each other on a line
 */
export function trianglePlot(
  corners: Corner[],
  lanes: number,
  marks: Plot.Markish[],
  labels: { tags: Tag[]; dots: Spot[]; lines: Spot[] },
): Panel {
  const isLine = corners.length === 2;
  const bases = Array.from(
    { length: isLine ? lanes : 1 },
    (_, lane) => corners.map(({ x, y }) => ({ x, y: y + LANE * lane })),
  );
  const places = bases.at(-1)!;
  // Texts keep clear of the lines.
  const along = isLine
    ? bases.flatMap(([{ y }]) =>
      Array.from(
        { length: 50 },
        (_, k) => ({ x: MARGIN.side + k * SIDE / 50, y }),
      )
    )
    : [];
  // The names of the corners: bold, and those at the base begin and end in the margins.
  const names = corners.map(({ name }, i) => {
    const isTop = !isLine && i === 1;
    const x = isTop ? places[i].x : i === 0 ? WIDTH : 0;
    const { y } = places[i];
    const dy = isTop ? -22 : 22;
    const before = isTop ? 0.5 : i === 0 ? 1 : 0;
    const width = 1.13 * labelWidth([name]);
    const left = x - before * width;
    const [top, bottom] = [y + dy - 8, y + dy + 8];
    const box = { left, right: left + width, top, bottom };
    return { name, x, y, dy, textAnchor: ANCHORS[2 * before], box };
  });
  const color = ({ classes }: Corner) =>
    classes.length === 1 ? classColor(classes[0]) : colors.muted;
  const middleOf = (of: number[]) =>
    place(corners.map((_, i) => of.includes(i) ? 1 / of.length : 0), corners);
  const xy = { x: "x", y: "y" };
  return {
    height: places[0].y + MARGIN.bottom,
    margin: 0,
    x: { type: "identity", axis: null },
    y: { type: "identity", axis: null },
    marks: [
      (isLine ? [] : [[0, 1, 2], [1, 0, 2], [2, 0, 1]]).map(([i, j, k]) =>
        Plot.line([[i], [i, j], [i, j, k], [i, k]].map(middleOf), {
          ...xy,
          curve: "linear-closed",
          fill: color(corners[i]),
          fillOpacity: 0.13,
          stroke: colors.paper,
          strokeWidth: 2,
        })
      ),
      bases.map((base) =>
        Plot.line(base, { ...xy, curve: "linear-closed", stroke: colors.muted })
      ),
      corners.map((corner, i) => [
        Plot.dot(bases.map((base) => base[i]), {
          ...xy,
          r: 7,
          fill: color(corner),
        }),
        label([names[i]], {
          ...xy,
          text: "name",
          dy: names[i].dy,
          textAnchor: names[i].textAnchor,
          fontWeight: 700,
        }),
      ]),
      marks,
      freeLabels(
        labels.tags,
        [...labels.dots, ...bases.flat()],
        [...labels.lines, ...along],
        [WIDTH, places[0].y + (isLine ? 10 : 0)],
        names.map(({ box }) => box),
      ),
    ],
  };
}
