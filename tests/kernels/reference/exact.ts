/**
 * The table that make_exact.py wrote, and the distance of a result from it.
 *
 * @module
 */

import type { Dtype, Vector } from "@lab/kernels";
import table from "./exact.json" with { type: "json" };

/** An exact value: the nearest number of the type towards 0, and the ULPs from there to the value. */
export type Exact = [below: number | string, fraction: number];

/** Logits from a generator of random numbers. */
interface Normals {
  seed: number;
  classes: number;
  scale: number;
  /** Is added to the first. */
  raise?: number;
}

/** Logits of equal distance. */
interface Rising {
  classes: number;
  start: number;
  step: number;
  raise?: number;
}

/** A row of logits, and the exact results of the functions of one row. */
export interface ExactRow {
  regime: string;
  dtype: Dtype | "float16";
  temperature: number;
  logits: (number | string)[] | Normals | Rising;
  /** The classes for which softmax and logSoftmax are given. */
  at: number[];
  softmax: Exact[];
  logSoftmax: Exact[];
  logSumExp?: Exact;
  targets?: number[];
  crossEntropy?: Exact[];
  gradAtTarget?: Exact[];
}

/** A batch of logits with targets, −100 ignored. */
export interface ExactBatch {
  regime: string;
  dtype: Dtype;
  logits: number[][];
  targets: number[];
  weight?: number[];
  mean: Exact;
  sum: Exact;
  gradOfMean: Exact[][];
}

export const { rows, batches } = table as unknown as {
  rows: ExactRow[];
  batches: ExactBatch[];
};

/** The logits of a row, in an array of its type. */
export function logitsOf(
  { logits, dtype }: ExactRow,
): Exclude<Vector, number[]> {
  const values = Array.isArray(logits)
    ? logits.map(Number)
    : "seed" in logits
    ? normals(logits)
    : rising(logits);
  if (!Array.isArray(logits)) values[0] += logits.raise ?? 0;
  if (dtype === "float16") return Float16Array.from(values);
  return dtype === "float32"
    ? Float32Array.from(values)
    : Float64Array.from(values);
}

/** The same numbers as logits() in make_exact.py. */
function normals({ seed, classes, scale }: Normals): number[] {
  let x = seed;
  const next = () => {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    return x >>> 0;
  };
  return Array.from({ length: classes }, () => {
    let coarse = -6 * 2 ** 32;
    for (let k = 0; k < 12; k++) coarse += next();
    return (coarse / 2 ** 32 + next() / 2 ** 64) * scale;
  });
}

/** The same numbers as rising() in make_exact.py. */
function rising({ classes, start, step }: Rising): number[] {
  return Array.from({ length: classes }, (_, j) => start + j * step);
}

/** The distance from the exact value in units in the last place. */
export function ulps(
  actual: number,
  [below, fraction]: Exact,
  dtype: ExactRow["dtype"],
): number {
  const start = Number(below);
  if (actual === start && !Number.isFinite(start)) return 0;
  const gap = Math.abs((actual - start) / lastPlace(start, dtype) - fraction);
  return Number.isNaN(gap) ? Infinity : gap;
}

/** The distance from the exact value, relative to its size. */
export function relativeError(
  actual: number,
  exact: Exact,
  dtype: ExactRow["dtype"],
): number {
  const units = ulps(actual, exact, dtype);
  const size = Math.abs(
    Number(exact[0]) / lastPlace(Number(exact[0]), dtype) + exact[1],
  );
  return units && units / size;
}

/** The unit in the last place of x: the distance between numbers of the type. */
export function lastPlace(x: number, dtype: ExactRow["dtype"]): number {
  const { bits, lowest } = {
    float64: { bits: 53, lowest: -1074 },
    float32: { bits: 24, lowest: -149 },
    float16: { bits: 11, lowest: -24 },
  }[dtype];
  let exponent = Math.floor(Math.log2(Math.abs(x))); // perhaps rounded up
  if (2 ** exponent > Math.abs(x)) exponent--;
  return 2 ** Math.max(exponent - bits + 1, lowest);
}
