import { softmax, type Vector } from "../kernels/mod.ts";
import { WIDTH } from "./house/compose.ts";
import {
  listFew,
  logitsText,
  plain,
  probability,
  rounded,
} from "./house/format.ts";
import { label, nameWidth } from "./house/label.ts";
import { likeliest, ofAll } from "./house/likeliest.ts";
import { type FigureOptions, namesFor, ownWords } from "./house/options.ts";
import { classColor, colors } from "./house/palette.ts";
import { type Figure, Plot, plot, type Words } from "./house/plot.ts";
import { power, powersOfTen } from "./house/powers_of_ten.ts";
import { spread } from "./house/spread.ts";
import { temperatureRange, temperatureSteps } from "./house/temperatures.ts";

/** There is room for the curves of this many classes. */
const MOST = 10;

function dataOf(logits: Vector, { classes }: FigureOptions) {
  const names = namesFor(logits, classes);
  const at = (temperature: number) => ({
    temperature,
    p: Array.from(softmax(logits, { temperature })),
  });
  const range = temperatureRange(logits);
  const steps = temperatureSteps(range, 41).map(at);
  const [cold, one, hot] = [0, 1, Infinity].map(at);
  const kept = likeliest(one.p, MOST);
  return {
    logits,
    range,
    kept,
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

function words({ logits, range, kept, curves }: Data): Words {
  const [low, high] = range.map((T) => rounded(T, 2));
  const limits = kept.map((index) => {
    const { name, cold, one, hot } = curves[index];
    const [zero, now, infinity] = [cold, one, hot].map((p) => probability(p));
    return `${name}: ${zero} as T goes to 0, ${now} at T = 1, ${infinity} as T goes to infinity.`;
  });
  return {
    title: titleOf(curves),
    subtitle: `Probabilities of ${
      logitsText(logits)
    } divided by T; dots:\u00a0the\u00a0limits${
      ofAll(kept.length, curves.length)
    }`,
    alt: [
      `One curve per class over the temperature on a log axis from ${low} to ${high}.`,
      ...limits,
    ].join(" "),
  };
}

/** The finding: the limits, and the one class that passes its own on the way. */
function titleOf(curves: Curve[]): string {
  const alive = curves.filter((c) => c.hot > 0);
  const winners = alive.filter((c) => c.cold > 0);
  const names = listFew(winners.map((c) => c.name), "classes");
  const share = `1/${alive.length}`;
  if (winners.length === alive.length) {
    return alive.length === 1
      ? `At every temperature only ${names} is possible`
      : `At every temperature ${names} have ${share} each`;
  }
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
  const each = alive.length === curves.length ? "class" : "unmasked class";
  return `Cooling puts everything on ${names}, heating gives each ${each} ${share}`;
}

const [LEFT, LEADER, HEIGHT, TICK] = [46, 30, 340, 51];

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
  const own = ownWords(options, ["classes"]);
  const data = dataOf(logits, options);
  const { range } = data;
  const curves = data.kept.map((index) => data.curves[index]);
  // The limits stand a little outside the range, as T = 0 and T = ∞ have no place on a log axis.
  const step = (range[1] / range[0]) ** 0.14;
  const [zero, infinity] = [range[0] / step, range[1] * step];
  const at = { x: "temperature", y: "p" };
  // Classes with one curve share a name. Names stand on the right, in the order of the
  // curves, which is the same at every temperature.
  const groups = Array.from(
    Map.groupBy(curves, (c) => logits[c.index]),
    ([logit, same]) => ({ ...same[0], logit, name: nameOf(same, data.curves) }),
  ).sort((a, b) => a.logit - b.logit);
  const row = 21 / (HEIGHT - 74);
  const heights = spread(
    groups.map((c, i) => c.hot + row * (i - (groups.length - 1) / 2)),
    row,
    [0, 1],
  );
  const marginRight = nameWidth(groups.map((c) => c.name)) + LEADER;
  const decade = (WIDTH - 4 - LEFT - marginRight) /
    Math.log10(infinity / zero);
  const end = infinity * 10 ** (LEADER / decade);
  // Ticks keep clear of each other and of the limits.
  const clear = 10 ** (TICK / decade);
  const ticks = powersOfTen(
    [zero * clear, infinity / clear],
    Math.ceil(Math.max(Math.log10(range[1] / range[0]) / 6, TICK / decade)),
  );
  const look = (c: Curve) => ({
    stroke: classColor(c.index),
    strokeWidth: 2.75,
    strokeDasharray: DASHES[c.index % 8] || undefined,
  });
  const hot = Math.max(...curves.map((c) => c.hot));
  const count = data.curves.filter((c) => c.hot > 0).length;
  const isNear = curves.some((c) => c.cold >= hot && c.cold < hot + 0.1);
  return plot({
    ...words(data),
    ...own,
    height: HEIGHT,
    marginLeft: LEFT,
    marginRight,
    x: { type: "log", domain: [zero, infinity], axis: null, insetLeft: 10 },
    y: { label: "probability", domain: [0, 1], ticks: 5, grid: true },
    marks: [
      Plot.axisX(ticks, {
        text: (T) => T < 1e-3 || T > 1e3 ? power(T) : plain(T),
        label: "temperature T (log scale)",
      }),
      Plot.axisX([zero, infinity], {
        text: (T) => T === zero ? "→ 0" : "→ ∞",
        label: null,
      }),
      Plot.ruleX([1], { stroke: colors.muted, strokeDasharray: "2 4" }),
      label(["T = 1"], {
        x: 1,
        frameAnchor: "top",
        dx: 4,
        dy: -14,
        textAnchor: "start",
        fill: colors.muted,
      }),
      Plot.ruleY([hot], { stroke: colors.muted, strokeDasharray: "5 4" }),
      label(count > 1 ? [`uniform, 1/${count}`] : [], {
        x: zero,
        y: hot,
        dx: 8,
        dy: isNear ? 12 : -11,
        textAnchor: "start",
        halo: true,
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
        Plot.line(c.points, { ...at, ...look(c) }),
        Plot.dot([
          { temperature: zero, p: c.cold, r: limitSize(c, "cold", curves) },
          { temperature: infinity, p: c.hot, r: limitSize(c, "hot", curves) },
        ], {
          ...at,
          r: { value: "r", scale: null },
          fill: classColor(c.index),
        }),
      ]),
      groups.map((c, i) => [
        Plot.link([c], {
          x1: infinity,
          x2: end,
          y1: "hot",
          y2: heights[i],
          ...look(c),
          strokeWidth: 2,
        }),
        label([c], {
          x: end,
          y: heights[i],
          dx: 5,
          text: "name",
          textAnchor: "start",
        }),
      ]),
    ],
  });
}

/** The name of a curve that some classes have in common. */
function nameOf(same: Curve[], all: Curve[]): string {
  return same.length > 1 && same.length === all.length
    ? "all"
    : listFew(same.map((c) => c.name), "classes");
}

/** The radius of a limit: limits at one place lie on each other as rings. */
function limitSize(curve: Curve, limit: "cold" | "hot", curves: Curve[]) {
  const below = curves.filter((c) =>
    c.index < curve.index && c[limit] === curve[limit]
  );
  return Math.max(2, 8 - 2 * below.length);
}
