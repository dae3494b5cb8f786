import * as Plot from "@observablehq/plot";
import { softmax, type Vector } from "../kernels/mod.ts";
import {
  classColor,
  colors,
  CONTENT,
  everyOther,
  type Figure,
  type FigureOptions,
  label,
  list,
  logitsText,
  nameClassesOf,
  plain,
  plot,
  powersOfTen,
  probability,
  rounded,
  temperatureRange,
  temperatureSteps,
  TEXT,
  textWidth,
  type Words,
} from "./house/mod.ts";

function dataOf(logits: Vector, { classes }: FigureOptions) {
  const names = nameClassesOf(logits, classes);
  const at = (temperature: number) => ({
    temperature,
    p: Array.from(softmax(logits, { temperature })),
  });
  const range = temperatureRange(logits);
  const steps = temperatureSteps(range, 81).map(at);
  const [cold, one, hot] = [0, 1, Infinity].map(at);
  return {
    logits,
    range,
    curves: names.map((name, index) => ({
      name,
      index,
      cold: cold.p[index],
      one: one.p[index],
      hot: hot.p[index],
      points: steps.map(({ temperature, p }) => ({ temperature, p: p[index] })),
    })),
  };
}

type Data = ReturnType<typeof dataOf>;
type Curve = Data["curves"][number];

function words({ logits, range, curves }: Data): Words {
  const [low, high] = range.map((T) => rounded(T, 2));
  const limits = curves.map(({ name, cold, one, hot }) => {
    const [zero, now, infinity] = [cold, one, hot].map((p) => probability(p));
    return `${name}: ${zero} as T goes to 0, ${now} at T = 1, ${infinity} as T goes to infinity.`;
  });
  return {
    title: titleOf(curves),
    subtitle: `Probabilities of ${
      logitsText(logits)
    } divided by T; dots:\u00a0the\u00a0limits`,
    alt:
      `One curve a class over the temperature on a log axis from ${low} to ${high}. ${
        limits.join(" ")
      }`,
  };
}

/** The finding: the limits, and the one class that passes its own on the way. */
function titleOf(curves: Curve[]): string {
  const winners = curves.filter((c) => c.cold > 0);
  const alive = curves.filter((c) => c.hot > 0);
  const share = `1/${alive.length}`;
  const peaks = alive.map((c) => ({
    ...c,
    peak: Math.max(...c.points.map(({ p }) => p)),
  })).filter((c) => c.peak > Math.max(c.cold, c.hot) + 0.02);
  if (peaks.length === 1) {
    const [{ name, peak }] = peaks;
    return `On the way to ${share} each, ${name} rises to ${
      probability(peak)
    } and comes back down`;
  }
  return `Cooling puts everything on ${
    list(winners.map((c) => c.name))
  }, heating gives each ${
    alive.length === curves.length ? "class" : "unmasked class"
  } ${share}`;
}

const MARGIN = { left: 46, right: 24 };

/** Dashes that tell curves apart where colour does not. */
const DASHES = ["", "9 4", "3 3", "12 3 3 3", "6 2", "1 3", "14 6", "2 6"];

/**
 * Draws every probability as a continuous curve of the temperature on a log
 * axis, with its limits as T goes to 0 and to infinity.
 *
 * @param logits scores of the classes, shape [classes]
 * @throws {TypeError | RangeError} as softmax() does
 */
export function temperatureSpectrum(
  logits: Vector,
  options: FigureOptions = {},
): Figure {
  const data = dataOf(logits, options);
  const { range: [low, high], curves } = data;
  // The limits stand a little outside the range, as T = 0 and T = ∞ have no
  // place on a log axis.
  const step = (high / low) ** 0.14;
  const [zero, infinity] = [low / step, high * step];
  const at = { x: "temperature", y: "p" };
  const decade = (CONTENT.width - MARGIN.left - MARGIN.right) /
    Math.log10(infinity / zero);
  return plot({
    ...words(data),
    height: 340,
    marginLeft: MARGIN.left,
    marginRight: MARGIN.right,
    x: { type: "log", domain: [zero, infinity], axis: null, insetLeft: 10 },
    y: { label: "probability", domain: [0, 1], ticks: 5, grid: true },
    marks: [
      Plot.axisX(powersOfTen([low, high]), {
        text: plain,
        label: "temperature T (log scale)",
      }),
      Plot.axisX([zero, infinity], {
        text: (t) => t === zero ? "→ 0" : "→ ∞",
        label: null,
      }),
      Plot.ruleX([1], { stroke: colors.muted, strokeDasharray: "2 4" }),
      Plot.text(["T = 1"], {
        x: 1,
        frameAnchor: "top",
        dx: 4,
        dy: -14,
        textAnchor: "start",
        fill: colors.muted,
      }),
      curves.map((c) => [
        Plot.line([
          { temperature: zero, p: c.cold, end: "cold" },
          { ...c.points[0], end: "cold" },
          { ...c.points.at(-1)!, end: "hot" },
          { temperature: infinity, p: c.hot, end: "hot" },
        ], {
          ...at,
          z: "end",
          stroke: classColor(c.index),
          strokeDasharray: "1 4",
          strokeLinejoin: "miter", // Two points have no join.
        }),
        Plot.line(everyOther(c.points), {
          ...at,
          stroke: classColor(c.index),
          strokeWidth: 2.75,
          strokeDasharray: DASHES[c.index % 8] || undefined,
        }),
        Plot.dot([
          { temperature: zero, p: c.cold, r: limitSize(c, "cold", curves) },
          { temperature: infinity, p: c.hot, r: limitSize(c, "hot", curves) },
        ], {
          ...at,
          r: { value: "r", scale: null },
          fill: classColor(c.index),
        }),
      ]),
      curves.map((curve) => nameOf(curve, curves, decade)),
    ],
  });
}

/** The radius of a limit: limits at one place lie on each other as rings. */
function limitSize(curve: Curve, limit: "cold" | "hot", curves: Curve[]) {
  const below = curves.filter((c) =>
    c.index < curve.index && c[limit] === curve[limit]
  );
  return Math.max(2, 8 - 2 * below.length);
}

/**
 * The name of a curve, or of all that are the same: far from the other curves,
 * as near to the middle as that allows, within the range and clear of the line
 * at T = 1. A curve without such a place has no name.
 *
 * @param decade the length of a decade on the axis of temperatures, in pixels
 */
function nameOf(curve: Curve, curves: Curve[], decade: number) {
  const [size, dx, clear] = [TEXT, 6, 5];
  const same = curves.filter((c) =>
    c.points.every(({ p }, i) => p === curve.points[i].p)
  );
  if (curve !== same[0]) return null;
  const others = curves.filter((c) => !same.includes(c));
  const name = list(same.map((c) => c.name));
  const width = 1.13 * size * textWidth(name);
  /** Pixels from the line at T = 1. */
  const across = ({ temperature }: Curve["points"][number]) =>
    decade * Math.log10(temperature);
  const [low, high] = [curve.points[0], curve.points.at(-1)!].map(across);
  const places = curve.points.map((point, i) => {
    // Above the curve, on the side where it is lower; the lowest one that is
    // well above the axis has the most room below, on the other side.
    const falls = point.p < curve.points[Math.max(0, i - 1)].p;
    const isBelow = !falls && point.p > 0.1 &&
      others.every((c) => c.points[i].p > point.p);
    const isRight = falls || isBelow;
    const from = across(point) + (isRight ? dx : -dx - width);
    const gaps = others.map((c) => Math.abs(c.points[i].p - point.p));
    return {
      ...point,
      ...{ isBelow, isRight, from, to: from + width },
      room: Math.min(1, ...gaps),
      fromMiddle: Math.abs(i - (curve.points.length - 1) / 2),
    };
  }).filter(({ from, to }) =>
    from >= low && to <= high && (to <= -clear || from >= clear)
  );
  const most = Math.max(...places.map((d) => d.room));
  if (most < 0.05) return null;
  const [{ isBelow, isRight, ...place }] = places
    .filter((d) => d.room >= 0.7 * most)
    .sort((a, b) => a.fromMiddle - b.fromMiddle);
  return label([place], {
    x: "temperature",
    y: "p",
    text: () => name,
    dx: isRight ? dx : -dx,
    dy: isBelow ? 10 : -8,
    textAnchor: isRight ? "start" : "end",
    fontSize: "1em",
    fontWeight: 700,
    halo: true,
  });
}
