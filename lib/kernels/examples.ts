/**
 * What the cross-entropy functions are given: logits, the right classes, and
 * how the losses of a batch are put together.
 *
 * @module
 */

import { type Batch, batchOf, describe, isFloats, isMatrix } from "./batch.ts";
import { checkNames, checkThreads, type ThreadsOption } from "./options.ts";
import { sumOf } from "./sum.ts";
import { IGNORED, readTarget, readTargets } from "./targets.ts";
import type { Vector } from "./types.ts";

/**
 * How the losses of a batch become one, as in PyTorch: "mean" over the rows that
 * are not ignored, "sum", or "none", which leaves one loss a row.
 */
export type Reduction = "mean" | "sum" | "none";

/** The options of the cross-entropy of a batch. */
export interface CrossEntropyOptions extends ThreadsOption {
  /** "mean" when not given. */
  reduction?: Reduction;
  /**
   * A row with this target does not count, and its logits are not looked at.
   * −100 when not given.
   */
  ignoreIndex?: number;
  /**
   * How much each class counts, shape [classes], finite and 0 or more: the loss
   * of a row is multiplied by the weight of its target, and a mean divides by
   * the sum of those weights. A weight of 0 makes loss and gradient 0, for an
   * infinite loss too. In any precision, used as the doubles that they are; 1
   * each when not given.
   */
  weight?: Vector;
}

/** Logits with their targets, checked. */
export interface Examples {
  readonly logits: Batch;
  /** The class of each row, or {@linkcode IGNORED}. */
  readonly targets: Int32Array;
  /**
   * The weight of each row's target, shape [rows], for a mean in a unit in which
   * none is extreme; undefined if all are 1.
   */
  readonly weights: Float64Array | undefined;
  readonly reduction: Reduction;
  /** What the sum of the losses is divided by: for a mean, the sum of the weights. */
  readonly divisor: number;
  /** What rounding took from it. */
  readonly divisorLost: number;
  /** How many threads may work. */
  readonly threads: number;
  /** What is done with them, for the message of an error. */
  readonly action: string;
}

const VERBS: Record<Reduction, string> = {
  mean: "average",
  sum: "sum",
  none: "take",
};

const NAMES = ["reduction", "ignoreIndex", "weight", "threads", "out"];

/**
 * Reads the arguments of a cross-entropy function.
 *
 * @param name what the function computes, for the message of an error
 * @throws {TypeError} when z is neither a Vector nor a Matrix, the targets are
 * not one integer a row, or weight is not one number a class of a Matrix
 * @throws {RangeError} when a target is neither a class nor ignoreIndex, a mean
 * has no row that counts, z is empty, or an option has no such value
 */
export function readExamples(
  z: unknown,
  target: unknown,
  options: CrossEntropyOptions,
  name: string,
): Examples {
  const { reduction = "mean", ignoreIndex = -100, weight, threads = 1 } =
    options;
  if (!Object.hasOwn(VERBS, reduction)) {
    throw new RangeError(
      `Cannot take ${name}: need reduction "mean", "sum" or "none", got ${
        JSON.stringify(reduction)
      }`,
    );
  }
  const action = `${isMatrix(z) ? VERBS[reduction] : "take"} ${name}`;
  if (!Number.isInteger(ignoreIndex)) {
    throw new RangeError(
      `Cannot ${action}: need an integer as ignoreIndex, got ${ignoreIndex}`,
    );
  }
  checkNames(options, NAMES, action);
  checkThreads(threads, action);
  const logits = batchOf(z, action);
  if (logits.isVector) {
    if (weight !== undefined) {
      throw new TypeError(
        `Cannot ${action}: need a matrix of logits for weight, got a vector`,
      );
    }
    const targets = Int32Array.of(readTarget(target, logits.cols, action));
    return {
      logits,
      targets,
      weights: undefined,
      reduction: "mean",
      divisor: 1,
      divisorLost: 0,
      threads,
      action,
    };
  }
  const { classOf: targets, counted } = readTargets(
    target,
    logits.cols,
    action,
    ignoreIndex,
  );
  if (targets.length !== logits.rows) {
    throw new TypeError(
      `Cannot ${action}: need one target a row, got ${targets.length} targets for ${logits.rows} rows`,
    );
  }
  if (reduction === "mean" && counted === 0) {
    throw new RangeError(
      `Cannot ${action}: need a row that counts, got ${ignoreIndex}, the ignoreIndex, as every target`,
    );
  }
  let weights: Float64Array | undefined;
  let divisor = reduction === "mean" ? counted : 1, divisorLost = 0;
  if (weight !== undefined) {
    weights = weightsOf(weight, targets, logits.cols, action);
  }
  if (weights && reduction === "mean") {
    weights = inModerateUnit(weights);
    divisor = sumOf(weights);
    const less = new Float64Array(weights.length + 1);
    less.set(weights);
    less[weights.length] = -divisor;
    divisorLost = sumOf(less);
    if (divisor === 0) {
      throw new RangeError(
        `Cannot ${action}: need a target whose weight is not 0, got weight 0 for every target`,
      );
    }
  }
  return {
    logits,
    targets,
    weights,
    reduction,
    divisor,
    divisorLost,
    threads,
    action,
  };
}

/** The weight of each row's target, 0 for ignored rows. */
function weightsOf(
  weight: unknown,
  targets: Int32Array,
  classes: number,
  action: string,
): Float64Array {
  if (!Array.isArray(weight) && !isFloats(weight)) {
    throw new TypeError(
      `Cannot ${action}: need a number[], Float64Array, Float32Array or Float16Array as weight, got ${
        isMatrix(weight) ? "a matrix" : describe(weight)
      }`,
    );
  }
  if (weight.length !== classes) {
    throw new TypeError(
      `Cannot ${action}: need one weight a class, got ${weight.length} weights for ${classes} classes`,
    );
  }
  for (let j = 0; j < classes; j++) {
    const w = weight[j];
    if (typeof w !== "number") {
      throw new TypeError(
        `Cannot ${action}: need numbers as weight, got ${
          describe(w)
        } at index ${j}`,
      );
    }
    if (!(w >= 0 && w < Infinity)) {
      throw new RangeError(
        `Cannot ${action}: need finite weights of 0 or more, got ${w} at index ${j}`,
      );
    }
  }
  // abs makes a weight of −0 one of 0
  return Float64Array.from(
    targets,
    (y) => y === IGNORED ? 0 : Math.abs(weight[y]),
  );
}

/**
 * The weights times the power of 2 that takes the largest to 1 or somewhat
 * less: a mean stays the same, and nothing in it overflows or underflows.
 */
function inModerateUnit(weights: Float64Array): Float64Array {
  const max = weights.reduce((a, b) => Math.max(a, b), 0);
  const scale = 2 ** -Math.max(Math.ceil(Math.log2(max)), -1000);
  return weights.map((w) => w * scale);
}
