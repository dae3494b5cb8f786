import * as Plot from "@observablehq/plot";
import { crossEntropyGrad, type Matrix, type Targets } from "../kernels/mod.ts";
import { nameWidth } from "./bars.ts";
import { classNames } from "./classes.ts";
import type { Figure } from "./figure.ts";
import { fixed, significant } from "./format.ts";
import { plot } from "./plot.ts";
import { colors } from "./style.ts";

interface Options {
  classes?: string[];
  reduction?: "mean" | "sum" | "none";
}

/**
 * The gradient of a batch, one cell an entry, and the sum of each row.
 *
 * @param logits shape [rows, classes]
 * @param targets the true classes, shape [rows]
 * @throws {TypeError | RangeError} as crossEntropyGrad() does, and when classes
 *   has another length
 */
export function gradientHeatmapData(
  logits: Matrix,
  targets: Targets,
  { classes, reduction = "mean" }: Options = {},
) {
  const { data, rows, cols } = crossEntropyGrad(logits, targets, { reduction });
  const names = classNames(cols, classes);
  const cells = Array.from(data, (gradient, k) => ({
    row: Math.floor(k / cols),
    column: k % cols,
    name: names[k % cols],
    gradient,
    isTarget: Number(targets[Math.floor(k / cols)]) === k % cols,
  }));
  const sums = Array.from({ length: rows }, (_, row) => ({
    row,
    sum: cells.filter((c) => c.row === row).reduce((s, c) => s + c.gradient, 0),
  }));
  return { names, cells, sums };
}

/** Draws the gradient of a batch as a heat map with its targets marked. */
export function gradientHeatmap(
  logits: Matrix,
  targets: Targets,
  options: Options = {},
): Figure {
  const { names, cells, sums } = gradientHeatmapData(logits, targets, options);
  const { reduction = "mean" } = options;
  const largest = Math.max(...cells.map((c) => Math.abs(c.gradient)));
  const sum = Math.max(...sums.map((s) => Math.abs(s.sum)));
  const rowHeight = Math.max(14, Math.min(36, 480 / sums.length));
  const written = names.length <= 9 && rowHeight >= 20;
  const rowLabels = sums.length <= 24;
  const signed = (g: number) =>
    g !== 0 && Math.abs(g) < 0.0005
      ? `${g > 0 ? "+" : "−"}0.000…`.slice(0, 6)
      : `${g > 0 ? "+" : ""}${fixed(g, 3)}`;
  const of = reduction === "mean" ? "mean loss" : "summed loss";
  return plot({
    title:
      "Each row raises its true class, lowers the others, and sums to zero",
    subtitle: `Gradient of the ${of} in the logits of ${sums.length} ${
      sums.length === 1 ? "example" : "examples"
    }; outlined: the true class`,
    alt: `A grid of ${sums.length} rows and ${names.length} columns. ${
      sums.length * names.length <= 40
        ? sums.map(({ row }) => {
          const own = cells.filter((c) => c.row === row);
          return `Example ${row}: ${
            own.map((c) =>
              `${c.name} ${signed(c.gradient)}${c.isTarget ? " (true)" : ""}`
            ).join(", ")
          }.`;
        }).join(" ")
        : `The entries lie between ${
          significant(Math.min(...cells.map((c) => c.gradient)))
        } and ${
          significant(Math.max(...cells.map((c) => c.gradient)))
        }; the negative ones are those of the true classes.`
    } The largest sum of a row is ${significant(sum, 2)}.`,
    height: 36 + rowHeight * sums.length,
    marginTop: 30,
    marginBottom: 6,
    marginLeft: rowLabels ? nameWidth([`example ${sums.length - 1}`]) : 14,
    marginRight: 92,
    x: {
      axis: null,
      type: "band",
      domain: names.map((_, i) => i),
      padding: 0.04,
    },
    y: {
      axis: null,
      type: "band",
      domain: sums.map((s) => s.row),
      padding: 0.06,
    },
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
      written
        ? Plot.text(cells, {
          x: "column",
          y: "row",
          text: (d) => signed(d.gradient),
          fontSize: 14,
        })
        : null,
      names.length <= 12
        ? Plot.text(names, {
          x: (_, i) => i,
          frameAnchor: "top",
          dy: -12,
          text: (d) => d,
          fontSize: 14,
        })
        : null,
      rowLabels
        ? Plot.text(sums, {
          frameAnchor: "left",
          y: "row",
          text: (d) => `example ${d.row}`,
          dx: -8,
          textAnchor: "end",
        })
        : null,
      Plot.text(sums, {
        frameAnchor: "right",
        y: "row",
        text: (d) => `${Math.abs(d.sum) < 1e-12 ? "0" : significant(d.sum, 1)}`,
        dx: 46,
        fontSize: 14,
      }),
      Plot.text(["row sum"], {
        frameAnchor: "top-right",
        dx: 46,
        dy: -18,
        textAnchor: "middle",
        fill: colors.muted,
        fontSize: 14,
      }),
    ],
  });
}
