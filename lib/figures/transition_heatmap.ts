import * as Plot from "@observablehq/plot";
import type { Matrix } from "../kernels/mod.ts";
import {
  compose,
  type Figure,
  type Panel,
  WIDTH,
  type Words,
} from "./house/compose.ts";
import { counted, probability } from "./house/format.ts";
import { label, labelWidth, nameWidth } from "./house/label.ts";
import { type FigureOptions, namesOf, ownWords } from "./house/options.ts";
import { colors } from "./house/palette.ts";
import { wrongType, wrongValue } from "./house/refusals.ts";

/** Pairs with a lower probability are counted as rare. */
const RARE = 0.01;

function dataOf({ data, rows, cols }: Matrix, { classes }: FigureOptions) {
  const action = "draw what follows what";
  if (rows !== cols) {
    throw wrongType(action, "as many columns as rows", `[${rows}, ${cols}]`);
  }
  const names = namesOf("class", cols, classes);
  const pairs = Array.from(data, (p, k) => {
    if (!(p >= 0 && p <= 1)) {
      throw wrongValue(action, "probabilities from 0 to 1", p);
    }
    return { row: Math.floor(k / cols), column: k % cols, p };
  });
  const likeliest = names.map((_, row) =>
    largest(pairs.slice(row * cols, (row + 1) * cols))
  );
  return { names, pairs, likeliest, surest: largest(likeliest) };
}

function largest<T extends { p: number }>(pairs: T[]): T {
  return pairs.reduce((a, b) => (b.p > a.p ? b : a));
}

type Data = ReturnType<typeof dataOf>;

function words({ names, pairs, likeliest, surest }: Data): Words {
  const { length } = names;
  const few = pairs.filter(({ p }) => p < RARE).length;
  const rare = `${few} of the ${pairs.length} pairs ${
    few === 1 ? "has" : "have"
  } less than ${RARE}`;
  const said =
    likeliest.filter(({ p }) => p > 0).map(({ row, column, p }) =>
      `${names[row]} ${names[column]} ${probability(p)}`
    ).join(", ") || "none";
  const [from, to] = [names[surest.row], names[surest.column]];
  return {
    title: surest.p === 0
      ? "No class ever follows another: all probabilities are 0"
      : `After ${from} comes ${to}, with ${probability(surest.p)}; ${rare}`,
    subtitle:
      "Rows: what came before. Columns: what follows. The stronger the colour, the likelier",
    alt: `A grid of ${counted(length, "row")}, what came before, and ${
      counted(length, "column")
    }, what follows. The likeliest after each: ${said}. ${rare}.`,
  };
}

const SVG = "http://www.w3.org/2000/svg";

/** Pixels of the names above the grid, and of a row that has its name beside it at least. */
const [NAMES, ROW] = [24, 15];

/** The strength of a probability's colour. Small probabilities differ clearly too. */
const strength = (p: number) => p ** 0.4;

/**
 * Draws which class follows which as a grid: the stronger the colour, the
 * likelier. Names that have no room are left out.
 *
 * @param probabilities of the class in the column after the class in the row,
 *   shape [classes, classes]
 * @throws {TypeError} when the matrix is not square, or there are more or fewer
 *   names than classes
 * @throws {RangeError} when a number is not a probability
 */
export function transitionHeatmap(
  probabilities: Matrix,
  options: FigureOptions = {},
): Figure {
  const own = ownWords(options, ["classes"]);
  const data = dataOf(probabilities, options);
  const { names, pairs, surest } = data;
  const count = names.length;
  const isNamed = ROW * count <= WIDTH - nameWidth(names);
  const room = WIDTH - (isNamed ? nameWidth(names) : 0);
  // Whole pixels, if there is room for them.
  const side = Math.floor(room / count) || room / count;
  const marginTop = isNamed ? NAMES : 0;
  const height = marginTop + side * count;
  const cell = (side: "row" | "column") => (d: typeof surest) => d[side] + 1;
  return compose({ ...words(data), ...own }, [{
    height,
    margin: 0,
    marginTop,
    marginLeft: WIDTH - side * count,
    x: { axis: null, domain: [0, count] },
    y: { axis: null, domain: [count, 0] },
    marks: [
      Plot.frame({ stroke: colors.grid }),
      squares(pairs, side),
      Plot.rect(surest.p > 0 ? [surest] : [], {
        x1: "column",
        x2: cell("column"),
        y1: "row",
        y2: cell("row"),
        fill: "none",
        stroke: "currentColor",
        strokeWidth: 2,
      }),
      label(isNamed && labelWidth(names) <= side ? names : [], {
        x: (_, i) => i + 0.5,
        frameAnchor: "top",
        dy: -18,
      }),
      label(isNamed ? names : [], {
        y: (_, i) => i + 0.5,
        frameAnchor: "left",
        dx: -8,
        textAnchor: "end",
      }),
    ],
  }, key(height + 10)]);
}

/** One path for each of 16 shades: a rectangle per pair would be eight times as long. */
function squares(pairs: Data["pairs"], side: number): Plot.Markish[] {
  const inset = side > 3 ? 1 : 0;
  const shades = Map.groupBy(
    pairs,
    ({ p }) => Math.round(16 * strength(p)) / 16,
  );
  shades.delete(0);
  return Array.from(
    shades,
    ([shade, pairs]) => (_, { x, y }, __, ___, { document }) => {
      const path = document.createElementNS(SVG, "path");
      // A square is a short and thick line.
      const thick = side - inset;
      const d = pairs.map(({ row, column }) =>
        `M${x!(column) - x!(0)},${y!(row) - y!(0)}h${thick}`
      );
      const attributes = {
        d: d.join(""),
        transform: `translate(${x!(0)},${y!(0) + thick / 2})`,
        stroke: colors.cool,
        "stroke-opacity": String(shade),
        "stroke-width": String(+thick.toFixed(2)),
      };
      for (const [name, value] of Object.entries(attributes)) {
        path.setAttribute(name, value);
      }
      return path;
    },
  );
}

/** The shades of four probabilities, side by side. */
function key(top: number): Panel {
  const shown = [0.01, 0.1, 0.3, 1];
  return {
    top,
    height: 24,
    margin: 0,
    x: { axis: null, domain: [0, 100] },
    y: { axis: null, domain: [0, 1] },
    marks: [
      label(["probability:"], { frameAnchor: "left" }),
      Plot.rect(shown, {
        x1: (_, i) => 26 + 19 * i,
        x2: (_, i) => 30 + 19 * i,
        y1: 0.12,
        y2: 0.88,
        fill: colors.cool,
        fillOpacity: strength,
        stroke: colors.muted,
        strokeWidth: 0.5,
      }),
      label(shown, {
        x: (_, i) => 31.5 + 19 * i,
        text: String,
        textAnchor: "start",
      }),
    ],
  };
}
