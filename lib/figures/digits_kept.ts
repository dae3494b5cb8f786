import * as Plot from "@observablehq/plot";
import { crossEntropy, crossEntropyNaive, softmax } from "../kernels/mod.ts";
import type { Figure } from "./figure.ts";
import { fixed } from "./format.ts";
import { plot } from "./plot.ts";
import { colors } from "./style.ts";

interface Options {
  dtype?: "float32" | "float64";
}

const TYPES = {
  float32: { of: (z: number[]) => new Float32Array(z), bits: 24, widest: 120 },
  float64: { of: (z: number[]) => new Float64Array(z), bits: 53, widest: 800 },
};

/** Points a curve, and how many gaps each of them is the worst of. */
const POINTS = 120;
const SAMPLES = 6;

export const WAYS = [
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
  const points = [];
  for (const target of [0, 1]) {
    for (const [way, compute] of ways.entries()) {
      for (let i = 0; i < POINTS; i++) {
        const step = type.widest / POINTS;
        let worst = most;
        for (let k = 0; k < SAMPLES; k++) {
          const gap = round((i + k / SAMPLES) * step);
          const exact = Math.log1p(Math.exp(-gap)) + target * gap;
          const value = compute(type.of([gap, 0]), target);
          worst = Math.min(worst, digits(value, exact));
        }
        points.push({ target, way: WAYS[way], gap: i * step, digits: worst });
      }
    }
  }
  return { most, widest: type.widest, points };
}

/** Draws the digits that three ways to a log-probability keep. */
export function digitsKept(options: Options = {}): Figure {
  const { most, widest, points } = digitsKeptData(options);
  const { dtype = "float32" } = options;
  const of = (target: number, way: number) =>
    points.filter((d) => d.target === target && d.way === WAYS[way]);
  /** The gap from which on no digit is left. */
  const lost = (target: number, way: number) =>
    of(target, way).findLast((d) => d.digits >= 1)!.gap;
  const kept = Math.min(
    ...[0, 1].flatMap((t) => of(t, 2).map((d) => d.digits)),
  );
  const gone = Math.round(lost(0, 1));
  const looks = [
    { stroke: colors.warm, width: 2.5, dash: "2 5" },
    { stroke: "currentColor", width: 2, dash: "9 5" },
    { stroke: colors.cool, width: 3.5, dash: "" },
  ];
  const cases = ["confident and right", "confident and wrong"];
  return plot({
    title:
      `Past a logit gap of ${gone} the log of softmax has no correct digit left; the fused loss keeps ${
        fixed(Math.floor(kept), 0)
      }`,
    subtitle: `Correct digits of −log p for the logits [gap, 0] in ${dtype}`,
    alt:
      `Two panels of three curves, correct digits against the logit gap from 0 to ${widest}. Confident and right: the logs of the naive and of the stable softmax fall to 0 digits at a gap of ${gone}. Confident and wrong: the naive one breaks at ${
        Math.round(lost(1, 0))
      }, the stable one at ${
        Math.round(lost(1, 1))
      }. The fused loss keeps at least ${fixed(kept, 1)} digits everywhere.`,
    height: 420,
    marginTop: 34,
    marginLeft: 46,
    marginRight: 16,
    fy: { axis: null, padding: 0.28 },
    x: { label: "gap between the logits", domain: [0, widest], ticks: 6 },
    y: {
      label: "correct digits",
      domain: [0, Math.ceil(most)],
      ticks: 4,
      grid: true,
    },
    marks: [
      Plot.ruleY([0], { stroke: colors.muted }),
      looks.map((look, way) =>
        Plot.line(points.filter((d) => d.way === WAYS[way]), {
          x: "gap",
          y: "digits",
          fy: "target",
          stroke: look.stroke,
          strokeWidth: look.width,
          strokeDasharray: look.dash,
        })
      ),
      Plot.text([0, 1], {
        fy: (t) => t,
        text: (t) => cases[t],
        frameAnchor: "top-right",
        dy: -22,
        fontSize: 14,
        fontWeight: 700,
      }),
    ],
  });
}
