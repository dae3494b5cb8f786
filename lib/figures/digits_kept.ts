import * as Plot from "@observablehq/plot";
import { crossEntropy, crossEntropyNaive, softmax } from "../kernels/mod.ts";
import { colors, type Figure, fixed, plain, plot } from "./house/mod.ts";

interface Options {
  dtype?: "float32" | "float64";
}

/** Precision in bits, and the power of two of the smallest number that has it. */
const TYPES = {
  float32: {
    of: (z: number[]) => new Float32Array(z),
    bits: 24,
    smallest: -126,
    widest: 120,
  },
  float64: {
    of: (z: number[]) => new Float64Array(z),
    bits: 53,
    smallest: -1022,
    widest: 900,
  },
};

/** Points of a curve, and how many gaps each of them is the worst of. */
const POINTS = 240;
const SAMPLES = 4;

const WAYS = [
  "log of naive softmax",
  "log of stable softmax",
  "fused",
] as const;

/**
 * The correct decimal digits of a log-probability of two logits [gap, 0], by
 * three ways to compute it, against the gap. Each number is the worst of a few
 * neighbouring gaps.
 *
 * The exact loss is log(1 + e^-gap) when the favourite is the true class, and
 * gap + log(1 + e^-gap) when the other is.
 */
export function digitsKeptData({ dtype = "float32" }: Options = {}) {
  const type = TYPES[dtype];
  if (type === undefined) {
    throw new RangeError(
      `Cannot count digits: need dtype "float32" or "float64", got ${
        JSON.stringify(dtype)
      }`,
    );
  }
  const round = (value: number) => type.of([value])[0];
  const most = type.bits * Math.log10(2);
  const ways: ((z: Float32Array | Float64Array, target: number) => number)[] = [
    crossEntropyNaive,
    (z, target) => round(-Math.log(softmax(z)[target])),
    (z, target) => round(crossEntropy(z, target)),
  ];
  const digits = (value: number, exact: number) => {
    const error = Math.abs(value - exact) / exact;
    return Number.isFinite(error)
      ? Math.max(0, Math.min(most, -Math.log10(error)))
      : 0;
  };
  const kept = (way: typeof ways[number], target: number, gap: number) => {
    const exact = Math.log1p(Math.exp(-gap)) + target * gap;
    return digits(way(type.of([gap, 0]), target), exact);
  };
  /** The gap from which on a way has no digit left, by bisection. */
  const lostAt = (way: typeof ways[number], target: number) => {
    let [low, high] = [1, type.widest];
    for (let i = 0; i < 60; i++) {
      const middle = (low + high) / 2;
      if (kept(way, target, round(middle)) > 0) low = middle;
      else high = middle;
    }
    return high;
  };
  const step = type.widest / POINTS;
  const worst = (way: typeof ways[number], target: number, from: number) =>
    Math.min(
      ...Array.from(
        { length: SAMPLES },
        (_, k) => kept(way, target, round(from + (k / SAMPLES) * step)),
      ),
    );
  /** Beyond it the exact loss of the favourite is too small for full precision. */
  const normal = -type.smallest * Math.LN2;
  const points = [0, 1].flatMap((target) =>
    ways.flatMap((way, i) =>
      Array.from({ length: POINTS + 1 }, (_, k) => k * step)
        .filter((gap) => target === 1 || gap + step <= normal)
        .map((gap) => ({
          target,
          way: WAYS[i],
          gap,
          digits: worst(way, target, gap),
        }))
    )
  );
  return {
    most,
    widest: type.widest,
    normal,
    points,
    /** Where the logs of the naive and the stable softmax have no digit left. */
    lost: {
      right: ways.slice(0, 2).map((way) => lostAt(way, 0)),
      wrong: ways.slice(0, 2).map((way) => lostAt(way, 1)),
    },
  };
}

/**
 * Draws the correct decimal digits of three ways to a log-probability against
 * the logit gap: log of the naive softmax, log of the stable one, fused.
 *
 * @param options dtype: "float32" when not given, or "float64"
 * @throws {RangeError} when dtype is another one
 */
export function digitsKept(options: Options = {}): Figure {
  const { most, widest, lost, normal, points } = digitsKeptData(options);
  const { dtype = "float32" } = options;
  const curve = (target: number, way: number) =>
    points.filter((d) => d.target === target && d.way === WAYS[way]);
  /** The first point of a curve with fewer digits than these. */
  const below = (target: number, way: number, digits: number) =>
    curve(target, way).find((d) => d.digits < digits)!;
  const gone = Math.max(...lost.right);
  const kept = Math.min(
    ...[0, 1].flatMap((target) => curve(target, 2).map((d) => d.digits)),
  );
  // Points on a level stretch add nothing to its line.
  const corners = points.filter((d, i) =>
    [points[i - 1], points[i + 1]].some((next) =>
      next?.way !== d.way || next.target !== d.target ||
      next.digits !== d.digits
    )
  );
  const looks = [
    { stroke: colors.warm, width: 3, dash: "2 5" },
    { stroke: "currentColor", width: 2, dash: "9 5" },
    { stroke: colors.cool, width: 3.5, dash: "" },
  ];
  const label = (
    target: number,
    text: string,
    at: { gap: number; digits: number },
    side: Plot.TextOptions,
  ) =>
    Plot.text([{ target, text, ...at }], {
      fy: "target",
      x: "gap",
      y: "digits",
      text: "text",
      fontSize: 15,
      ...side,
    });
  const right: Plot.TextOptions = { textAnchor: "start", dx: 10 };
  const left: Plot.TextOptions = { textAnchor: "end", dx: -8 };
  return plot({
    title: `A right answer ${
      fixed(gone, 1)
    } logits ahead has no digit left in the log of softmax; the fused loss keeps ${
      plain(Math.floor(kept))
    }`,
    subtitle:
      `Correct digits of the loss −log p for the logits [gap, 0] in ${dtype}`,
    alt:
      `Two panels of three curves: correct digits against the logit gap from 0 to ${widest}. Confident and right: the log of the naive softmax falls to 0 digits at a gap of ${
        fixed(lost.right[0], 2)
      }, that of the stable one at ${
        fixed(lost.right[1], 2)
      }. Confident and wrong: the naive one falls to 0 digits at ${
        fixed(lost.wrong[0], 2)
      }, the stable one at ${
        fixed(lost.wrong[1], 2)
      }. The fused loss keeps at least ${fixed(kept, 1)} digits in both.`,
    height: 430,
    fy: { axis: null, padding: 0.3 },
    x: { label: "gap between the logits", domain: [0, widest], ticks: 6 },
    y: {
      label: "correct digits",
      domain: [0, Math.ceil(most)],
      ticks: 4,
      grid: true,
    },
    marks: [
      Plot.rect([{ target: 0 }], {
        fy: "target",
        x1: normal,
        x2: widest,
        y1: 0,
        y2: Math.ceil(most),
        fill: colors.grid,
        fillOpacity: 0.6,
      }),
      Plot.text([{ target: 0 }], {
        fy: "target",
        x: (normal + widest) / 2,
        y: Math.ceil(most) / 2,
        text: () => `the loss itself\nis too small\nfor ${dtype}`,
      }),
      Plot.ruleY([0], { stroke: colors.muted }),
      looks.map((look, way) =>
        Plot.line(corners.filter((d) => d.way === WAYS[way]), {
          x: "gap",
          y: "digits",
          fy: "target",
          stroke: look.stroke,
          strokeWidth: look.width,
          strokeDasharray: look.dash,
        })
      ),
      label(0, "log of softmax, naive or stable", below(0, 1, most / 2), right),
      label(1, "log of naive softmax", {
        ...below(1, 0, most / 2),
        digits: most / 2,
      }, left),
      label(1, "stable", below(1, 1, most / 2), right),
      [0, 1].map((target) =>
        label(target, "fused", { gap: widest * 0.45, digits: most }, { dy: 14 })
      ),
      [0, 1].map((target) =>
        Plot.text([{ target }], {
          fy: "target",
          text: () => `confident and ${target === 0 ? "right" : "wrong"}`,
          frameAnchor: "top-right",
          dy: -22,
          fontSize: 15,
          fontWeight: 700,
        })
      ),
    ],
  });
}
