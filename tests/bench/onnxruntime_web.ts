/**
 * ONNX Runtime's WebAssembly, on one thread.
 *
 * @module
 */
import type { Contender } from "./contender.ts";
import { onnxModel } from "./onnx_model.ts";
import { ONNXRUNTIME_WEB } from "./packages.ts";

/** The part of the package that is used here. */
interface Tensor {
  data: ArrayLike<number>;
}
interface Session {
  inputNames: string[];
  run(feeds: Record<string, Tensor>): Promise<Record<string, Tensor>>;
  release(): Promise<void>;
}
interface Runtime {
  env: { wasm: { numThreads: number }; versions: { web: string } };
  InferenceSession: { create(model: Uint8Array): Promise<Session> };
  Tensor: new (
    type: "float32" | "float64" | "int64",
    data: ArrayLike<number | bigint>,
    dims: number[],
  ) => Tensor;
}

const ort: Runtime = await import(ONNXRUNTIME_WEB);

ort.env.wasm.numThreads = 1;

export const onnxruntimeWeb: Contender = {
  name: "onnxruntime-web",
  version: ort.env.versions.web,
  threads: 1,
  async prepare(what, batch) {
    const { rows, cols, dtype } = what;
    // The package replaces Worker, and its replacement does not start ours.
    const { Worker } = globalThis;
    const session = await ort.InferenceSession.create(onnxModel(what));
    globalThis.Worker = Worker;
    const targets = BigInt64Array.from(batch.targets, BigInt);
    const all: Record<string, Tensor> = {
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
          loss: loss?.data[0],
          values: values?.data,
        };
      },
      forget: () => session.release(),
    };
  },
};
