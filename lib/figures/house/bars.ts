import * as Plot from "@observablehq/plot";
import { CONTENT, type Panel } from "./compose.ts";
import { label, labelWidth, nameWidth, numberWidth } from "./label.ts";
import { classColor, colors } from "./palette.ts";

/** Horizontal bars, one per class, each with its number: at the end of the bar, or of its track. */
export interface Bars {
  heading: string;
  /** The heading where there is no room for the other. */
  short: string;
  /** One per class; the bar of a value beyond the domain ends at the domain's edge. */
  values: number[];
  format: (value: number) => string;
  /** The values at the two ends of the panel. */
  domain: [low: number, high: number];
  /** The length of the panel without its numbers, relative to the others; 1 when not given. */
  span?: number;
  /** Whether the full length is drawn behind each bar; the domain starts at 0. */
  hasTrack?: boolean;
}

/** Pixels between two panels. */
const GAP = 12;

/** Panels of bars beside each other. The names of the classes stand on the left. */
export function barPanels(names: string[], panels: Bars[]): Panel[] {
  const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
  const spans = panels.map(({ span = 1 }) => span);
  // The numbers stand past each end that has bars.
  const rooms = panels.map(({ values, format, domain: [low, high] }) =>
    numberWidth(values.map(format)) * (low < 0 && high > 0 ? 2 : 1)
  );
  const left = nameWidth(names);
  const unit = (CONTENT.width - left - sum(rooms) - GAP * (panels.length - 1)) /
    sum(spans);
  const widths = spans.map((span, i) => unit * span + rooms[i]);
  const isShort = panels.some(({ heading }, i) =>
    labelWidth([heading]) > widths[i] + (i < panels.length - 1 ? GAP : 0)
  );
  return panels.map((panel, i) => {
    const width = widths[i] + (i === 0 ? left : 0);
    const heading = isShort ? panel.short : panel.heading;
    const x = CONTENT.x + (i === 0 ? 0 : left) + sum(widths.slice(0, i)) +
      GAP * i;
    return {
      x,
      options: drawBars(names, { ...panel, heading }, width, i === 0),
    };
  });
}

function drawBars(
  names: string[],
  { heading, values, format, domain, hasTrack }: Bars,
  width: number,
  isNamed: boolean,
): Panel["options"] {
  const [low, high] = domain;
  const rows = names.map((name, index) => ({
    name,
    index,
    end: Math.max(low, Math.min(high, values[index] || 0)), // NaN has no bar.
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
