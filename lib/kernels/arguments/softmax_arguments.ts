import { type Batch, batchOf } from "./batch.ts";
import {
  checkOptions,
  checkTemperature,
  checkThreads,
  type OutOption,
  type TemperatureOptions,
  type ThreadsOption,
} from "./options.ts";
import type { Matrix, Vector } from "./types.ts";

/** The options of softmax and log-softmax. */
export type RowsOptions<Z extends Vector | Matrix> =
  & TemperatureOptions
  & ThreadsOption
  & OutOption<Z>;

/** The arguments of softmax and log-softmax, checked. */
export interface SoftmaxArguments {
  readonly logits: Batch;
  readonly temperature: number;
  readonly threads: number;
  /** The action of the caller, for the message of an error. */
  readonly action: string;
}

/** Reads the arguments of {@linkcode softmax}, which documents its errors. */
export function readSoftmaxArguments<Z extends Vector | Matrix>(
  z: Z,
  options: RowsOptions<Z>,
  action: string,
  names: readonly string[] = ["temperature", "threads", "out"],
): SoftmaxArguments {
  checkOptions(options, names, "{ temperature: 0.5 }", action);
  const { temperature = 1, threads = 1 } = options;
  checkTemperature(temperature, action);
  checkThreads(threads, action);
  return { logits: batchOf(z, action), temperature, threads, action };
}
