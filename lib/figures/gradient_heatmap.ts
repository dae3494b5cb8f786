import { crossEntropyGrad, type Matrix, type Targets } from "../kernels/mod.ts";
import { WIDTH } from "./house/compose.ts";
import {
  counted,
  fixed,
  listFew,
  signed,
  significant,
} from "./house/format.ts";
import { label, labelWidth, nameWidth } from "./house/label.ts";
import { type FigureOptions, namesOf, ownWords } from "./house/options.ts";
import { colors } from "./house/palette.ts";
import { type Figure, Plot, plot, type Words } from "./house/plot.ts";

/** Options of gradientHeatmap(). */
export interface GradientHeatmapOptions extends FigureOptions {
  /** The names of the rows; "row 0", "row 1", ... when not given. */
  rows?: string[];
}

function dataOf(
  logits: Matrix,
  targets: Targets,
  { classes, rows: rowNames }: GradientHeatmapOptions,
) {
  const { data, rows, cols } = crossEntropyGrad(logits, targets);
  const cells = Array.from(data, (gradient, k) => {
    const row = Math.floor(k / cols), column = k % cols;
    return { row, column, gradient, isTarget: Number(targets[row]) === column };
  });
  return {
    names: namesOf("class", cols, classes),
    cells,
    largest: Math.max(...cells.map((c) => Math.abs(c.gradient))),
    rows: namesOf("row", rows, rowNames).map((name, row) => {
      const own = cells.slice(row * cols, (row + 1) * cols);
      return {
        name,
        cells: own,
        isIgnored: !own.some((c) => c.isTarget),
        sum: own.reduce((sum, c) => sum + c.gradient, 0),
      };
    }),
  };
}

type Data = ReturnType<typeof dataOf>;

function words({ names, largest, rows }: Data): Words {
  const ignored = rows.filter((r) => r.isIgnored).map((r) => r.name);
  const left = ignored.length ? `. Ignored: ${listFew(ignored, "rows")}` : "";
  const isZero = rows.some((r) => r.cells.every((c) => c.gradient === 0));
  const entries = rows.map(({ name, isIgnored, cells }) => {
    const said = cells.map(({ column, gradient, isTarget }) =>
      `${names[column]} ${signed(gradient, 3)}${isTarget ? " (true)" : ""}`
    );
    return `${name}${isIgnored ? " (ignored)" : ""}: ${said.join(", ")}.`;
  });
  const furthest = Math.max(...rows.map((r) => Math.abs(r.sum)));
  return {
    title: largest === 0
      ? "The gradient is zero everywhere: there is nothing to learn"
      : `Each row ${
        isZero ? "that counts " : ""
      }is negative at its true class only, and sums to zero`,
    subtitle:
      `Gradient of the mean loss; a step against it raises the true class (outlined) and lowers the others${left}`,
    alt: [
      `A grid of ${counted(rows.length, "row")}, one per example, and ${
        counted(names.length, "column")
      }, one per class.`,
      ...entries,
      `No row's sum is further from 0 than ${significant(furthest, 2)}.`,
    ].join(" "),
  };
}

/**
 * Draws the gradient of a batch's mean loss as a heat map, one cell per entry,
 * with the targets outlined and the sum of each row. Names and numbers that have
 * no room are left out.
 *
 * @param logits shape [rows, classes]
 * @param targets the true classes, shape [rows]
 * @throws {TypeError | RangeError} as crossEntropyGrad() does, and when there is
 *   not one name per row
 */
export function gradientHeatmap(
  logits: Matrix,
  targets: Targets,
  options: GradientHeatmapOptions = {},
): Figure {
  const own = ownWords(options, ["classes", "rows"]);
  const data = dataOf(logits, targets, options);
  const { names, cells, largest, rows } = data;
  const rowHeight = Math.max(20, Math.min(38, 480 / rows.length));
  const [left, right] = [nameWidth(rows.map((r) => r.name)), 80];
  const columnWidth = (WIDTH - left - right) / names.length;
  // Numbers have room where names have none.
  const heads = labelWidth(names) < columnWidth
    ? names
    : names.map((_, i) => String(i));
  const at = { x: "column", y: "row" };
  const entry = (d: { gradient: number }) => signed(d.gradient, 3);
  return plot({
    ...words(data),
    ...own,
    height: 36 + rowHeight * rows.length,
    marginTop: 32,
    marginBottom: 4,
    marginLeft: left,
    marginRight: right,
    x: { axis: null, type: "band", domain: names.keys(), padding: 0.05 },
    y: { axis: null, type: "band", domain: rows.keys(), padding: 0.14 },
    marks: [
      Plot.cell(cells, {
        ...at,
        fill: (d) => d.gradient < 0 ? colors.cool : colors.warm,
        fillOpacity: (d) => largest && (0.5 * Math.abs(d.gradient)) / largest,
        stroke: colors.grid,
      }),
      Plot.cell(cells.filter((c) => c.isTarget), {
        ...at,
        fill: "none",
        stroke: "currentColor",
        strokeWidth: 2.5,
      }),
      label(labelWidth(cells.map(entry)) < columnWidth ? cells : [], {
        ...at,
        text: entry,
      }),
      label(labelWidth(heads) < columnWidth ? heads : [], {
        x: (_, i) => i,
        frameAnchor: "top",
        dy: -21,
      }),
      label(rows, {
        frameAnchor: "left",
        y: (_, i) => i,
        text: "name",
        dx: 3 - left,
      }),
      label(rows, {
        frameAnchor: "right",
        y: (_, i) => i,
        text: (d) => fixed(d.sum, 3),
        dx: 77,
      }),
      label(["row sum"], {
        frameAnchor: "top-right",
        dx: 77,
        dy: -21,
        fill: colors.muted,
      }),
    ],
  });
}
