import * as Plot from "@observablehq/plot";
import { softmax, type Vector } from "../kernels/mod.ts";
import {
  colors,
  everyOther,
  type Figure,
  list,
  logitsText,
  nameClassesOf,
  place,
  plain,
  plot,
  type Point,
  probability,
  temperatureRange,
  temperatureSteps,
  triangleMarks,
  trianglePlot,
} from "./house/mod.ts";

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
  const names = nameClassesOf(logits, classes);
  if (names.length !== 3) {
    throw new RangeError(
      `Cannot draw the triangle of distributions: need 3 classes, got ${names.length}`,
    );
  }
  const at = (temperature: number) => {
    const p = Array.from(softmax(logits, { temperature }));
    return { temperature, p, ...place(p) };
  };
  return {
    names,
    path: [0, ...temperatureSteps(temperatureRange(logits), 81), Infinity]
      .map(at),
    marked: [0.1, 0.5, 1, 2, 10].map(at),
  };
}

/**
 * Draws the path of one decision through the triangle of distributions as the
 * temperature runs from 0 to infinity.
 *
 * @param logits scores of three classes
 * @param options classes: their names
 * @throws {TypeError | RangeError} as softmax() does, and when there are not
 *   three logits and names
 */
export function temperaturePath(
  logits: Vector,
  options: Options = {},
): Figure {
  const { names, path, marked } = temperaturePathData(logits, options);
  const [start, end] = [path[0], path.at(-1)!];
  const words = ({ p }: typeof start) =>
    names.map((name, i) => `${name} ${probability(p[i])}`).join(", ");
  const winners = names.filter((_, i) => start.p[i] > 0);
  const moves = distance(start, end) > 0;
  return plot({
    title: moves
      ? `Temperature moves the decision from ${
        list(winners)
      } to undecided, never changing the ranking`
      : winners.length === 1
      ? `${winners[0]} stays certain at every temperature`
      : "Equal logits stay equally likely at every temperature",
    subtitle: `Softmax of ${
      logitsText(logits)
    } divided by T; each region: where its class is the most likely`,
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
      Plot.line(everyOther(path), { x: "x", y: "y", strokeWidth: 3 }),
      Plot.dot(marked, {
        x: "x",
        y: "y",
        r: 6,
        fill: colors.warm,
        stroke: colors.paper,
        strokeWidth: 1.5,
      }),
      together(marked).map((points, i) =>
        Plot.text([points[0]], {
          ...TEXT,
          text: () => groupLabel(points, start, end, i === 0),
          ...side(points[0], start, end),
        })
      ),
      Plot.dot([end], { x: "x", y: "y", r: 4, fill: "currentColor" }),
      moves
        ? Plot.text([end], {
          ...TEXT,
          text: () => "T → ∞",
          ...beyond(start, end),
        })
        : null,
    ],
  });
}

const TEXT: Plot.TextOptions = { x: "x", y: "y", fontSize: 15 };

/** Points closer than this, in sides of the triangle, share a label. */
const CLOSE = 0.08;

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

/** Neighbours on the path, grouped by whether there is room for two labels. */
function together<P extends Point>(points: P[]): P[][] {
  const groups: P[][] = [];
  for (const point of points) {
    const group = groups.at(-1);
    if (group && distance(group[0], point) < CLOSE) group.push(point);
    else groups.push([point]);
  }
  return groups;
}

/** The temperatures of points that share a label; the first one says "T". */
function groupLabel(
  points: (Point & { temperature: number })[],
  start: Point,
  end: Point,
  isFirst: boolean,
): string {
  const temperatures = points.map((d) => plain(d.temperature));
  const [first, last] = [temperatures[0], temperatures.at(-1)];
  const near = (point: Point) => distance(points[0], point) < CLOSE;
  if (near(start) && near(end)) return "every T";
  if (first !== last && near(start)) return `T ≤ ${last}`;
  if (first !== last && near(end)) return `T ≥ ${first}`;
  return `${isFirst ? "T = " : ""}${temperatures.join(", ")}`;
}

/** On which side of a point its label is: where the path does not go. */
function side(
  point: Point & { p: number[] },
  start: Point,
  end: Point,
): Plot.TextOptions {
  if (distance(point, start) < CLOSE) {
    const right = start.x >= 0.5;
    return {
      dx: right ? 14 : -14,
      dy: start.y > 0.5 ? 6 : -8,
      textAnchor: right ? "start" : "end",
    };
  }
  // The path bends towards the second class, so its label is on the side of
  // the last one.
  const last = place(point.p.map((v) => v === Math.min(...point.p) ? 1 : 0));
  const across = { x: start.y - end.y, y: end.x - start.x };
  const bend = across.x * (last.x - start.x) + across.y * (last.y - start.y);
  const sign = (Math.sign(bend) || 1) / Math.hypot(across.x, across.y);
  const [x, y] = [sign * across.x, sign * across.y];
  return {
    dx: 14 * x,
    dy: -16 * y,
    textAnchor: x > 0.3 ? "start" : x < -0.3 ? "end" : "middle",
  };
}

/** The label's place past the end of the path. */
function beyond(start: Point, end: Point): Plot.TextOptions {
  const length = distance(start, end) || 1;
  const x = (end.x - start.x) / length;
  return {
    dx: 14 * x,
    dy: (-18 * (end.y - start.y)) / length,
    textAnchor: x > 0.3 ? "start" : x < -0.3 ? "end" : "middle",
  };
}
