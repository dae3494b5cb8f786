import * as Plot from "@observablehq/plot";
import { crossEntropyGrad, type Matrix, type Targets } from "../kernels/mod.ts";
import {
  colors,
  CONTENT,
  type Figure,
  fixed,
  list,
  nameClasses,
  nameWidth,
  plot,
  signed,
  significant,
  textWidth,
} from "./house/mod.ts";

interface Options {
  classes?: string[];
  rows?: string[];
  reduction?: "mean" | "sum" | "none";
}

/**
 * The gradient of a batch, one cell an entry, and the sum of each row.
 *
 * @param logits shape [rows, classes]
 * @param targets the true classes, shape [rows]
 * @throws {TypeError | RangeError} as crossEntropyGrad() does, and when classes
 *   or rows has another length
 */
export function gradientHeatmapData(
  logits: Matrix,
  targets: Targets,
  { classes, rows: rowNames, reduction = "mean" }: Options = {},
) {
  const { data, rows, cols } = crossEntropyGrad(logits, targets, { reduction });
  const names = nameClasses(cols, classes);
  if (rowNames !== undefined && rowNames.length !== rows) {
    throw new TypeError(
      `Cannot name the rows: need ${rows} names, got ${rowNames.length}`,
    );
  }
  const cells = Array.from(data, (gradient, k) => ({
    row: Math.floor(k / cols),
    column: k % cols,
    name: names[k % cols],
    gradient,
    isTarget: Number(targets[Math.floor(k / cols)]) === k % cols,
  }));
  const sums = Array.from({ length: rows }, (_, row) => ({
    row,
    name: rowNames?.[row] ?? `row ${row}`,
    isIgnored: !cells.some((c) => c.row === row && c.isTarget),
    sum: cells.filter((c) => c.row === row).reduce((s, c) => s + c.gradient, 0),
  }));
  return { names, cells, sums };
}

/**
 * Draws the gradient of a batch's loss as a heat map, one cell an entry, with
 * the targets outlined and the sum of each row.
 *
 * @param logits shape [rows, classes]
 * @param targets the true classes, shape [rows]
 * @param options classes: their names; rows: those of the rows, "row 0",
 *   "row 1", ... when not given; reduction: as in crossEntropyGrad(), "mean"
 *   when not given
 * @throws {TypeError | RangeError} as crossEntropyGrad() does, and when classes
 *   or rows has another length
 */
export function gradientHeatmap(
  logits: Matrix,
  targets: Targets,
  options: Options = {},
): Figure {
  const { names, cells, sums } = gradientHeatmapData(logits, targets, options);
  const { reduction = "mean" } = options;
  const sizes = cells.map((c) => Math.abs(c.gradient));
  const largest = Math.max(...sizes);
  const ignored = sums.filter((s) => s.isIgnored).map((s) => s.name);
  const rowHeight = Math.max(14, Math.min(38, 480 / sums.length));
  // What has no room is left out: row names and sums, numbers, class names.
  const rowsNamed = rowHeight >= 20;
  const margin = rowsNamed
    ? { left: nameWidth(sums.map((s) => s.name)), right: 80 }
    : { left: 3, right: 3 };
  const columnWidth = (CONTENT.width - margin.left - margin.right) /
    names.length;
  const numbered = rowsNamed && columnWidth >= 62;
  const widest = 15 * Math.max(...names.map(textWidth));
  return plot({
    title: largest === 0
      ? "The gradient is zero everywhere: there is nothing to learn"
      : `Each row ${
        ignored.length ? "that counts " : ""
      }is negative at its true class only, and sums to zero`,
    subtitle: `Gradient of the ${
      reduction === "mean" ? "mean" : "summed"
    } loss; a step against it raises the true class (outlined) and lowers the others${
      ignored.length ? `. Ignored: ${named(ignored)}` : ""
    }`,
    alt:
      `A grid of ${sums.length} rows, one an example, and ${names.length} columns, one a class. ${
        cells.length <= 40
          ? sums.map(({ row, name, isIgnored }) =>
            `${name}${isIgnored ? " (ignored)" : ""}: ${
              cells.filter((c) => c.row === row).map((c) =>
                `${c.name} ${signed(c.gradient, 3)}${
                  c.isTarget ? " (true)" : ""
                }`
              ).join(", ")
            }.`
          ).join(" ")
          : `Only entries of true classes are negative, ${
            signed(Math.min(...cells.map((c) => c.gradient)), 3)
          } at the lowest; the highest of the others is ${
            signed(Math.max(...cells.map((c) => c.gradient)), 3)
          }.`
      } No row's sum is further from 0 than ${
        significant(Math.max(...sums.map((s) => Math.abs(s.sum))), 2)
      }.`,
    height: 36 + rowHeight * sums.length,
    marginTop: 32,
    marginBottom: 4,
    marginLeft: margin.left,
    marginRight: margin.right,
    x: { axis: null, type: "band", domain: names.keys(), padding: 0.05 },
    y: { axis: null, type: "band", domain: sums.keys(), padding: 0.14 },
    marks: [
      Plot.cell(cells, {
        x: "column",
        y: "row",
        fill: (d) => d.gradient < 0 ? colors.cool : colors.warm,
        fillOpacity: (d) => largest && (0.5 * Math.abs(d.gradient)) / largest,
        stroke: colors.grid,
      }),
      Plot.cell(cells.filter((c) => c.isTarget), {
        x: "column",
        y: "row",
        fill: "none",
        stroke: "currentColor",
        strokeWidth: 2.5,
      }),
      numbered
        ? Plot.text(cells, {
          x: "column",
          y: "row",
          text: (d) => signed(d.gradient, 3),
          fontSize: 15,
        })
        : null,
      columnWidth >= 24
        ? Plot.text(names, {
          x: (_, i) => i,
          frameAnchor: "top",
          dy: -21,
          text: (name, i) => widest < columnWidth ? name : `${i}`,
          fontSize: 15,
        })
        : null,
      rowsNamed
        ? Plot.text(sums, {
          frameAnchor: "left",
          y: "row",
          text: "name",
          dx: 3 - margin.left,
          textAnchor: "start",
          fontSize: 15,
        })
        : null,
      rowsNamed
        ? Plot.text(sums, {
          frameAnchor: "right",
          y: "row",
          text: (d) => fixed(d.sum, 3),
          dx: 77,
          textAnchor: "end",
          fontSize: 15,
        })
        : null,
      rowsNamed
        ? Plot.text(["row sum"], {
          frameAnchor: "top-right",
          dx: 77,
          dy: -21,
          fill: colors.muted,
          fontSize: 15,
        })
        : null,
    ],
  });
}

/** The names of a few rows, or how many they are. */
function named(rows: string[]): string {
  return rows.length <= 3 ? list(rows) : `${rows.length} rows`;
}
