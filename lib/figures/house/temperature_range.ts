/**
 * The temperatures of a figure: from nearly the argmax to nearly uniform.
 *
 * @module
 */

import type { Vector } from "../../kernels/mod.ts";

/** The lowest and the highest temperature to draw for logits with these gaps. */
export function temperatureRange(logits: Vector): [number, number] {
  const top = Math.max(...logits);
  const gaps = Array.from(logits, (z) => top - z)
    .filter((gap) => gap > 0 && gap < Infinity);
  return gaps.length === 0 ? [0.1, 10] : [
    Math.min(0.1, ...gaps.map((g) => g / 6)),
    Math.max(10, ...gaps.map((g) => 15 * g)),
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

/** Every other point of a curve, the ends included: enough for a smooth line. */
export function everyOther<T>(points: T[]): T[] {
  return points.filter((_, i) => i % 2 === 0);
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
