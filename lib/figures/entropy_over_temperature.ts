import * as Plot from "@observablehq/plot";
import { entropy, softmax, type Vector } from "../kernels/mod.ts";
import {
  colors,
  type Figure,
  type FigureOptions,
  fixed,
  label,
  logitsText,
  nameClassesOf,
  nats,
  plain,
  plot,
  rounded,
  temperatureAxis,
  temperatureRange,
  temperatureSteps,
  type Words,
} from "./house/mod.ts";

function dataOf(logits: Vector, { classes }: FigureOptions) {
  nameClassesOf(logits, classes);
  const at = (temperature: number) => ({
    temperature,
    entropy: entropy(softmax(logits, { temperature })),
  });
  const range = temperatureRange(logits);
  const hot = at(Infinity).entropy;
  const alive = Array.from(logits).filter((z) => z !== -Infinity).length;
  return {
    logits,
    range,
    curve: temperatureSteps(range, 51).map(at),
    marked: at(1),
    cold: at(0).entropy,
    hot,
    alive,
    limit: `ln ${alive} = ${fixed(hot, 2)} nats`,
  };
}

type Data = ReturnType<typeof dataOf>;

function words({ logits, curve, marked, cold, hot, limit }: Data): Words {
  const points = [curve[0], marked, curve.at(-1)!].map((d) =>
    `${fixed(d.entropy, 2)} at T = ${rounded(d.temperature, 2)}`
  ).join(", ");
  const isFlat = hot - cold < 1e-9;
  const from = plain(Number(cold.toFixed(2)));
  const ends = [cold, hot].map((nats) => fixed(nats, 2));
  return {
    title: isFlat
      ? `Entropy is ${limit} at every temperature`
      : `Entropy climbs from ${from} to ${limit} as the temperature rises`,
    subtitle: `Entropy of softmax of ${
      logitsText(logits)
    } divided by T; dots:\u00a0the\u00a0limits`,
    alt: `A curve over the temperature on a log axis: ${
      isFlat ? "flat" : "rising"
    }. The entropy is ${ends[0]} nats as T goes to 0, ${points} and ${
      ends[1]
    } as T goes to infinity. A second scale has the number of equal options, e to the power of the entropy.`,
  };
}

const [HEIGHT, TOP] = [310, 42];

/** The numbers of equal options that have room on an axis up to this entropy, the largest first. */
function optionsUpTo(top: number, count: number): number[] {
  const pixels = (options: number) =>
    (HEIGHT - TOP - 44) * Math.log(options) / top;
  const kept = [count];
  for (let options = count - 1; options >= 1; options--) {
    if (pixels(kept.at(-1)!) - pixels(options) >= 20) kept.push(options);
  }
  return kept;
}

/**
 * Draws the entropy of softmax in nats over the temperature on a log axis, with
 * its limits. A second scale has the number of equal options of this entropy.
 *
 * @param logits scores of the classes, shape [classes]
 * @throws {TypeError | RangeError} as softmax() does
 */
export function entropyOverTemperature(
  logits: Vector,
  options: FigureOptions = {},
): Figure {
  const data = dataOf(logits, options);
  const { range, curve, marked, cold, hot, alive, limit } = data;
  const axis = temperatureAxis(range);
  const at = { x: "temperature", y: "entropy" };
  const top = Math.max(hot, 0.1) * 1.12;
  // Whether T = 1 is in the last third of the axis.
  const isRight = 3 * Math.log(range[1]) < Math.log(range[1] / range[0]);
  const ends = [
    { temperature: axis.zero, entropy: cold },
    { temperature: axis.infinity, entropy: hot },
  ];
  return plot({
    ...words(data),
    height: HEIGHT,
    // The words "T = 1" stand below the label of the second scale.
    marginTop: TOP,
    marginRight: 40,
    x: axis.x,
    y: { domain: [0, top] },
    marks: [
      axis.marks,
      Plot.axisY({ ticks: 5, label: "entropy H (nats)" }),
      Plot.axisY(optionsUpTo(top, alive).map(Math.log), {
        anchor: "right",
        text: (nats) => `${Math.round(Math.exp(nats))}`,
        label: "equal options, e^H",
      }),
      Plot.ruleY([hot], { stroke: colors.muted, strokeDasharray: "5 4" }),
      label(alive > 1 ? [`uniform: ${limit}`] : [], {
        x: axis.zero,
        y: hot,
        dx: 8,
        dy: -11,
        textAnchor: "start",
        halo: true,
        fill: colors.muted,
      }),
      [[ends[0], curve[0]], [curve.at(-1)!, ends[1]]].map((pair) =>
        Plot.line(pair, { ...at, strokeDasharray: "1 4" })
      ),
      Plot.line(curve, { ...at, strokeWidth: 2.75 }),
      Plot.dot(ends, { ...at, r: 6, fill: "currentColor" }),
      Plot.dot([marked], { ...at, r: 6, fill: colors.warm }),
      label([marked], {
        ...at,
        text: (d) => `${nats(d.entropy)} nats`,
        ...(isRight
          ? { dx: -12, textAnchor: "end" }
          : { dx: 12, textAnchor: "start" }),
        dy: marked.entropy < 0.2 * top ? -13 : 12,
        fontWeight: 700,
        halo: true,
      }),
    ],
  });
}
