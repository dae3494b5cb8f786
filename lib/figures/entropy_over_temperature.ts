import * as Plot from "@observablehq/plot";
import { entropy, softmax, type Vector } from "../kernels/mod.ts";
import {
  colors,
  everyOther,
  type Figure,
  fixed,
  logitsText,
  nameClassesOf,
  plain,
  plot,
  powersOfTen,
  temperatureRange,
  temperatureSteps,
} from "./house/mod.ts";

interface Options {
  classes?: string[];
}

/**
 * The entropy of softmax in nats as a curve of the temperature, with its two
 * limits: 0 for one winner, ln(classes) for all.
 *
 * @param logits shape [classes]
 * @throws {TypeError | RangeError} as softmax() does, and when classes has
 *   another length
 */
export function entropyOverTemperatureData(
  logits: Vector,
  { classes }: Options = {},
) {
  nameClassesOf(logits, classes);
  const at = (temperature: number) => ({
    temperature,
    entropy: entropy(softmax(logits, { temperature })),
  });
  const range = temperatureRange(logits);
  return {
    range,
    curve: temperatureSteps(range, 101).map(at),
    marked: at(1),
    cold: at(0).entropy,
    hot: at(Infinity).entropy,
  };
}

/**
 * Draws the entropy of softmax in nats over the temperature on a log axis, with
 * its limits.
 *
 * @param logits scores of the classes, shape [classes]
 * @param options classes: their names
 * @throws {TypeError | RangeError} as softmax() does, and when classes has
 *   another length
 */
export function entropyOverTemperature(
  logits: Vector,
  options: Options = {},
): Figure {
  const data = entropyOverTemperatureData(logits, options);
  const { range: [low, high], curve, marked, cold, hot } = data;
  const alive = Array.from(logits).filter((z) => z !== -Infinity).length;
  const limit = `ln ${alive} = ${fixed(hot, 2)} nats`;
  const flat = hot - cold < 1e-9;
  return plot({
    title: flat
      ? `Entropy is ${limit} at every temperature`
      : `Entropy climbs from ${
        plain(Number(cold.toFixed(2)))
      } to ${limit} as the temperature rises`,
    subtitle: `Entropy of softmax of ${logitsText(logits)} divided by T`,
    alt: `A curve over the temperature on a log axis: ${
      flat ? "flat" : "rising"
    }. The entropy is ${fixed(cold, 2)} nats as T goes to 0, ${
      [curve[0], marked, curve.at(-1)!].map((d) =>
        `${fixed(d.entropy, 2)} at T = ${
          plain(Number(d.temperature.toPrecision(2)))
        }`
      ).join(", ")
    } and ${fixed(hot, 2)} as T goes to infinity.`,
    height: 300,
    x: { type: "log", domain: [low, high], axis: null },
    y: {
      label: "entropy (nats)",
      domain: [0, Math.max(hot, 0.1) * 1.12],
      ticks: 5,
    },
    marks: [
      Plot.axisX(powersOfTen([low, high]), {
        text: plain,
        label: "temperature T (log scale)",
      }),
      Plot.ruleY(flat ? [hot] : [cold, hot], {
        stroke: colors.muted,
        strokeDasharray: "4 4",
      }),
      Plot.text([`uniform: ${limit}`], {
        frameAnchor: "left",
        y: hot,
        dx: 8,
        dy: -10,
        textAnchor: "start",
        fontSize: 15,
      }),
      Plot.line(everyOther(curve), {
        x: "temperature",
        y: "entropy",
        strokeWidth: 2.75,
      }),
      Plot.dot([marked], {
        x: "temperature",
        y: "entropy",
        r: 6,
        fill: colors.warm,
      }),
      Plot.text([marked], {
        x: "temperature",
        y: "entropy",
        text: (d) => `T = 1: ${fixed(d.entropy, 2)} nats`,
        dx: 12,
        dy: 12,
        textAnchor: "start",
        fontSize: 15,
        fontWeight: 700,
      }),
    ],
  });
}
