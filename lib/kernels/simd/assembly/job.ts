// One job at a time, in memory that all threads share. The thread that has it
// and any that help take rows from it until none are left.

import { thread, useThread } from "./state.ts";
import { fma } from "./vector.ts";
import { logSoftmaxRows } from "./log_softmax.ts";
import { gradRows, logSumExpRows, lossRows, softmaxRows } from "./rows.ts";

/** What jobs are, with FLOAT64 added for float64. ../jobs.ts has them too. */
const SOFTMAX = 0, LOG_SOFTMAX = 1, LOSS = 2, GRAD = 3, LOG_SUM_EXP = 4;
const FLOAT64 = 8;

// @ts-ignore: decorator
@unmanaged
class Job {
  /** How often a job was begun. */
  begun: i32;
  /** Whether there is one. */
  open: i32;
  /** How many other threads are at it. */
  helpers: i32;
  /** How many may be. */
  limit: i32;
  /** The first row that nobody has taken. */
  next: i32;
  /** The first row known to have no answer, or `rows`. */
  bad: i32;
  kind: i32;
  src: usize;
  dst: usize;
  rows: i32;
  cols: i32;
  /** How many rows are taken at a time. */
  step: i32;
  targets: usize;
  weights: usize;
  records: usize;
  /** Room for a row of each thread, one after the other, where it is needed. */
  spare: usize;
  /** How many bytes each has. */
  spareSize: i32;
  temperature: f64;
  divisor: f64;
  divisorLost: f64;
}

/** Takes rows until none are left. */
export function run(job: Job): void {
  const next = changetype<usize>(job) + offsetof<Job>("next");
  const bad = changetype<usize>(job) + offsetof<Job>("bad");
  while (true) {
    const first = atomic.add<i32>(next, job.step);
    if (first >= atomic.load<i32>(bad)) return;
    const found = runRows(job, first, min(first + job.step, job.rows));
    if (found < 0) continue;
    let known = atomic.load<i32>(bad);
    while (found < known) known = atomic.cmpxchg<i32>(bad, known, found);
  }
}

function runRows(job: Job, first: i32, last: i32): i32 {
  const src = job.src, dst = job.dst, cols = job.cols;
  const targets = job.targets, records = job.records;
  const spare = job.spare + thread * job.spareSize;
  switch (job.kind) {
    case SOFTMAX:
      return softmaxRows<f32>(src, dst, cols, first, last, job.temperature);
    case SOFTMAX + FLOAT64:
      return softmaxRows<f64>(src, dst, cols, first, last, job.temperature);
    case LOG_SOFTMAX:
      return logSoftmaxRows<f32>(src, dst, spare, cols, first, last, job.temperature);
    case LOG_SOFTMAX + FLOAT64:
      return logSoftmaxRows<f64>(src, dst, spare, cols, first, last, job.temperature);
    case LOSS:
      return lossRows<f32>(src, spare, cols, first, last, targets, records);
    case LOSS + FLOAT64:
      return lossRows<f64>(src, spare, cols, first, last, targets, records);
    case GRAD:
      return gradRows<f32>(
        src,
        dst,
        cols,
        first,
        last,
        targets,
        job.weights,
        job.divisor,
        job.divisorLost,
        records,
      );
    case GRAD + FLOAT64:
      return gradRows<f64>(
        src,
        dst,
        cols,
        first,
        last,
        targets,
        job.weights,
        job.divisor,
        job.divisorLost,
        records,
      );
    case LOG_SUM_EXP:
      return logSumExpRows<f32>(src, spare, cols, first, last, targets, records);
    case LOG_SUM_EXP + FLOAT64:
      return logSumExpRows<f64>(src, spare, cols, first, last, targets, records);
  }
  return -1;
}

/** How often a helper looks for a job before it sleeps: about 1 ms. */
const LOOKS = 100000;
/** How long it sleeps without one before it goes, in nanoseconds. */
const PATIENCE = 100000000;

/** Helps with jobs, until there was none for some time. */
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

/** Begins a job that helpers may join, does what they leave, and ends it. */
export function runWithHelpers(job: Job): void {
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
}

export { useThread };

/** a · b + c, to find out whether the product is rounded. */
export function fused(a: f32, b: f32, c: f32): f32 {
  const sum = fma<f32>(f32x4.splat(a), f32x4.splat(b), f32x4.splat(c));
  return f32x4.extract_lane(sum, 0);
}
