import * as Plot from "@observablehq/plot";
import { crossEntropyGrad, softmax, type Vector } from "../kernels/mod.ts";
import {
  colors,
  type Figure,
  type FigureOptions,
  label,
  list,
  nameClasses,
  place,
  plot,
  probability,
  triangleMarks,
  trianglePlot,
  type Words,
} from "./house/mod.ts";

/** Arrows start from the points of a triangular grid with this many on a side. */
const GRID = 8;

/** The length of an arrow, as a multiple of the forecast's own speed. */
const SCALE = 0.3;

/**
 * A small step of the logits against the gradient g moves p by p (⟨g⟩ − g), with
 * ⟨g⟩ = Σ p g, times the size of the step.
 */
export function dataOf(
  steps: Vector[],
  target: number,
  { classes }: FigureOptions = {},
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
  return { names, path, arrows, target };
}

type Data = ReturnType<typeof dataOf>;

function words({ names, path, arrows, target }: Data): Words {
  const [start, end] = [path[0], path.at(-1)!].map((p) =>
    list(names.map((name, i) => `${name} ${probability(p[i])}`))
  );
  const right = names[target];
  const chances = path.map((p) => p[target]);
  const isNearer = chances.every((p, i) => i === 0 || p >= chances[i - 1]);
  const half = chances.findIndex((p) => p > 0.5);
  const passes = half > 0 ? `; step ${half} passes one half` : "";
  return {
    title: isNearer
      ? `Each step takes the forecast nearer to ${right}${passes}`
      : `Not every step takes the forecast nearer to ${right}`,
    subtitle:
      "Line: the forecast, a dot a step. Arrows: how a step would move others, the longer the further",
    alt: `A triangle whose corners are certainty of ${
      list(names)
    }. A line with ${path.length} dots leads from ${start} to ${end}${passes}. ${arrows.length} arrows all over the triangle bend towards the corner of ${right}.`,
  };
}

/**
 * Draws the path of a forecast that learns, through the triangle of
 * distributions over three classes, and the direction that learning has
 * everywhere else.
 *
 * @param steps logits of three classes, before the first step and after each
 * @param target the true class: 0, 1 or 2
 * @throws {TypeError | RangeError} as softmax() and crossEntropyGrad() do, and
 *   when there is no step, or there are not three logits and names
 */
export function learningPath(
  steps: Vector[],
  target: number,
  options: FigureOptions = {},
): Figure {
  const data = dataOf(steps, target, options);
  const path = data.path.map(place);
  const arrows = data.arrows.map(({ p, move }) => ({
    from: place(p),
    to: place(p.map((v, i) => v + SCALE * move[i])),
  }));
  const at = { x: "x", y: "y" };
  return plot({
    ...words(data),
    ...trianglePlot,
    marks: [
      triangleMarks(data.names),
      Plot.arrow(arrows, {
        x1: (d) => d.from.x,
        y1: (d) => d.from.y,
        x2: (d) => d.to.x,
        y2: (d) => d.to.y,
        stroke: colors.muted,
        strokeWidth: 1.5,
        headLength: 8,
        headAngle: 50,
      }),
      Plot.line(path, { ...at, strokeWidth: 3 }),
      Plot.dot(path, { ...at, r: 4, fill: "currentColor" }),
      label([path[0]], {
        ...at,
        text: () => "start",
        fontWeight: 700,
        dy: path[0].y < 0.2 ? -16 : 18, // not on the corner's name
        halo: true,
      }),
    ],
  });
}
