import { assertEquals } from "@std/assert";
import {
  argmax,
  crossEntropy,
  crossEntropyGrad,
  crossEntropyWithGrad,
  entropy,
  logSumExp,
  type Matrix,
  matrix,
  oneHot,
  softmax,
  type Vector,
} from "@lab/kernels";

// `deno check` is half of this test: each result must have the type stated here.
Deno.test("the kernels' results have the types that their signatures promise", () => {
  const numbers: number[] = softmax([0]);
  const f32: Float32Array = softmax(Float32Array.of(0));
  const f16: Float16Array = crossEntropyGrad(Float16Array.of(0), 0);
  const Z: Matrix = softmax(matrix([[0]]));
  const either: Vector | Matrix = softmax(Z as Vector | Matrix);

  const value: number = logSumExp(numbers) + entropy(f32) + argmax(f16);
  const aRow: Float64Array | Float32Array = logSumExp(Z);
  const classes: number[] = argmax(Z);
  const hot: number[] = oneHot(0, 1);
  const hots: Matrix = oneHot([0], 1);

  const loss: number = crossEntropy([0], 0) + crossEntropy(Z, [0]);
  const sum: number = crossEntropyWithGrad(Z, [0], { reduction: "sum" }).loss;
  const losses: Float64Array | Float32Array =
    crossEntropyWithGrad(Z, [0], { reduction: "none" }).loss;
  const ignoring: number = crossEntropy(Z, [0], { ignoreIndex: -1 });

  assertEquals([value, loss, sum, ignoring], [1, 0, 0, 0]);
  assertEquals([...aRow, ...losses, ...classes], [1, 0, 0]);
  assertEquals([hot, [...hots.data], numbers, [...f32]], [[1], [1], [1], [1]]);
  assertEquals(either, Z);
});
