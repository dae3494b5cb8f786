import { Sum } from "../arithmetic/sum.ts";
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
  /** The same as the caller gave them; for a mean, `weights` are these times a power of 2. */
  readonly rawWeights?: Float64Array;
  /** The exponent of that power, 0 if there is none. */
  readonly weightExponent: number;
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
 */
export function weightingOf(
  weight: unknown,
  targets: ArrayLike<number>,
  classes: number,
  isMean: boolean,
  action: string,
): Weighting {
  checkWeight(weight, classes, action);
  // abs turns a weight of −0 into 0
  const rawWeights = Float64Array.from(
    targets,
    (y) => y === IGNORED ? 0 : Math.abs(weight[y]),
  );
  // The largest becomes 1 or a little less. This leaves the mean as it is, and its
  // divisor neither overflows nor underflows.
  const max = rawWeights.reduce((a, b) => Math.max(a, b), 0);
  const weightExponent = isMean
    ? -Math.max(Math.ceil(Math.log2(max)), -1000)
    : 0;
  const weights = rawWeights.map((w) => w * 2 ** weightExponent);
  const total = new Sum();
  for (const w of isMean ? weights : [1]) total.add(w);
  const { value: divisor, lost: divisorLost } = total;
  return { weights, rawWeights, weightExponent, divisor, divisorLost };
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
