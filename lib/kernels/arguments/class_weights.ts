import { sumOf } from "../arithmetic/sum.ts";
import { isFloats, isMatrix } from "./batch.ts";
import { IGNORED } from "./targets.ts";
import { describe, wrongType, wrongValue } from "./refusals.ts";

/** How much each row counts in the loss of a batch. */
export interface Weighting {
  /**
   * The weight of each row's target, shape [rows], 0 for ignored rows; undefined
   * if all are 1.
   */
  readonly weights?: Float64Array;
  /** The divisor of the sum of the losses: for a mean, the sum of the weights. */
  readonly divisor: number;
  /** The rounding error of the divisor. */
  readonly divisorLost: number;
}

/**
 * Reads the weights of the classes.
 *
 * @param weight how much each class counts, shape [classes]
 * @param isMean whether the losses are averaged
 * @throws {TypeError} when weight is not one number per class
 * @throws {RangeError} when one is negative or not finite
 */
export function weightingOf(
  weight: unknown,
  targets: Int32Array,
  classes: number,
  isMean: boolean,
  action: string,
): Weighting {
  checkWeight(weight, classes, action);
  // abs turns a weight of −0 into 0
  const weights = Float64Array.from(
    targets,
    (y) => y === IGNORED ? 0 : Math.abs(weight[y]),
  );
  if (!isMean) return { weights, divisor: 1, divisorLost: 0 };
  scaleDown(weights);
  const divisor = sumOf(weights);
  const withoutSum = new Float64Array(weights.length + 1);
  withoutSum.set(weights);
  withoutSum[weights.length] = -divisor;
  return { weights, divisor, divisorLost: sumOf(withoutSum) };
}

/**
 * Multiplies weights by the power of 2 that takes the largest to 1 or a little
 * less: their mean stays the same, and nothing in it overflows or underflows.
 */
function scaleDown(weights: Float64Array): void {
  const max = weights.reduce((a, b) => Math.max(a, b), 0);
  const factor = 2 ** -Math.max(Math.ceil(Math.log2(max)), -1000);
  for (let i = 0; i < weights.length; i++) weights[i] *= factor;
}

function checkWeight(
  weight: unknown,
  classes: number,
  action: string,
): asserts weight is ArrayLike<number> {
  if (!Array.isArray(weight) && !isFloats(weight)) {
    const need =
      "a number[], Float64Array, Float32Array or Float16Array as weight";
    const got = isMatrix(weight) ? "a matrix" : describe(weight);
    throw wrongType(action, need, got);
  }
  if (weight.length !== classes) {
    const got = `${weight.length} for ${classes} classes`;
    throw wrongType(action, "one weight per class", got);
  }
  for (let j = 0; j < classes; j++) {
    const w = weight[j];
    if (typeof w !== "number") {
      const got = `${describe(w)} at index ${j}`;
      throw wrongType(action, "numbers as weight", got);
    }
    if (!(w >= 0 && w < Infinity)) {
      const got = `${w} at index ${j}`;
      throw wrongValue(action, "finite weights of 0 or more", got);
    }
  }
}
