/**
 * What the cross-entropy functions are given: logits, the right classes, and
 * how the losses of a batch are put together.
 *
 * @module
 */

import { type Batch, batchOf, isMatrix } from "./batch.ts";
import { IGNORED, readTarget, readTargets } from "./targets.ts";

/**
 * How the losses of a batch become one, as in PyTorch: "mean" over the rows that
 * are not ignored, "sum", or "none", which leaves one loss a row.
 */
export type Reduction = "mean" | "sum" | "none";

/** The options of the cross-entropy of a batch. */
export interface CrossEntropyOptions {
  /** "mean" when not given. */
  reduction?: Reduction;
  /**
   * A row with this target does not count, and its logits are not looked at.
   * −100 when not given.
   */
  ignoreIndex?: number;
}

/** Logits with their targets, checked. */
export interface Examples {
  readonly logits: Batch;
  /** The class of each row, or {@linkcode IGNORED}. */
  readonly targets: Int32Array;
  readonly reduction: Reduction;
  /** What the sum of the losses is divided by: for a mean, the rows that count. */
  readonly divisor: number;
  /** What is done with them, for the message of an error. */
  readonly action: string;
}

const VERBS: Record<Reduction, string> = {
  mean: "average",
  sum: "sum",
  none: "take",
};

/**
 * Reads the arguments of a cross-entropy function.
 *
 * @param name what the function computes, for the message of an error
 * @throws {TypeError} when z is neither a Vector nor a Matrix, or the targets
 * are not one integer a row
 * @throws {RangeError} when a target is neither a class nor ignoreIndex, a mean
 * has no row that counts, z is empty, or an option has no such value
 */
export function readExamples(
  z: unknown,
  target: unknown,
  { reduction = "mean", ignoreIndex = -100 }: CrossEntropyOptions,
  name: string,
): Examples {
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
  const logits = batchOf(z, action);
  if (logits.isVector) {
    const targets = Int32Array.of(readTarget(target, logits.cols, action));
    return { logits, targets, reduction: "mean", divisor: 1, action };
  }
  const targets = readTargets(target, logits.cols, action, ignoreIndex);
  if (targets.length !== logits.rows) {
    throw new TypeError(
      `Cannot ${action}: need one target a row, got ${targets.length} targets for ${logits.rows} rows`,
    );
  }
  const counted = targets.filter((y) => y !== IGNORED).length;
  if (reduction === "mean" && counted === 0) {
    throw new RangeError(
      `Cannot ${action}: need a row that counts, got ${ignoreIndex}, the ignoreIndex, as every target`,
    );
  }
  const divisor = reduction === "mean" ? counted : 1;
  return { logits, targets, reduction, divisor, action };
}
