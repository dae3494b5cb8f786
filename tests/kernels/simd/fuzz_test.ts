// The compiled kernels, which batches run on, against the readable ones, which
// vectors run on: random batches, compared row by row. The readable kernels get
// float32 logits as float64, so that their results are as good as exact.

import fc from "fast-check";
import {
  assert,
  assertEquals,
  AssertionError,
  assertThrows,
} from "@std/assert";
import {
  argmax,
  crossEntropy,
  crossEntropyGrad,
  type CrossEntropyOptions,
  crossEntropyWithGrad,
  type Dtype,
  logSoftmax,
  logSumExp,
  type Matrix,
  type Reduction,
  softmax,
} from "@lab/kernels";
import { type Doubt, isNear, type Tolerance } from "./near.ts";
import {
  Batch,
  batchesUpTo,
  type Description,
  largeBatches,
  spoil,
  targetsOf,
} from "./random_batches.ts";

/** Every run tests the same cases. */
const SEED = 32;

function property<T extends [unknown, ...unknown[]]>(
  name: string,
  runs: fc.Parameters<T>,
  arbitraries: { [K in keyof T]: fc.Arbitrary<T[K]> },
  holds: (...values: T) => void,
) {
  Deno.test(name, () => fc.assert(fc.property(...arbitraries, holds), runs));
}

const someBatches = batchesUpTo(20_000);

/** Each row of the original logits as float64. */
function rowsOf({ original, description: { rows, cols } }: Batch) {
  return Array.from(
    { length: rows },
    (_, i) => Float64Array.from(original.subarray(i * cols, (i + 1) * cols)),
  );
}

/**
 * The tolerance of softmax and gradients in float32: two exponentials and the
 * result, each rounded, and a sum. The worst in the table of exact values is 1.8,
 * but of a million random numbers some are more than 2.5.
 */
const FLOAT32: Tolerance = { ulps: 3 };
/** The tolerance of all functions in float64, found likewise. */
const FLOAT64: Tolerance = { ulps: 2.25 };

/**
 * The distance that the readable kernels may have from the exact value: 2.6 units
 * in the last place of float64, and for subnormal results half a unit for each term
 * of a sum. A factor multiplies the latter, and adds roundings.
 */
function doubtOf({ cols }: Description, factor = 1, roundings = 0): Doubt {
  return {
    relative: 2.6 * 2 ** -52 + roundings * 2 ** -53,
    absolute: (1 + cols / 2) * 2 ** -1074 * factor,
  };
}

function assertNear(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  dtype: Dtype,
  float32: Tolerance,
  doubt: Doubt,
  where: string,
) {
  assertEquals(actual.length, expected.length);
  const tolerance = dtype === "float32" ? float32 : FLOAT64;
  for (let j = 0; j < actual.length; j++) {
    if (isNear(actual[j], expected[j], dtype, tolerance, doubt)) continue;
    const message = `expected ${expected[j]}, got ${actual[j]}`;
    throw new AssertionError(`${where}, at ${j}: ${message}`);
  }
}

/** Checks where the results are and that nothing else was written to. */
function assertPlaced(batch: Batch, results: Matrix) {
  const { logits, out, original, description } = batch;
  const { rows, cols } = description;
  if (out) assert(results === out);
  else assert(results.data.buffer !== logits.data.buffer);
  assertEquals([results.rows, results.cols], [rows, cols]);
  assertEquals(results.data.constructor, logits.data.constructor);
  assert(batch.isAroundUntouched, "numbers around a matrix were overwritten");
  if (batch.isInPlace) return;
  const isSame = logits.data.every((x, k) => Object.is(x, original[k]));
  assert(isSame, "the logits were overwritten");
}

const temperatures = fc.oneof(
  fc.constantFrom(1, 0, Infinity, 1e-300, 1e-12, 1e12, 1e300, 2 ** -40),
  fc.double({ min: 0.1, max: 10, noNaN: true }),
);

function checkSoftmax(description: Description, temperature: number) {
  using batch = new Batch(description);
  const { out } = batch;
  const { dtype, threads } = description;
  const p = softmax(batch.logits, { temperature, threads, out });
  assertPlaced(batch, p);
  rowsOf(batch).forEach((z, i) => {
    const expected = softmax(z, { temperature });
    const actual = rowAt(p, i);
    const doubt = doubtOf(description);
    assertNear(actual, expected, dtype, FLOAT32, doubt, `row ${i}`);
    // exactly 0, and not −0
    assert(actual.every((x, j) => z[j] > -Infinity || Object.is(x, 0)));
  });
}

function checkLogSoftmax(description: Description, temperature: number) {
  using batch = new Batch(description);
  const { out } = batch;
  const { dtype, threads } = description;
  const logP = logSoftmax(batch.logits, { temperature, threads, out });
  assertPlaced(batch, logP);
  rowsOf(batch).forEach((z, i) => {
    const expected = logSoftmax(z, { temperature });
    const actual = rowAt(logP, i);
    const doubt = doubtOf(description);
    assertNear(actual, expected, dtype, { ulps: 1.5 }, doubt, `row ${i}`);
  });
}

const rowAt = ({ data, cols }: Matrix, i: number) =>
  data.subarray(i * cols, (i + 1) * cols);

const optionsOfLoss = fc.record({
  reduction: fc.constantFrom<Reduction[]>("mean", "sum", "none"),
  ignoreIndex: fc.constantFrom(-100, 0),
  weights: fc.constantFrom("none", "about 1", "of every size"),
});
type LossOptions = typeof optionsOfLoss extends fc.Arbitrary<infer T> ? T
  : never;

/** Weights of the classes, if any: some are 0, but never the last. */
function weightOf(kind: string, cols: number): number[] | undefined {
  if (kind === "none") return undefined;
  return Array.from({ length: cols }, (_, j) => {
    if (j % 5 === 1 && j < cols - 1) return 0;
    return kind === "about 1" ? 1 + j % 3 / 4 : 10 ** (j % 9 - 4);
  });
}

function checkCrossEntropy(description: Description, kinds: LossOptions) {
  using batch = new Batch(description);
  const { logits, out } = batch;
  const { dtype, threads, cols } = description;
  const { reduction, ignoreIndex } = kinds;
  const weight = weightOf(kinds.weights, cols);
  const targets = targetsOf(description, ignoreIndex);
  if (targets[0] === ignoreIndex || !weight?.[targets[0]]) {
    targets[0] = cols - 1; // a mean needs a row that counts
  }
  if (targets[0] === ignoreIndex) return;
  const options: CrossEntropyOptions & { out?: Matrix } = {
    reduction,
    ignoreIndex,
    weight,
    threads,
  };
  const before = [...targets];
  const loss = crossEntropy(logits, targets, options);
  const gradOnly = batch.isInPlace
    ? undefined
    : crossEntropyGrad(logits, targets, options);
  options.out = out;
  const withGrad = crossEntropyWithGrad(logits, targets, options);
  const { grad } = withGrad;
  assertPlaced(batch, grad);
  assertEquals(withGrad.loss, loss);
  assertEquals(targets, before);
  if (gradOnly) assertEquals(gradOnly.data, grad.data);

  const weights = targets.map((y) => y === ignoreIndex ? 0 : weight?.[y] ?? 1);
  const totalWeight = weights.reduce((a, b) => a + b);
  const divisor = reduction === "mean" ? totalWeight : 1;
  const losses = rowsOf(batch).map((z, i) => {
    const actual = rowAt(grad, i);
    if (targets[i] === ignoreIndex) {
      assert(actual.every((x) => x === 0));
      return 0;
    }
    const w = weights[i];
    const expected = crossEntropyWithGrad(z, targets[i]);
    const scaled = expected.grad.map((g) => g * (w / divisor));
    // two roundings just now, and those of the weights' sum
    const roundings = 2 + (weight ? targets.length : 0);
    const doubt = doubtOf(description, w / divisor, roundings);
    assertNear(actual, scaled, dtype, FLOAT32, doubt, `row ${i}`);
    // not first times w, which may overflow where their mean does not
    return w && (typeof loss === "number" ? w / divisor : w) * expected.loss;
  });
  // one exponential rounded to float32 and its sum, or the sum of many
  const float32 = { ulps: 0.5, relative: 1.4e-7 };
  if (typeof loss !== "number") {
    const doubt = doubtOf(description, Math.max(...weights), 1);
    assertNear(loss, losses, dtype, float32, doubt, "loss");
    return;
  }
  const total = losses.reduce((a, b) => a + b);
  const roundings = 2 + 3 * targets.length;
  const doubt = doubtOf(description, totalWeight / divisor + 1, roundings);
  assertNear([loss], [total], dtype, float32, doubt, "loss");
}

for (
  const [name, runs, batches] of [
    ["a batch, whatever its place and contents,", 300, someBatches],
    ["a large batch with two threads", 20, largeBatches],
  ] as const
) {
  property(
    `softmax() of ${name} is that of its rows`,
    { numRuns: runs, seed: SEED },
    [batches, temperatures],
    checkSoftmax,
  );
  property(
    `logSoftmax() of ${name} is that of its rows`,
    { numRuns: runs, seed: SEED },
    [batches, temperatures],
    checkLogSoftmax,
  );
  property(
    `crossEntropy() of ${name} and its gradient are those of its rows, whatever the options`,
    { numRuns: runs, seed: SEED },
    [batches, optionsOfLoss],
    checkCrossEntropy,
  );
}

property(
  "logSumExp() of a batch is that of its rows",
  { numRuns: 200, seed: SEED },
  [someBatches],
  (description) => {
    using batch = new Batch(description);
    const { dtype } = description;
    const actual = logSumExp(batch.logits);
    const expected = rowsOf(batch).map((z) => logSumExp(z));
    const doubt = doubtOf(description);
    doubt.absolute += 1e-31; // where it cancels
    assertNear(actual, expected, dtype, { ulps: 4 }, doubt, "logSumExp");
  },
);

/** Each function of a batch, at a temperature or with targets that j selects. */
const functions: Record<
  string,
  (Z: Matrix, j: number, options: { threads: number; out?: Matrix }) => unknown
> = {
  softmax: (Z, j, options) =>
    softmax(Z, { ...options, temperature: [1, 0.7, 3][j % 3] }),
  logSoftmax: (Z, j, options) =>
    logSoftmax(Z, { ...options, temperature: [1, 0.7, 3][j % 3] }),
  logSumExp: (Z) => logSumExp(Z),
  crossEntropy: (Z, j, { threads }) =>
    crossEntropy(Z, onTarget(Z, j), { threads }),
  crossEntropyGrad: (Z, j, options) =>
    crossEntropyGrad(Z, onTarget(Z, j), options),
};

const onTarget = ({ rows, cols }: Matrix, j: number) =>
  new Array(rows).fill(j % cols);

for (const [name, call] of Object.entries(functions)) {
  property(
    `${name}() of a batch finds the first NaN, +Infinity or row of -Infinity`,
    { numRuns: 200, seed: SEED },
    [
      fc.oneof(
        { weight: 19, arbitrary: someBatches },
        { weight: 1, arbitrary: largeBatches },
      ),
      fc.nat(5000),
    ],
    (description, j) => {
      using batch = new Batch(description);
      spoil(batch);
      const { logits, out } = batch;
      const { rows, cols, threads } = description;
      const data = batch.original;
      const expected = assertThrows(() => argmax({ data, rows, cols }));
      const actual = assertThrows(
        () => call(logits, j, { threads, out }),
        RangeError,
      );
      const reason = (error: unknown) =>
        (error as RangeError).message.split(": ")[1];
      assertEquals(reason(actual), reason(expected));
    },
  );
}
