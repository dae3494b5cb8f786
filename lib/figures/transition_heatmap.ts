import * as Plot from "@observablehq/plot";
import type { Matrix } from "../kernels/mod.ts";
import {
  colors,
  compose,
  CONTENT,
  type Figure,
  nameClasses,
  nameWidth,
  probability,
  textWidth,
} from "./house/mod.ts";

/** Shades between no ink and full ink, which is probability 1. */
const SHADES = 16;

/** What counts as rare. */
const RARE = 0.01;

/** The probabilities that the key shows. */
const KEY = [0.01, 0.1, 0.3, 1];

/** Pixels above the grid, for the names. */
const NAMES = 24;

/** The least side of a square that has room for a name beside it. */
const ROW = 15;

/** How strong the colour of a probability is: small ones are told apart, too. */
const strength = (p: number) => p ** 0.4;

interface Options {
  classes?: string[];
}

/**
 * The probability of each class after each class, and the shade it is drawn in,
 * from 0 to 1 in steps.
 *
 * @param probabilities those of the class in the column after the one in the
 *   row, shape [classes, classes]
 * @throws {TypeError} when the matrix is not square, or classes has another
 *   length
 */
export function transitionHeatmapData(
  { data, rows, cols }: Matrix,
  { classes }: Options = {},
) {
  if (rows !== cols) {
    throw new TypeError(
      `Cannot draw what follows what: need as many columns as rows, got [${rows}, ${cols}]`,
    );
  }
  const names = nameClasses(cols, classes);
  const cells = Array.from(data, (p, k) => ({
    row: Math.floor(k / cols),
    column: k % cols,
    probability: p,
    shade: Math.round(strength(p) * SHADES) / SHADES,
  }));
  const likeliest = names.map((_, row) =>
    cells.slice(row * cols, (row + 1) * cols)
      .reduce((a, b) => (b.probability > a.probability ? b : a))
  );
  return { names, cells, likeliest };
}

/**
 * Draws which class follows which as a grid: the stronger the colour, the
 * likelier.
 *
 * @param probabilities those of the class in the column after the one in the
 *   row, shape [classes, classes]
 * @param options classes: their names
 * @throws {TypeError} when the matrix is not square, or classes has another
 *   length
 */
export function transitionHeatmap(
  probabilities: Matrix,
  options: Options = {},
): Figure {
  const { names, cells, likeliest } = transitionHeatmapData(
    probabilities,
    options,
  );
  const surest = likeliest.reduce((
    a,
    b,
  ) => (b.probability > a.probability ? b : a));
  const rare = cells.filter((c) => c.probability < RARE).length;
  const widest = (texts: string[]) => 15 * Math.max(...texts.map(textWidth));
  const isNamed = names.length * ROW <= CONTENT.width - nameWidth(names);
  const isAbove = widest(names) <=
    (CONTENT.width - nameWidth(names)) / names.length;
  // Where names have no room above their columns, numbers stand for them.
  const rowNames = names.map((name, i) => isAbove ? name : `${i} ${name}`);
  const room = CONTENT.width - (isNamed ? nameWidth(rowNames) : 0);
  // Whole pixels, if there is room for them.
  const side = Math.floor(room / names.length) || room / names.length;
  const size = side * names.length;
  const left = CONTENT.width - size;
  const top = isNamed ? NAMES : 0;
  const height = top + size;
  const inset = side > 3 ? 1 / side : 0;
  // One path a shade: a rectangle each would be five times as long.
  const shades = Map.groupBy(
    cells.filter((c) => c.shade > 0),
    (c) => c.shade,
  );
  // A square is a short and thick line.
  const line = ({ row, column }: { row: number; column: number }) => {
    const middle = row + 0.5 - inset / 2;
    return [[column, middle], [column + 1 - inset, middle]];
  };
  const label = { fontSize: 15, fill: "currentColor" };
  return compose({
    title: `After ${names[surest.row]} comes ${names[surest.column]}, with ${
      probability(surest.probability)
    }; ${rare} of the ${cells.length} pairs have less than ${RARE}`,
    subtitle:
      "Rows: what came before. Columns: what follows. The stronger the colour, the likelier",
    alt:
      `A grid of ${names.length} rows, what came before, and ${names.length} columns, what follows. The likeliest after each: ${
        likeliest.map((c) =>
          `${names[c.row]} ${names[c.column]} ${probability(c.probability)}`
        ).join(", ")
      }. ${rare} of the ${cells.length} pairs have less than ${RARE}.`,
  }, [{
    x: CONTENT.x,
    options: {
      width: CONTENT.width,
      height,
      marginTop: top,
      marginBottom: 0,
      marginLeft: left,
      marginRight: 0,
      x: { axis: null, domain: [0, names.length] },
      y: { axis: null, domain: [names.length, 0] },
      marks: [
        Plot.frame({ stroke: colors.grid }),
        Array.from(shades, ([shade, cells]) =>
          Plot.geo({
            type: "MultiLineString",
            coordinates: cells.map(line),
          }, {
            stroke: colors.cool,
            strokeOpacity: shade,
            strokeWidth: side * (1 - inset),
            strokeLinecap: "butt",
          })),
        Plot.rect([surest], {
          x1: "column",
          x2: (d) => d.column + 1,
          y1: "row",
          y2: (d) => d.row + 1,
          fill: "none",
          stroke: "currentColor",
          strokeWidth: 2,
        }),
        isNamed
          ? [
            Plot.text(names, {
              ...label,
              x: (_, i) => i + 0.5,
              text: (name, i) => isAbove ? name : `${i}`,
              frameAnchor: "top",
              dy: -18,
            }),
            Plot.text(rowNames, {
              ...label,
              y: (_, i) => i + 0.5,
              frameAnchor: "left",
              dx: -8,
              textAnchor: "end",
            }),
          ]
          : null,
      ],
    },
  }, {
    x: CONTENT.x,
    y: height + 10,
    options: {
      width: CONTENT.width,
      height: 24,
      marginTop: 0,
      marginBottom: 0,
      marginLeft: 0,
      marginRight: 0,
      x: { axis: null, domain: [0, 100] },
      y: { axis: null, domain: [0, 1] },
      marks: [
        Plot.text(["probability:"], {
          ...label,
          frameAnchor: "left",
          textAnchor: "start",
        }),
        Plot.rect(KEY, {
          x1: (_, i) => 26 + 19 * i,
          x2: (_, i) => 30 + 19 * i,
          y1: 0.12,
          y2: 0.88,
          fill: colors.cool,
          fillOpacity: strength,
          stroke: colors.muted,
          strokeWidth: 0.5,
        }),
        Plot.text(KEY, {
          ...label,
          x: (_, i) => 31.5 + 19 * i,
          text: (p) => String(p),
          textAnchor: "start",
        }),
      ],
    },
  }]);
}
