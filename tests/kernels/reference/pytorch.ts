/**
 * The table that make_pytorch.py wrote.
 *
 * @module
 */

import type { Dtype, Reduction } from "@lab/kernels";
import table from "./pytorch.json" with { type: "json" };

/** A number, infinities as JSON can hold them: Number() reads it. */
type Written = number | string;

export interface PyTorchCase {
  dtype: Dtype;
  scale: number;
  logits: Written[][];
  logSumExp: Written[];
  crossEntropy: {
    targets: number[];
    reduction: Reduction;
    ignoreIndex: number;
    weight?: number[];
    loss: Written | Written[];
    grad: Written[][];
  }[];
  temperatures: {
    temperature: number;
    softmax: Written[][];
    logSoftmax: Written[][];
  }[];
}

export const cases = table as PyTorchCase[];
