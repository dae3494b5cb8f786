import * as Plot from "@observablehq/plot";
import type { Panel } from "./compose.ts";
import { label, nameWidth, numberWidth } from "./label.ts";
import { shorten } from "./options.ts";
import { colors } from "./palette.ts";

/** The name of this project among the contenders. */
export const OURS = "softmax-lab";

/** Whether a contender is this project or a variant of it, like "softmax-lab, in place". */
export function isOurs(contender: string): boolean {
  return contender.startsWith(OURS);
}

/** Pixels of a row, of the heading above the rows, and of the axis below the last. */
const [ROW, HEADING, AXIS] = [20, 32, 42];

/**
 * Panels one below the other with one row per contender, ours in bold: its name
 * on the left, its number on the right, its marks between them. All panels share
 * one log axis.
 */
export function contenderPanels<T extends { contender: string }>(
  panels: { heading: string; rows: T[]; marks: Plot.Markish[] }[],
  { domain, ticks, tickFormat, axis, number, rules = [] }: {
    domain: [number, number];
    /** The axis has lines here, and numbers below the last panel. */
    ticks: number[];
    tickFormat: (value: number) => string;
    /** The label of the axis. */
    axis: string;
    /** The number on the right of a row. */
    number: (row: T) => string;
    /** The names of vertical lines, above the first panel. */
    rules?: { name: string; at: number; anchor: "start" | "middle" | "end" }[];
  },
): Panel[] {
  const marginRight = numberWidth(
    panels.flatMap(({ rows }) => rows.map(number)),
  );
  return panels.map(({ heading, rows, marks }, k) => {
    const isLast = k === panels.length - 1;
    const names = rows.map(({ contender }) => contender);
    // Bold names are a little wider.
    const short = (name: string) => shorten(name, 14);
    const marginLeft = Math.ceil(nameWidth(names.map(short)) * 1.1);
    const marginBottom = isLast ? AXIS : 8;
    const above = k === 0 ? rules : [];
    const marginTop = HEADING + (above.length > 0 ? ROW : 0);
    const height = marginTop + ROW * rows.length + marginBottom;
    const namesOf = (isBold: boolean) =>
      label(names.filter((name) => isOurs(name) === isBold), {
        frameAnchor: "left",
        y: (name) => name,
        text: short,
        dx: -10,
        textAnchor: "end",
        fontWeight: isBold ? 700 : 400,
      });
    return {
      height,
      marginTop,
      marginRight,
      marginBottom,
      marginLeft,
      x: { type: "log", domain, axis: null },
      y: { type: "band", domain: names, axis: null },
      marks: [
        Plot.gridX(ticks),
        isLast ? Plot.axisX(ticks, { text: tickFormat, label: axis }) : null,
        ...marks,
        ...above.map(({ name, at, anchor }) =>
          label([name], {
            x: at,
            frameAnchor: "top",
            dy: -22 - ROW,
            textAnchor: anchor,
          })
        ),
        namesOf(true),
        namesOf(false),
        label(rows, {
          frameAnchor: "right",
          y: "contender",
          text: number,
          dx: marginRight,
        }),
        label([heading], {
          frameAnchor: "top-left",
          dx: -marginLeft,
          dy: -22,
          fontWeight: 700,
        }),
      ],
    };
  });
}

/** A row of a measurement that was repeated. */
export interface Repeated {
  contender: string;
  /** The median. */
  middle: number;
  /** The lower and the upper quartile. */
  quartiles: readonly number[];
}

/** A dot at each median, and a line from quartile to quartile. */
export function spreads(rows: Repeated[]): Plot.Markish[] {
  return [true, false].flatMap((ours) => {
    const some = rows.filter(({ contender }) => isOurs(contender) === ours);
    const color = ours ? colors.cool : colors.ink;
    return [
      Plot.link(some, {
        x1: ({ quartiles }) => quartiles[0],
        x2: ({ quartiles }) => quartiles[1],
        y: "contender",
        stroke: color,
        strokeOpacity: 0.5,
        strokeWidth: 5,
      }),
      Plot.dot(some, { x: "middle", y: "contender", r: 4, fill: color }),
    ];
  });
}

/** A rule across all rows, at a value that no contender can pass. */
export function limitRule(value: number): Plot.Markish {
  return Plot.ruleX([value], {
    stroke: colors.warm,
    strokeWidth: 2,
    strokeDasharray: "5 4",
  });
}
