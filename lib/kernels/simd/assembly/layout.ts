// The job that all threads work on, and the numbers that ../jobs.ts needs for it,
// which are exported, so that they stand here only.

/** The functions that a job can ask for. */
export enum Kind { softmax, logSoftmax, loss, grad, logSumExp }

@unmanaged
export class Job {
  /** The number of jobs that were begun. */
  begun: i32;
  /** 1 while there is one to help with. */
  open: i32;
  /** The number of other threads at work on it. */
  helpers: i32;
  /** The most helpers that may be. */
  limit: i32;
  /** The first row that nobody has taken. */
  next: i32;
  /** The first row known to have no answer, or `rows`. */
  bad: i32;
  kind: Kind;
  /** 1 for float64, 0 for float32. */
  isFloat64: i32;
  src: usize;
  dst: usize;
  rows: i32;
  cols: i32;
  /** The number of rows that a thread takes at a time. */
  step: i32;
  targets: usize;
  weights: usize;
  records: usize;
  /** Room for a row of each thread, one after the other, where it is needed. */
  spare: usize;
  /** The size of each thread's room, in bytes. */
  spareSize: i32;
  temperature: f64;
  divisor: f64;
  divisorLost: f64;
}

/** The bytes of a row's record: see records.ts. */
export const RECORD: usize = 32;

/** The unit that the e[j] are stored in: small ones do not underflow in it. */
export const E_UNIT: f64 = 5.421010862427522e-20; // 2^-64

/** The place of the powers of two that log.ts needs, in two parts. */
export const POWERS: usize = 24576;
