import { batchOf, onePerRow } from "./arguments/batch.ts";
import { checkDistribution } from "./arguments/distribution.ts";
import { checkCount, type TemperatureOptions } from "./arguments/options.ts";
import type { Matrix, OnePerRow, Vector } from "./arguments/types.ts";
import { readSoftmaxArguments } from "./arguments/softmax_arguments.ts";
import { log } from "./arithmetic/exp_and_log.ts";
import { Sum } from "./arithmetic/sum.ts";
import { eachRow } from "./each_row.ts";
import { resultPerRow } from "./results.ts";

/**
 * Entropy, in nats: how undecided a distribution is.
 *
 *     entropy(p) = −Σ p[j] log p[j]
 *
 * It is 0 for a one-hot and log(classes) for the uniform distribution. A class
 * of probability 0 adds nothing. For bits divide by Math.LN2. A probability near
 * 1 has lost the digits that the entropy of a confident answer is made of:
 * {@linkcode softmaxEntropy} takes them from the logits.
 *
 * @example
 * ```ts
 * entropy([0.5, 0.5]); // 0.6931471805599453
 * entropy([1, 0, 0]); // 0
 * ```
 *
 * @param p probabilities, shape [classes], or [rows, classes]
 * @returns the entropy in nats; for a matrix one value per row, shape [rows]; in
 * p's precision
 * @throws {TypeError} when p is neither a Vector nor a Matrix
 * @throws {RangeError} when a probability is negative or NaN, a row does not sum
 * to 1, or p is empty
 * @see C. E. Shannon, "A mathematical theory of communication", 1948, section 6,
 * https://doi.org/10.1002/j.1538-7305.1948.tb01338.x
 */
export function entropy<P extends Vector | Matrix>(p: P): OnePerRow<P> {
  const action = "take entropy";
  checkCount(arguments, 1, action);
  const batch = batchOf(p, action);
  const { data, rows, cols } = batch;

  const values = onePerRow(rows);
  for (let i = 0; i < rows; i++) {
    checkDistribution(batch, i, action);
    const sum = new Sum();
    for (let k = i * cols; k < (i + 1) * cols; k++) {
      if (data[k] > 0) sum.add(-data[k] * log(data[k]));
    }
    values[i] = sum.value;
  }
  return resultPerRow(batch, values);
}

/**
 * The {@linkcode entropy} of softmax(z / T), in nats, without forming a
 * probability:
 *
 *     softmaxEntropy(z) = log1p(rest) + Σ p[j] (max z − z[j]) / T
 *
 * where rest is Σ exp((z[j] − max z) / T) over all classes but the largest. All
 * terms are 0 or more, so nothing cancels, and the result is within 4 units in
 * the last place of its type. A softmax rounds the largest probability of a
 * confident answer to 1, and entropy() of that has lost a part of 1 / (gap + 1).
 *
 * @example
 * ```ts
 * softmaxEntropy([0, 0]); // 0.6931471805599453
 * softmaxEntropy([40, 0]); // 1.7418252446695514e-16
 * ```
 *
 * @param z logits, shape [classes], or [rows, classes]
 * @param options `temperature` divides the logits
 * @returns the entropy in nats; for a matrix one value per row, shape [rows]; in
 * z's precision
 * @throws {TypeError} as {@linkcode softmax} does
 * @throws {RangeError} as softmax does
 */
export function softmaxEntropy<Z extends Vector | Matrix>(
  z: Z,
  options: TemperatureOptions = {},
): OnePerRow<Z> {
  const action = "take the entropy of softmax";
  checkCount(arguments, 2, action);
  const given = readSoftmaxArguments(z, options, action, ["temperature"]);
  const values = onePerRow(given.logits.rows);
  eachRow(given, (row, i) => values[i] = row.entropy);
  return resultPerRow(given.logits, values);
}
