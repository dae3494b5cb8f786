import * as Plot from "@observablehq/plot";
import { softmax, softmaxNaive } from "../kernels/mod.ts";
import type { Figure } from "./figure.ts";
import { fixed, list, plain } from "./format.ts";
import { plot } from "./plot.ts";
import { colors } from "./style.ts";

/** What became of a computation. */
type State = "finite" | "overflowed" | "NaN" | "underflowed";

/** Logits are drawn from −LIMIT to LIMIT. */
const LIMIT = 2000;
/** Below this size the symmetric log axis is nearly linear. */
const CONSTANT = 5;

const TYPES = [
  {
    name: "float16",
    of: (z: number[]) => new Float16Array(z),
    largest: 65504,
    // Numbers below half of the smallest one, 2^-24, round to 0.
    halfSmallest: -25,
  },
  {
    name: "float32",
    of: (z: number[]) => new Float32Array(z),
    largest: 2 ** 128 - 2 ** 104,
    halfSmallest: -150,
  },
  {
    name: "float64",
    of: (z: number[]) => new Float64Array(z),
    largest: Number.MAX_VALUE,
    halfSmallest: -1075,
  },
];

const LANES = ["exp(z)", "naive", "stable"] as const;

/**
 * What becomes of exp(z) and of the naive and the stable softmax of
 * [z, z − 1], whose answer is always [0.73, 0.27], in each floating-point type.
 *
 * The states are those of real runs; the places where they change are found by
 * bisection.
 */
export function overflowMapData() {
  return TYPES.map(({ name, of, largest, halfSmallest }) => {
    const states: Record<typeof LANES[number], (z: number) => State> = {
      "exp(z)": (z) => stateOf(of([Math.exp(of([z])[0])])),
      naive: (z) => stateOf(softmaxNaive(of([z, z - 1]))),
      stable: (z) => stateOf(softmax(of([z, z - 1]))),
    };
    return {
      name,
      /** exp(z) is Infinity above: the logarithm of the largest number. */
      overflow: Math.log(largest),
      /** exp(z) is 0 below: the logarithm of half the smallest number. */
      underflow: halfSmallest * Math.LN2,
      lanes: LANES.map((lane) => ({
        lane,
        segments: segments(states[lane]),
      })),
    };
  });
}

/** The state of probabilities that are not 0 in exact arithmetic. */
function stateOf(values: ArrayLike<number>): State {
  const all = Array.from(values);
  if (all.some(Number.isNaN)) return "NaN";
  if (all.includes(Infinity)) return "overflowed";
  if (!all.includes(0)) return "finite";
  // Two zeros: the sum was Infinity.
  return all.length > 1 && all.every((v) => v === 0)
    ? "overflowed"
    : "underflowed";
}

/** The stretches of equal state from −LIMIT to LIMIT. */
function segments(state: (z: number) => State) {
  const steps = 200;
  const edge = Math.log1p(LIMIT / CONSTANT);
  const grid = Array.from({ length: 2 * steps + 1 }, (_, i) => {
    const t = (i / steps - 1) * edge;
    return Math.sign(t) * CONSTANT * Math.expm1(Math.abs(t));
  });
  const found = [{ from: -LIMIT, to: LIMIT, state: state(-LIMIT) }];
  for (let i = 1; i < grid.length; i++) {
    // A step may hold more than one change, so look again after each.
    let low = grid[i - 1];
    while (found.at(-1)!.state !== state(grid[i])) {
      let high = grid[i];
      const before = found.at(-1)!.state;
      for (let k = 0; k < 50; k++) {
        const middle = (low + high) / 2;
        if (state(middle) === before) low = middle;
        else high = middle;
      }
      found.at(-1)!.to = high;
      found.push({ from: high, to: LIMIT, state: state(high) });
      low = high;
    }
  }
  return found;
}

/**
 * Draws for which logits exp, the naive softmax and the stable softmax are
 * finite, overflow, underflow or are NaN in float16, float32 and float64.
 */
export function overflowMap(): Figure {
  const data = overflowMapData();
  const group = 104;
  const lane = 25;
  const boxes = data.flatMap((type, i) =>
    type.lanes.flatMap(({ lane: name, segments }, j) =>
      segments.map((s) => ({
        ...s,
        lane: name,
        top: i * group + 22 + j * lane,
        bottom: i * group + 22 + j * lane + lane - 3,
      }))
    )
  );
  const looks: Record<State, { fill: string; opacity: number; text: string }> =
    {
      finite: { fill: colors.cool, opacity: 0.22, text: "finite" },
      overflowed: { fill: colors.warm, opacity: 0.35, text: "∞" },
      NaN: { fill: colors.warm, opacity: 1, text: "NaN" },
      underflowed: { fill: colors.muted, opacity: 0.35, text: "0" },
    };
  const thresholds = data.flatMap((type, i) =>
    [type.underflow, type.overflow].map((z) => ({ z, top: i * group }))
  );
  const ends = data.map((type) =>
    `${type.name}: exp(z) is 0 below ${
      fixed(type.underflow, 2)
    } and infinite above ${
      fixed(type.overflow, 2)
    }; the naive softmax is NaN there, the stable one finite everywhere.`
  );
  const wide = (s: typeof boxes[number]) =>
    Math.abs(position(s.to) - position(s.from)) > 0.05;
  return plot({
    title: `Naive softmax fails above ${
      list(data.map((type) => fixed(type.overflow, 2)))
    }; the stable form never does`,
    subtitle:
      "Softmax of the logits [z, z − 1]: the right answer is [0.73, 0.27] for every z; bold: where exp(z) turns 0 or ∞",
    alt: `A strip for each floating-point type over the logit z from ${
      plain(-LIMIT)
    } to ${LIMIT}. ${ends.join(" ")}`,
    height: group * data.length + 52,
    marginTop: 4,
    marginLeft: 78,
    marginRight: 3,
    x: {
      type: "symlog",
      constant: CONSTANT,
      domain: [-LIMIT, LIMIT],
      axis: null,
    },
    y: { axis: null, domain: [0, group * data.length], reverse: true },
    marks: [
      Plot.axisX([-1000, -100, -10, 0, 10, 100, 1000], {
        tickFormat: plain,
        label: "logit z (symmetric log scale)",
      }),
      Plot.rect(boxes, {
        x1: "from",
        x2: "to",
        y1: "top",
        y2: "bottom",
        fill: (d) => looks[d.state as State].fill,
        fillOpacity: (d) => looks[d.state as State].opacity,
      }),
      Plot.link(thresholds, {
        x1: "z",
        x2: "z",
        y1: (d) => d.top + 18,
        y2: (d) => d.top + 22 + 3 * lane - 3,
        stroke: "currentColor",
        strokeWidth: 1.5,
      }),
      Plot.text(thresholds, {
        x: "z",
        y: "top",
        dy: 10,
        text: (d) => fixed(d.z, 2),
        fontSize: 15,
        fontWeight: 700,
      }),
      Plot.text(boxes.filter(wide), {
        x: (d) => inverse((position(d.from) + position(d.to)) / 2),
        y: (d) => (d.top + d.bottom) / 2,
        text: (d) => looks[d.state as State].text,
        fill: (d) => d.state === "NaN" ? colors.paper : "currentColor",
      }),
      Plot.text(data, {
        frameAnchor: "left",
        y: (_, i) => i * group + 10,
        text: "name",
        dx: -75,
        textAnchor: "start",
        fontSize: 15,
        fontWeight: 700,
      }),
      Plot.text(boxes.filter((b) => b.from === -LIMIT), {
        frameAnchor: "left",
        y: (d) => (d.top + d.bottom) / 2,
        text: "lane",
        dx: -75,
        textAnchor: "start",
      }),
    ],
  });
}

/** Where a logit lies on the axis, from −1 to 1. */
function position(z: number): number {
  return (Math.sign(z) * Math.log1p(Math.abs(z) / CONSTANT)) /
    Math.log1p(LIMIT / CONSTANT);
}

/** The logit at a place of the axis. */
function inverse(t: number): number {
  return Math.sign(t) * CONSTANT *
    Math.expm1(Math.abs(t) * Math.log1p(LIMIT / CONSTANT));
}
