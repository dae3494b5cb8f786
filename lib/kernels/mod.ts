/**
 * The numerical kernels: from logits to probabilities, loss and gradient, and
 * temperature. Accurate to the last few bits, for float64, float32 and float16.
 *
 * @example
 * ```ts
 * import { crossEntropyWithGrad, softmax } from "@lab/kernels";
 *
 * softmax([2, 1, 0]); // [0.6652409557748219, 0.24472847105479767, 0.09003057317038046]
 * const { loss, grad } = crossEntropyWithGrad([2, 1, 0], 0);
 * ```
 *
 * @module
 */

export { argmax } from "./argmax.ts";
export type {
  CrossEntropyOptions,
  Reduction,
} from "./arguments/loss_arguments.ts";
export type {
  OutOption,
  TemperatureOptions,
  ThreadsOption,
} from "./arguments/options.ts";
export type { RowsOptions } from "./arguments/softmax_arguments.ts";
export type {
  Dtype,
  Matrix,
  OnePerRow,
  Targets,
  Vector,
} from "./arguments/types.ts";
export {
  crossEntropy,
  crossEntropyGrad,
  crossEntropyWithGrad,
} from "./cross_entropy.ts";
export type { BatchLoss, LossAndGrad } from "./cross_entropy.ts";
export { entropy, softmaxEntropy } from "./entropy.ts";
export { logSoftmax } from "./log_softmax.ts";
export { logSumExp } from "./log_sum_exp.ts";
export { matrix } from "./matrix.ts";
export { crossEntropyNaive, softmaxNaive } from "./naive.ts";
export { oneHot } from "./one_hot.ts";
export type { OwnedMatrix } from "./owned_matrix.ts";
export { sample } from "./sample.ts";
export { seededRandom } from "./seeded_random.ts";
export { softmax } from "./softmax.ts";
