import { type Floats, onePerRow } from "./arguments/batch.ts";
import {
  type CrossEntropyOptions,
  type LossArguments,
  NAMES_OF_GRAD,
  readLossArguments,
  type Reduction,
} from "./arguments/loss_arguments.ts";
import { checkCount, type OutOption } from "./arguments/options.ts";
import { IGNORED } from "./arguments/targets.ts";
import type { Matrix, OnePerRow, Targets, Vector } from "./arguments/types.ts";
import type { Exponentials } from "./arithmetic/exponentials.ts";
import { eachRow } from "./each_row.ts";
import { reduce } from "./reduce.ts";
import { resultsFor, returned } from "./results.ts";
import { compiledLosses, type Losses } from "./simd/compiled.ts";

/** The loss of a batch: with reduction "none" one per row, otherwise a number. */
export type BatchLoss<R extends Reduction> = R extends "none"
  ? OnePerRow<Matrix>
  : number;

/**
 * Cross-entropy, in nats: how surprised softmax(z) is by the right class.
 *
 *     crossEntropy(z, y) = −log softmax(z)[y] = log Σ exp(z[j]) − z[y]
 *
 * It never forms a probability, so that a confident answer keeps its digits: the
 * loss of [40, 0] at target 0 is log1p(e^−40) = 4.248e-18, not 0. With the
 * largest logit subtracted first nothing cancels:
 *
 *     crossEntropy(z, y) = log1p(rest) + (max z − z[y])
 *
 * where rest is Σ exp(z[j] − max z) over all classes but the largest.
 *
 * The loss is within 4 units in the last place of its type, and so is each entry
 * of the gradient. Subnormal results have fewer digits, as all subnormal numbers
 * have. With weights above 2^960 so have results below weight · 2^-1982, because
 * the exponentials of a row share one unit, which cannot be smaller. If the
 * gradient overwrites float64 logits, a loss above 1.8e308 counts as Infinity,
 * because the logits to compute it from are gone. Otherwise its true value is
 * averaged and weighted.
 *
 * For a batch the reductions, the ignored rows and the class weights are those of
 * PyTorch's F.cross_entropy. Over the rows i that are not ignored, with targets
 * y[i]:
 *
 *     "sum"   Σ weight[y[i]] · loss[i]
 *     "mean"  Σ weight[y[i]] · loss[i] / Σ weight[y[i]]
 *     "none"  weight[y[i]] · loss[i], one per row, 0 where it is ignored
 *
 * A target whose logit is −Infinity has loss Infinity, or 0 if its weight is 0,
 * where PyTorch gives NaN. What PyTorch answers with NaN, a mean over no rows or
 * over weights that are all 0, is an error here, and so are negative weights.
 *
 * @example
 * ```ts
 * crossEntropy([2, 1, 0], 0); // 0.4076059644443803
 * const Z = matrix([[2, 1, 0], [0, 0, 0]]);
 * crossEntropy(Z, [0, 2]); // 0.7531091265562451
 * crossEntropy(Z, [0, 2], { weight: [1, 1, 3] }); // 0.9258607076121773
 * crossEntropy(Z, [0, -100]); // 0.4076059644443803
 * ```
 *
 * @param z logits, shape [classes], or [rows, classes] for a batch
 * @param target the right class, or for a batch one per row, shape [rows]
 * @param options for a batch: `reduction`, `ignoreIndex`, `weight` and `threads`
 * @returns the loss in nats; with reduction "none" one per row, shape [rows]; in
 * z's precision
 * @throws {TypeError} when z is neither a Vector nor a Matrix, the targets are
 * not one integer per row, weight is given for a Vector or is not one number per
 * class, or threads is not a number
 * @throws {RangeError} when a target is neither a class nor ignoreIndex, a mean
 * has no row that counts or only targets of weight 0, a weight is negative or
 * not finite, a logit is NaN or +Infinity in a row that is not ignored, all of
 * such a row are −Infinity, z is empty, or an option has another value than its
 * type allows
 * @see https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.cross_entropy.html
 */
export function crossEntropy(z: Vector, target: number): number;
/** The loss or losses of a batch: see the first signature. */
export function crossEntropy<R extends Reduction = "mean">(
  Z: Matrix,
  targets: Targets,
  options?: CrossEntropyOptions<R>,
): BatchLoss<R>;
export function crossEntropy(
  z: Vector | Matrix,
  target: number | Targets,
  options: CrossEntropyOptions = {},
): number | OnePerRow<Matrix> {
  const name = "cross-entropy";
  checkCount(arguments, 3, `take ${name}`);
  const given = readLossArguments(z, target, options, name);
  const losses = compiledLosses(given);
  return reduce(isWhole(losses, given) ? losses : readableLosses(given), given);
}

/**
 * The gradient of {@linkcode crossEntropy} in the logits: prediction minus
 * truth.
 *
 *     ∂loss / ∂z[j] = softmax(z)[j] − oneHot(y)[j]
 *
 * Each row of a batch is multiplied by the weight of its target. If the loss is a
 * mean, it is divided by the number of rows that count, or the sum of their
 * weights.
 *
 * At the target, softmax − 1 would cancel when the answer is confident and right.
 * It is the probability of all other classes, negated, and is computed as that:
 * −rest / sum, with the target's own term left out of rest. The gradient of
 * [40, 0] at target 0 is [−4.248e-18, 4.248e-18].
 *
 * With reduction "none" it is the gradient of the sum. Rows that are ignored or
 * whose target has weight 0 are 0.
 *
 * @example
 * ```ts
 * crossEntropyGrad([2, 1, 0], 0); // [-0.3347590442251781, 0.24472847105479767, 0.09003057317038046]
 * const Z = matrix([[0, 0], [0, 0]]);
 * crossEntropyGrad(Z, [0, 1], { weight: [3, 1] }).data; // [-0.375, 0.375, 0.125, -0.125]
 * ```
 *
 * @param options `out` receives the gradient and may be z itself; for a batch
 * also `reduction`, `ignoreIndex`, `weight` and `threads`
 * @returns the gradient, in z's shape and precision; each row sums to 0
 * @throws {TypeError} as {@linkcode crossEntropy}, and when out is not like z or
 * overlaps it in part
 * @throws {RangeError} as {@linkcode crossEntropy}
 */
export function crossEntropyGrad<Z extends Vector>(
  z: Z,
  target: number,
  options?: OutOption<Z>,
): Z;
/** The gradient of a batch: see the first signature. */
export function crossEntropyGrad(
  Z: Matrix,
  targets: Targets,
  options?: CrossEntropyOptions & OutOption<Matrix>,
): Matrix;
export function crossEntropyGrad(
  z: Vector | Matrix,
  target: number | Targets,
  options: CrossEntropyOptions & OutOption<Vector | Matrix> = {},
): Vector | Matrix {
  const name = "the gradient of cross-entropy";
  checkCount(arguments, 3, `take ${name}`);
  return withGrad(z, target, options, name).grad;
}

/** A loss together with its gradient in the logits. */
export interface LossAndGrad<Loss, Z> {
  /** The result of {@linkcode crossEntropy}. */
  loss: Loss;
  /** The result of {@linkcode crossEntropyGrad}. */
  grad: Z;
}

/**
 * The results of {@linkcode crossEntropy} and {@linkcode crossEntropyGrad} from
 * one pass over the logits, for a training step. The exponentials, which take
 * most of the time, are computed once.
 *
 * @example
 * ```ts
 * const { loss, grad } = crossEntropyWithGrad([40, 0], 0);
 * // loss: 4.248354255291589e-18, grad: [-4.248354255291589e-18, 4.248354255291589e-18]
 * ```
 *
 * A large batch is fastest in memory that the compiled kernels and several
 * threads can reach, with the gradient in place of the logits:
 *
 * @example
 * ```ts
 * using logits = matrix.empty(512, 50257, "float32");
 * logits.data.fill(0);
 * const targets = new Int32Array(512);
 * const { loss } = crossEntropyWithGrad(logits, targets, { out: logits, threads: 2 });
 * // loss: 10.824905395507812, and logits.data is the gradient
 * ```
 *
 * @param options those of {@linkcode crossEntropyGrad}
 * @returns the loss in nats and its gradient
 */
export function crossEntropyWithGrad<Z extends Vector>(
  z: Z,
  target: number,
  options?: OutOption<Z>,
): LossAndGrad<number, Z>;
/** The loss or losses of a batch, and the gradient: see the first signature. */
export function crossEntropyWithGrad<R extends Reduction = "mean">(
  Z: Matrix,
  targets: Targets,
  options?: CrossEntropyOptions<R> & OutOption<Matrix>,
): LossAndGrad<BatchLoss<R>, Matrix>;
export function crossEntropyWithGrad(
  z: Vector | Matrix,
  target: number | Targets,
  options: CrossEntropyOptions & OutOption<Vector | Matrix> = {},
): LossAndGrad<number | OnePerRow<Matrix>, Vector | Matrix> {
  const name = "cross-entropy";
  checkCount(arguments, 3, `take ${name}`);
  return withGrad(z, target, options, name);
}

function withGrad(
  z: Vector | Matrix,
  target: number | Targets,
  options: CrossEntropyOptions & OutOption<Vector | Matrix>,
  name: string,
): LossAndGrad<number | OnePerRow<Matrix>, Vector | Matrix> {
  const given = readLossArguments(z, target, options, name, NAMES_OF_GRAD);
  const grad = resultsFor(z, given.logits, options.out, given.action);
  // Once the gradient is in place of the logits, no loss can be computed again.
  const overwrites = grad === given.logits.data;
  const mayUnderflow = grad instanceof Float64Array &&
    given.weights?.some((w) => w > 1);
  const compiled = overwrites && mayUnderflow
    ? undefined
    : compiledLosses(given, grad);
  const losses = compiled ?? readableGrad(given, grad);
  const isDone = overwrites || isWhole(losses, given);
  const loss = reduce(isDone ? losses : readableLosses(given), given);
  return { loss, grad: returned(z, grad, options.out) };
}

/**
 * Whether there are losses, and none of them is too large or too small for a
 * double but may not be when it has been averaged or multiplied by a weight.
 */
function isWhole(
  losses: Losses | undefined,
  { logits: { data, cols }, targets, weights }: LossArguments,
): losses is Losses {
  if (!losses) return false;
  if (losses.exponents || data instanceof Float32Array) return true;
  const isLost = (loss: number, i: number) =>
    loss === Infinity
      ? data[i * cols + targets[i]] > -Infinity
      : loss < 2 ** -1022 && weights && weights[i] > 1;
  return !Array.prototype.some.call(losses.each, isLost);
}

function readableGrad(given: LossArguments, grad: Floats): Losses {
  const { logits: { cols }, targets, weights, divisor, divisorLost } = given;
  const losses = readableLosses(given, (row, i) => {
    row.subtractOthers(targets[i]);
    row.write(grad, i * cols, weights?.[i], divisor, divisorLost);
  });
  for (let i = 0; i < targets.length; i++) {
    if (targets[i] === IGNORED) grad.fill(0, i * cols, (i + 1) * cols);
  }
  return losses;
}

/** The losses of the rows, each of which is visited after its loss is known. */
function readableLosses(
  given: LossArguments,
  visit?: (row: Exponentials, i: number) => void,
): Losses {
  const { logits: { rows }, targets } = given;
  const each = onePerRow(rows), exponents = onePerRow(rows);
  eachRow(given, (row, i) => {
    [each[i], exponents[i]] = row.loss(targets[i]);
    visit?.(row, i);
  });
  return { each, exponents };
}
