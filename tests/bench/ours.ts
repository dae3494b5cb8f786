/**
 * The kernels of this project: compiled on batches in their own memory and in
 * ordinary arrays, and row by row.
 *
 * @module
 */
import * as kernels from "@lab/kernels";
import { matrix } from "@lab/kernels";
import { arrayOf, type Batch, type Case } from "./cases.ts";
import type { Contender, Results } from "./contender.ts";

const NAME = "softmax-lab";

/** In the kernels' memory, with the results in another matrix. */
export const ours: Contender = inMemory(NAME, 1);

export const oursInPlace: Contender = {
  name: `${NAME}, in place`,
  threads: 1,
  computes: (what) => what.function !== "crossEntropy",
  prepare(what, batch) {
    const Z = copyOf(what, batch);
    const run = () => compute(what, Z, batch.targets, { out: Z });
    return {
      run: () => void run(),
      results() {
        Z.data.set(batch.data);
        return run();
      },
      forget: () => Z[Symbol.dispose](),
    };
  },
};

export const oursInArrays: Contender = {
  name: `${NAME}, arrays`,
  threads: 1,
  prepare(what, batch) {
    const run = () => compute(what, batch, batch.targets, {});
    return { run: () => void run(), results: run };
  },
};

export const oursOnTwoThreads: Contender = inMemory(`${NAME}, 2 threads`, 2);

/** Each row as a vector of its own. */
export const rowByRow: Contender = {
  name: `${NAME}, row by row`,
  threads: 1,
  prepare(what, batch) {
    const { rows, cols, dtype } = what;
    const values = new (arrayOf(dtype))(rows * cols);
    const run = (): Results => {
      let sum = 0;
      for (let i = 0; i < rows; i++) {
        const z = batch.data.subarray(i * cols, (i + 1) * cols);
        const out = values.subarray(i * cols, (i + 1) * cols);
        const y = batch.targets[i];
        if (what.function === "softmax") kernels.softmax(z, { out });
        else if (what.function === "logSoftmax") kernels.logSoftmax(z, { out });
        else if (what.function === "crossEntropy") {
          sum += kernels.crossEntropy(z, y);
        } else {
          sum += kernels.crossEntropyWithGrad(z, y, { out }).loss;
          for (let j = 0; j < cols; j++) out[j] /= rows;
        }
      }
      return resultsOf(what, sum / rows, values);
    };
    return { run: () => void run(), results: run };
  },
};

function inMemory(name: string, threads: number): Contender {
  return {
    name,
    threads,
    computes: (what) => threads === 1 || what.function !== "logSoftmax",
    prepare(what, batch) {
      const Z = copyOf(what, batch);
      const out = what.function === "crossEntropy"
        ? undefined
        : matrix.empty(what.rows, what.cols, what.dtype);
      const options = { out, threads };
      const run = () => compute(what, Z, batch.targets, options);
      return {
        run: () => void run(),
        results: run,
        forget() {
          Z[Symbol.dispose]();
          out?.[Symbol.dispose]();
        },
      };
    },
  };
}

/** The logits in the kernels' memory. */
function copyOf({ rows, cols, dtype }: Case, batch: Batch) {
  const Z = matrix.empty(rows, cols, dtype);
  Z.data.set(batch.data);
  return Z;
}

function compute(
  { function: name }: Case,
  Z: kernels.Matrix,
  targets: Int32Array,
  options: kernels.OutOption<kernels.Matrix> & kernels.ThreadsOption,
): Results {
  switch (name) {
    case "softmax":
      return { values: kernels.softmax(Z, options).data };
    case "logSoftmax":
      return { values: kernels.logSoftmax(Z, options).data };
    case "crossEntropy":
      return {
        loss: kernels.crossEntropy(Z, targets, { threads: options.threads }),
      };
    case "crossEntropyWithGrad": {
      const { loss, grad } = kernels.crossEntropyWithGrad(Z, targets, options);
      return { loss, values: grad.data };
    }
  }
}

/** The loss, the values or both, as the function gives them. */
function resultsOf(
  { function: name }: Case,
  loss: number,
  values: ArrayLike<number>,
): Results {
  if (name === "crossEntropyWithGrad") return { loss, values };
  return name === "crossEntropy" ? { loss } : { values };
}
