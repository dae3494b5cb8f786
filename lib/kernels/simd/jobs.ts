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

/** The function that a job computes. */
export type Kind = "softmax" | "logSoftmax" | "loss" | "grad" | "logSumExp";

/** The arguments of a job. */
export interface Given {
  readonly logits: Batch;
  /** The temperature of softmax and log-softmax; 1 for the others. */
  readonly temperature?: number;
  /**
   * For losses and gradients the class of each row, −1 where it is ignored.
   * Log-sum-exp writes the class of each row's largest logit here.
   */
  readonly targets?: number[] | Int32Array;
  /** The factor of each row's gradient; undefined if all are 1. */
  readonly weights?: Float64Array;
  /** The divisor of all gradients. */
  readonly divisor?: number;
  /** The rounding error of the divisor. */
  readonly divisorLost?: number;
  /** The number of threads that may work. */
  readonly threads?: number;
  /** The action of the caller, for the message of an error. */
  readonly action: string;
}

/**
 * Reads the records that a job leaves for the rows from `first` to before `last`,
 * from this index of {@linkcode views}.float64 on: see losses.ts.
 */
type ReadRecords = (record: number, first: number, last: number) => void;

/** At most this many rows have records at once, which take 8 MB. */
export const MOST_ROWS = 2 ** 18;
/** At most this many bytes are copied at once, but at least one row. */
const COPIED = 2 ** 17;
/** With this many numbers or more a second thread is worth it. */
const WORTHWHILE = 2 ** 16;
/** At most this many bytes of workspace are kept for the next job. */
const KEPT = 2 ** 20;

/** To copy a vector of fewer classes here and back takes longer than to compute it. */
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
 * @param out receives the results of softmax and log-softmax, or the gradient
 * @param read called after each part of the rows, if the job leaves records
 */
export function runJob(
  kind: Kind,
  given: Given,
  out?: Floats,
  read?: ReadRecords,
): void {
  const { logits, targets, action } = given;
  const { temperature = 1, divisor = 1, divisorLost = 0 } = given;
  const weights = kind === "grad" ? given.weights : undefined;
  const { data, rows, cols } = logits;
  const bytes = data.BYTES_PER_ELEMENT;
  const rowBytes = cols * bytes;
  const dataIsThere = isInMemory(data);
  const outIsThere = out === undefined || isInMemory(out);
  const isThere = dataIsThere && outIsThere;
  const most = isThere ? MOST_ROWS : Math.ceil(COPIED / rowBytes);
  const atOnce = Math.min(most, rows);
  const isShared = isThere && rows * cols >= WORTHWHILE;
  const threads = isShared && given.threads || 1;

  // one after the other in the workspace; a list of them would take 0.1 µs longer
  const recordBytes = targets ? wholeLines(atOnce * RECORD) : 0;
  const weightBytes = weights ? wholeLines(atOnce * 8) : 0;
  const targetBytes = targets ? wholeLines(atOnce * 4) : 0;
  const copyBytes = isThere ? 0 : wholeLines(atOnce * rowBytes + 8);
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

  if (threads > 1) callHelpers(threads - 1);
  for (let first = 0; first < rows; first += atOnce) {
    const last = Math.min(first + atOnce, rows);
    const count = last - first;
    const offset = first * rowBytes;
    // eight bytes are copied at a time where both begin at the same place of eight
    const outAt = out ? out.byteOffset + offset : 0;
    const dst = outIsThere ? outAt : copyAt + outAt % 8;
    const dataAt = data.byteOffset + offset;
    const src = dataIsThere ? dataAt : copyAt + copyBytes + dataAt % 8;
    // a part of an array takes as long to make as a short copy
    const isAll = count === rows;
    if (!dataIsThere) {
      const part = isAll ? data : data.subarray(first * cols, last * cols);
      floats.set(part, src / bytes);
    }
    if (targets) {
      int32.set(isAll ? targets : targets.slice(first, last), targetsAt / 4);
    }
    if (weights) {
      float64.set(isAll ? weights : weights.slice(first, last), weightsAt / 8);
    }
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
      targets ? targetsAt : 0,
      weights ? weightsAt : 0,
      records,
      spareAt,
      spareBytes,
      temperature,
      divisor,
      divisorLost,
    );
    const bad = threads > 1 ? kernels.runWithHelpers(JOB) : kernels.run(JOB);
    if (bad < count) refuseRow(logits, first + bad, action);
    if (out && !outIsThere) {
      const start = dst / bytes;
      out.set(floats.subarray(start, start + count * cols), first * cols);
    }
    if (kind === "logSumExp" && targets) {
      for (let i = 0; i < count; i++) {
        targets[first + i] = int32[targetsAt / 4 + i];
      }
    }
    read?.(records / 8, first, last);
  }
}

/** This many bytes, rounded up to whole lines of the processor's cache. */
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
