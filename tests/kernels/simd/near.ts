/**
 * Decides whether the compiled kernels are near enough to the readable ones.
 *
 * @module
 */

import type { Dtype } from "@lab/kernels";
import { lastPlace } from "../reference/exact.ts";

/** The distance that a result may have from the exact value: the larger of both. */
export interface Tolerance {
  /** In units in the last place of its type. */
  ulps: number;
  /** Relative to the exact value. */
  relative?: number;
}

/** The distance of the expected value from the exact one: the sum of both. */
export interface Doubt {
  relative: number;
  absolute: number;
}

const NONE: Doubt = { relative: 0, absolute: 0 };

/**
 * Whether actual is near enough to expected. A subnormal result, which has
 * fewer digits, may be one more unit off.
 */
export function isNear(
  actual: number,
  expected: number,
  dtype: Dtype,
  { ulps, relative = 0 }: Tolerance,
  doubt: Doubt = NONE,
): boolean {
  const nearest = dtype === "float32" ? Math.fround(expected) : expected;
  if (actual === nearest) return true;
  if (!Number.isFinite(nearest)) return false;
  const size = Math.abs(expected);
  const unit = lastPlace(expected, dtype);
  const [epsilon, lowestNormal] = dtype === "float32"
    ? [2 ** -23, 2 ** -126]
    : [2 ** -52, 2 ** -1022];
  const rounding = size < lowestNormal
    ? unit + ulps * epsilon * size
    : ulps * unit;
  const tolerance = Math.max(rounding, relative * size) +
    doubt.relative * size + doubt.absolute;
  return Math.abs(actual - expected) <= tolerance;
}
