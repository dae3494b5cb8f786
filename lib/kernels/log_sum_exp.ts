import { type Batch, batchOf, oneARow } from "./batch.ts";
import { Exponentials } from "./exponentials.ts";
import { refineLogSumExp } from "./refine_log_sum_exp.ts";
import { isForKernels, runJob } from "./simd/jobs.ts";
import { lossesOf } from "./simd/losses.ts";
import type { Matrix, OneARow, Vector } from "./types.ts";

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
 * @param z logits, shape [classes], or [rows, classes] for one value a row
 * @returns for a vector a number; for a matrix one value a row, shape [rows], in
 * its precision
 * @throws {TypeError} when z is neither a Vector nor a Matrix
 * @throws {RangeError} when a logit is NaN or +Infinity, a row is −Infinity
 * only, or z is empty
 * @see P. Blanchard, D. J. Higham, N. J. Higham, "Accurately computing the
 * log-sum-exp and softmax functions", 2021, https://doi.org/10.1093/imanum/draa038
 */
export function logSumExp<Z extends Vector | Matrix>(z: Z): OneARow<Z> {
  const action = "take log-sum-exp";
  const logits = batchOf(z, action);
  const { data, rows, cols } = logits;
  const values = new Float64Array(rows);
  eachRow(logits, action, (i, top, logSum) => {
    const max = data[i * cols + top];
    const value = max + logSum;
    const cancels = Math.abs(value) < logSum; // max is below 0
    const row = data.subarray(i * cols, (i + 1) * cols);
    values[i] = cancels ? refineLogSumExp(row, top, value) : value;
  });
  return oneARow(logits, values);
}

/** Visits each row with the class of its largest logit, and log Σ exp(z − max z). */
function eachRow(
  logits: Batch,
  action: string,
  visit: (row: number, top: number, logSum: number) => void,
): void {
  if (isForKernels(logits)) {
    const tops = new Int32Array(logits.rows);
    const records = runJob({
      kind: "logSumExp",
      logits,
      out: undefined,
      temperature: 1,
      targets: tops,
      weights: undefined,
      divisor: 1,
      divisorLost: 0,
      threads: 1,
    }, action);
    const isFloat32 = logits.data instanceof Float32Array;
    const logSums = lossesOf(records, tops, isFloat32);
    tops.forEach((top, i) => visit(i, top, logSums[i]));
    return;
  }
  const exponentials = new Exponentials(logits, 1, action);
  for (let i = 0; i < logits.rows; i++) {
    const { top, rest } = exponentials.ofRow(i);
    visit(i, top, Math.log1p(rest));
  }
}
