/**
 * How far the kernels are from the exact values, in units in the last place of
 * their type. `deno run tests/kernels/accuracy.ts` prints the worst.
 *
 * @module
 */

import {
  crossEntropy,
  crossEntropyGrad,
  crossEntropyWithGrad,
  logSoftmax,
  logSumExp,
  matrix,
  softmax,
} from "@lab/kernels";
import {
  batches,
  type Exact,
  type ExactRow,
  logitsOf,
  rows,
  ulps,
} from "./reference/exact.ts";

/** The distance of one result from its exact value. */
export interface Measurement {
  name: string;
  dtype: ExactRow["dtype"];
  regime: string;
  ulps: number;
}

/** Every value of the table, measured. */
export function* measurements(): Generator<Measurement> {
  for (const row of rows) {
    const z = logitsOf(row);
    const measure = (name: string, actual: number, exact: Exact) => ({
      name,
      dtype: row.dtype,
      regime: row.regime,
      ulps: ulps(actual, exact, row.dtype),
    });
    const { temperature } = row;
    const p = softmax(z, { temperature });
    const logP = logSoftmax(z, { temperature });
    for (const [k, j] of row.at.entries()) {
      yield measure("softmax", p[j], row.softmax[k]);
      yield measure("logSoftmax", logP[j], row.logSoftmax[k]);
    }
    if (!row.logSumExp) continue;
    yield measure("logSumExp", logSumExp(z), row.logSumExp);
    for (const [n, y] of row.targets!.entries()) {
      const loss = crossEntropy(z, y);
      const grad = crossEntropyGrad(z, y);
      yield measure("crossEntropy", loss, row.crossEntropy![n]);
      for (const [k, j] of row.at.entries()) {
        const exact = j === y ? row.gradAtTarget![n] : row.softmax[k];
        yield measure("crossEntropyGrad", grad[j], exact);
      }
    }
  }
  for (const { dtype, regime, logits, targets, ...exact } of batches) {
    const measure = (name: string, actual: number, exact: Exact) => ({
      name,
      dtype,
      regime,
      ulps: ulps(actual, exact, dtype),
    });
    const Z = matrix(logits, dtype);
    const { loss, grad } = crossEntropyWithGrad(Z, targets);
    const sum = crossEntropy(Z, targets, { reduction: "sum" });
    yield measure("crossEntropy", loss, exact.mean);
    yield measure("crossEntropy", sum, exact.sum);
    for (const [k, value] of exact.gradOfMean.flat().entries()) {
      yield measure("crossEntropyGrad", grad.data[k], value);
    }
  }
}

if (import.meta.main) {
  const worst = new Map<string, Measurement & { values: number }>();
  for (const m of measurements()) {
    const key = `${m.name} ${m.dtype}`;
    const values = (worst.get(key)?.values ?? 0) + 1;
    const max = !(m.ulps <= (worst.get(key)?.ulps ?? -1)) ? m : worst.get(key)!;
    worst.set(key, { ...max, values });
  }
  console.table(
    [...worst.values()].map(({ name, dtype, ulps, regime, values }) => ({
      function: name,
      dtype,
      values,
      "worst ULP": Number(ulps.toFixed(2)),
      at: regime,
    })),
  );
}
