/**
 * ONNX Runtime's WebAssembly, on one thread.
 *
 * @module
 */
import * as ort from "onnxruntime-web";
import type { Contender } from "./contender.ts";
import { onnxModel } from "./onnx_model.ts";

ort.env.wasm.numThreads = 1;

export const version: string = ort.env.versions.web!;

export const onnxruntimeWeb: Contender = {
  name: "onnxruntime-web",
  threads: 1,
  async prepare(what, batch) {
    const { rows, cols, dtype } = what;
    // It puts another Worker into its place, which does not start ours.
    const { Worker } = globalThis;
    const session = await ort.InferenceSession.create(onnxModel(what));
    globalThis.Worker = Worker;
    const targets = BigInt64Array.from(batch.targets, BigInt);
    const all: Record<string, ort.Tensor> = {
      logits: new ort.Tensor(dtype, batch.data, [rows, cols]),
      targets: new ort.Tensor("int64", targets, [rows]),
    };
    const feeds = Object.fromEntries(
      session.inputNames.map((name) => [name, all[name]]),
    );
    return {
      run: async () => void await session.run(feeds),
      async results() {
        const { loss, values } = await session.run(feeds);
        return {
          loss: loss && Number(loss.data[0]),
          values: values?.data as Float32Array | Float64Array | undefined,
        };
      },
      forget: () => session.release(),
    };
  },
};
