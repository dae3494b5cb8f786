import type { Floats } from "./arguments/batch.ts";
import { checkCount } from "./arguments/options.ts";
import {
  readSoftmaxArguments,
  type RowsOptions,
  type SoftmaxArguments,
} from "./arguments/softmax_arguments.ts";
import type { Matrix, Vector } from "./arguments/types.ts";
import { eachRow } from "./each_row.ts";
import { resultsFor, returned } from "./results.ts";
import { compiledRows } from "./simd/compiled.ts";

/**
 * Softmax: logits to probabilities, all from 0 to 1 and with sum 1.
 *
 *     softmax(z)[j] = exp(z[j] / T) / Σ exp(z[k] / T)
 *
 * A gap between two logits becomes a ratio of their probabilities: a gap of 2 is
 * a ratio of e² = 7.39. The largest logit is subtracted from all first, which
 * changes nothing in exact arithmetic and keeps exp from overflowing.
 *
 * Every probability is within 4 units in the last place of its type, even in
 * confident answers and with 50,257 classes. A −Infinity logit has probability
 * exactly 0. Temperature 0 gives the argmax as one-hot (ties share equally),
 * temperature Infinity the uniform distribution over all classes whose logit is
 * not −Infinity, both exactly.
 *
 * @example
 * ```ts
 * softmax([2, 1, 0]); // [0.6652409557748219, 0.24472847105479767, 0.09003057317038046]
 * softmax([2, 1, 0], { temperature: 0 }); // [1, 0, 0]
 * const z = Float32Array.of(2, 1, 0);
 * softmax(z, { out: z }); // z is the probabilities
 * ```
 *
 * @param z logits, shape [classes], or [rows, classes] for a softmax of each row
 * @param options `temperature` divides the logits; `out` receives the
 * probabilities and may be z itself; `threads` may share the work on a large
 * `matrix.empty`
 * @returns probabilities, in z's shape and precision
 * @throws {TypeError} when z is neither a Vector nor a Matrix, the temperature
 * or threads is not a number, or out is not like z or overlaps it in part
 * @throws {RangeError} when a logit is NaN or +Infinity, a row is all
 * −Infinity, z is empty, the temperature is negative or NaN, or threads is not a
 * whole number of at least 1
 * @see J. S. Bridle, "Probabilistic interpretation of feedforward classification
 * network outputs", 1990, https://doi.org/10.1007/978-3-642-76153-9_28
 */
export function softmax<Z extends Vector | Matrix>(
  z: Z,
  options: RowsOptions<Z> = {},
): Z {
  const action = "take softmax";
  checkCount(arguments, 2, action);
  const given = readSoftmaxArguments(z, options, action);
  const out = resultsFor(z, given.logits, options.out, given.action);
  const p = compiledRows("softmax", given, out) ?? readableSoftmax(given, out);
  return returned(z, p, options.out);
}

function readableSoftmax(given: SoftmaxArguments, p: Floats): Floats {
  eachRow(given, (row, i) => row.write(p, i * row.e.length));
  return p;
}
