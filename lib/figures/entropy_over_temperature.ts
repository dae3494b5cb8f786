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
  plain,
  plot,
  powersOfTen,
  rounded,
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
    subtitle: `Entropy of softmax of ${logitsText(logits)} divided by T`,
    alt: `A curve over the temperature on a log axis: ${
      isFlat ? "flat" : "rising"
    }. The entropy is ${ends[0]} nats as T goes to 0, ${points} and ${
      ends[1]
    } as T goes to infinity.`,
  };
}

/**
 * Draws the entropy of softmax in nats over the temperature on a log axis, with
 * its limits.
 *
 * @param logits scores of the classes, shape [classes]
 * @throws {TypeError | RangeError} as softmax() does
 */
export function entropyOverTemperature(
  logits: Vector,
  options: FigureOptions = {},
): Figure {
  const data = dataOf(logits, options);
  const { range, curve, marked, cold, hot, limit } = data;
  const at = { x: "temperature", y: "entropy" };
  return plot({
    ...words(data),
    height: 300,
    x: {
      type: "log",
      domain: range,
      ticks: powersOfTen(range),
      tickFormat: plain,
      label: "temperature T (log scale)",
    },
    y: {
      label: "entropy (nats)",
      domain: [0, Math.max(hot, 0.1) * 1.12],
      ticks: 5,
    },
    marks: [
      Plot.ruleY(new Set([cold, hot]), {
        stroke: colors.muted,
        strokeDasharray: "4 4",
      }),
      label([`uniform: ${limit}`], {
        frameAnchor: "left",
        y: hot,
        dx: 8,
        dy: -10,
        textAnchor: "start",
      }),
      Plot.line(curve, { ...at, strokeWidth: 2.75 }),
      Plot.dot([marked], { ...at, r: 6, fill: colors.warm }),
      label([marked], {
        ...at,
        text: (d) => `T = 1: ${fixed(d.entropy, 2)} nats`,
        dx: 12,
        dy: 12,
        textAnchor: "start",
        fontWeight: 700,
      }),
    ],
  });
}
