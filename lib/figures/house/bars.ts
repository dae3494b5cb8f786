import * as Plot from "@observablehq/plot";
import type { Panel } from "./compose.ts";
import { label, nameWidth, numberWidth } from "./label.ts";
import { classColor, colors } from "./palette.ts";

/**
 * A panel of horizontal bars, one per class, each with its number: at the end of
 * the bar, or of its track.
 *
 * @param values one per class; the bar of a value beyond the domain ends at the
 * domain's edge
 */
export function bars(
  names: string[],
  values: ArrayLike<number>,
  { heading, format, domain, width, isNamed = false, hasTrack = false }: {
    heading: string;
    format: (value: number) => string;
    /** The values at the two ends of the panel. */
    domain: [number, number];
    width: number;
    /** Whether the class names are written left of the bars. */
    isNamed?: boolean;
    /** Whether the full length is drawn behind each bar; the domain starts at 0. */
    hasTrack?: boolean;
  },
): Panel["options"] {
  const [low, high] = domain;
  const rows = names.map((name, index) => ({
    name,
    index,
    end: Math.max(low, Math.min(high, values[index])),
    number: format(values[index]),
  }));
  const numbers = (isRight: boolean) =>
    label(rows.filter((row) => (row.end >= 0) === isRight), {
      x: hasTrack ? () => high : "end",
      y: "index",
      text: "number",
      dx: isRight ? 5 : -5,
      textAnchor: isRight ? "start" : "end",
    });
  // The numbers stand past each end that has bars.
  const room = numberWidth(rows.map((row) => row.number));
  const rowHeight = Math.max(20, Math.min(40, 400 / rows.length));
  return {
    width,
    height: 30 + rowHeight * rows.length,
    marginTop: 28,
    marginRight: 0,
    marginBottom: 2,
    marginLeft: isNamed ? nameWidth(names) : 0,
    x: {
      axis: null,
      domain,
      insetLeft: low < 0 ? room : 1,
      insetRight: high > 0 ? room : 1,
    },
    y: { axis: null, type: "band", domain: names.keys(), padding: 0.25 },
    marks: [
      hasTrack ? track(rows, { x2: high, y: "index" }) : null,
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
        textAnchor: low === 0 ? "start" : high === 0 ? "end" : "middle",
        fill: colors.muted,
      }),
      isNamed
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

/** The full length of bars, behind them. */
export function track(data: Plot.Data, options: Plot.BarXOptions): Plot.BarX {
  return Plot.barX(data, {
    x1: 0,
    fill: colors.grid,
    fillOpacity: 0.45,
    ...options,
  });
}
