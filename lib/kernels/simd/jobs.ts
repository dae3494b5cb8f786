/**
 * The compiled kernels on whole batches.
 *
 * Logits and results that are in the kernels' memory, as those of `matrix.empty`
 * are, are worked on where they lie. Others are copied there and back, some rows
 * at a time, so few that they stay in the processor's cache.
 *
 * @module
 */

import type { Batch, Floats } from "../batch.ts";
import { largestLogit } from "../exponentials.ts";
import { allocate, isInMemory, release, views } from "./heap.ts";
import { isAccurate, JOB, kernels } from "./instance.ts";
import { callHelpers, MAX_HELPERS } from "./threads.ts";

/** What there is to do, by the numbers of assembly/job.ts. */
const KINDS = { softmax: 0, logSoftmax: 1, loss: 2, grad: 3, logSumExp: 4 };
/** What is added for float64. */
const FLOAT64 = 8;

/** A job for the compiled kernels. All have all properties, so that they are fast. */
export interface Job {
  kind: keyof typeof KINDS;
  logits: Batch;
  /** For softmax, log-softmax and gradients: where they go. */
  out: Floats | undefined;
  /** For softmax and log-softmax, 1 otherwise. */
  temperature: number;
  /**
   * For losses and gradients: the classes, or −1 where a row is ignored. For
   * log-sum-exp the class of each row's largest logit goes there.
   */
  targets: Int32Array | undefined;
  /** For gradients: what each row is multiplied by, 1 if undefined, */
  weights: Float64Array | undefined;
  /** and what all are divided by, 1 otherwise, */
  divisor: number;
  /** with what rounding took from it. */
  divisorLost: number;
  /** How many threads may work on it. */
  threads: number;
}

/** How many numbers {@linkcode runJob} leaves of a row. */
export const RECORD = 4;
/** How many bytes are copied at once, or else one row. */
const COPIED = 2 ** 17;
/** How many numbers are worth a second thread. */
const WORTHWHILE = 2 ** 16;
/** How many bytes of workspace are kept for the next job. */
const KEPT = 2 ** 20;

/**
 * Whether the compiled kernels can do it: a matrix, and a temperature and factors
 * of the rows that are not extreme.
 */
export function isForKernels(
  { isVector }: Batch,
  temperature = 1,
  factors: readonly number[] = [],
): boolean {
  return isAccurate && !isVector && isWithin(24, temperature) &&
    factors.every((factor) => isWithin(38, factor));
}

function isWithin(bits: number, x: number): boolean {
  return x >= 2 ** -bits && x <= 2 ** bits;
}

/**
 * Does a job that {@linkcode isForKernels}.
 *
 * @returns for losses, gradients and log-sum-exp, where {@linkcode views}.float64
 * has four numbers a row until the next job: Σ e[j], the ratio of that without
 * the target's to the target's own, d, with e[j] = 2^64 exp(z[j] − z[target] − d),
 * and for float64 what rounding took from d
 * @throws {RangeError} when a logit is NaN or +Infinity, or all of a row −Infinity
 */
export function runJob(job: Job, action: string): number {
  const { kind, logits, out, targets, weights } = job;
  const { data, rows, cols } = logits;
  const bytes = data.BYTES_PER_ELEMENT;
  const rowBytes = cols * bytes;
  const dataIsThere = isInMemory(data);
  const outIsThere = out === undefined || isInMemory(out);
  const isThere = dataIsThere && outIsThere;
  const atOnce = isThere ? rows : Math.ceil(COPIED / rowBytes);
  const threads = isThere && rows * cols >= WORTHWHILE ? job.threads : 1;

  const copyBytes = isThere ? 0 : Math.min(atOnce, rows) * rowBytes;
  const recordBytes = targets ? rows * RECORD * 8 : 0;
  const weightBytes = weights ? rows * 8 : 0;
  const targetBytes = targets ? Math.ceil(rows / 2) * 8 : 0;
  const needsSpare = !out || kind === "logSoftmax" && out === data;
  const spareBytes = needsSpare ? Math.ceil(rowBytes / 64) * 64 : 0;
  const records = workspace(
    recordBytes + weightBytes + targetBytes + 2 * copyBytes +
      spareBytes * (threads > 1 ? 1 + MAX_HELPERS : 1),
  );
  const weightsAt = records + recordBytes;
  const targetsAt = weightsAt + weightBytes;
  const copyAt = targetsAt + targetBytes;
  const spareAt = copyAt + 2 * copyBytes;
  const { int32, float64 } = views;
  const floats = bytes === 8 ? float64 : views.float32;
  if (weights) float64.set(weights, weightsAt / 8);
  if (targets) int32.set(targets, targetsAt / 4);

  if (threads > 1) callHelpers(threads - 1);
  for (let first = 0; first < rows; first += atOnce) {
    const last = Math.min(first + atOnce, rows);
    const offset = first * rowBytes;
    const dst = out && outIsThere ? out.byteOffset + offset : copyAt;
    const src = dataIsThere ? data.byteOffset + offset : copyAt + copyBytes;
    if (!dataIsThere) {
      floats.set(data.subarray(first * cols, last * cols), src / bytes);
    }
    const fields = JOB / 4; // those of assembly/job.ts
    int32[fields + 3] = threads - 1; // limit
    int32[fields + 4] = 0; // next
    int32[fields + 5] = last - first; // bad
    int32[fields + 6] = KINDS[kind] + (bytes === 8 ? FLOAT64 : 0);
    int32[fields + 7] = src;
    int32[fields + 8] = dst;
    int32[fields + 9] = last - first; // rows
    int32[fields + 10] = cols;
    int32[fields + 11] = Math.ceil(
      (last - first) / (threads > 1 ? threads * 16 : 1),
    );
    int32[fields + 12] = targets ? targetsAt + first * 4 : 0;
    int32[fields + 13] = weights ? weightsAt + first * 8 : 0;
    int32[fields + 14] = records + first * RECORD * 8;
    int32[fields + 15] = spareAt;
    int32[fields + 16] = spareBytes;
    float64[fields / 2 + 9] = job.temperature;
    float64[fields / 2 + 10] = job.divisor;
    float64[fields / 2 + 11] = job.divisorLost;
    if (threads > 1) kernels.runWithHelpers(JOB);
    else kernels.run(JOB);
    const badRow = first + int32[fields + 5];
    if (badRow < last) largestLogit(logits, badRow, action); // throws
    if (out && !outIsThere) {
      const start = dst / bytes;
      const results = floats.subarray(start, start + (last - first) * cols);
      out.set(results, first * cols);
    }
  }
  if (kind === "logSumExp") {
    targets?.set(int32.subarray(targetsAt / 4, targetsAt / 4 + rows));
  }
  return records / 8;
}

let kept = { pointer: 0, bytes: 0 };

/** A pointer to so many bytes, until the next call. */
function workspace(bytes: number): number {
  if (bytes > kept.bytes || kept.bytes > Math.max(bytes, KEPT)) {
    if (kept.bytes) release(kept.pointer, kept.bytes);
    kept = { pointer: 0, bytes: 0 };
    kept = { pointer: allocate(bytes), bytes };
  }
  return kept.pointer;
}
