import { type Batch, batchOf, isMatrix } from "./batch.ts";
import { type Weighting, weightingOf } from "./class_weights.ts";
import { checkOptions, checkThreads, type ThreadsOption } from "./options.ts";
import { IGNORED, readTarget, readTargets } from "./targets.ts";
import type { Vector } from "./types.ts";
import { wrongType, wrongValue } from "./refusals.ts";

/**
 * The way in which the losses of a batch become one, as in PyTorch: "mean" over
 * the rows that are not ignored, "sum", or "none", which leaves one loss per row.
 */
export type Reduction = "mean" | "sum" | "none";

/** The options of the cross-entropy of a batch. */
export interface CrossEntropyOptions<R extends Reduction = Reduction>
  extends ThreadsOption {
  /** "mean" by default. */
  reduction?: R;
  /**
   * A row with this target does not count, and its logits are not read. −100 by
   * default.
   */
  ignoreIndex?: number;
  /**
   * How much each class counts, shape [classes], finite and 0 or more: the loss
   * of a row is multiplied by the weight of its target, and a mean divides by
   * the sum of those weights. A weight of 0 makes loss and gradient 0, even if
   * the loss is infinite. Weights of any precision are used as doubles. By
   * default all are 1.
   */
  weight?: Vector;
}

/** The arguments of the cross-entropy functions, checked. */
export interface LossArguments extends Weighting {
  readonly logits: Batch;
  /** The class of each row, or {@linkcode IGNORED}. */
  readonly targets: number[] | Int32Array;
  readonly reduction: Reduction;
  /** The number of threads that may work. */
  readonly threads: number;
  /** The action of the caller, for the message of an error. */
  readonly action: string;
}

const VERBS: Record<Reduction, string> = {
  mean: "average",
  sum: "sum",
  none: "take",
};

const NAMES = ["reduction", "ignoreIndex", "weight", "threads"];

/** The names of the options of functions that have a gradient. */
export const NAMES_OF_GRAD = [...NAMES, "out"];

/**
 * Reads the arguments of {@linkcode crossEntropy}, which documents its errors.
 *
 * @param name what the function computes, for the message of an error
 * @param names the names of the options of this function
 */
export function readLossArguments(
  z: unknown,
  target: unknown,
  options: CrossEntropyOptions,
  name: string,
  names: readonly string[] = NAMES,
): LossArguments {
  const take = `take ${name}`;
  checkOptions(options, names, '{ reduction: "sum" }', take);
  const { reduction = "mean", ignoreIndex = -100, weight, threads = 1 } =
    options;
  if (typeof reduction !== "string" || !Object.hasOwn(VERBS, reduction)) {
    const need = 'reduction "mean", "sum" or "none"';
    throw wrongValue(take, need, JSON.stringify(reduction));
  }
  const action = `${isMatrix(z) ? VERBS[reduction] : "take"} ${name}`;
  if (!Number.isInteger(ignoreIndex)) {
    throw wrongValue(action, "an integer as ignoreIndex", ignoreIndex);
  }
  checkThreads(threads, action);
  const logits = batchOf(z, action);
  const { rows, cols, isVector } = logits;
  for (const option of isVector ? NAMES : []) {
    if (options[option as keyof CrossEntropyOptions] === undefined) continue;
    throw wrongType(action, `a matrix of logits for ${option}`, "a vector");
  }
  const targets = isVector
    ? [readTarget(target, cols, action)]
    : readTargets(target, cols, action, ignoreIndex);
  if (targets.length !== rows) {
    const got = `${targets.length} for ${rows} rows`;
    throw wrongType(action, "one target per row", got);
  }
  let counted = 0;
  for (let i = 0; i < rows; i++) if (targets[i] !== IGNORED) counted++;
  if (reduction === "mean" && counted === 0) {
    const got = `${ignoreIndex}, the ignoreIndex, as every target`;
    throw wrongValue(action, "a row that counts", got);
  }
  const weighting = weight === undefined
    ? {
      weightExponent: 0,
      divisor: reduction === "mean" ? counted : 1,
      divisorLost: 0,
    }
    : weightingOf(weight, targets, cols, reduction === "mean", action);
  if (weighting.divisor === 0) {
    const need = "a target whose weight is not 0";
    throw wrongValue(action, need, "weight 0 for every target");
  }
  return { logits, targets, reduction, threads, action, ...weighting };
}
