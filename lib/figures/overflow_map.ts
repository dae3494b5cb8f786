import * as Plot from "@observablehq/plot";
import { softmax, softmaxNaive } from "../kernels/mod.ts";
import { colors, type Figure, fixed, list, plain, plot } from "./house/mod.ts";

/** What became of a computation. */
type State = "finite" | "overflowed" | "NaN" | "underflowed";

/** A stretch of one state. */
interface Segment {
  from: number;
  to: number;
  state: State;
}

/** Logits are drawn from −LIMIT to LIMIT. */
const LIMIT = 5000;
/** Below this size the symmetric log axis is nearly linear. */
const CONSTANT = 5;
const TICKS = [-1000, -100, -10, 0, 10, 100, 1000];
/** The least length of a state on the axis, which goes from −1 to 1. */
const SLICE = 0.03;

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
function segments(state: (z: number) => State): Segment[] {
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
      drawn(segments).map((s) => ({
        ...s,
        lane: name,
        middle: (s.from + s.to) / 2,
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
  const isSlice = (b: typeof boxes[number]) => b.to - b.from < 2 * SLICE;
  // Where there is room beside the word "finite".
  const named = boxes.filter((b) =>
    isSlice(b) &&
    boxes.some((finite) =>
      finite.top === b.top && finite.state === "finite" &&
      finite.to - finite.from > 0.8
    )
  );
  const slices = (side: -1 | 1) =>
    Plot.text(named.filter((b) => Math.sign(b.middle) === side), {
      x: (d) => side < 0 ? d.to : d.from,
      y: (d) => (d.top + d.bottom) / 2,
      text: () => side < 0 ? "[1, 0]" : "[0, 0]",
      dx: -side * 5,
      textAnchor: side < 0 ? "start" : "end",
    });
  return plot({
    title: `Naive softmax breaks where exp does, near ${
      list(data.map((type) => fixed(type.overflow, 0)))
    }; the stable form never does`,
    subtitle:
      "Softmax of [z, z − 1], which is [0.73, 0.27] for every z; bold: where exp(z) turns 0 or ∞",
    alt: `A strip for each floating-point type over the logit z from ${
      plain(-LIMIT)
    } to ${LIMIT}. ${data.map(words).join(" ")}`,
    height: group * data.length + 52,
    marginTop: 4,
    marginLeft: 78,
    marginRight: 3,
    x: { domain: [-1, 1], axis: null },
    y: { axis: null, domain: [0, group * data.length], reverse: true },
    marks: [
      Plot.axisX(TICKS.map(position), {
        text: TICKS.map(plain),
        label: "logit z (symmetric log scale)",
      }),
      Plot.rect(boxes, {
        x1: "from",
        x2: "to",
        y1: "top",
        y2: "bottom",
        fill: (d) => isSlice(d) ? colors.warm : looks[d.state as State].fill,
        fillOpacity: (d) => isSlice(d) ? 0.6 : looks[d.state as State].opacity,
      }),
      Plot.link(thresholds, {
        x1: (d) => position(d.z),
        x2: (d) => position(d.z),
        y1: (d) => d.top + 18,
        y2: (d) => d.top + 22 + 3 * lane - 3,
        stroke: "currentColor",
        strokeWidth: 1.5,
      }),
      Plot.text(thresholds, {
        x: (d) => position(d.z),
        y: "top",
        dy: 10,
        text: (d) => fixed(d.z, 2),
        fontSize: 15,
        fontWeight: 700,
      }),
      Plot.text(boxes.filter((b) => !isSlice(b)), {
        x: "middle",
        y: (d) => (d.top + d.bottom) / 2,
        text: (d) => looks[d.state as State].text,
        fill: (d) => d.state === "NaN" ? colors.paper : "currentColor",
      }),
      slices(-1),
      slices(1),
      Plot.text(data, {
        frameAnchor: "left",
        y: (_, i) => i * group + 10,
        text: "name",
        dx: -75,
        textAnchor: "start",
        fontSize: 15,
        fontWeight: 700,
      }),
      Plot.text(boxes.filter((b) => b.from === -1), {
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

/**
 * The segments of a lane on the axis. Those beside the middle one are never too
 * thin to be seen: they grow towards the middle.
 */
function drawn(segments: Segment[]): Segment[] {
  const placed = segments.map((s) => ({
    ...s,
    from: position(s.from),
    to: position(s.to),
  }));
  const i = placed.findIndex((s) => s.from < 0 && s.to > 0);
  const [before, middle, after] = [i - 1, i, i + 1].map((k) => placed[k]);
  if (before) {
    middle.from = before.to = Math.max(before.to, before.from + SLICE);
  }
  if (after) {
    middle.to = after.from = Math.min(after.from, after.to - SLICE);
  }
  return placed;
}

/** What happens to a type, in words. */
function words(
  { name, underflow, overflow, lanes }: ReturnType<
    typeof overflowMapData
  >[number],
): string {
  const { segments } = lanes.find((l) => l.lane === "naive")!;
  const range = (state: State) => {
    const { from, to } = segments.find((s) => s.state === state)!;
    return `from ${fixed(from, 2)} to ${fixed(to, 2)}`;
  };
  return `${name}: exp(z) is 0 below ${
    fixed(underflow, 2)
  } and infinite above ${
    fixed(overflow, 2)
  }; the naive softmax is NaN there, and wrong just before: [1, 0] ${
    range("underflowed")
  }, where exp(z − 1) is 0, and [0, 0] ${
    range("overflowed")
  }, where the sum is infinite. The stable one is finite everywhere.`;
}
