import * as Plot from "@observablehq/plot";
import { type Panel, WIDTH } from "./compose.ts";
import { label, labelWidth, nameWidth, numberWidth } from "./label.ts";
import { shorten } from "./options.ts";
import { classColor, colors, TEXT } from "./palette.ts";

/** Horizontal bars, one per class, each with its number: at the end of the bar, or of its track. */
export interface Bars {
  heading: string;
  /** The heading where there is no room for the other. */
  short?: string;
  /** One per class; the bar of a value beyond the domain ends at the domain's edge. */
  values: ArrayLike<number>;
  format: (value: number) => string;
  /** The values at the two ends of the panel; from 0 to 1 when not given. */
  domain?: [low: number, high: number];
  /** The length of the panel without its numbers, relative to the others; 1 when not given. */
  span?: number;
  /** Whether the full length is drawn behind each bar; the domain starts at 0. */
  hasTrack?: boolean;
}

/** Pixels between two panels, and of a bar's track at least. */
const [GAP, LEAST] = [12, 12];

/**
 * Panels of bars beside each other. The names of the classes stand on the left,
 * cut to what the bars and their numbers leave.
 *
 * @param classes the classes whose colours the bars have; all when not given
 */
export function barPanels(
  whole: string[],
  bars: Bars[],
  classes = [...whole.keys()],
): Panel[] {
  // The numbers stand past each end that has bars.
  const rooms = bars.map(({ values, format, domain: [low, high] = [0, 1] }) =>
    numberWidth(Array.from(values, format)) * (low < 0 && high > 0 ? 2 : 1)
  );
  const total = (lengths: number[]) => lengths.reduce((a, b) => a + b, 0);
  const spans = bars.map(({ span = 1 }) => span);
  const free = WIDTH - total(rooms) - GAP * (bars.length - 1);
  const names = whole.map((name) =>
    shorten(name, (free - LEAST * bars.length - 10) / TEXT)
  );
  const named = nameWidth(names);
  const unit = (free - named) / total(spans);
  const widths = spans.map((span, i) => unit * span + rooms[i]);
  const isShort = bars.some(({ heading }, i) =>
    labelWidth([heading]) > widths[i] + (i < bars.length - 1 ? GAP : 0)
  );
  return bars.map(({ heading, short = heading, ...panel }, i) => ({
    ...panelOf(
      names.map((name, i) => ({ name, index: classes[i] })),
      isShort ? short : heading,
      panel,
      i === 0 ? named : 0,
    ),
    left: i && named + total(widths.slice(0, i)) + GAP * i,
    top: 0,
    width: widths[i] + (i === 0 ? named : 0),
  }));
}

/** @param marginLeft the room for the names, 0 where they do not stand */
function panelOf(
  names: { name: string; index: number }[],
  heading: string,
  { values, format, domain = [0, 1], hasTrack }: Omit<Bars, "heading">,
  marginLeft: number,
): Panel {
  const [low, high] = domain;
  const rows = names.map((named, i) => ({
    ...named,
    end: Math.max(low, Math.min(high, values[i] || 0)), // NaN has no bar.
    number: format(values[i]),
  }));
  const room = numberWidth(rows.map((row) => row.number));
  const numbers = (isRight: boolean) =>
    label(rows.filter((row) => (row.end >= 0) === isRight), {
      x: hasTrack ? () => high : "end",
      y: "index",
      text: "number",
      dx: isRight ? 5 : -5,
      textAnchor: isRight ? "start" : "end",
    });
  return {
    height: 30 + Math.max(20, Math.min(40, 400 / rows.length)) * rows.length,
    marginTop: 28,
    marginRight: 0,
    marginBottom: 2,
    marginLeft,
    x: {
      axis: null,
      domain,
      insetLeft: low < 0 ? room : 1,
      insetRight: high > 0 ? room : 1,
    },
    y: {
      axis: null,
      type: "band",
      domain: rows.map((row) => row.index),
      padding: 0.25,
    },
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
      label(marginLeft ? rows : [], {
        frameAnchor: "left",
        y: "index",
        text: "name",
        dx: -10,
        textAnchor: "end",
      }),
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

/** The domain of bars of numbers, those that are finite and 0 among them. */
export function barDomain(values: ArrayLike<number>): [number, number] {
  const finite = [0, ...Array.from(values).filter(Number.isFinite)];
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  return low === high ? [0, 1] : [low, high];
}
