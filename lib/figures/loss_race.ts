import * as Plot from "@observablehq/plot";
import { crossEntropyGrad, type Vector } from "../kernels/mod.ts";
import { Explorer } from "./house/explorer.ts";
import type { Figure, Words } from "./house/figure.ts";
import {
  capital,
  counted,
  logitsText,
  probability,
  significant,
} from "./house/format.ts";
import { label } from "./house/label.ts";
import { type FigureOptions, nameClassesOf } from "./house/name_classes.ts";
import { colors } from "./house/palette.ts";
import { plot } from "./house/plot.ts";

/** The size of a step, as a multiple of the gradient. */
const RATE = 0.5;

/** Nobody waits longer than this many steps. */
const PATIENCE = 2_000_000;

/** The derivatives of a loss by the logits, from probabilities p and the true class, into the last. */
type Gradient = (p: Float64Array, target: number, into: Float64Array) => void;

/**
 * Squared error is Σ (p[i] − y[i])², where y is 1 at the target and 0 elsewhere.
 * Through softmax its derivative by logit i is 2 p[i] (d[i] − Σ p[j] d[j]) with
 * d = p − y: the factor p[i] stops it where the target's p is near 0.
 */
const LOSSES: { name: string; gradient: Gradient }[] = [
  {
    name: "cross-entropy",
    gradient(p, target, into) {
      into.set(p);
      into[target] -= 1;
    },
  },
  {
    name: "squared error",
    gradient(p, target, into) {
      let mean = -p[target];
      for (const v of p) mean += v * v;
      for (let i = 0; i < p.length; i++) {
        into[i] = 2 * p[i] * (p[i] - (i === target ? 1 : 0) - mean);
      }
    },
  },
];

/**
 * Learns from the logits that the target is right. Visits each step with the
 * probabilities and their gradient, until a visit returns true. The library's
 * softmax() is more exact, and too slow for millions of steps.
 */
function learn(
  logits: Vector,
  target: number,
  gradient: Gradient,
  visit: (step: number, p: Float64Array, slope: number) => boolean,
) {
  const z = Float64Array.from(logits);
  const [p, g] = [new Float64Array(z.length), new Float64Array(z.length)];
  let stands = false; // a step too small for the logits' digits moves nothing
  for (let step = 0;; step++) {
    if (!stands) {
      let max = -Infinity, sum = 0;
      for (const v of z) if (v > max) max = v;
      for (let i = 0; i < z.length; i++) sum += p[i] = Math.exp(z[i] - max);
      for (let i = 0; i < z.length; i++) p[i] /= sum;
      gradient(p, target, g);
    }
    if (visit(step, p, g[target])) return;
    if (stands) continue;
    stands = true;
    for (let i = 0; i < z.length; i++) {
      const before = z[i];
      z[i] -= RATE * g[i];
      if (z[i] !== before) stands = false;
    }
  }
}

function dataOf(logits: Vector, target: number, { classes }: FigureOptions) {
  const names = nameClassesOf(logits, classes);
  crossEntropyGrad(logits, target); // checks both
  const odd = Array.from(logits).find((z) => !Number.isFinite(z));
  if (odd !== undefined) {
    throw new RangeError(
      `Cannot learn from logits: need finite ones, got ${odd}`,
    );
  }
  const halves = LOSSES.map(({ gradient }) => {
    let half: number | undefined;
    learn(logits, target, gradient, (step, p) => {
      if (p[target] > 0.5) half = step;
      return half !== undefined || step === PATIENCE;
    });
    return half;
  });
  const stops = stopsFor(halves);
  const tracks = LOSSES.map(({ name, gradient }, i) => {
    const states: { step: number; p: number[]; slope: number }[] = [];
    learn(logits, target, gradient, (step, p, slope) => {
      if (step === stops[states.length]) {
        states.push({ step, p: Array.from(p), slope });
      }
      return states.length === stops.length;
    });
    return { name, half: halves[i], states };
  });
  return { logits, names, target, stops, tracks };
}

/**
 * The steps to stop at: around the first of the halves, then up to the last and
 * past it. At most 12, so that a finger hits each button on a phone.
 */
function stopsFor(halves: (number | undefined)[]): number[] {
  const [first, last] = halves.map((half) => half ?? PATIENCE)
    .toSorted((a, b) => a - b);
  const base = Math.min(Math.max(first, 4), PATIENCE / 2);
  const end = Math.min(Math.max(2 * last, 20), PATIENCE);
  const near = [0.25, 0.5, 0.75, 1.25, 1.5, 2].map((share) =>
    Number(Math.round(share * base).toPrecision(2))
  );
  const far = [1 / 3, 2 / 3, 1].map((share) =>
    Number((2 * base * (end / (2 * base)) ** share).toPrecision(1))
  );
  return [...new Set([0, ...near, base, ...far, last])].sort((a, b) => a - b);
}

type Data = ReturnType<typeof dataOf>;

const count = (steps: number) => counted(steps, "step");

function titleOf({ names, target, stops, tracks }: Data): string {
  const [a, b] = tracks.toSorted((a, b) =>
    (a.half ?? Infinity) - (b.half ?? Infinity)
  );
  if (a.half === undefined) {
    return `Neither loss passes one half within ${count(PATIENCE)}`;
  }
  if (a.half === 0) {
    const [first, second] = tracks.map(({ states }) =>
      probability(states.at(-1)!.p[target])
    );
    return `${capital(names[target])} starts above one half: after ${
      count(stops.at(-1)!)
    } ${tracks[0].name} has ${first}, ${tracks[1].name} ${second}`;
  }
  if (a.half === b.half) {
    return `Both losses pass one half after ${count(a.half)}`;
  }
  return `${capital(a.name)} passes one half after ${
    count(a.half)
  }, ${b.name} ${
    b.half === undefined
      ? `not within ${PATIENCE.toLocaleString("en")}`
      : `after ${b.half.toLocaleString("en")}`
  }`;
}

function words(data: Data): Required<Words> {
  const { logits, names, target, stops, tracks } = data;
  const said = stops.map((step, k) =>
    `After ${count(step)}: ${
      tracks.map(({ name, states }) =>
        `${name} ${probability(states[k].p[target], 3)}, slope ${
          slopeText(states[k].slope)
        }`
      ).join("; ")
    }.`
  );
  return {
    title: titleOf(data),
    subtitle: `Learning from ${logitsText(logits)} that ${
      names[target]
    } is right, ${RATE} times the gradient per step`,
    alt:
      `A slider of ${stops.length} numbers of steps, and for each loss one bar per class. The probability of ${
        names[target]
      } and the slope of the loss in its score. ${said.join(" ")}`,
  };
}

function slopeText(slope: number): string {
  return slope === 0 ? "0" : significant(slope, 2);
}

/** The labels of a scale of these steps: every other, and the last. */
function scaleOf(stops: number[]): string[] {
  const last = stops.length - 1;
  return stops.map((step, k) =>
    k === last || k % 2 === 0 && k !== last - 1 ? short(step) : ""
  );
}

/** A number of steps in few letters: 400, 30k, 2M. */
function short(step: number): string {
  return step < 1e4
    ? String(step)
    : step < 1e6
    ? `${Math.round(step / 1e3)}k`
    : `${Number((step / 1e6).toFixed(1))}M`;
}

/** The probability of the target over the stops, for print and for notebooks that are not trusted. */
function still(data: Data): Figure {
  const { target, stops, tracks } = data;
  const points = tracks.map(({ states }) =>
    states.map(({ step, p }) => ({ step, p: p[target] }))
  );
  const styles = [
    { color: colors.cool, symbol: "circle", sign: "●" },
    { color: colors.warm, symbol: "square", sign: "■" },
  ] as const;
  const scale = scaleOf(stops);
  return plot({
    ...words(data),
    marginTop: 40,
    x: {
      type: "point",
      domain: stops,
      label: "steps",
      tickFormat: (_, k) => scale[k],
    },
    y: { domain: [0, 1], label: "probability", ticks: 2, grid: true },
    marks: styles.map(({ color, symbol, sign }, i) => [
      Plot.line(points[i], {
        x: "step",
        y: "p",
        stroke: color,
        strokeWidth: 2,
      }),
      Plot.dot(points[i], { x: "step", y: "p", symbol, r: 5, fill: color }),
      label([`${sign} ${tracks[i].name}`], {
        frameAnchor: "top-right",
        textAnchor: "end",
        dx: -160 * (1 - i),
        dy: -32,
        fill: color,
      }),
    ]),
  });
}

/**
 * A slider for the steps of learning, with cross-entropy beside squared error,
 * Σ (p − y)², where y is 1 for the class that is right and 0 for the others. The
 * reader sees the one move and the other stand still where the model is sure and
 * wrong. It needs no script.
 *
 * @param logits scores of the classes before the first step, shape [classes]
 * @param target the class that is right
 * @throws {TypeError | RangeError} as crossEntropyGrad() does, and when a logit
 *   is infinite
 */
export function lossRace(
  logits: Vector,
  target: number,
  options: FigureOptions = {},
): Explorer {
  const data = dataOf(logits, target, options);
  const { names, stops, tracks } = data;
  return new Explorer({
    ...words(data),
    slider: "Steps of learning",
    scale: scaleOf(stops),
    names,
    states: stops.map((step, k) => ({
      name: `after ${count(step)}`,
      groups: tracks.map(({ name, states }) => ({
        heading: name,
        bars: states[k].p.map((share) => ({
          share,
          number: probability(share, 3),
        })),
        says: `slope for ${names[target]}: ${slopeText(states[k].slope)}`,
      })),
    })),
    start: 0,
    still: still(data),
  });
}
