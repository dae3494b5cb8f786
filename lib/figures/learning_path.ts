import * as Plot from "@observablehq/plot";
import { crossEntropyGrad, softmax, type Vector } from "../kernels/mod.ts";
import {
  colors,
  type Figure,
  list,
  nameClasses,
  place,
  plot,
  probability,
  triangleMarks,
  trianglePlot,
} from "./house/mod.ts";

interface Options {
  classes?: string[];
}

/** Points a side of the grid that the arrows start from. */
const GRID = 8;
/** The drawn length of an arrow against the forecast's own speed. */
const SCALE = 0.3;

/**
 * Where steps against the gradient take a forecast: the path of one, and the
 * direction at forecasts all over the triangle. A small step of the logits
 * against the gradient g moves p by p (⟨g⟩ − g), with ⟨g⟩ = Σ p g, in proportion.
 *
 * @param steps logits of three classes, before the first step and after each
 * @param target the true class, 0, 1 or 2
 * @throws {TypeError | RangeError} as softmax() and crossEntropyGrad() do, and
 *   when there is no step, or not three logits and names
 */
export function learningPathData(
  steps: Vector[],
  target: number,
  { classes }: Options = {},
) {
  const names = nameClasses(3, classes);
  if (steps.length < 2 || steps.some((logits) => logits.length !== 3)) {
    throw new RangeError(
      "Cannot draw a path of learning: need the 3 logits before and after " +
        `each step, got ${
          steps.map((logits) => `[${logits.length}]`).join(", ") || "none"
        }`,
    );
  }
  const path = steps.map((logits) => Array.from(softmax(logits)));
  const arrows = [];
  for (let i = 1; i <= GRID; i++) {
    for (let j = 1; i + j <= GRID; j++) {
      const p = [i, j, GRID + 1 - i - j].map((n) => n / (GRID + 1));
      const g = Array.from(crossEntropyGrad(p.map(Math.log), target));
      const mean = p.reduce((sum, v, k) => sum + v * g[k], 0);
      arrows.push({ p, move: p.map((v, k) => v * (mean - g[k])) });
    }
  }
  return { names, path, arrows };
}

/**
 * Draws the path of a forecast that learns, through the triangle of
 * distributions over three classes, and the direction that learning has
 * everywhere else.
 *
 * @param steps logits of three classes, before the first step and after each
 * @param target the true class: 0, 1 or 2
 * @param options classes: the names of the three
 * @throws {TypeError | RangeError} as softmax() and crossEntropyGrad() do, and
 *   when there is no step, or not three logits and names
 */
export function learningPath(
  steps: Vector[],
  target: number,
  options: Options = {},
): Figure {
  const { names, path, arrows } = learningPathData(steps, target, options);
  const [start, end] = [path[0], path.at(-1)!];
  const half = path.findIndex((p) => p[target] > 0.5);
  const words = (p: number[]) =>
    list(names.map((name, i) => `${name} ${probability(p[i])}`));
  const drawn = arrows.map(({ p, move }) => {
    const from = place(p);
    const to = place(p.map((v, i) => v + SCALE * move[i]));
    return { x1: from.x, y1: from.y, x2: to.x, y2: to.y };
  });
  const right = names[target];
  const passes = half > 0 ? `; step ${half} passes one half` : "";
  return plot({
    title: `Each step takes the forecast nearer to ${right}${passes}`,
    subtitle:
      "Line: the forecast, a dot a step. Arrows: how a step would move others, the longer the further",
    alt: `A triangle whose corners are certainty of ${
      list(names)
    }. A line with ${path.length} dots leads from ${words(start)} to ${
      words(end)
    }${passes}. ${arrows.length} arrows all over the triangle bend towards the corner of ${right}.`,
    ...trianglePlot,
    marks: [
      triangleMarks(names),
      Plot.arrow(drawn, {
        x1: "x1",
        y1: "y1",
        x2: "x2",
        y2: "y2",
        stroke: colors.muted,
        strokeWidth: 1.5,
        headLength: 8,
        headAngle: 50,
      }),
      Plot.line(path.map(place), { x: "x", y: "y", strokeWidth: 3 }),
      Plot.dot(path.map(place), { x: "x", y: "y", r: 4, fill: "currentColor" }),
      Plot.text([place(start)], {
        x: "x",
        y: "y",
        text: () => "start",
        fontSize: 15,
        fontWeight: 700,
        dy: place(start).y < 0.2 ? -16 : 18, // not on the corner's name
        stroke: colors.paper,
        strokeWidth: 4,
        fill: "currentColor",
      }),
    ],
  });
}
