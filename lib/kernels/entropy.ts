import { batchOf } from "./arguments/batch.ts";
import { checkDistribution } from "./arguments/distribution.ts";
import { checkCount } from "./arguments/options.ts";
import type { Matrix, OnePerRow, Vector } from "./arguments/types.ts";
import { Sum } from "./arithmetic/sum.ts";
import { oneARow } from "./results.ts";

/**
 * Entropy, in nats: how undecided a distribution is.
 *
 *     entropy(p) = −Σ p[j] log p[j]
 *
 * It is 0 for a one-hot and log(classes) for the uniform distribution. A class
 * of probability 0 adds nothing. For bits divide by Math.LN2.
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

  const values = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    checkDistribution(batch, i, action);
    const sum = new Sum();
    for (let k = i * cols; k < (i + 1) * cols; k++) {
      if (data[k] > 0) sum.add(-data[k] * Math.log(data[k]));
    }
    values[i] = sum.value;
  }
  return oneARow(batch, values);
}
