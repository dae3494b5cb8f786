import type { Floats } from "./arguments/batch.ts";
import { checkCount } from "./arguments/options.ts";
import {
  readSoftmaxArguments,
  type RowsOptions,
  type SoftmaxArguments,
} from "./arguments/softmax_arguments.ts";
import type { Matrix, Vector } from "./arguments/types.ts";
import { sumError } from "./arithmetic/rounding_errors.ts";
import { eachRow } from "./each_row.ts";
import { resultsFor, returned } from "./results.ts";
import { compiledRows } from "./simd/compiled.ts";

/**
 * The natural logarithm of softmax, without forming a probability:
 *
 *     log softmax(z)[j] = z[j] / T − log Σ exp(z[k] / T)
 *
 * The logarithm of a probability that underflowed to 0 is lost; here it never
 * underflows: the second log-probability of [1000, 0] is −1000. With the largest
 * logit subtracted first, both terms have the same sign and nothing cancels:
 *
 *     log softmax(z)[j] = (z[j] − max z) / T − log1p(rest)
 *
 * where rest is Σ exp((z[k] − max z) / T) over all classes but the largest, and
 * log1p(x) is log(1 + x) without rounding 1 + x. The rounding error of the
 * first term is added back.
 *
 * Every value is within 4 units in the last place of its type. A −Infinity
 * logit has log-probability −Infinity. At temperatures 0 and Infinity the
 * result is the logarithm of the result of {@linkcode softmax}.
 *
 * @example
 * ```ts
 * logSoftmax([1000, 0]); // [0, -1000]
 * logSoftmax([0, 0]); // [-0.6931471805599453, -0.6931471805599453]
 * ```
 *
 * @param z logits, shape [classes], or [rows, classes] for a softmax of each row
 * @param options those of {@linkcode softmax}
 * @returns log-probabilities in nats, in z's shape and precision
 * @throws {TypeError} as softmax does
 * @throws {RangeError} as softmax does
 * @see P. Blanchard, D. J. Higham, N. J. Higham, "Accurately computing the
 * log-sum-exp and softmax functions", 2021, https://doi.org/10.1093/imanum/draa038
 */
export function logSoftmax<Z extends Vector | Matrix>(
  z: Z,
  options: RowsOptions<Z> = {},
): Z {
  const action = "take log-softmax";
  checkCount(arguments, 2, action);
  const given = readSoftmaxArguments(z, options, action);
  const out = resultsFor(z, given.logits, options.out, given.action);
  const logP = compiledRows("logSoftmax", given, out) ??
    readableLogSoftmax(given, out);
  return returned(z, logP, options.out);
}

function readableLogSoftmax(given: SoftmaxArguments, logP: Floats): Floats {
  eachRow(given, ({ gap, gapError, logSum }, i) => {
    const start = i * gap.length;
    for (let j = 0; j < gap.length; j++) {
      const value = gap[j] - logSum;
      const lost = sumError(gap[j], -logSum, value) + gapError[j];
      logP[start + j] = value === -Infinity ? value : value + lost;
    }
  });
  return logP;
}
