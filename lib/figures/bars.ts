import * as Plot from "@observablehq/plot";
import type { Panel } from "./compose.ts";
import { classColor, colors } from "./style.ts";
import { textWidth } from "./wrap.ts";

/** The room that class names need on the left of a panel, in pixels. */
export function nameWidth(names: string[]): number {
  return Math.ceil(Math.max(...names.map(textWidth)) * 14) + 12;
}

/** The height of one bar with its gap, in pixels: less where there are many. */
export function rowHeight(count: number): number {
  return Math.max(20, Math.min(38, 380 / count));
}

/**
 * A panel of horizontal bars, one a class, each with its value at its end.
 *
 * @param values one value a class
 * @param domain the values at the two ends of the panel
 * @param room pixels kept free for numbers left and right of the domain
 */
export function bars(
  names: string[],
  values: number[],
  { heading, format, domain, room, width, named }: {
    heading: string;
    format: (value: number) => string;
    domain: [number, number];
    room: [number, number];
    width: number;
    /** Whether the class names are written left of the bars. */
    named: boolean;
  },
): Panel["options"] {
  const marginLeft = named ? nameWidth(names) : 6;
  const rows = values.map((value, index) => ({
    name: names[index],
    index,
    end: Math.max(domain[0], Math.min(domain[1], value)),
    label: format(value),
  }));
  const label = (right: boolean) =>
    Plot.text(rows.filter((row) => (row.end >= 0) === right), {
      x: "end",
      y: "index",
      text: "label",
      dx: right ? 5 : -5,
      textAnchor: right ? "start" : "end",
      fontSize: 14,
    });
  return {
    width,
    height: 30 + rowHeight(names.length) * names.length,
    marginLeft,
    marginRight: 6,
    marginTop: 28,
    marginBottom: 2,
    x: { axis: null, domain, insetLeft: room[0], insetRight: room[1] },
    y: {
      axis: null,
      type: "band",
      domain: rows.map((row) => row.index),
      padding: 0.28,
    },
    marks: [
      Plot.barX(rows, {
        x1: 0,
        x2: "end",
        y: "index",
        fill: (row) => classColor(row.index),
      }),
      Plot.ruleX([0], { stroke: colors.muted }),
      label(true),
      label(false),
      Plot.text([heading], {
        x: 0,
        frameAnchor: "top",
        dy: -14,
        textAnchor: "start",
        fill: colors.muted,
        fontSize: 14,
      }),
      named
        ? Plot.text(rows, {
          frameAnchor: "left",
          y: "index",
          text: "name",
          dx: -10,
          textAnchor: "end",
          fontSize: 14,
        })
        : null,
    ],
  };
}
