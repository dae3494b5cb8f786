// Works on one job at a time, in memory that all threads share. The thread that
// has the job, and any that help, take rows from it until none are left.

import { E_UNIT, Job, Kind, POWERS, RECORD } from "./layout.ts";
import { logSoftmaxRows } from "./log_softmax.ts";
import { gradRows, lossRows, softmaxRows } from "./rows.ts";
import { useThread } from "./state.ts";
import { fma } from "./vector.ts";

export { E_UNIT, Kind, POWERS, RECORD, useThread };

/** Fills in a job that nobody works on. */
export function fill(
  job: Job, kind: Kind, isFloat64: i32, limit: i32,
  src: usize, dst: usize, rows: i32, cols: i32, step: i32,
  targets: usize, weights: usize, records: usize, spare: usize, spareSize: i32,
  temperature: f64, divisor: f64, divisorLost: f64,
): void {
  job.limit = limit;
  job.next = 0;
  job.bad = rows;
  job.kind = kind;
  job.isFloat64 = isFloat64;
  job.src = src;
  job.dst = dst;
  job.rows = rows;
  job.cols = cols;
  job.step = step;
  job.targets = targets;
  job.weights = weights;
  job.records = records;
  job.spare = spare;
  job.spareSize = spareSize;
  job.temperature = temperature;
  job.divisor = divisor;
  job.divisorLost = divisorLost;
}

/**
 * Takes rows until none are left.
 *
 * @returns the first row known to have no answer, or the number of rows
 */
export function run(job: Job): i32 {
  const next = changetype<usize>(job) + offsetof<Job>("next");
  const bad = changetype<usize>(job) + offsetof<Job>("bad");
  while (true) {
    const first = atomic.add<i32>(next, job.step);
    const known = atomic.load<i32>(bad);
    if (first >= known) return known;
    const last = min(first + job.step, job.rows);
    const found = job.isFloat64
      ? runRows<f64>(job, first, last)
      : runRows<f32>(job, first, last);
    if (found < 0) continue;
    let least = known;
    while (found < least) least = atomic.cmpxchg<i32>(bad, least, found);
  }
}

function runRows<T>(job: Job, first: i32, last: i32): i32 {
  switch (job.kind) {
    case Kind.softmax: return softmaxRows<T>(job, first, last);
    case Kind.logSoftmax: return logSoftmaxRows<T>(job, first, last);
    case Kind.grad: return gradRows<T>(job, first, last);
    case Kind.loss:
    case Kind.logSumExp: return lossRows<T>(job, first, last);
  }
  return -1;
}

/** A helper looks this often for a job before it sleeps: about 1 ms. */
const LOOKS = 100000;
/** It ends after sleeping this many nanoseconds without a job. */
const PATIENCE = 100000000;

/** Helps with jobs, until there has been none for some time. */
export function help(job: Job): void {
  const begun = changetype<usize>(job) + offsetof<Job>("begun");
  const open = changetype<usize>(job) + offsetof<Job>("open");
  const helpers = changetype<usize>(job) + offsetof<Job>("helpers");
  while (true) {
    const seen = atomic.load<i32>(begun);
    const others = atomic.add<i32>(helpers, 1);
    if (atomic.load<i32>(open) && others < job.limit) run(job);
    atomic.sub<i32>(helpers, 1);
    atomic.notify(helpers, 1);
    let looks = 0;
    while (atomic.load<i32>(begun) == seen && looks < LOOKS) looks++;
    if (looks < LOOKS) continue;
    if (atomic.wait<i32>(begun, seen, PATIENCE) == AtomicWaitResult.TIMED_OUT) {
      return;
    }
  }
}

/** Begins a job that helpers may join, does what they leave, and ends it: see run(). */
export function runWithHelpers(job: Job): i32 {
  const begun = changetype<usize>(job) + offsetof<Job>("begun");
  const open = changetype<usize>(job) + offsetof<Job>("open");
  const helpers = changetype<usize>(job) + offsetof<Job>("helpers");
  atomic.store<i32>(open, 1);
  atomic.add<i32>(begun, 1);
  atomic.notify(begun, -1);
  run(job);
  atomic.store<i32>(open, 0);
  let looks = 0;
  for (let n = 1; n; n = atomic.load<i32>(helpers)) {
    if (++looks > LOOKS) atomic.wait<i32>(helpers, n, 1000000);
  }
  return job.bad;
}

/** a · b + c, which shows whether this machine rounds the product. */
export function fused(a: f32, b: f32, c: f32): f32 {
  const sum = fma<f32>(f32x4.splat(a), f32x4.splat(b), f32x4.splat(c));
  return f32x4.extract_lane(sum, 0);
}
