import { type Batch, batchOf, onePerRow, rowOf } from "./arguments/batch.ts";
import { checkCount } from "./arguments/options.ts";
import type { Matrix, OnePerRow, Vector } from "./arguments/types.ts";
import { refineLogSumExp } from "./arithmetic/refine_log_sum_exp.ts";
import { eachRow } from "./each_row.ts";
import { resultPerRow } from "./results.ts";
import { compiledLogSums, type LogSums } from "./simd/compiled.ts";

/**
 * log Σ exp(z[j]), in nats: a smooth maximum of z, and the logarithm of
 * softmax's denominator.
 *
 *     logSumExp(z) = max z + log1p(rest)
 *
 * where rest is Σ exp(z[j] − max z) over all but the largest. Nothing overflows:
 * logSumExp([1000, 1000]) is 1000 + log 2. Where the two terms cancel, as they
 * do when the exp(z[j]) sum to about 1, the result is refined with twice the
 * digits: to 4 units in the last place, or 1e-31 if those cancel as well.
 *
 * @example
 * ```ts
 * logSumExp([0, 0]); // 0.6931471805599453
 * logSumExp([Math.log(0.5), Math.log(0.5)]); // 2.3190468138462996e-17
 * ```
 *
 * @param z logits, shape [classes], or [rows, classes] for one value per row
 * @returns for a vector a number; for a matrix one value per row, shape [rows], in
 * its precision
 * @throws {TypeError} when z is neither a Vector nor a Matrix
 * @throws {RangeError} when a logit is NaN or +Infinity, a row is all
 * −Infinity, or z is empty
 * @see P. Blanchard, D. J. Higham, N. J. Higham, "Accurately computing the
 * log-sum-exp and softmax functions", 2021, https://doi.org/10.1093/imanum/draa038
 */
export function logSumExp<Z extends Vector | Matrix>(z: Z): OnePerRow<Z> {
  const action = "take log-sum-exp";
  checkCount(arguments, 1, action);
  const logits = batchOf(z, action);
  const { tops, logSums } = compiledLogSums(logits, action) ??
    readableLogSums(logits, action);
  const { data, cols } = logits;
  const values = onePerRow(logits.rows);
  for (let i = 0; i < values.length; i++) {
    const max = data[i * cols + tops[i]];
    const value = max + logSums[i];
    const cancels = Math.abs(value) < logSums[i]; // max is below 0
    values[i] = cancels
      ? refineLogSumExp(rowOf(data, i, cols), tops[i], value)
      : value;
  }
  return resultPerRow(logits, values);
}

function readableLogSums(logits: Batch, action: string): LogSums {
  const tops = onePerRow(logits.rows);
  const logSums = onePerRow(logits.rows);
  eachRow({ logits, action }, ({ top, logSum }, i) => {
    tops[i] = top;
    logSums[i] = logSum;
  });
  return { tops, logSums };
}
