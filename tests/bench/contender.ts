/**
 * The contenders: our kernels and other libraries.
 *
 * @module
 */
import type { Batch, Case } from "./cases.ts";

/** A library, or a way to use it, that is timed. */
export interface Contender {
  name: string;
  /** The version of its package. */
  version?: string;
  /** The number of threads that may work. */
  threads: number;
  /** Whether it can compute a case; by default it can compute all. */
  computes?(what: Case): boolean;
  /** Gets ready for a case that it can compute. */
  prepare(what: Case, batch: Batch): Ready | Promise<Ready>;
}

/** A contender with its inputs in place, ready to compute a case repeatedly. */
export interface Ready {
  /** Computes it once; the results stay where they are. */
  run(): void | Promise<void>;
  /** Computes it from fresh logits and hands over the results. */
  results(): Results | Promise<Results>;
  /** Gives back the memory. */
  forget?(): void | Promise<void>;
}

/** The results for a batch: a loss, a number for each logit, or both. */
export interface Results {
  /** The mean over the rows, in nats. */
  loss?: number;
  values?: ArrayLike<number>;
}
