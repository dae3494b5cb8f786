import * as Plot from "@observablehq/plot";
import {
  crossEntropyGrad,
  entropy,
  softmax,
  type Vector,
} from "../kernels/mod.ts";
import { bisect } from "./house/bisect.ts";
import { compose, type Figure, type Words } from "./house/compose.ts";
import {
  type Corner,
  cornersOf,
  type Forecast,
  place,
  trianglePlot,
} from "./house/forecast_space.ts";
import {
  counted,
  fixed,
  list,
  logitsText,
  plain,
  probability,
} from "./house/format.ts";
import { type FigureOptions, namesFor, ownWords } from "./house/options.ts";
import { colors } from "./house/palette.ts";
import { checkArray, wrongType, wrongValue } from "./house/refusals.ts";
import { temperatureRange, temperatureSteps } from "./house/temperatures.ts";

/** The content of a forecastTriangle(). */
export interface ForecastTriangleParts {
  /** Logits before the first step of learning and after each, and the class that is right. */
  learning: { steps: Vector[]; target: number };
  /** Logits that are divided by every temperature. */
  cooling: Vector;
  /** The probabilities of the classes: level lines show what any other forecast costs more. */
  truth?: Vector;
}

/** Level lines are drawn at these surpluses over the lowest loss, in nats. */
const LEVELS = [0.05, 0.2, 0.5, 1, 2];

/** The temperatures that are marked, those first that need a label most. */
const TEMPERATURES = [1, 0.1, 10, 0.5, 2];

/** Roads closer than this, as a share of the side, look the same. */
const CLOSE = 0.02;

function dataOf(
  { learning, cooling, truth }: ForecastTriangleParts,
  { classes }: FigureOptions,
) {
  const action = "draw forecasts";
  const names = namesFor(cooling, classes);
  if (names.length < 2) {
    throw wrongValue(action, "at least two classes", names.length);
  }
  if (!Array.isArray(learning?.steps) || learning.steps.length === 0) {
    const need = "learning as { steps, target }, with logits before each step";
    throw wrongType(action, need, learning);
  }
  const { steps, target } = learning;
  for (const vector of [...steps, ...truth === undefined ? [] : [truth]]) {
    checkArray(vector, action, "each forecast as an array");
    if (vector.length !== names.length) {
      throw wrongType(action, `${names.length} classes in all`, vector.length);
    }
  }
  crossEntropyGrad(steps[0], target); // checks both
  // The corners: what is right, and the class that comes nearest to it.
  const [rival] = [...names.keys()].filter((i) => i !== target)
    .sort((a, b) => cooling[b] - cooling[a]);
  const corners = cornersOf(names, [target, rival]);
  const at = (p: ArrayLike<number>, lane: number) => {
    const sharesOf = ({ classes }: Corner) =>
      classes.reduce((sum, i) => sum + p[i], 0);
    return { right: p[target], ...place(corners.map(sharesOf), corners, lane) };
  };
  // On a line, the roads lie below each other.
  const [first, second] = truth ? [1, 2] : [0, 1];
  const cooled = (temperature: number) =>
    at(softmax(cooling, { temperature }), second);
  return {
    cooling,
    corners,
    lanes: second + 1,
    goal: names[target],
    winners: names
      .filter((_, i) => softmax(cooling, { temperature: 0 })[i] > 0),
    honest: truth ? [{ ...at(truth, 0), loss: entropy(truth) }] : [],
    steps: steps.map((z) => at(softmax(z), first)),
    temperatures: [
      0,
      ...temperatureSteps(temperatureRange(cooling), 201),
      Infinity,
    ].map(cooled),
    stops: TEMPERATURES.map((T) => ({ T, ...cooled(T) })),
  };
}

type Data = ReturnType<typeof dataOf>;

function words(data: Data): Words {
  const { cooling, corners, honest, steps, stops, temperatures } = data;
  const ends = list(corners.map(({ name }) => name));
  const shares = (d: Forecast) =>
    list(corners.map(({ name }, i) => `${name} ${probability(d.shares[i])}`));
  const atStops = stops.toSorted((a, b) => a.T - b.T)
    .map((d) => `T = ${plain(d.T)}: ${shares(d)}.`);
  const atSteps = stepsToMark(data).sort((a, b) => a - b)
    .map((step) => `Step ${step}: ${shares(steps[step])}.`);
  const [cold, hot] = [temperatures[0], temperatures.at(-1)!].map(shares);
  return {
    title: titleOf(data),
    subtitle: [
      "Corners: certainty. Regions: which corner is ahead",
      ...honest.map(() => "Lines: nats above the lowest loss"),
      "Dots: steps of learning. Dashed: the straight way",
      `Orange: softmax of ${logitsText(cooling)} divided by T`,
    ].join(". "),
    alt: [
      `A ${
        corners.length === 2 ? "line" : "triangle"
      } whose corners are certainty of ${ends}.`,
      ...honest.map((d) =>
        `A dot at the honest forecast (${shares(d)}), whose loss of ${
          fixed(d.loss, 3)
        } nats is the lowest. Lines around it, where the loss is ${
          list(LEVELS.map(plain))
        } nats higher.`
      ),
      `A road of ${counted(steps.length, "dot")} by learning.`,
      ...atSteps,
      `A road by temperature, from T = 0 (${cold}) to T = infinity (${hot}).`,
      ...atStops,
    ].join(" "),
  };
}

function titleOf(
  { corners, goal, winners, steps, temperatures }: Data,
): string {
  const winner = list(winners);
  if (winner !== goal) {
    return `Learning leads towards ${goal}, cooling to ${winner}`;
  }
  const both = `Learning and cooling lead to ${goal}`;
  if (corners.length === 2) return both;
  const areApart = steps.some((step) =>
    temperatures.every((other) => distance(step, other) > CLOSE)
  );
  return `${both} by ${areApart ? "different roads" : "the same road"}`;
}

/** The forecasts without those that lie on an earlier one. */
function spaced<T extends Forecast>(forecasts: T[]): T[] {
  return forecasts.filter((d, k) =>
    forecasts.slice(0, k).every((other) => distance(d, other) > CLOSE)
  );
}

/** The distance of two forecasts, as a share of the triangle's side. */
function distance(a: Forecast, b: Forecast): number {
  return Math.hypot(...a.shares.map((v, i) => v - b.shares[i])) / Math.SQRT2;
}

/** The steps to mark, those first that need a label most. */
function stepsToMark({ steps }: Data): number[] {
  const last = steps.length - 1;
  const half = steps.findIndex(({ right }) => right > 0.5);
  return [...new Set([0, half, last, 1, 10])]
    .filter((step) => step >= 0 && step <= last);
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
  return at(bisect([0, 1], (r) => surplus(at(r)) < level)[0]);
}

/** The level lines of the loss, with their heights written on the way to the class that is least often right. */
export function levelLines({ shares }: Forecast, corners: Corner[]) {
  const others = edge(corners);
  const isLine = corners.length === 2;
  const last = shares.indexOf(Math.min(...shares));
  const to = others.findIndex((other) => other[last] === 1);
  return LEVELS.map((level) => {
    const points = others
      .map((other) => place(crossing(shares, other, level), corners));
    const { x, y } = points[to];
    const tag = { x, y, text: `+${plain(level)}`, isOn: !isLine };
    return {
      tags: x >= 0 ? [tag] : [],
      // On a line, a level is a short stroke across it.
      line: isLine
        ? points.flatMap(({ x, y }) =>
          [y - 12, y + 12, NaN].map((y) => ({ x, y }))
        )
        : [...points, points[0]],
    };
  });
}

/**
 * Draws the road of learning and the road of cooling through the triangle of all
 * forecasts, whose corners are certainty, and what forecasts cost around an honest
 * one. Of more than three classes two have a corner, and the others share one; two
 * classes have a line.
 *
 * ```ts
 * forecastTriangle({ learning: { steps, target: 0 }, cooling: logits });
 * ```
 *
 * @throws {TypeError | RangeError} as softmax(), entropy() and
 *   crossEntropyGrad() do, when there is no step, and when two parts have
 *   different numbers of classes
 */
export function forecastTriangle(
  parts: ForecastTriangleParts,
  options: FigureOptions = {},
): Figure {
  const own = ownWords(options, ["classes"]);
  const data = dataOf(parts, options);
  const { corners, honest, steps, temperatures, stops } = data;
  const levels = honest.flatMap((d) => levelLines(d, corners));
  const marked = stepsToMark(data)
    .map((step) => ({ ...steps[step], text: `step ${step}` }));
  const end = temperatures.at(-1)!;
  const tags = [
    ...honest.map((d) => ({ ...d, text: "honest" })),
    ...spaced(marked),
    ...distance(temperatures[0], end) > CLOSE
      ? [
        ...spaced(stops.map((d) => ({ ...d, text: `T = ${plain(d.T)}` }))),
        { ...end, text: "T → ∞" },
      ]
      : [{ ...stops[0], text: "every T" }],
    ...levels.flatMap(({ tags }) => tags),
  ];
  const xy = { x: "x", y: "y" };
  const dot = { ...xy, stroke: colors.paper, strokeWidth: 1.5 };
  const marks = [
    levels.map(({ line }) =>
      Plot.line(line, { ...xy, stroke: colors.muted, strokeWidth: 1.5 })
    ),
    Plot.line(temperatures, { ...xy, stroke: colors.warm, strokeWidth: 3 }),
    Plot.dot(stops, { ...dot, r: 6, fill: colors.warm }),
    Plot.line([steps[0], steps.at(-1)!], { ...xy, strokeDasharray: "5 5" }),
    Plot.line(steps, { ...xy, strokeWidth: 2 }),
    Plot.dot(steps, { ...xy, r: 2.5, fill: "currentColor" }),
    Plot.dot(marked, { ...dot, r: 6, fill: "currentColor" }),
    Plot.dot(honest, { ...dot, r: 7, fill: colors.cool }),
  ];
  const dots = [...marked, ...stops, ...honest];
  const lines = [...steps, ...temperatures];
  return compose({ ...words(data), ...own }, [
    trianglePlot(corners, data.lanes, marks, { tags, dots, lines }),
  ]);
}
