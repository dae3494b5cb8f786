/**
 * The door to the compiled kernels. Each function answers, or declines with
 * undefined: then the caller computes the answer itself. Nothing outside this
 * folder imports another of its files.
 *
 * @module
 */

import type { Batch, Floats } from "../arguments/batch.ts";
import type { LossArguments } from "../arguments/loss_arguments.ts";
import type { SoftmaxArguments } from "../arguments/softmax_arguments.ts";
import { canRun, type Job, runJob } from "./jobs.ts";
import { lossesOf, sumOfLosses32 } from "./losses.ts";
import { logSumsInParts, lossesInParts, MOST_ROWS } from "./parts.ts";

export { allocate, isInMemory, release } from "./heap.ts";
export { memory } from "./instance.ts";

/** The losses of a batch. */
export interface Losses {
  /** One per row, 0 where a row is ignored. */
  each(): number[] | Float64Array;
  /** Each is to be multiplied by 2 to the power of its exponent, if there are any. */
  exponents?: ArrayLike<number>;
  /** Their sum, where there is a quicker way to it. */
  sum?(): number;
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
  { logits, temperature, threads, action }: SoftmaxArguments,
  out: Floats,
): Floats | undefined {
  if (!canRun(logits, temperature)) return undefined;
  runJob({ ...DEFAULTS, kind, logits, out, temperature, threads }, action);
  return out;
}

/** Computes the parts of log-sum-exp. */
export function compiledLogSums(
  logits: Batch,
  action: string,
): LogSums | undefined {
  if (!canRun(logits)) return undefined;
  if (logits.rows > MOST_ROWS) {
    return logSumsInParts(logits, (part) => compiledLogSums(part, action));
  }
  const tops = logits.rows === 1 ? [0] : new Int32Array(logits.rows);
  const job: Job = { ...DEFAULTS, kind: "logSumExp", logits, targets: tops };
  const records = runJob(job, action);
  return { tops, logSums: lossesOf(records, tops, isFloat32(logits)) };
}

/** Computes the losses of cross-entropy. */
export function compiledLosses(given: LossArguments): Losses | undefined {
  const { logits, targets, threads, action } = given;
  if (!canRun(logits, 1, rangeOfFactors(given))) return undefined;
  if (logits.rows > MOST_ROWS) return lossesInParts(given, compiledLosses);
  const job: Job = { ...DEFAULTS, kind: "loss", logits, targets, threads };
  return lossesFrom(runJob(job, action), given);
}

/** Computes the losses of cross-entropy and fills out with their gradient. */
export function compiledGrad(
  given: LossArguments,
  out: Floats,
): Losses | undefined {
  const { logits, targets, weights, divisor, divisorLost, threads, action } =
    given;
  if (!canRun(logits, 1, rangeOfFactors(given))) return undefined;
  if (logits.rows > MOST_ROWS) {
    return lossesInParts(given, (part, first) => {
      const start = first * logits.cols, { length } = part.logits.data;
      return compiledGrad(part, out.subarray(start, start + length));
    });
  }
  const job: Job = {
    kind: "grad",
    logits,
    out,
    temperature: 1,
    targets,
    weights,
    divisor,
    divisorLost,
    threads,
  };
  return lossesFrom(runJob(job, action), given);
}

const DEFAULTS: Omit<Job, "kind" | "logits"> = {
  out: undefined,
  temperature: 1,
  targets: undefined,
  weights: undefined,
  divisor: 1,
  divisorLost: 0,
  threads: 1,
};

/** The losses in the records of {@linkcode runJob}, to be read before the next job. */
function lossesFrom(
  records: number,
  { logits, targets }: LossArguments,
): Losses {
  const each = () => lossesOf(records, targets, isFloat32(logits));
  if (!isFloat32(logits)) return { each };
  return { each, sum: () => sumOfLosses32(records, targets) };
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
