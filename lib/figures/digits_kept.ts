import * as Plot from "@observablehq/plot";
import { crossEntropy, crossEntropyNaive } from "../kernels/mod.ts";
import { bisect } from "./house/bisect.ts";
import { fixed } from "./house/format.ts";
import { label } from "./house/label.ts";
import { ownWords, type WordOptions } from "./house/options.ts";
import { colors } from "./house/palette.ts";
import { type Figure, plot, type Words } from "./house/plot.ts";

/** All decimal digits of a float32, whose precision is 24 bits. */
const ALL = 24 * Math.log10(2);

/** The widest gap between the logits, and the distance of two points. */
const [WIDEST, STEP] = [120, 0.5];

/** From this gap on the exact loss of a right answer is below 2^-126, the smallest float32 with full precision. */
const TINY = 126 * Math.LN2;

/** Three ways to compute the loss; the first two round every step to float32. */
const WAYS: ((z: Float32Array, target: number) => number)[] = [
  crossEntropyNaive,
  (z, target) => {
    const largest = Math.max(...z);
    return crossEntropyNaive(z.map((value) => value - largest), target);
  },
  crossEntropy,
];
const [NAIVE, STABLE, FUSED] = WAYS.keys();

/** The true class: the one that is ahead, or the other. */
const [RIGHT, WRONG] = [0, 1];

/**
 * The exact loss of the logits [gap, 0] is log(1 + e^-gap) when the favourite is
 * the true class, and gap + log(1 + e^-gap) when the other is.
 */
export function dataOf() {
  const digits = (way: number, target: number, gap: number) => {
    const z = new Float32Array([gap, 0]);
    const exact = Math.log1p(Math.exp(-z[0])) + target * z[0];
    const error = Math.abs(Math.fround(WAYS[way](z, target)) - exact) / exact;
    return error < Infinity
      ? Math.max(0, Math.min(ALL, -Math.log10(error)))
      : 0;
  };
  /** The gap from which a way has no correct digit left. */
  const lostAt = (way: number, target: number) =>
    bisect([1, WIDEST], (gap) => digits(way, target, gap) > 0)[1];
  /** The fewest correct digits between a gap and the next. */
  const worst = (way: number, target: number, gap: number) =>
    Math.min(
      ...[0, 1 / 4, 2 / 4, 3 / 4].map((share) =>
        digits(way, target, gap + share * STEP)
      ),
    );
  const points = [RIGHT, WRONG].flatMap((target) =>
    [NAIVE, STABLE, FUSED].flatMap((way) =>
      Array.from({ length: WIDEST / STEP + 1 }, (_, k) => k * STEP)
        .filter((gap) => target === WRONG || gap + STEP <= TINY)
        .map((gap) => ({ target, way, gap, digits: worst(way, target, gap) }))
    )
  );
  return {
    points,
    lost: {
      // From here on the stable p is 1, and the naive one at best the next float32.
      right: lostAt(STABLE, RIGHT),
      wrong: [lostAt(NAIVE, WRONG), lostAt(STABLE, WRONG)],
    },
    /** The fewest digits of the fused loss. */
    kept: Math.min(
      ...points.filter((d) => d.way === FUSED).map((d) => d.digits),
    ),
  };
}

type Data = ReturnType<typeof dataOf>;

function words({ lost, kept }: Data): Words {
  const [right, naive, stable] = [lost.right, ...lost.wrong]
    .map((gap) => fixed(gap, 2));
  const ahead = fixed(lost.right, 1), digits = Math.floor(kept);
  return {
    title:
      `A right answer ${ahead} logits ahead: no digit left in the log of softmax, stable or not; ${digits} if fused`,
    subtitle:
      "Correct digits of the loss −log p for the logits [gap, 0] in float32",
    alt: [
      `Two panels of three curves: correct digits against the logit gap from 0 to ${WIDEST}.`,
      `Confident and right: the log of softmax, naive or stable, falls to 0 digits at a gap of ${right}.`,
      `Confident and wrong: that of the naive one falls to 0 digits at ${naive}, that of the stable one at ${stable}.`,
      `The fused loss keeps at least ${fixed(kept, 1)} digits in both.`,
    ].join(" "),
  };
}

const LOOKS = [
  { stroke: colors.warm, strokeWidth: 3, strokeDasharray: "2 5" },
  { stroke: "currentColor", strokeWidth: 2, strokeDasharray: "9 5" },
  { stroke: colors.cool, strokeWidth: 3.5, strokeDasharray: "" },
];

/**
 * Draws the correct decimal digits of three ways to a log-probability in float32
 * against the logit gap: log of the naive softmax, log of the stable one, fused.
 */
export function digitsKept(options: WordOptions = {}): Figure {
  const own = ownWords(options, []);
  const data = dataOf();
  const { points } = data;
  // Points on a level stretch add nothing to its line.
  const corners = points.filter((d, i) =>
    [points[i - 1], points[i + 1]].some((next) =>
      next?.way !== d.way || next.target !== d.target ||
      next.digits !== d.digits
    )
  );
  const top = Math.ceil(ALL);
  const at = { x: "gap", y: "digits", fy: "target" };
  const name = (
    text: string,
    point: { target: number; gap: number; digits: number },
    options: Plot.TextOptions,
  ) => label([point], { ...at, text: () => text, ...options });
  /** The place where a curve has lost half of its digits. */
  const half = (target: number, way: number) =>
    points.find((d) =>
      d.target === target && d.way === way && d.digits < ALL / 2
    )!;
  return plot({
    ...words(data),
    ...own,
    height: 390,
    fy: { axis: null, padding: 0.3 },
    x: { label: "gap between the logits", domain: [0, WIDEST], ticks: 6 },
    y: { label: "correct digits", domain: [0, top], ticks: 4, grid: true },
    marks: [
      Plot.rect([RIGHT], {
        fy: (target) => target,
        x1: TINY,
        x2: WIDEST,
        y1: 0,
        y2: top,
        fill: colors.grid,
        fillOpacity: 0.6,
      }),
      Plot.text([RIGHT], {
        fy: (target) => target,
        x: (TINY + WIDEST) / 2,
        y: top / 2,
        text: () => "the loss itself\nis too small\nfor float32",
      }),
      Plot.ruleY([0], { stroke: colors.muted }),
      LOOKS.map((look, way) =>
        Plot.line(corners.filter((d) => d.way === way), { ...at, ...look })
      ),
      name("log of softmax, naive or stable", half(RIGHT, STABLE), {
        textAnchor: "start",
        dx: 10,
      }),
      name("log of naive softmax", { ...half(WRONG, NAIVE), digits: ALL / 2 }, {
        textAnchor: "end",
        dx: -8,
      }),
      name("stable", half(WRONG, STABLE), { textAnchor: "start", dx: 10 }),
      [RIGHT, WRONG].map((target) =>
        name("fused", { target, gap: WIDEST * 0.45, digits: ALL }, { dy: 14 })
      ),
      [RIGHT, WRONG].map((target) =>
        label([target], {
          fy: (target) => target,
          text: () => `confident and ${target === RIGHT ? "right" : "wrong"}`,
          frameAnchor: "top-right",
          dy: -22,
          fontWeight: 700,
        })
      ),
    ],
  });
}
