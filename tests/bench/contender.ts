/**
 * Those that compute the cases, ours and others.
 *
 * @module
 */
import type { Batch, Case } from "./cases.ts";

/** Somebody who may compute a case. */
export interface Contender {
  name: string;
  /** How many threads may work. */
  threads: number;
  /** Whether it can compute a case; all when not given. */
  computes?(what: Case): boolean;
  /** Gets ready for a case that it can compute. */
  prepare(what: Case, batch: Batch): Ready | Promise<Ready>;
}

/** Ready to compute a case, as often as one likes. */
export interface Ready {
  /** Computes it once; the results stay where they are. */
  run(): void | Promise<void>;
  /** Computes it from fresh logits and hands over the results. */
  results(): Results | Promise<Results>;
  /** Gives back the memory. */
  forget?(): void | Promise<void>;
}

/** What a function of a batch gives: a loss, a number for each logit, or both. */
export interface Results {
  /** The mean over the rows, in nats. */
  loss?: number;
  values?: ArrayLike<number>;
}
