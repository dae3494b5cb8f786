import * as Plot from "@observablehq/plot";
import {
  argmax,
  crossEntropyGrad,
  entropy,
  softmax,
  type Vector,
} from "../kernels/mod.ts";
import { compose, CONTENT } from "./house/compose.ts";
import type { Figure, Words } from "./house/figure.ts";
import {
  type Corner,
  cornersOf,
  place,
  type Point,
  sharesOf,
  trianglePlot,
} from "./house/forecast_space.ts";
import { namedForecasts } from "./house/forecasts.ts";
import {
  capital,
  counted,
  fixed,
  list,
  logitsText,
  plain,
  probability,
} from "./house/format.ts";
import type { Tag } from "./house/free_labels.ts";
import { type FigureOptions, nameClassesOf } from "./house/name_classes.ts";
import { colors } from "./house/palette.ts";
import {
  temperatureRange,
  temperatureSteps,
} from "./house/temperature_range.ts";

/** The content of a forecastTriangle(): at least one of truth, learning and cooling. */
export interface ForecastTriangleParts {
  /** The probabilities of the classes: level lines show what any other forecast costs more. */
  truth?: Vector;
  /** Forecasts to mark, by their names. */
  forecasts?: Record<string, Vector>;
  /** Logits before the first step of learning and after each, and the class that is right. */
  learning?: { steps: Vector[]; target: number };
  /** Logits that are divided by every temperature. */
  cooling?: Vector;
}

/** Level lines are drawn at these surpluses over the lowest loss, in nats. */
const LEVELS = [0.05, 0.2, 0.5, 1, 2];

/** The temperatures that are marked, those first that need a label most. */
const TEMPERATURES = [1, 0.1, 10, 0.5, 2];

/** Roads closer than this, as a share of the side, look the same. */
const CLOSE = 0.02;

function dataOf(parts: ForecastTriangleParts, { classes }: FigureOptions) {
  const { truth, forecasts = {}, learning, cooling } = parts;
  const first = truth ?? learning?.steps[0] ?? cooling;
  if (first === undefined) {
    throw new TypeError(
      "Cannot draw forecasts: need a truth, steps of learning or logits to cool",
    );
  }
  const names = nameClassesOf(first, classes);
  if (names.length < 2) {
    throw new RangeError(
      `Cannot draw forecasts: need at least two classes, got ${names.length}`,
    );
  }
  const check = (p: Vector) => {
    if (p.length !== names.length) {
      throw new TypeError(
        `Cannot draw forecasts: need ${names.length} classes in all, got ${p.length}`,
      );
    }
    return p;
  };
  const soft = (z: Vector, temperature = 1) =>
    Array.from(softmax(check(z), { temperature }));
  if (learning) crossEntropyGrad(learning.steps[0], learning.target); // checks it
  const steps = learning?.steps.map((z) => soft(z)) ?? [];
  // The corners: what is right or ahead, and the class that comes nearest to it.
  const leader = learning?.target ?? argmax(cooling ?? truth!);
  const rises = names.map((_, i) => i === leader ? 0 : risen(steps, i));
  const rival = strongest(
    rises.some((rise) => rise > 0) ? rises : cooling ?? truth ?? steps[0],
    leader,
  );
  const corners = cornersOf(names, [leader, rival]);
  // On a line, the roads lie below each other.
  const lanes: unknown[] = [truth, learning, cooling].filter(Boolean);
  const at = (p: ArrayLike<number>, part: unknown) => {
    const lane = Math.max(0, lanes.indexOf(part));
    const shares = sharesOf(p, corners);
    return { p, shares, ...place(shares, corners, lane) };
  };
  return {
    names,
    corners,
    truth,
    learning,
    cooling,
    leader,
    lanes: lanes.length,
    // Its entropy checks that it is a distribution.
    honest: truth && { ...at(check(truth), truth), loss: entropy(truth) },
    marked: namedForecasts(forecasts, names.length)
      .map(({ name, p }) => ({ name, ...at(p, truth) })),
    steps: steps.map((p) => at(p, learning)),
    temperatures: cooling
      ? [0, ...temperatureSteps(temperatureRange(cooling), 201), Infinity]
        .map((T) => at(soft(cooling, T), cooling))
      : [],
    stops: cooling
      ? TEMPERATURES.map((T) => ({ T, ...at(soft(cooling, T), cooling) }))
      : [],
  };
}

type Data = ReturnType<typeof dataOf>;

/** The class with the largest value but the leader. */
function strongest(values: ArrayLike<number>, leader: number): number {
  return [...Array(values.length).keys()].filter((i) => i !== leader)
    .reduce((best, i) => values[i] > values[best] ? i : best);
}

/** How far a share rises before it falls again; 0 if that cannot be seen. */
function risen(steps: ArrayLike<number>[], index: number): number {
  const p = steps.map((step) => step[index]);
  const top = Math.max(...p);
  const rise = Math.min(top - p[0], top - p[p.length - 1]);
  return rise > 0.005 ? rise : 0;
}

function titleOf(data: Data): string {
  const { names, corners, learning, cooling, leader, steps } = data;
  const right = names[leader];
  const cold = cooling && softmax(cooling, { temperature: 0 });
  const winners = cold && names.filter((_, i) => cold[i] > 0);
  if (learning && winners) {
    if (list(winners) !== right) {
      return `Learning leads towards ${right}, cooling to ${list(winners)}`;
    }
    const areApart = steps.some((step) =>
      data.temperatures.every((other) => distance(step, other) > CLOSE)
    );
    if (corners.length === 2) return `Learning and cooling lead to ${right}`;
    return `Learning and cooling lead to ${right} by ${
      areApart ? "different roads" : "the same road"
    }`;
  }
  if (learning) return learningTitle(data);
  if (!winners) {
    return "The loss is lowest at the honest forecast and rises on every side";
  }
  if (winners.length === names.length) {
    return "No temperature moves a forecast of equal scores";
  }
  const [last, ...others] = Array.from(cooling!, (z, i) => ({ z, i }))
    .sort((a, b) => a.z - b.z);
  return corners.length === 3 && names.length === 3 && last.z < others[0].z &&
      winners.length === 1
    ? `Cooling lets ${names[last.i]} die first, then ${names[others[0].i]}`
    : `Cooling leaves only ${list(winners)}`;
}

function learningTitle({ corners, leader, names, steps }: Data): string {
  const right = names[leader];
  const [start, end] = [steps[0], steps.at(-1)!];
  const riser = corners.find(({ classes }, i) =>
    classes.length === 1 && classes[0] !== leader &&
    risen(steps.map(({ shares }) => shares), i) > 0
  );
  if (riser) {
    return `${
      capital(riser.name)
    } rises before it falls: learning does not go straight`;
  }
  if (distance(start, end) < CLOSE) {
    return `The forecast hardly moves in ${
      counted(steps.length - 1, "step")
    } of learning`;
  }
  const isNearer = steps.every(({ p }, k) =>
    k === 0 || p[leader] >= steps[k - 1].p[leader]
  );
  return `${
    isNearer ? "Each step takes" : "Not every step takes"
  } the forecast nearer to ${right}`;
}

/** The forecasts without those that lie on an earlier one. */
function spaced<T extends { shares: number[] }>(forecasts: T[]): T[] {
  return forecasts.filter((d, k) =>
    forecasts.slice(0, k).every((other) => distance(d, other) > CLOSE)
  );
}

/** The distance of two forecasts, as a share of the triangle's side. */
function distance(a: { shares: number[] }, b: { shares: number[] }): number {
  return Math.hypot(...a.shares.map((v, i) => v - b.shares[i])) / Math.SQRT2;
}

/** The steps to mark, those first that need a label most. */
function stepsToMark({ steps, leader }: Data): number[] {
  const last = steps.length - 1;
  const half = steps.findIndex(({ p }) => p[leader] > 0.5);
  return [...new Set([0, half, last, 1, 10])]
    .filter((step) => step >= 0 && step <= last);
}

function words(data: Data): Words {
  const { corners, truth, honest, marked, learning, cooling, steps } = data;
  const shares = (d: { shares: number[] }) =>
    list(corners.map(({ name }, i) => `${name} ${probability(d.shares[i])}`));
  const said = [];
  if (honest) {
    said.push(
      `A dot at the honest forecast (${shares(honest)}), whose loss of ${
        fixed(honest.loss, 3)
      } nats is the lowest. Lines around it, where the loss is ${
        list(LEVELS.map(plain))
      } nats higher.`,
    );
  }
  for (const d of marked) said.push(`${d.name}: ${shares(d)}.`);
  if (learning) {
    const at = stepsToMark(data).sort((a, b) => a - b)
      .map((step) => `Step ${step}: ${shares(steps[step])}.`);
    said.push(`A road of ${steps.length} dots by learning. ${at.join(" ")}`);
  }
  if (cooling) {
    const at = data.stops.toSorted((a, b) => a.T - b.T)
      .map((d) => `T = ${plain(d.T)}: ${shares(d)}.`);
    said.push(
      `A road by temperature, from T = 0 (${
        shares(data.temperatures[0])
      }) to T = infinity (${shares(data.temperatures.at(-1)!)}). ${
        at.join(" ")
      }`,
    );
  }
  return {
    title: titleOf(data),
    subtitle: [
      "Corners: certainty. Regions: which corner is ahead",
      truth && "Lines: nats above the lowest loss",
      learning && "Dots: steps of learning. Dashed: the straight way",
      cooling &&
      `Orange: softmax of ${logitsText(cooling)} divided by T`,
    ].filter(Boolean).join(". "),
    alt: `A ${
      corners.length === 2 ? "line" : "triangle"
    } whose corners are certainty of ${
      list(corners.map(({ name }) => name))
    }. ${said.join(" ")}`,
  };
}

/** Points around the edge, closer together at the corners: [1, 0, 0], ... */
function edge(corners: Corner[]): number[][] {
  if (corners.length === 2) return [[1, 0], [0, 1]];
  return [0, 1, 2].flatMap((from) =>
    Array.from({ length: 16 }, (_, k) => {
      const share = (1 - Math.cos(k * Math.PI / 16)) / 2;
      const shares = [0, 0, 0];
      shares[from] = 1 - share;
      shares[(from + 1) % 3] = share;
      return shares;
    })
  );
}

/** The forecast on the way from the truth to another at which the loss is higher by the level. */
function crossing(truth: number[], other: number[], level: number): number[] {
  const at = (r: number) => truth.map((t, i) => t + r * (other[i] - t));
  const surplus = (q: number[]) =>
    truth.reduce((sum, t, i) => t > 0 ? sum + t * Math.log(t / q[i]) : sum, 0);
  if (!(surplus(other) > level)) return other.map(() => NaN);
  let [low, high] = [0, 1];
  for (let k = 0; k < 40; k++) {
    const middle = (low + high) / 2;
    if (surplus(at(middle)) < level) low = middle;
    else high = middle;
  }
  return at(low);
}

/** The level lines of the loss, with their heights written on the way to the class that is least often right. */
export function levelLines(
  { shares }: { shares: number[] },
  corners: Corner[],
): { lines: Point[][]; tags: Tag[] } {
  const others = edge(corners);
  const last = shares.indexOf(Math.min(...shares));
  const to = others.findIndex((other) => other[last] === 1);
  const tags: Tag[] = [];
  const lines = LEVELS.map((level) => {
    const points = others.map((other) =>
      place(crossing(shares, other, level), corners)
    );
    if (points[to].x >= 0) {
      const text = `+${plain(level)}`;
      tags.push({ ...points[to], text, isOn: corners.length === 3 });
    }
    return corners.length === 3
      ? [...points, points[0]]
      // On a line, a level is a short stroke across it.
      : points.flatMap(({ x, y }) =>
        [y - 12, y + 12, NaN].map((y) => ({ x, y }))
      );
  });
  return { lines, tags };
}

/**
 * Draws forecasts as points of a triangle whose corners are certainty: the loss
 * around an honest forecast, the road of learning, the road of cooling, or
 * several of these. Of more than three classes two have a corner, and the others
 * share one; two classes have a line.
 *
 * ```ts
 * forecastTriangle({ truth, forecasts: { timid, bold } });
 * forecastTriangle({ learning: { steps, target: 0 }, cooling: steps[0] });
 * ```
 *
 * @throws {TypeError | RangeError} as softmax(), entropy() and
 *   crossEntropyGrad() do, when there is nothing to draw, and when two parts
 *   have different numbers of classes
 */
export function forecastTriangle(
  parts: ForecastTriangleParts,
  options: FigureOptions = {},
): Figure {
  const data = dataOf(parts, options);
  const { corners, honest, marked, steps, temperatures, stops } = data;
  const levels = honest ? levelLines(honest, corners) : { lines: [], tags: [] };
  const xy = { x: "x", y: "y" };
  const dots = stepsToMark(data).map((step) => steps[step]);
  const moves = temperatures.length > 0 &&
    distance(temperatures[0], temperatures.at(-1)!) > CLOSE;
  const tags = [
    ...spaced([
      ...honest ? [{ ...honest, text: "honest" }] : [],
      ...marked.map((d) => ({ ...d, text: d.name })),
    ]),
    ...spaced(
      stepsToMark(data).map((step) => ({
        ...steps[step],
        text: `step ${step}`,
      })),
    ),
    ...moves
      ? [
        ...spaced(stops.map((d) => ({ ...d, text: `T = ${plain(d.T)}` }))),
        { ...temperatures.at(-1)!, text: "T → ∞" },
      ]
      : stops.slice(0, 1).map((d) => ({ ...d, text: "every T" })),
    ...levels.tags,
  ];
  const paper = { stroke: colors.paper, strokeWidth: 1.5 };
  const marks = [
    levels.lines.map((line) =>
      Plot.line(line, { ...xy, stroke: colors.muted, strokeWidth: 1.5 })
    ),
    Plot.line(temperatures, { ...xy, stroke: colors.warm, strokeWidth: 3 }),
    Plot.dot(stops, { ...xy, r: 6, fill: colors.warm, ...paper }),
    Plot.line(steps.length ? [steps[0], steps.at(-1)!] : [], {
      ...xy,
      strokeDasharray: "5 5",
    }),
    Plot.line(steps, { ...xy, strokeWidth: 2 }),
    Plot.dot(steps, { ...xy, r: 2.5, fill: "currentColor" }),
    Plot.dot(dots, { ...xy, r: 6, fill: "currentColor", ...paper }),
    Plot.dot(marked, { ...xy, r: 6, fill: colors.warm, ...paper }),
    Plot.dot(honest ? [honest] : [], {
      ...xy,
      r: 7,
      fill: colors.cool,
      ...paper,
    }),
  ];
  return compose(words(data), [{
    x: CONTENT.x,
    options: trianglePlot(corners, data.lanes, marks, {
      tags,
      dots: [...dots, ...marked, ...stops, ...honest ? [honest] : []],
      lines: [...steps, ...temperatures],
    }),
  }]);
}
