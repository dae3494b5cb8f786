import * as Plot from "@observablehq/plot";
import { softmax, type Vector } from "../kernels/mod.ts";
import { classNames } from "./classes.ts";
import type { Figure } from "./figure.ts";
import { list, plain, probability } from "./format.ts";
import { plot } from "./plot.ts";
import { colors } from "./style.ts";
import { temperatureRange, temperatureSteps } from "./temperature_range.ts";
import { needThree, place, triangleMarks, trianglePlot } from "./triangle.ts";

interface Options {
  classes?: string[];
}

/**
 * The path of one decision through the triangle of distributions as the
 * temperature runs from 0 to infinity.
 *
 * @param logits shape [3]
 * @throws {TypeError | RangeError} as softmax() does, and when there are not
 *   three logits and names
 */
export function temperaturePathData(
  logits: Vector,
  { classes }: Options = {},
) {
  const at = (temperature: number) => {
    const p = Array.from(softmax(logits, { temperature }));
    return { temperature, p, ...place(p) };
  };
  const path = [0, ...temperatureSteps(temperatureRange(logits), 81), Infinity]
    .map(at);
  needThree(logits.length);
  return {
    names: classNames(logits.length, classes),
    path,
    marked: [0.1, 0.5, 1, 2, 10].map(at),
  };
}

/** Draws the path of one decision from certain to undecided. */
export function temperaturePath(
  logits: Vector,
  options: Options = {},
): Figure {
  const { names, path, marked } = temperaturePathData(logits, options);
  const [start, end] = [path[0], path.at(-1)!];
  const words = ({ p }: typeof start) =>
    names.map((name, i) => `${name} ${probability(p[i])}`).join(", ");
  const winners = names.filter((_, i) => start.p[i] > 0);
  const moves = Math.hypot(end.x - start.x, end.y - start.y) > 0;
  // Labels go to the outer side of the path, away from its straight shortcut.
  const middle = marked[2];
  const turn = (end.x - start.x) * (middle.y - start.y) -
    (end.y - start.y) * (middle.x - start.x);
  const length = Math.hypot(end.x - start.x, end.y - start.y) || 1;
  const side = turn > 0 ? 1 : -1;
  const normal = {
    x: (-side * (end.y - start.y)) / length,
    y: (side * (end.x - start.x)) / length,
  };
  return plot({
    title: moves
      ? `Heat moves the decision from ${
        list(winners)
      } to the middle, never across a border`
      : "Equal logits stay in the middle at every temperature",
    subtitle: `Softmax of the logits ${
      list(Array.from(logits, plain))
    } divided by T; dotted: where the most likely class changes`,
    alt: `A triangle whose corners are certainty of ${
      list(names)
    }. A path leads from T = 0 (${words(start)}) to T = infinity (${
      words(end)
    }). ${
      marked.map((d) => `T = ${plain(d.temperature)}: ${words(d)}.`).join(" ")
    }`,
    ...trianglePlot,
    marks: [
      triangleMarks(names),
      Plot.line(path, { x: "x", y: "y", strokeWidth: 3 }),
      Plot.dot(marked, {
        x: "x",
        y: "y",
        r: 6,
        fill: colors.warm,
        stroke: colors.paper,
        strokeWidth: 1.5,
      }),
      marked.map((d) =>
        Plot.text([d], {
          x: "x",
          y: "y",
          text: () => `T = ${plain(d.temperature)}`,
          dx: 16 * normal.x,
          dy: -16 * normal.y,
          textAnchor: normal.x > 0.3
            ? "start"
            : normal.x < -0.3
            ? "end"
            : "middle",
          fontSize: 14,
          stroke: colors.paper,
          strokeWidth: 4,
          fill: "currentColor",
        })
      ),
    ],
  });
}
