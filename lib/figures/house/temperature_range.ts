/**
 * The temperatures of a figure: from nearly the argmax to nearly uniform.
 *
 * @module
 */

import * as Plot from "@observablehq/plot";
import type { Vector } from "../../kernels/mod.ts";
import { plain, powerOfTen } from "./format.ts";
import { colors } from "./palette.ts";

/** Checks the temperatures that a caller chose. */
export function checkTemperatures(temperatures: number[], action: string) {
  if (Array.isArray(temperatures) && temperatures.length > 0) return;
  throw new (Array.isArray(temperatures) ? RangeError : TypeError)(
    `Cannot ${action}: need at least one temperature in an array, got ${
      JSON.stringify(temperatures)
    }`,
  );
}

/** The lowest and the highest temperature to draw: the same for all logits with usual gaps. */
export function temperatureRange(logits: Vector): [number, number] {
  const top = Math.max(...logits);
  const gaps = Array.from(logits, (z) => top - z)
    .filter((gap) => gap > 0 && gap < Infinity);
  return [
    Math.max(1e-200, Math.min(0.05, ...gaps.map((g) => g / 6))),
    Math.min(1e200, Math.max(30, ...gaps.map((g) => 15 * g))),
  ];
}

/** Temperatures evenly spaced on a log scale, the ends included. */
export function temperatureSteps(
  [low, high]: [number, number],
  count: number,
): number[] {
  return Array.from(
    { length: count },
    (_, i) => low * (high / low) ** (i / (count - 1)),
  );
}

/**
 * A log axis of temperatures. The limits stand a little outside the range, as
 * T = 0 and T = ∞ have no place on it.
 */
export function temperatureAxis([low, high]: [number, number]) {
  const step = (high / low) ** 0.14;
  const [zero, infinity] = [low / step, high * step];
  const powers = powersOfTen([low, high]);
  const every = Math.ceil(powers.length / 6);
  const one = powers.indexOf(1);
  return {
    zero,
    infinity,
    x: {
      type: "log",
      domain: [zero, infinity],
      axis: null,
      insetLeft: 10,
    } as Plot.ScaleOptions,
    marks: [
      Plot.axisX(powers.filter((_, i) => (i - one) % every === 0), {
        text: (T) =>
          T < 1e-3 || T > 1e3
            ? powerOfTen(Math.round(Math.log10(T)))
            : plain(T),
        label: "temperature T (log scale)",
      }),
      Plot.axisX([zero, infinity], {
        text: (T) => T === zero ? "→ 0" : "→ ∞",
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
    ],
  };
}

/** The powers of ten in a range, for the ticks of its axis. */
export function powersOfTen([low, high]: [number, number]): number[] {
  const first = Math.ceil(Math.log10(low) - 1e-9);
  const last = Math.floor(Math.log10(high) + 1e-9);
  return Array.from(
    { length: last - first + 1 },
    (_, i) => Number(`1e${first + i}`),
  );
}
