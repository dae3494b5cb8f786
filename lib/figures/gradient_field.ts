import * as Plot from "@observablehq/plot";
import { crossEntropyGrad } from "../kernels/mod.ts";
import { classNames } from "./classes.ts";
import type { Figure } from "./figure.ts";
import { fixed } from "./format.ts";
import { plot } from "./plot.ts";
import { place, triangleMarks, trianglePlot } from "./triangle.ts";

interface Options {
  classes?: string[];
}

/** Points a side of the grid that the arrows start from. */
const GRID = 8;
/** The drawn length of an arrow against the gradient's own. */
const SCALE = 0.13;

/**
 * The gradient of the loss at predictions all over the triangle. Its entries
 * sum to 0, so the step against it, y − p, lies in the triangle's plane.
 *
 * @param target the true class, 0, 1 or 2
 * @throws {TypeError | RangeError} as crossEntropyGrad() does, and when there
 *   are not three names
 */
export function gradientFieldData(target: number, { classes }: Options = {}) {
  const names = classNames(3, classes);
  const arrows = [];
  for (let i = 1; i <= GRID; i++) {
    for (let j = 1; i + j <= GRID; j++) {
      const p = [i, j, GRID + 1 - i - j].map((n) => n / (GRID + 1));
      const gradient = crossEntropyGrad(p.map(Math.log), target);
      arrows.push({ p, gradient: Array.from(gradient) });
    }
  }
  return { names, arrows };
}

/**
 * Draws the step against the loss's gradient, y − p, at predictions p all over
 * the triangle of distributions over three classes.
 *
 * @param target the true class: 0, 1 or 2
 * @param options classes: the names of the three
 * @throws {TypeError | RangeError} as crossEntropyGrad() does, and when there
 *   are not three names
 */
export function gradientField(target: number, options: Options = {}): Figure {
  const { names, arrows } = gradientFieldData(target, options);
  const lengths = arrows.map((a) => Math.hypot(...a.gradient));
  const drawn = arrows.map(({ p, gradient }) => {
    const from = place(p);
    const to = place(p.map((v, i) => v - SCALE * gradient[i]));
    return { x1: from.x, y1: from.y, x2: to.x, y2: to.y };
  });
  return plot({
    title: `Everywhere the push on the scores points straight at ${
      names[target]
    }`,
    subtitle:
      "Arrows: truth minus prediction, y − p. The more wrong, the longer",
    alt: `A triangle whose corners are certainty of ${
      names.join(", ")
    }. ${arrows.length} arrows start at predictions all over it and all point at the corner of ${
      names[target]
    }. They are long where the prediction is wrong (${
      fixed(Math.max(...lengths), 2)
    } at most) and short near that corner (${
      fixed(Math.min(...lengths), 2)
    } at least).`,
    ...trianglePlot,
    marks: [
      triangleMarks(names),
      Plot.arrow(drawn, {
        x1: "x1",
        y1: "y1",
        x2: "x2",
        y2: "y2",
        stroke: "currentColor",
        strokeWidth: 2,
        headLength: 9,
        headAngle: 50,
      }),
    ],
  });
}
