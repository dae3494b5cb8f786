import * as Plot from "@observablehq/plot";
import { CONTENT, type Panel } from "./compose.ts";
import { label, nameWidth } from "./label.ts";
import { colors } from "./palette.ts";

/** The name of this project among the contenders. */
export const OURS = "softmax-lab";

/** Whether a contender is this project or a variant of it, "softmax-lab, two threads". */
export function isOurs(contender: string): boolean {
  return contender.startsWith(OURS);
}

/** A row of a panel: what one contender achieved. */
interface Row {
  contender: string;
}

/** Pixels of a row, of the heading above the rows and of the axis below the last panel. */
const ROW = 20;
const HEADING = 32;
const AXIS = 42;

/**
 * Panels one below the other with one row per contender, ours in bold: its name
 * on the left, its number on the right, its marks between them. All panels share
 * one log axis.
 */
export function contenderPanels<T extends Row>(
  panels: { heading: string; rows: T[]; marks: Plot.Markish[] }[],
  { domain, ticks, tick, axis, number, numberWidth }: {
    domain: [number, number];
    /** Where the axis has lines, and numbers below the last panel. */
    ticks: number[];
    tick: (value: number) => string;
    /** The label of the axis. */
    axis: string;
    /** The number on the right of a row. */
    number: (row: T) => string;
    /** Pixels for these. */
    numberWidth: number;
  },
): Panel[] {
  let y = 0;
  return panels.map(({ heading, rows, marks }, k) => {
    const isLast = k === panels.length - 1;
    const names = rows.map(({ contender }) => contender);
    // Bold names are a little wider.
    const marginLeft = Math.ceil(nameWidth(names) * 1.1);
    const marginBottom = isLast ? AXIS : 8;
    const height = HEADING + ROW * rows.length + marginBottom;
    const namesOf = (isBold: boolean) =>
      label(rows.filter((row) => isOurs(row.contender) === isBold), {
        frameAnchor: "left",
        y: "contender",
        text: "contender",
        dx: -10,
        textAnchor: "end",
        fontWeight: isBold ? 700 : 400,
      });
    const panel: Panel = {
      x: CONTENT.x,
      y,
      options: {
        width: CONTENT.width,
        height,
        marginTop: HEADING,
        marginRight: numberWidth,
        marginBottom,
        marginLeft,
        x: { type: "log", domain, axis: null },
        y: { type: "band", domain: names, axis: null },
        marks: [
          Plot.gridX(ticks),
          isLast ? Plot.axisX(ticks, { text: tick, label: axis }) : null,
          ...marks,
          namesOf(true),
          namesOf(false),
          label(rows, {
            frameAnchor: "right",
            y: "contender",
            text: number,
            dx: numberWidth,
            textAnchor: "end",
          }),
          label([heading], {
            frameAnchor: "top-left",
            dx: -marginLeft,
            dy: -22,
            textAnchor: "start",
            fontWeight: 700,
          }),
        ],
      },
    };
    y += height;
    return panel;
  });
}

/** A rule across all rows, at a value that nobody can pass. */
export function limitRule(value: number): Plot.Markish {
  return Plot.ruleX([value], {
    stroke: colors.warm,
    strokeWidth: 2,
    strokeDasharray: "5 4",
  });
}
