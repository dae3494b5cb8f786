/**
 * Runs the compiled kernels on whole batches.
 *
 * Logits and results in the kernels' memory, such as those of `matrix.empty`, stay
 * where they are. Others are copied there and back, a few rows at a time, so that
 * the copies stay in the processor's cache.
 *
 * @module
 */

import type { Batch, Floats } from "../arguments/batch.ts";
import { refuseRow } from "../arguments/logits.ts";
import { allocate, isInMemory, release, views } from "./heap.ts";
import { isAccurate, JOB, kernels, KIND, RECORD } from "./instance.ts";
import { callHelpers, MAX_HELPERS } from "./threads.ts";

/** A job for the compiled kernels. */
export interface Job {
  kind: "softmax" | "logSoftmax" | "loss" | "grad" | "logSumExp";
  logits: Batch;
  /** Receives the results of softmax and log-softmax, or the gradient. */
  out: Floats | undefined;
  /** The temperature of softmax and log-softmax; 1 for the others. */
  temperature: number;
  /**
   * For losses and gradients the class of each row, −1 where it is ignored.
   * Log-sum-exp writes the class of each row's largest logit here.
   */
  targets: number[] | Int32Array | undefined;
  /** The factor of each row's gradient; undefined if all are 1. */
  weights: Float64Array | undefined;
  /** The divisor of all gradients. */
  divisor: number;
  /** The rounding error of the divisor. */
  divisorLost: number;
  /** The number of threads that may work on it. */
  threads: number;
}

/** At most this many bytes are copied at once, but at least one row. */
const COPIED = 2 ** 17;
/** A second thread is worth it from this many numbers on. */
const WORTHWHILE = 2 ** 16;
/** At most this many bytes of workspace are kept for the next job. */
const KEPT = 2 ** 20;

/** A vector of fewer classes is computed sooner than copied here and back. */
const FEW = 16;

/**
 * Whether the compiled kernels can do a job: it has a matrix or a long vector, not
 * of float16, and neither the temperature nor the factors of the gradient are
 * extreme.
 */
export function canRun(
  { data, isVector }: Batch,
  temperature = 1,
  factors: readonly number[] = [],
): boolean {
  return isAccurate && !(isVector && data.length < FEW) &&
    (data instanceof Float32Array || data instanceof Float64Array) &&
    isWithin(24, temperature) &&
    factors.every((factor) => isWithin(30, factor));
}

function isWithin(bits: number, x: number): boolean {
  return x >= 2 ** -bits && x <= 2 ** bits;
}

/**
 * Does a job that the kernels {@linkcode canRun}.
 *
 * @returns the index in {@linkcode views}.float64 of the records from which
 * losses.ts computes, one for each row, until the next job
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

  const copyBytes = isThere
    ? 0
    : wholeLines(Math.min(atOnce, rows) * rowBytes + 8);
  const recordBytes = targets ? wholeLines(rows * RECORD) : 0;
  const weightBytes = weights ? wholeLines(rows * 8) : 0;
  const targetBytes = targets ? wholeLines(rows * 4) : 0;
  const needsSpare = !out || kind === "logSoftmax" && out === data;
  const spareBytes = needsSpare ? wholeLines(rowBytes) : 0;
  const records = workspace(
    recordBytes + weightBytes + targetBytes + 2 * copyBytes +
      spareBytes * (threads > 1 ? 1 + MAX_HELPERS : 1),
    action,
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
    // bytes are copied eight at a time if both copies begin alike
    const outAt = out ? out.byteOffset + offset : 0;
    const dst = outIsThere ? outAt : copyAt + outAt % 8;
    const dataAt = data.byteOffset + offset;
    const src = dataIsThere ? dataAt : copyAt + copyBytes + dataAt % 8;
    if (!dataIsThere) {
      const isAll = atOnce >= rows; // a subarray takes as long as a short copy
      const part = isAll ? data : data.subarray(first * cols, last * cols);
      floats.set(part, src / bytes);
    }
    const count = last - first;
    kernels.fill(
      JOB,
      KIND[kind],
      bytes === 8 ? 1 : 0,
      threads - 1,
      src,
      dst,
      count,
      cols,
      Math.ceil(count / (threads > 1 ? threads * 16 : 1)),
      targets ? targetsAt + first * 4 : 0,
      weights ? weightsAt + first * 8 : 0,
      records + first * RECORD,
      spareAt,
      spareBytes,
      job.temperature,
      job.divisor,
      job.divisorLost,
    );
    const bad = threads > 1 ? kernels.runWithHelpers(JOB) : kernels.run(JOB);
    if (bad < count) refuseRow(logits, first + bad, action);
    if (out && !outIsThere) {
      const start = dst / bytes;
      const results = floats.subarray(start, start + (last - first) * cols);
      out.set(results, first * cols);
    }
  }
  if (kind === "logSumExp" && targets) {
    for (let i = 0; i < rows; i++) targets[i] = int32[targetsAt / 4 + i];
  }
  return records / 8;
}

/** So many bytes, and those to the end of a line of the processor's cache. */
function wholeLines(bytes: number): number {
  return Math.ceil(bytes / 64) * 64;
}

let kept = { pointer: 0, bytes: 0 };

/** A pointer to this many bytes, until the next call. */
function workspace(bytes: number, action: string): number {
  if (bytes > kept.bytes || kept.bytes > Math.max(bytes, KEPT)) {
    if (kept.bytes) release(kept.pointer, kept.bytes);
    kept = { pointer: 0, bytes: 0 };
    kept = { pointer: allocate(bytes, action), bytes };
  }
  return kept.pointer;
}
