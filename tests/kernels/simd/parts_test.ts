import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  crossEntropy,
  crossEntropyWithGrad,
  logSumExp,
  matrix,
} from "@lab/kernels";
import { memory } from "../../../lib/kernels/simd/instance.ts";
import { MOST_ROWS } from "../../../lib/kernels/simd/jobs.ts";

const rows = MOST_ROWS + 10, cols = 2;
const targets = Uint8Array.from({ length: rows }, (_, i) => i % 3 % 2);

/** Where the logits are: an array is copied a few rows at a time. */
const places: Record<string, () => Float32Array> = {
  "a long array": () => new Float32Array(rows * cols),
  "a long matrix.empty": () =>
    matrix.empty(rows, cols, "float32").data.fill(0) as Float32Array,
};

/** Ten rows more than have records at once, of two logits with gap i − MOST_ROWS. */
function longMatrix(place: string) {
  const data = places[place]();
  for (let i = 0; i < rows; i++) data[2 * i] = i - MOST_ROWS;
  return { data, rows, cols };
}

const none = { reduction: "none" } as const;

for (const place of Object.keys(places)) {
  Deno.test(`the rows of ${place} have the results that they have alone`, () => {
    const Z = longMatrix(place);
    const end = { data: Z.data.slice(-40), rows: 20, cols };
    const endTargets = targets.slice(-20);
    assertEquals(logSumExp(Z).slice(-20), logSumExp(end));
    for (const options of [none, { ...none, weight: [0.25, 2] }]) {
      const { loss, grad } = crossEntropyWithGrad(Z, targets, options);
      const last = crossEntropyWithGrad(end, endTargets, options);
      assertEquals(loss.slice(-20), last.loss);
      assertEquals(crossEntropy(Z, targets, options).slice(-20), last.loss);
      assertEquals(grad.data.slice(-40), last.grad.data);
    }
    const losses = Float64Array.from(crossEntropy(Z, targets, none));
    const mean = losses.reduce((a, b) => a + b) / rows;
    assert(Math.abs(crossEntropy(Z, targets) / mean - 1) < 2 ** -23);
  });

  Deno.test(`a logit of ${place} is refused by its row`, () => {
    const Z = longMatrix(place);
    Z.data[2 * MOST_ROWS + 7] = NaN;
    const refused = `logit is NaN at row ${MOST_ROWS + 3}, column 1`;
    for (
      const take of [
        () => logSumExp(Z),
        () => crossEntropy(Z, targets),
        () => crossEntropyWithGrad(Z, targets),
      ]
    ) {
      assertThrows(take, RangeError, refused);
    }
  });
}

Deno.test("a matrix.empty of a million rows needs 10 MB more of the kernels' memory at most", () => {
  const rows = 2 ** 20;
  using Z = matrix.empty(rows, 1, "float32");
  Z.data.fill(0);
  const before = memory.buffer.byteLength;
  assertEquals(crossEntropy(Z, new Uint8Array(rows)), 0);
  // records of all rows would take 32 MB
  assert(memory.buffer.byteLength - before < 10 * 2 ** 20);
});
