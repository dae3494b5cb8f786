/**
 * Measures the distance of the kernels' results from the exact values, in units
 * in the last place of their type. `deno run tests/kernels/accuracy.ts` prints the
 * worst.
 *
 * @module
 */

import {
  crossEntropy,
  crossEntropyGrad,
  crossEntropyWithGrad,
  logSoftmax,
  logSumExp,
  type Matrix,
  matrix,
  softmax,
  type TemperatureOptions,
  type Vector,
} from "@lab/kernels";
import {
  batches,
  type Exact,
  type ExactRow,
  logitsOf,
  relativeError,
  rows,
  ulps,
} from "./reference/exact.ts";

/** The distance of one result from its exact value. */
export interface Measurement {
  name: string;
  /**
   * Vectors go to the readable kernels. Matrices go to the compiled ones, which
   * copy them, or read those of `matrix.empty` where they are.
   */
  of: "vector" | "matrix" | "matrix.empty";
  dtype: ExactRow["dtype"];
  regime: string;
  actual: number;
  ulps: number;
  /** The distance as a part of the exact value. */
  relative: number;
  /** The exact value, rounded towards 0. */
  exact: number;
}

type Row = Exclude<Vector, number[]>;

/** The functions of one row of logits. */
interface Functions {
  softmax(z: Row, options: TemperatureOptions): Row;
  logSoftmax(z: Row, options: TemperatureOptions): Row;
  logSumExp(z: Row): number;
  crossEntropy(z: Row, y: number): number;
  crossEntropyGrad(z: Row, y: number): Row;
}

const ofVector: Functions = {
  softmax,
  logSoftmax,
  logSumExp,
  crossEntropy,
  crossEntropyGrad,
};

/** The same, with the row as the middle one of a matrix. */
const ofMatrix: Functions = {
  softmax: (z, options) => middle(softmax(threeRows(z), options)),
  logSoftmax: (z, options) => middle(logSoftmax(threeRows(z), options)),
  logSumExp: (z) => logSumExp(threeRows(z))[1],
  crossEntropy: (z, y) =>
    crossEntropy(threeRows(z), [0, y, 0], { reduction: "none" })[1],
  crossEntropyGrad: (z, y) =>
    middle(crossEntropyGrad(threeRows(z), [0, y, 0], { reduction: "none" })),
};

/** The same, in the kernels' memory. */
const ofEmpty: Functions = {
  softmax: (z, options) =>
    ofThree(z, (Z, out) => middle(softmax(Z, { ...options, out }))),
  logSoftmax: (z, options) =>
    ofThree(z, (Z, out) => middle(logSoftmax(Z, { ...options, out }))),
  logSumExp: (z) => ofThree(z, (Z) => logSumExp(Z)[1]),
  crossEntropy: (z, y) =>
    ofThree(z, (Z) => crossEntropy(Z, [0, y, 0], { reduction: "none" })[1]),
  crossEntropyGrad: (z, y) =>
    ofThree(
      z,
      (Z, out) =>
        middle(crossEntropyGrad(Z, [0, y, 0], { reduction: "none", out })),
    ),
};

function ofThree<T>(z: Row, fn: (Z: Matrix, out: Matrix) => T): T {
  return inMemory(threeRows(z), fn);
}

/** Every value of the table, or of rows up to a length, measured. */
export function* measurements(longest = Infinity): Generator<Measurement> {
  const short = rows.filter((row) => logitsOf(row).length <= longest);
  yield* ofRows("vector", ofVector, short);
  yield* ofRows("matrix", ofMatrix, short);
  yield* ofRows("matrix.empty", ofEmpty, short);
  yield* ofBatches("matrix", (Z, measure) => measure(Z));
  yield* ofBatches("matrix.empty", inMemory);
}

/** Measures results of a row or batch. */
const measurer = (
  of: Measurement["of"],
  { dtype, regime }: Pick<ExactRow, "dtype" | "regime">,
) =>
(name: string, actual: number, exact: Exact): Measurement => ({
  ...{ name, of, dtype, regime, actual, exact: Number(exact[0]) },
  ulps: ulps(actual, exact, dtype),
  relative: relativeError(actual, exact, dtype),
});

function* ofRows(
  of: Measurement["of"],
  { softmax, logSoftmax, logSumExp, crossEntropy, crossEntropyGrad }: Functions,
  rows: ExactRow[],
): Generator<Measurement> {
  for (const row of rows) {
    if (of !== "vector" && row.dtype === "float16") continue;
    const z = logitsOf(row);
    const measure = measurer(of, row);
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
}

function* ofBatches(
  of: Measurement["of"],
  take: <T>(Z: Matrix, fn: (Z: Matrix, out?: Matrix) => T) => T,
): Generator<Measurement> {
  for (const batch of batches) {
    const { dtype, logits, targets, weight, mean, gradOfMean } = batch;
    const measure = measurer(of, batch);
    yield* take(matrix(logits, dtype), (Z, out) => {
      const { loss, grad } = crossEntropyWithGrad(Z, targets, { weight, out });
      const sum = crossEntropy(Z, targets, { weight, reduction: "sum" });
      return [
        measure("crossEntropy", loss, mean),
        measure("crossEntropy", crossEntropy(Z, targets, { weight }), mean),
        measure("crossEntropy", sum, batch.sum),
        ...gradOfMean.flat().map((exact, k) =>
          measure("crossEntropyGrad", grad.data[k], exact)
        ),
      ];
    });
  }
}

/** Calls fn with a copy of the matrix in the kernels' memory, and another like it. */
function inMemory<T>(Z: Matrix, fn: (Z: Matrix, out: Matrix) => T): T {
  const dtype = Z.data instanceof Float64Array ? "float64" : "float32";
  using logits = matrix.empty(Z.rows, Z.cols, dtype);
  using out = matrix.empty(Z.rows, Z.cols, dtype);
  logits.data.set(Z.data);
  return fn(logits, out);
}

/** A matrix with the vector between two other rows. */
function threeRows(z: Row): Matrix {
  const data = new (z.constructor as Float64ArrayConstructor)(3 * z.length);
  data.set(z, z.length);
  return { data, rows: 3, cols: z.length };
}

function middle({ data, cols }: Matrix): Row {
  return data.slice(cols, 2 * cols);
}

if (import.meta.main) {
  const worst = new Map<string, Measurement & { values: number }>();
  for (const m of measurements()) {
    const key = `${m.name} ${m.of} ${m.dtype}`;
    const values = (worst.get(key)?.values ?? 0) + 1;
    const max = !(m.ulps <= (worst.get(key)?.ulps ?? -1)) ? m : worst.get(key)!;
    worst.set(key, { ...max, values });
  }
  console.table(
    [...worst.values()].map(({ name, of, dtype, ulps, regime, values }) => ({
      function: name,
      of,
      dtype,
      values,
      "worst ULP": Number(ulps.toFixed(2)),
      at: regime,
    })),
  );
}
