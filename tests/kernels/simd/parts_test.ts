import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  crossEntropy,
  crossEntropyWithGrad,
  logSumExp,
  type Matrix,
} from "@lab/kernels";
import { memory } from "../../../lib/kernels/simd/instance.ts";
import { MOST_ROWS } from "../../../lib/kernels/simd/jobs.ts";

/** Rows of two logits whose gap is i − MOST_ROWS, ten rows more than a part has. */
function longMatrix(): Matrix & { targets: Uint8Array; weight: number[] } {
  const rows = MOST_ROWS + 10, cols = 2;
  const data = new Float32Array(rows * cols);
  for (let i = 0; i < rows; i++) data[2 * i] = i - MOST_ROWS;
  const targets = Uint8Array.from({ length: rows }, (_, i) => i % 2);
  return { data, rows, cols, targets, weight: [0.25, 2] };
}

/** Its last rows, which reach into two parts. */
function endOf({ data, rows, cols, targets }: ReturnType<typeof longMatrix>) {
  const first = rows - 20;
  return {
    data: data.slice(first * cols),
    rows: rows - first,
    cols,
    targets: targets.slice(first),
  };
}

const none = { reduction: "none" } as const;

Deno.test("a batch of more rows than have records at once gives each row what it gives alone", () => {
  const Z = longMatrix(), end = endOf(Z);
  assertEquals(logSumExp(Z).slice(-20), logSumExp(end));
  for (const options of [none, { ...none, weight: Z.weight }]) {
    const { loss, grad } = crossEntropyWithGrad(Z, Z.targets, options);
    const last = crossEntropyWithGrad(end, end.targets, options);
    assertEquals(loss.slice(-20), last.loss);
    assertEquals(crossEntropy(Z, Z.targets, options).slice(-20), last.loss);
    assertEquals(grad.data.slice(-40), last.grad.data);
  }
  const losses = Float64Array.from(crossEntropy(Z, Z.targets, none));
  const mean = losses.reduce((a, b) => a + b) / Z.rows;
  assert(Math.abs(crossEntropy(Z, Z.targets) / mean - 1) < 2 ** -23);
});

Deno.test("a batch of a million rows takes 16 MB of the kernels' memory at most", () => {
  const rows = 2 ** 20;
  const Z = { data: new Float32Array(rows), rows, cols: 1 };
  assertEquals(crossEntropy(Z, new Uint8Array(rows)), 0);
  // records of all rows would take 32 MB
  assert(memory.buffer.byteLength < 2 ** 24);
});

Deno.test("a batch of more rows than have records at once refuses a logit by its row", () => {
  const Z = longMatrix();
  Z.data[2 * MOST_ROWS + 7] = NaN;
  const refused = `logit is NaN at row ${MOST_ROWS + 3}, column 1`;
  for (
    const take of [
      () => logSumExp(Z),
      () => crossEntropy(Z, Z.targets),
      () => crossEntropyWithGrad(Z, Z.targets),
    ]
  ) {
    assertThrows(take, RangeError, refused);
  }
});
