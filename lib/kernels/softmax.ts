import { mapRows, type RowMap, type RowsOptions } from "./map_rows.ts";
import type { Matrix, Vector } from "./types.ts";

/**
 * Softmax: logits to probabilities, all from 0 to 1 and with sum 1.
 *
 *     softmax(z)[j] = exp(z[j] / T) / Σ exp(z[k] / T)
 *
 * A gap between two logits becomes a ratio of their probabilities: a gap of 2 is
 * a ratio of e² = 7.39. The largest logit is subtracted from all first, which
 * changes nothing in exact arithmetic and keeps exp from overflowing.
 *
 * Every probability is within 4 units in the last place of its type, those of
 * confident answers and of 50,257 classes included. A −Infinity logit has
 * probability exactly 0. Temperature 0 gives the argmax as one-hot (ties share
 * equally), temperature Infinity the uniform distribution over all classes whose
 * logit is not −Infinity, both exactly.
 *
 * @example
 * ```ts
 * softmax([2, 1, 0]); // [0.6652409557748218, 0.24472847105479764, 0.09003057317038046]
 * softmax([2, 1, 0], { temperature: 0 }); // [1, 0, 0]
 * const z = Float32Array.of(2, 1, 0);
 * softmax(z, { out: z }); // z is the probabilities
 * ```
 *
 * @param z logits, shape [classes], or [rows, classes] for a softmax a row
 * @param options temperature, 1 when not given; out, which is filled with the
 * probabilities and may be z itself; threads, how many may work on a large
 * `matrix.empty`
 * @returns probabilities, in z's shape and precision
 * @throws {TypeError} when z is neither a Vector nor a Matrix, the temperature
 * or threads is not a number, or out is not like z or overlaps it in part
 * @throws {RangeError} when a logit is NaN or +Infinity, a row is −Infinity
 * only, z is empty, the temperature is negative or NaN, or threads is not a
 * whole number of at least 1
 * @see J. S. Bridle, "Probabilistic interpretation of feedforward classification
 * network outputs", 1990, https://doi.org/10.1007/978-3-642-76153-9_28
 */
export function softmax<Z extends Vector | Matrix>(
  z: Z,
  options: RowsOptions<Z> = {},
): Z {
  return mapRows(z, options, SOFTMAX);
}

const SOFTMAX: RowMap = {
  kind: "softmax",
  action: "take softmax",
  write({ e, sum }, p, start) {
    for (let j = 0; j < e.length; j++) p[start + j] = e[j] / sum;
  },
};
