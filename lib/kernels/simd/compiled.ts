/**
 * The door to the compiled kernels. Each function answers, or declines with
 * undefined: then the caller computes the answer itself. Nothing outside this
 * folder imports another of its files.
 *
 * The way of crossEntropyWithGrad(Z, targets): readLossArguments() and resultsFor()
 * make the arguments and the room for the gradient; compiledLosses() asks canRun()
 * and has runJob() place them in the kernels' memory; there run() has gradRows()
 * take rowExps(), record() and scaleRow() of each row; SumOfLosses adds up what the
 * records say, and reduce() makes it the mean.
 *
 * @module
 */

import { type Batch, type Floats, onePerRow } from "../arguments/batch.ts";
import type { LossArguments } from "../arguments/loss_arguments.ts";
import type { SoftmaxArguments } from "../arguments/softmax_arguments.ts";
import { canRun, type Given, type Kind, runJob } from "./jobs.ts";
import { readLosses, SumOfLosses } from "./losses.ts";

export { allocate, isInMemory, release } from "./heap.ts";
export { memory } from "./instance.ts";

/** The losses of a batch. */
export interface Losses {
  /** One per row, 0 where a row is ignored. Empty if only their sum is asked for. */
  each: number[] | Float64Array;
  /** Each is to be multiplied by 2 to the power of its exponent, if there are any. */
  exponents?: ArrayLike<number>;
  /** Their sum, where there is a quicker way to it than adding each. */
  sum?: number;
}

/** The parts of log Σ exp(z) = max z + log Σ exp(z − max z), one per row. */
export interface LogSums {
  /** The class of the largest logit. */
  tops: ArrayLike<number>;
  /** log Σ exp(z − max z). */
  logSums: ArrayLike<number>;
}

/** Fills out with softmax or log-softmax. */
export function compiledRows(
  kind: "softmax" | "logSoftmax",
  given: SoftmaxArguments,
  out: Floats,
): Floats | undefined {
  if (!canRun(given.logits, given.temperature)) return undefined;
  runJob(kind, given, out);
  return out;
}

/** Computes the parts of log-sum-exp. */
export function compiledLogSums(
  logits: Batch,
  action: string,
): LogSums | undefined {
  if (!canRun(logits)) return undefined;
  const { rows } = logits;
  const tops = rows === 1 ? [0] : new Int32Array(rows);
  const given = { logits, targets: tops, action };
  return { tops, logSums: eachLoss("logSumExp", given) };
}

/** Computes the losses of cross-entropy, and fills grad with their gradient. */
export function compiledLosses(
  given: LossArguments,
  grad?: Floats,
): Losses | undefined {
  if (!canRun(given.logits, 1, rangeOfFactors(given))) return undefined;
  const { logits, targets, weights, reduction } = given;
  const kind = grad ? "grad" : "loss";
  if (weights || reduction === "none" || !isFloat32(logits)) {
    return { each: eachLoss(kind, given, grad) };
  }
  const sum = new SumOfLosses();
  runJob(
    kind,
    given,
    grad,
    (record, first, last) => sum.add(record, targets, first, last),
  );
  return { each: [], sum: sum.value };
}

/** The loss of each row of a job that leaves records. */
function eachLoss(
  kind: Kind,
  given: Given & Pick<LossArguments, "targets">,
  grad?: Floats,
): number[] | Float64Array {
  const { logits, targets } = given;
  const each = onePerRow(logits.rows);
  runJob(
    kind,
    given,
    grad,
    (record, first, last) =>
      readLosses(record, targets, first, last, isFloat32(logits), each),
  );
  return each;
}

function isFloat32({ data }: Batch): boolean {
  return data instanceof Float32Array;
}

/** The smallest and the largest factor of a row's gradient, apart from 0. */
function rangeOfFactors({ weights, divisor }: LossArguments): number[] {
  if (!weights) return [1 / divisor];
  let min = Infinity, max = 0;
  for (const w of weights) {
    if (w && w < min) min = w;
    if (w > max) max = w;
  }
  return max ? [min / divisor, max / divisor] : [];
}
