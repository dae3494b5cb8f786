import type { Vector } from "../../kernels/mod.ts";
import { checkArray, wrongValue } from "./refusals.ts";

/** The temperatures that a caller chose; softmax() checks each. */
export function chosenTemperatures(
  action: string,
  temperatures: number[] = [0.1, 0.5, 1, 2, 10],
): number[] {
  const need = "at least one temperature in an array";
  checkArray(temperatures, action, need);
  if (temperatures.length === 0) throw wrongValue(action, need, temperatures);
  return Array.from(temperatures);
}

/**
 * The lowest and the highest temperature to draw, from nearly the argmax to nearly
 * uniform: the same for all logits with usual gaps.
 */
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
