/**
 * TensorFlow.js on WebAssembly, on one thread.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import type { Contender, Results } from "./contender.ts";
import { TFJS_CORE, TFJS_WASM } from "./packages.ts";

/** The part of the packages that is used here. */
interface Tensor {
  dataSync(): Float32Array;
}
interface Core {
  setBackend(name: string): Promise<boolean>;
  tensor1d(values: Int32Array, dtype: "int32"): Tensor;
  tensor2d(values: Float32Array, shape: [number, number]): Tensor;
  oneHot(indices: Tensor, depth: number): Tensor;
  softmax(logits: Tensor): Tensor;
  logSoftmax(logits: Tensor): Tensor;
  losses: { softmaxCrossEntropy(labels: Tensor, logits: Tensor): Tensor };
  sub(a: Tensor, b: Tensor): Tensor;
  div(a: Tensor, b: number): Tensor;
  tidy(fn: () => void): void;
  dispose(tensors: Tensor[]): void;
}
interface Wasm {
  setWasmPaths(folder: string): void;
  setThreadsCount(threads: number): void;
  version_wasm: string;
}

const tf: Core = await import(TFJS_CORE);
const { setWasmPaths, setThreadsCount, version_wasm }: Wasm = await import(
  TFJS_WASM
);

// Its WebAssembly lies next to its module.
setWasmPaths(fileURLToPath(new URL("./", import.meta.resolve(TFJS_WASM))));
setThreadsCount(1);
await tf.setBackend("wasm");

/** The core has no gradient of the loss, so it is written out here. */
export const tfjs: Contender = {
  name: "tfjs-wasm",
  version: version_wasm,
  threads: 1,
  // oneHot needs two classes.
  computes: ({ dtype, cols }) => dtype === "float32" && cols > 1,
  prepare({ function: name, rows, cols }, batch) {
    const z = tf.tensor2d(batch.data as Float32Array, [rows, cols]);
    const y = tf.tensor1d(batch.targets, "int32");
    const loss = () =>
      tf.losses.softmaxCrossEntropy(tf.oneHot(y, cols), z).dataSync()[0];
    const grad = () => tf.div(tf.sub(tf.softmax(z), tf.oneHot(y, cols)), rows);
    const compute = (read: (values: Tensor) => ArrayLike<number> | void) => {
      const results: Results = {};
      tf.tidy(() => {
        if (name === "softmax" || name === "logSoftmax") {
          results.values = read(tf[name](z)) ?? undefined;
          return;
        }
        results.loss = loss();
        if (name === "crossEntropy") return;
        results.values = read(grad()) ?? undefined;
      });
      return results;
    };
    return {
      run: () => void compute(() => {}),
      results: () => compute((values) => values.dataSync()),
      forget: () => tf.dispose([z, y]),
    };
  },
};
