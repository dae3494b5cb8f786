/**
 * What softmax and log-softmax share: both take each row of logits to as many
 * numbers.
 *
 * @module
 */

import { batchOf, type Floats } from "./batch.ts";
import { Exponentials } from "./exponentials.ts";
import {
  checkNames,
  checkThreads,
  type OutOption,
  resultsFor,
  returned,
  type ThreadsOption,
} from "./options.ts";
import { isForKernels, runJob } from "./simd/jobs.ts";
import { checkTemperature, type TemperatureOptions } from "./temperature.ts";
import type { Matrix, Vector } from "./types.ts";

/** The options of both. */
export type RowsOptions<Z extends Vector | Matrix> =
  & TemperatureOptions
  & ThreadsOption
  & OutOption<Z>;

/** What tells one from the other. */
export interface RowMap {
  /** What the compiled kernels call it. */
  kind: "softmax" | "logSoftmax";
  /** What the caller does, for the message of an error. */
  action: string;
  /** Writes a row's results from index `start`, where the compiled kernels do not. */
  write: (row: Exponentials, out: Floats, start: number) => void;
}

const NAMES = ["temperature", "threads", "out"];

/**
 * The results of every row of z, in its shape and precision, or in `options.out`.
 *
 * @throws as {@linkcode softmax} does
 */
export function mapRows<Z extends Vector | Matrix>(
  z: Z,
  options: RowsOptions<Z>,
  { kind, action, write }: RowMap,
): Z {
  checkNames(options, NAMES, action);
  const { temperature = 1, threads = 1, out: given } = options;
  checkTemperature(temperature, action);
  checkThreads(threads, action);
  const logits = batchOf(z, action);
  const out = resultsFor(z, logits, given, action);
  if (isForKernels(logits, temperature)) {
    runJob({
      kind,
      logits,
      out,
      temperature,
      targets: undefined,
      weights: undefined,
      divisor: 1,
      divisorLost: 0,
      threads,
    }, action);
    return returned(z, out, given);
  }
  const exponentials = new Exponentials(logits, temperature, action);
  const { rows, cols } = logits;
  for (let i = 0; i < rows; i++) write(exponentials.ofRow(i), out, i * cols);
  return returned(z, out, given);
}
