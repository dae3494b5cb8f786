/**
 * The cases that the benchmarks compute: functions of batches of logits.
 *
 * @module
 */
import type { Dtype, Matrix } from "@lab/kernels";

/** The functions by their names in `@lab/kernels`. */
export const FUNCTIONS = [
  "crossEntropyWithGrad",
  "softmax",
  "logSoftmax",
  "crossEntropy",
] as const;

export type FunctionName = typeof FUNCTIONS[number];

/** A function of logits of one shape and precision. */
export interface Case {
  function: FunctionName;
  rows: number;
  cols: number;
  dtype: Dtype;
}

/** The batches of a bigram model, of ImageNet's classes and of GPT-2's tokens. */
const SHAPES = [[32, 27], [1024, 1000], [512, 50257]];

/** float32 in every shape, and float64 in the middle one. */
export const cases: Case[] = [
  ...SHAPES.flatMap(([rows, cols]) =>
    FUNCTIONS.map((name): Case => ({
      function: name,
      rows,
      cols,
      dtype: "float32",
    }))
  ),
  ...FUNCTIONS.filter((name) => name !== "logSoftmax").map((name): Case => ({
    function: name,
    rows: 1024,
    cols: 1000,
    dtype: "float64",
  })),
];

/** "crossEntropyWithGrad, float32 [32, 27]". */
export function nameOf({ function: name, rows, cols, dtype }: Case): string {
  return `${name}, ${dtype} [${rows}, ${cols}]`;
}

/** Logits, and the right class of each row. */
export interface Batch extends Matrix {
  targets: Int32Array;
}

/** The last batch made: the largest take 100 MB, so only one is kept. */
let last: Batch | undefined;

/** A batch of a case: logits standard normal, as torch.randn, always the same. */
export function batchFor({ rows, cols, dtype }: Case): Batch {
  const isLast = last?.rows === rows && last.cols === cols &&
    last.data instanceof arrayOf(dtype);
  return last = isLast ? last! : makeBatch(rows, cols, dtype);
}

function makeBatch(rows: number, cols: number, dtype: Dtype): Batch {
  const data = new (arrayOf(dtype))(rows * cols);
  const random = xorshift(20);
  for (let k = 0; k < data.length; k += 2) {
    // Box and Muller (1958): two uniform numbers make two normal ones.
    const radius = Math.sqrt(-2 * Math.log(random()));
    const angle = 2 * Math.PI * random();
    data[k] = radius * Math.cos(angle);
    data[k + 1] = radius * Math.sin(angle); // beyond an odd end this has no effect
  }
  const targets = Int32Array.from(
    { length: rows },
    () => Math.floor(random() * cols),
  );
  return { data, rows, cols, targets };
}

/** The array that holds numbers of a precision. */
export function arrayOf(dtype: Dtype) {
  return dtype === "float32" ? Float32Array : Float64Array;
}

/** Uniform numbers between 0 and 1, neither included: Marsaglia (2003). */
function xorshift(seed: number): () => number {
  let x = seed;
  return () => {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    return (x >>> 0) / 2 ** 32;
  };
}
