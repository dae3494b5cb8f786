import { batchOf, vectorOf } from "./arguments/batch.ts";
import {
  checkCount,
  checkOptions,
  checkTemperature,
  type TemperatureOptions,
} from "./arguments/options.ts";
import { readTarget } from "./arguments/targets.ts";
import type { Matrix, Vector } from "./arguments/types.ts";
import { roundLike, shapedLike, zerosLike } from "./results.ts";

/**
 * Softmax as the formula is written: exp, then division by the sum, every step
 * rounded to z's own precision. It is here to show how it fails; use
 * {@linkcode softmax} instead.
 *
 *     softmaxNaive(z)[j] = exp(z[j] / T) / Σ exp(z[k] / T)
 *
 * exp overflows to Infinity for logits above 11.09 in float16, 88.72 in float32
 * and 709.78 in float64, the logarithm of the type's largest number, and
 * Infinity / Infinity is NaN. If all logits are far below 0, every exp
 * underflows, and 0 / 0 is NaN too.
 *
 * @example
 * ```ts
 * softmaxNaive([2, 1, 0]); // [0.6652409557748219, 0.24472847105479764, 0.09003057317038046]
 * softmaxNaive([1000, 0]); // [NaN, 0]
 * ```
 *
 * @param z logits, shape [classes], or [rows, classes] for a softmax of each row
 * @returns probabilities, NaN where they failed, in z's shape and precision
 * @throws {TypeError} when z is neither a Vector nor a Matrix, or the
 * temperature is not a number
 * @throws {RangeError} when z is empty, or the temperature is negative or NaN
 */
export function softmaxNaive<Z extends Vector | Matrix>(
  z: Z,
  options: TemperatureOptions = {},
): Z {
  const action = "take naive softmax";
  checkCount(arguments, 2, action);
  checkOptions(options, ["temperature"], "{ temperature: 0.5 }", action);
  const { temperature = 1 } = options;
  checkTemperature(temperature, action);
  const { data, rows, cols } = batchOf(z, action);

  const p = zerosLike(data); // rounds what is stored in it
  for (let i = 0; i < rows; i++) {
    const start = i * cols, end = start + cols;
    let sum = 0;
    for (let k = start; k < end; k++) {
      p[k] = Math.exp(roundLike(data, data[k] / temperature));
      sum = roundLike(data, sum + p[k]);
    }
    for (let k = start; k < end; k++) p[k] = p[k] / sum;
  }
  return shapedLike(z, p);
}

/**
 * Cross-entropy in three steps, {@linkcode softmaxNaive}, log, negate, each
 * rounded to z's own precision. It is here to show how it fails; use
 * {@linkcode crossEntropy} instead.
 *
 *     crossEntropyNaive(z, y) = −log softmaxNaive(z)[y]
 *
 * It is NaN or Infinity where softmaxNaive overflowed, Infinity where the
 * probability underflowed to 0, and 0 where it rounded to 1.
 *
 * @example
 * ```ts
 * crossEntropyNaive([40, 0], 0); // 0, where crossEntropy gives 4.248354255291589e-18
 * crossEntropyNaive([1000, 0], 1); // Infinity, where crossEntropy gives 1000
 * ```
 *
 * @param z logits, shape [classes]
 * @param target the right class
 * @returns the loss in nats, NaN or Infinity where it failed, in z's precision
 * @throws {TypeError} when z is not a Vector, or the target not a number
 * @throws {RangeError} when the target is not a class, or z is empty
 */
export function crossEntropyNaive(z: Vector, target: number): number {
  const action = "take naive cross-entropy";
  checkCount(arguments, 2, action);
  const { data, cols } = vectorOf(z, action);
  const y = readTarget(target, cols, action);

  const p = softmaxNaive(z)[y];
  return roundLike(data, 0 - Math.log(p)); // 0 − 0 is 0, where −0 would show
}
