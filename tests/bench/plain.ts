/**
 * Plain TypeScript: the loops of a textbook, stable, over typed arrays.
 *
 * @module
 */
import { arrayOf, type Batch } from "./cases.ts";
import type { Contender, Results } from "./contender.ts";

type Floats = Float32Array | Float64Array;

export const plain: Contender = {
  name: "plain TypeScript",
  threads: 1,
  prepare(what, batch) {
    const values = new (arrayOf(what.dtype))(what.rows * what.cols);
    const run = (): Results => {
      switch (what.function) {
        case "softmax":
          softmax(batch, values);
          return { values };
        case "logSoftmax":
          logSoftmax(batch, values);
          return { values };
        case "crossEntropy":
          return { loss: loss(batch) };
        case "crossEntropyWithGrad":
          return { loss: lossAndGrad(batch, values), values };
      }
    };
    return { run: () => void run(), results: run };
  },
};

/** The largest of n numbers from a place on. */
function largest(data: Floats, start: number, n: number): number {
  let max = -Infinity;
  for (let j = start; j < start + n; j++) if (data[j] > max) max = data[j];
  return max;
}

function softmax({ data, rows, cols }: Batch, out: Floats): void {
  for (let i = 0; i < rows; i++) {
    const start = i * cols;
    const max = largest(data, start, cols);
    let sum = 0;
    for (let j = start; j < start + cols; j++) {
      out[j] = Math.exp(data[j] - max);
      sum += out[j];
    }
    for (let j = start; j < start + cols; j++) out[j] /= sum;
  }
}

function logSoftmax({ data, rows, cols }: Batch, out: Floats): void {
  for (let i = 0; i < rows; i++) {
    const start = i * cols;
    const logSum = logSumExp(data, start, cols);
    for (let j = start; j < start + cols; j++) out[j] = data[j] - logSum;
  }
}

function loss({ data, rows, cols, targets }: Batch): number {
  let sum = 0;
  for (let i = 0; i < rows; i++) {
    const start = i * cols;
    sum += logSumExp(data, start, cols) - data[start + targets[i]];
  }
  return sum / rows;
}

function lossAndGrad(batch: Batch, grad: Floats): number {
  const { data, rows, cols, targets } = batch;
  let total = 0;
  for (let i = 0; i < rows; i++) {
    const start = i * cols;
    const y = start + targets[i];
    const max = largest(data, start, cols);
    let sum = 0;
    for (let j = start; j < start + cols; j++) {
      grad[j] = Math.exp(data[j] - max);
      sum += grad[j];
    }
    total += max + Math.log(sum) - data[y];
    for (let j = start; j < start + cols; j++) grad[j] /= sum * rows;
    grad[y] -= 1 / rows;
  }
  return total / rows;
}

function logSumExp(data: Floats, start: number, cols: number): number {
  const max = largest(data, start, cols);
  let sum = 0;
  for (let j = start; j < start + cols; j++) sum += Math.exp(data[j] - max);
  return max + Math.log(sum);
}
