/**
 * Batches of so many rows that their records would not fit into the kernels'
 * memory, a part at a time.
 *
 * @module
 */

import type { Batch } from "../arguments/batch.ts";
import type { LossArguments } from "../arguments/loss_arguments.ts";
import type { LogSums, Losses } from "./compiled.ts";

/** At most this many rows have records at once, which take 8 MB. */
export const MOST_ROWS = 2 ** 18;

/** The losses of all parts. */
export function lossesInParts(
  given: LossArguments,
  lossesOf: (part: LossArguments, first: number) => Losses | undefined,
): Losses {
  const { logits, targets, weights, reduction } = given;
  const isSum = logits.data instanceof Float32Array && !weights &&
    reduction !== "none";
  const each = new Float64Array(isSum ? 0 : logits.rows);
  let sum = 0;
  for (const [part, first, last] of partsOf(logits)) {
    const losses = lossesOf({
      ...given,
      logits: part,
      targets: targets.slice(first, last),
      weights: weights?.subarray(first, last),
    }, first)!;
    if (isSum) sum += losses.sum!();
    else each.set(losses.each(), first);
  }
  return { each: () => each, sum: isSum ? () => sum : undefined };
}

/** The log-sum-exps of all parts. */
export function logSumsInParts(
  logits: Batch,
  logSumsOf: (part: Batch) => LogSums | undefined,
): LogSums {
  const tops = new Int32Array(logits.rows);
  const logSums = new Float64Array(logits.rows);
  for (const [part, first] of partsOf(logits)) {
    const found = logSumsOf(part)!;
    tops.set(found.tops, first);
    logSums.set(found.logSums, first);
  }
  return { tops, logSums };
}

/** The parts, and the rows from which and before which they are. */
function* partsOf(
  batch: Batch,
): Generator<[part: Batch, first: number, last: number]> {
  const { data, rows, cols } = batch;
  for (let first = 0; first < rows; first += MOST_ROWS) {
    const last = Math.min(first + MOST_ROWS, rows);
    const part = {
      data: data.subarray(first * cols, last * cols),
      rows: last - first,
      cols,
      isVector: false,
      partOf: { batch, first },
    };
    yield [part, first, last];
  }
}
