import { assertEquals } from "@std/assert";
import { crossEntropyWithGrad, matrix, softmax } from "@lab/kernels";

Deno.test("results depend neither on where an array begins in its buffer nor on whether it is copied", () => {
  const rows = 40, cols = 1001; // more than are copied at once
  const logits = Float32Array.from({ length: rows * cols }, (_, k) => k % 97);
  const targets = Uint8Array.from({ length: rows }, (_, i) => i);
  using Z = matrix.empty(rows, cols, "float32");
  Z.data.set(logits);
  const p = softmax(Z).data;
  const { loss, grad } = crossEntropyWithGrad(Z, targets);
  const first = softmax(logits.slice(0, cols));
  const beginningAt = (k: number) =>
    new Float32Array(k + logits.length).subarray(k);
  for (const [from, to] of [[0, 1], [1, 0], [1, 1], [3, 2]]) {
    const data = beginningAt(from), out = { data: beginningAt(to), rows, cols };
    data.set(logits);
    const plain = { data, rows, cols };
    assertEquals(softmax(plain, { out }).data, p);
    const both = crossEntropyWithGrad(plain, targets, { out });
    assertEquals(both.loss, loss);
    assertEquals(both.grad.data, grad.data);
    const vector = out.data.subarray(0, cols);
    assertEquals(softmax(data.subarray(0, cols), { out: vector }), first);
  }
});
