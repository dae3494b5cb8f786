import * as Plot from "@observablehq/plot";
import { softmax, type Vector } from "../kernels/mod.ts";
import {
  colors,
  everyOther,
  type Figure,
  type FigureOptions,
  label,
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
  type Words,
} from "./house/mod.ts";

function dataOf(logits: Vector, { classes }: FigureOptions) {
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
  const [start, end] = [0, Infinity].map(at);
  const steps = temperatureSteps(temperatureRange(logits), 81).map(at);
  return {
    logits,
    names,
    start,
    end,
    path: [start, ...steps, end],
    marked: [0.1, 0.5, 1, 2, 10].map(at),
    moves: distance(start, end) > 0,
  };
}

type Data = ReturnType<typeof dataOf>;
type Stop = Data["start"];

function words({ logits, names, start, end, marked, moves }: Data): Words {
  const winners = list(names.filter((_, i) => start.p[i] > 0));
  const [cold, hot, ...stops] = [start, end, ...marked].map(({ p }) =>
    names.map((name, i) => `${name} ${probability(p[i])}`).join(", ")
  );
  const shares = marked.map((d, i) =>
    `T = ${plain(d.temperature)}: ${stops[i]}.`
  );
  const corners = list(names);
  return {
    title: moves
      ? `Temperature moves the decision from ${winners} to undecided, never changing the ranking`
      : `Temperature does not move the decision: ${winners}`,
    subtitle: `Softmax of ${
      logitsText(logits)
    } divided by T; each region: where its class is the most likely`,
    alt:
      `A triangle whose corners are certainty of ${corners}. A path leads from T = 0 (${cold}) to T = infinity (${hot}). ${
        shares.join(" ")
      }`,
  };
}

/**
 * Draws the path of one decision through the triangle of distributions as the
 * temperature runs from 0 to infinity.
 *
 * @param logits scores of three classes
 * @throws {TypeError | RangeError} as softmax() does, and when there are not
 *   three logits and names
 */
export function temperaturePath(
  logits: Vector,
  options: FigureOptions = {},
): Figure {
  const data = dataOf(logits, options);
  const { names, start, end, path, marked, moves } = data;
  const at = { x: "x", y: "y" };
  return plot({
    ...words(data),
    ...trianglePlot,
    marks: [
      triangleMarks(names),
      Plot.line(everyOther(path), { ...at, strokeWidth: 3 }),
      Plot.dot(marked, {
        ...at,
        r: 6,
        fill: colors.warm,
        stroke: colors.paper,
        strokeWidth: 1.5,
      }),
      together(marked).map((stops, i) =>
        label([stops[0]], {
          ...at,
          text: () => temperaturesOf(stops, data, i === 0),
          ...beside(stops[0], data),
        })
      ),
      Plot.dot([end], { ...at, r: 4, fill: "currentColor" }),
      moves
        ? label([end], { ...at, text: () => "T → ∞", ...beyond(start, end) })
        : null,
    ],
  });
}

/** Points closer than this, in sides of the triangle, share a label. */
const CLOSE = 0.08;

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

/** Neighbours on the path, grouped by whether there is room for two labels. */
function together(stops: Stop[]): Stop[][] {
  const groups: Stop[][] = [];
  for (const stop of stops) {
    const group = groups.at(-1);
    if (group && distance(group[0], stop) < CLOSE) group.push(stop);
    else groups.push([stop]);
  }
  return groups;
}

/** The temperatures of stops that share a label; the first label says "T". */
function temperaturesOf(
  stops: Stop[],
  { start, end }: Data,
  isFirst: boolean,
): string {
  const temperatures = stops.map((d) => plain(d.temperature));
  const [first, last] = [temperatures[0], temperatures.at(-1)];
  const isAt = (limit: Stop) => distance(stops[0], limit) < CLOSE;
  if (isAt(start) && isAt(end)) return "every T";
  if (first !== last && isAt(start)) return `T ≤ ${last}`;
  if (first !== last && isAt(end)) return `T ≥ ${first}`;
  return `${isFirst ? "T = " : ""}${temperatures.join(", ")}`;
}

/** The place of a label on the side of a stop where the path does not go. */
function beside(stop: Stop, { start, end }: Data): Plot.TextOptions {
  if (distance(stop, start) < CLOSE) {
    const isRight = start.x >= 0.5;
    return {
      dx: isRight ? 14 : -14,
      dy: start.y > 0.5 ? 6 : -8,
      textAnchor: isRight ? "start" : "end",
    };
  }
  // The path bends towards the second class, so its label is on the side of
  // the last one.
  const last = place(stop.p.map((v) => v === Math.min(...stop.p) ? 1 : 0));
  const across = { x: start.y - end.y, y: end.x - start.x };
  const bend = across.x * (last.x - start.x) + across.y * (last.y - start.y);
  const sign = (Math.sign(bend) || 1) / Math.hypot(across.x, across.y);
  const [x, y] = [sign * across.x, sign * across.y];
  return { dx: 14 * x, dy: -16 * y, textAnchor: anchor(x) };
}

/** The place of a label past the end of the path. */
function beyond(start: Stop, end: Stop): Plot.TextOptions {
  const length = distance(start, end);
  const [x, y] = [(end.x - start.x) / length, (end.y - start.y) / length];
  return { dx: 14 * x, dy: -18 * y, textAnchor: anchor(x) };
}

/** The anchor of a text beside a point, where x is its direction: 1 right, -1 left. */
function anchor(x: number): "start" | "middle" | "end" {
  return x > 0.3 ? "start" : x < -0.3 ? "end" : "middle";
}
