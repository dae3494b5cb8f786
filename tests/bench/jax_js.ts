/**
 * jax-js on WebAssembly, compiled, on one thread.
 *
 * @module
 */
import "@lab/kernels"; // counts the processors, too
import type { Contender, Results } from "./contender.ts";
import { JAX_JS } from "./packages.ts";

/** The part of the package that is used here. A function frees its arguments. */
interface Tensor {
  /** The tensor, to be given away once more. */
  ref: Tensor;
  sub(other: Tensor): Tensor;
  sum(axis: number): Tensor;
  mean(): Tensor;
  reshape(shape: number[]): Tensor;
  blockUntilReady(): Promise<Tensor>;
  data(): Promise<ArrayLike<number>>;
  dispose(): void;
}
type Compute = (z: Tensor, y: Tensor) => Tensor[];
interface JaxJs {
  numpy: {
    array(values: Float32Array | Float64Array | Int32Array): Tensor;
    arange(n: number): Tensor;
    equal(a: Tensor, b: Tensor): Tensor;
    where(condition: Tensor, a: Tensor, b: number): Tensor;
  };
  nn: {
    softmax(z: Tensor, axis: number): Tensor;
    logSoftmax(z: Tensor, axis: number): Tensor;
    logsumexp(z: Tensor, axis: number): Tensor;
  };
  jit(compute: Compute): Compute & { dispose(): void };
  valueAndGrad(loss: (z: Tensor, y: Tensor) => Tensor): Compute;
}

// It computes on this thread if it cannot count processors while it loads.
Object.defineProperty(navigator, "hardwareConcurrency", {
  get: () => {
    throw new Error("not known");
  },
  configurable: true,
});
const { jit, nn, numpy, valueAndGrad }: JaxJs = await import(JAX_JS);
Reflect.deleteProperty(navigator, "hardwareConcurrency");

const softmax: Compute = (z, y) => (y.dispose(), [nn.softmax(z, -1)]);
const logSoftmax: Compute = (z, y) => (y.dispose(), [nn.logSoftmax(z, -1)]);

export const jaxJs: Contender = {
  name: "jax-js",
  version: JAX_JS.slice(JAX_JS.lastIndexOf("@") + 1),
  threads: 1,
  prepare({ function: name, rows, cols }, batch) {
    const z = numpy.array(batch.data).reshape([rows, cols]);
    const y = numpy.array(batch.targets).reshape([rows, 1]);
    const loss = (z: Tensor, y: Tensor) => {
      const isTarget = numpy.equal(numpy.arange(cols), y);
      const atTarget = numpy.where(isTarget, z.ref, 0).sum(-1);
      return nn.logsumexp(z, -1).sub(atTarget).mean();
    };
    const compute = jit(
      {
        softmax,
        logSoftmax,
        crossEntropy: (z: Tensor, y: Tensor) => [loss(z, y)],
        crossEntropyWithGrad: valueAndGrad(loss),
      }[name],
    );
    return {
      async run() {
        const results = compute(z.ref, y.ref);
        for (const result of results) {
          (await result.blockUntilReady()).dispose();
        }
      },
      async results(): Promise<Results> {
        const results = compute(z.ref, y.ref);
        const data = [];
        for (const result of results) data.push(await result.data());
        const isLoss = name.startsWith("crossEntropy");
        return {
          loss: isLoss ? data[0][0] : undefined,
          values: data[isLoss ? 1 : 0],
        };
      },
      forget() {
        z.dispose();
        y.dispose();
        compute.dispose();
      },
    };
  },
};
