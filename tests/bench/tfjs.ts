/**
 * TensorFlow.js on WebAssembly, on one thread.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs-core";
import {
  setThreadsCount,
  setWasmPaths,
  version_wasm,
} from "@tensorflow/tfjs-backend-wasm";
import { fileURLToPath } from "node:url";
import type { Contender, Results } from "./contender.ts";

// Its WebAssembly lies next to its module.
setWasmPaths(
  fileURLToPath(
    new URL("./", import.meta.resolve("@tensorflow/tfjs-backend-wasm")),
  ),
);
setThreadsCount(1);
await tf.setBackend("wasm");

export const version: string = version_wasm;

/** The core has no gradients of its own losses, so that of ours is spelt out. */
export const tfjs: Contender = {
  name: "tfjs-wasm",
  threads: 1,
  // oneHot needs two classes.
  computes: ({ dtype, cols }) => dtype === "float32" && cols > 1,
  prepare({ function: name, rows, cols }, batch) {
    const z = tf.tensor2d(batch.data as Float32Array, [rows, cols]);
    const y = tf.tensor1d(batch.targets, "int32");
    const loss = () =>
      tf.losses.softmaxCrossEntropy(tf.oneHot(y, cols), z).dataSync()[0];
    const grad = () => tf.div(tf.sub(tf.softmax(z), tf.oneHot(y, cols)), rows);
    const compute = (read: (values: tf.Tensor) => ArrayLike<number> | void) => {
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
