import { softmax, softmaxNaive } from "../kernels/mod.ts";
import { bisect } from "./house/bisect.ts";
import { fixed, list, plain } from "./house/format.ts";
import { label } from "./house/label.ts";
import { ownWords, type WordOptions } from "./house/options.ts";
import { colors } from "./house/palette.ts";
import { type Figure, Plot, plot, type Words } from "./house/plot.ts";

/** The outcome of a computation. */
type State = "finite" | "overflowed" | "NaN" | "underflowed";

/** A range of logits with one state. */
interface Segment {
  from: number;
  to: number;
  state: State;
}

/** Logits are drawn from −LIMIT to LIMIT. */
const LIMIT = 5000;

/** Below this size the symmetric log axis is nearly linear. */
const CONSTANT = 5;

const [MAX32, MAX64] = [2 ** 128 - 2 ** 104, Number.MAX_VALUE];

/** The floating-point types; numbers below half of the smallest one round to 0. */
const TYPES = [
  { name: "float16", Type: Float16Array, largest: 65504, smallest: 2 ** -24 },
  { name: "float32", Type: Float32Array, largest: MAX32, smallest: 2 ** -149 },
  { name: "float64", Type: Float64Array, largest: MAX64, smallest: 2 ** -1074 },
];

/**
 * The states of exp(z), and of the naive and the stable softmax of [z, z − 1],
 * are those of real runs; the places where they change are found by bisection.
 */
export function dataOf() {
  return TYPES.map(({ name, Type, largest, smallest }) => {
    const runs: Record<string, (z: number) => ArrayLike<number>> = {
      "exp(z)": (z) => new Type([Math.exp(new Type([z])[0])]),
      stable: (z) => softmax(new Type([z, z - 1])),
      naive: (z) => softmaxNaive(new Type([z, z - 1])),
    };
    return {
      name,
      /** exp(z) is Infinity above. */
      overflow: Math.log(largest),
      /** exp(z) is 0 below. */
      underflow: Math.log(smallest) - Math.LN2,
      lanes: Object.entries(runs).map(([lane, run]) => ({
        lane,
        segments: segmentsOf((z) => stateOf(run(z))),
      })),
    };
  });
}

type Data = ReturnType<typeof dataOf>;

/** The state of numbers that are finite and above 0 in exact arithmetic. */
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

/** The segments from −LIMIT to LIMIT. */
function segmentsOf(state: (z: number) => State): Segment[] {
  const steps = 400;
  const found = [{ from: -LIMIT, to: LIMIT, state: state(-LIMIT) }];
  let low = -LIMIT;
  for (let i = 1; i <= steps; i++) {
    const next = logitAt((2 * i) / steps - 1);
    // A step may hold more than one change, so look again after each.
    while (found.at(-1)!.state !== state(next)) {
      const last = found.at(-1)!;
      [, low] = bisect([low, next], (z) => state(z) === last.state);
      last.to = low;
      found.push({ from: low, to: LIMIT, state: state(low) });
    }
    low = next;
  }
  return found;
}

/** The position of a logit on the axis, from −1 to 1. */
function position(z: number): number {
  return (Math.sign(z) * Math.log1p(Math.abs(z) / CONSTANT)) /
    Math.log1p(LIMIT / CONSTANT);
}

/** The logit at a position on the axis. */
function logitAt(position: number): number {
  const edge = Math.log1p(LIMIT / CONSTANT);
  return Math.sign(position) * CONSTANT * Math.expm1(Math.abs(position) * edge);
}

function words(data: Data): Words {
  const ends = list(data.map((type) => fixed(type.overflow, 0)));
  const said = data.map(({ name, underflow, overflow, lanes }) => {
    const [low, high] = [underflow, overflow].map((z) => fixed(z, 2));
    const [one, none] = ["underflowed", "overflowed"].map((state) => {
      const s = lanes[NAIVE].segments.find((s) => s.state === state)!;
      return `from ${fixed(s.from, 2)} to ${fixed(s.to, 2)}`;
    });
    return `${name}: exp(z) is 0 below ${low} and infinite above ${high}; the naive softmax is NaN there, and wrong just before: [1, 0] ${one}, where exp(z − 1) is 0, and [0, 0] ${none}, where the sum is infinite. The stable one is finite everywhere.`;
  });
  return {
    title:
      `Naive softmax breaks where exp does, near ${ends}; the stable form never does`,
    subtitle:
      "Softmax of [z, z − 1], which is [0.73, 0.27] for every z; bold: where exp(z) turns 0 or ∞",
    alt: [
      `A strip for each floating-point type over the logit z from −${LIMIT} to ${LIMIT}.`,
      ...said,
    ].join(" "),
  };
}

const TICKS = [-1000, -100, -10, 0, 10, 100, 1000];

/** The least length of a segment on the axis, which goes from −1 to 1. */
const SLICE = 0.03;

/** The lane of the naive softmax stands last, above the notes on what it gets wrong. */
const NAIVE = 2;

/** The height of a type, of the thresholds above its lanes, and of a lane. */
const [TYPE, HEAD, LANE] = [126, 22, 24];

const LOOKS: Record<State, { fill: string; opacity: number; text: string }> = {
  finite: { fill: colors.cool, opacity: 0.22, text: "finite" },
  overflowed: { fill: colors.warm, opacity: 0.35, text: "∞" },
  NaN: { fill: colors.warm, opacity: 1, text: "NaN" },
  underflowed: { fill: colors.muted, opacity: 0.35, text: "0" },
};

/**
 * Draws for which logits exp, the naive softmax and the stable softmax are
 * finite, overflow, underflow or are NaN in float16, float32 and float64.
 */
export function overflowMap(options: WordOptions = {}): Figure {
  const own = ownWords(options, []);
  const data = dataOf();
  const boxes = data.flatMap(({ name, lanes }, i) =>
    lanes.flatMap(({ lane, segments }, j) => {
      const top = i * TYPE + HEAD + j * LANE;
      return drawn(segments).map((segment) => ({
        ...segment,
        ...{ type: name, lane, top, bottom: top + LANE - 3 },
        isSlice: segment.to - segment.from < 2 * SLICE,
        look: LOOKS[segment.state],
      }));
    })
  );
  const middle = (d: typeof boxes[number]) => (d.top + d.bottom) / 2;
  const thresholds = data.flatMap(({ underflow, overflow }, i) =>
    [underflow, overflow].map((z) => ({ z, x: position(z), top: i * TYPE }))
  );
  const slices = boxes.filter((d) => d.isSlice).map((d) => ({
    ...d,
    x: (d.from + d.to) / 2,
    text: d.state === "underflowed" ? "wrong: [1, 0]" : "wrong: [0, 0]",
  }));
  return plot({
    ...words(data),
    ...own,
    height: TYPE * data.length + 52,
    marginTop: 4,
    marginLeft: 78,
    marginRight: 3,
    x: {
      domain: [-1, 1],
      ticks: TICKS.map(position),
      tickFormat: (_, i) => plain(TICKS[i]),
      label: "logit z (symmetric log scale)",
    },
    y: { axis: null, domain: [0, TYPE * data.length], reverse: true },
    marks: [
      Plot.rect(boxes, {
        x1: "from",
        x2: "to",
        y1: "top",
        y2: "bottom",
        fill: (d) => d.isSlice ? colors.warm : d.look.fill,
        fillOpacity: (d) => d.isSlice ? 0.6 : d.look.opacity,
      }),
      Plot.link(thresholds, {
        x: "x",
        y1: (d) => d.top + HEAD - 4,
        y2: (d) => d.top + HEAD + 3 * LANE,
        strokeWidth: 1.5,
      }),
      label(thresholds, {
        x: "x",
        y: "top",
        dy: 10,
        text: ({ z }) => fixed(z, 2),
        fontWeight: 700,
      }),
      Plot.text(boxes.filter((d) => !d.isSlice), {
        x: (d) => (d.from + d.to) / 2,
        y: middle,
        text: (d) => d.look.text,
        fill: (d) => d.state === "NaN" ? colors.paper : "currentColor",
      }),
      Plot.link(slices, {
        x: "x",
        y1: "bottom",
        y2: (d) => d.bottom + 5,
        stroke: colors.warm,
        strokeWidth: 2,
      }),
      // In float16 two notes have room only if they point away from each other.
      (["start", "middle", "end"] as const).map((textAnchor) =>
        label(
          slices.filter((d) =>
            textAnchor ===
              (d.type !== "float16" ? "middle" : d.x < 0 ? "end" : "start")
          ),
          { x: "x", y: "bottom", dy: 13, text: "text", textAnchor },
        )
      ),
      label(data, {
        frameAnchor: "left",
        y: (_, i) => i * TYPE + 10,
        text: "name",
        dx: -75,
        fontWeight: 700,
      }),
      Plot.text(boxes.filter((d) => d.from === -1), {
        frameAnchor: "left",
        y: middle,
        text: "lane",
        dx: -75,
      }),
    ],
  });
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
