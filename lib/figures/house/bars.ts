import * as Plot from "@observablehq/plot";
import type { Panel } from "./compose.ts";
import { label, nameWidth } from "./label.ts";
import { classColor, colors } from "./palette.ts";

/**
 * A panel of horizontal bars, one per class, each with its number: at the end of
 * the bar, or of its track.
 *
 * @param values one per class
 */
export function bars(
  names: string[],
  values: ArrayLike<number>,
  { heading, format, domain, room, width, named, track = false }: {
    heading: string;
    format: (value: number) => string;
    /** The values at the two ends of the panel. */
    domain: [number, number];
    /** Pixels for the numbers past each end that has bars. */
    room: number;
    width: number;
    /** Whether the class names are written left of the bars. */
    named: boolean;
    /** Whether the full length is drawn behind each bar; it starts at 0. */
    track?: boolean;
  },
): Panel["options"] {
  const rows = names.map((name, index) => ({
    name,
    index,
    end: Math.max(domain[0], Math.min(domain[1], values[index])),
    label: format(values[index]),
  }));
  const numbers = (right: boolean) =>
    label(rows.filter((row) => (row.end >= 0) === right), {
      x: track ? () => domain[1] : "end",
      y: "index",
      text: "label",
      dx: right ? 5 : -5,
      textAnchor: right ? "start" : "end",
    });
  const rowHeight = Math.max(20, Math.min(40, 400 / rows.length));
  return {
    width,
    height: 30 + rowHeight * rows.length,
    marginTop: 28,
    marginRight: 0,
    marginBottom: 2,
    marginLeft: named ? nameWidth(names) : 0,
    x: {
      axis: null,
      domain,
      insetLeft: domain[0] < 0 ? room : 1,
      insetRight: domain[1] > 0 ? room : 1,
    },
    y: {
      axis: null,
      type: "band",
      domain: rows.map((row) => row.index),
      padding: 0.25,
    },
    marks: [
      track
        ? Plot.barX(rows, {
          x1: 0,
          x2: domain[1],
          y: "index",
          fill: colors.grid,
          fillOpacity: 0.45,
        })
        : null,
      Plot.barX(rows, {
        x1: 0,
        x2: "end",
        y: "index",
        fill: (row) => classColor(row.index),
      }),
      Plot.ruleX([0], { stroke: colors.muted }),
      numbers(true),
      numbers(false),
      label([heading], {
        x: 0,
        frameAnchor: "top",
        dy: -14,
        textAnchor: domain[0] === 0
          ? "start"
          : domain[1] === 0
          ? "end"
          : "middle",
        fill: colors.muted,
      }),
      named
        ? label(rows, {
          frameAnchor: "left",
          y: "index",
          text: "name",
          dx: -10,
          textAnchor: "end",
        })
        : null,
    ],
  };
}
