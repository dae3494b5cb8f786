import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  crossEntropy,
  crossEntropyGrad,
  crossEntropyWithGrad,
  logSoftmax,
  logSumExp,
  matrix,
  type OwnedMatrix,
  softmax,
} from "@lab/kernels";
import { bytesInUse } from "../../../lib/kernels/simd/heap.ts";
import { memory } from "../../../lib/kernels/simd/instance.ts";
import { collectGarbage } from "./gc.ts";

/** Makes calls of every kind, number n of many sizes. */
function call(n: number) {
  const rows = 1 + n % 13, cols = 1 + 7 * n % 50;
  const dtype = n % 2 ? "float32" : "float64";
  const targets = new Uint8Array(rows).fill(n % cols);
  const plain = {
    data: n % 2 ? new Float32Array(rows * cols) : new Float64Array(rows * cols),
    rows,
    cols,
  };
  softmax(plain);
  logSoftmax(plain, { out: plain, temperature: 0.5 });
  crossEntropy(plain, targets);
  plain.data[n % plain.data.length] = NaN;
  assertThrows(() => softmax(plain), RangeError);
  using Z = matrix.empty(rows, cols, dtype);
  using out = matrix.empty(rows, cols, dtype);
  Z.data.fill(n % 5);
  softmax(Z, { out });
  crossEntropyWithGrad(Z, targets, { out: Z, reduction: "none" });
  if (n % 130 > 0) return;
  using large = matrix.empty(70, 1000, dtype);
  large.data.fill(0);
  softmax(large, { out: large, threads: 2 });
  const long = { data: new Float64Array(80_000), rows: 40_000, cols: 2 };
  crossEntropy(long, new Uint8Array(long.rows));
}

/** Makes 650 times 6 calls, of every size. */
function callAll() {
  for (let n = 0; n < 13 * 50; n++) call(n);
}

async function memoryUsed() {
  await collectGarbage();
  const { heapUsed, external } = Deno.memoryUsage();
  return {
    kernels: memory.buffer.byteLength,
    inUse: bytesInUse(),
    javaScript: heapUsed + external,
  };
}

Deno.test("thousands of calls leave no more memory in use", async () => {
  callAll();
  const before = await memoryUsed();
  for (let k = 0; k < 2; k++) callAll();
  const after = await memoryUsed();
  assertEquals([after.kernels, after.inUse], [before.kernels, before.inUse]);
  // less than 26 bytes per call: the engine keeps some of its own
  const growth = after.javaScript - before.javaScript;
  assert(growth < 200_000, `${growth} bytes`);
});

Deno.test("matrix.empty() uses memory again that was given back", () => {
  const addressOf = () => {
    using Z = matrix.empty(100, 100);
    return Z.data.byteOffset;
  };
  const first = addressOf();
  const { byteLength } = memory.buffer;
  for (let k = 0; k < 1000; k++) assertEquals(addressOf(), first);
  assertEquals(memory.buffer.byteLength, byteLength);
});

Deno.test("matrix.empty() is given back when nothing refers to it", async () => {
  const before = bytesInUse();
  const kept = matrix.empty(100, 100).data.fill(1);
  for (let k = 0; k < 10; k++) matrix.empty(100, 100).data.fill(2);
  assertEquals(bytesInUse() - before, 11 * 80_000);
  await collectGarbage();
  assertEquals(bytesInUse() - before, 80_000); // its data is referred to
  assert(kept.every((x) => x === 1));
});

Deno.test("matrix.empty() says that it was given back, and can be given back twice", () => {
  const before = bytesInUse();
  const Z = matrix.empty(2, 3);
  Z[Symbol.dispose]();
  Z[Symbol.dispose]();
  assertEquals(bytesInUse(), before);
  using other = matrix.empty(2, 3);
  other.data.fill(1);
  Z[Symbol.dispose]();
  using another = matrix.empty(2, 3);
  assert(another.data.byteOffset !== other.data.byteOffset);

  const message = "Cannot use a matrix of 2 × 3: its memory was given back";
  for (
    const use of [
      () => Z.data,
      () => softmax(Z),
      () => softmax(other, { out: Z }),
      () => crossEntropy(Z, [0, 0]),
    ]
  ) {
    assertEquals(assertThrows(use, TypeError).message, message);
  }
});

Deno.test("matrix.empty() keeps its numbers when the memory grows", () => {
  using Z = matrix.empty(2, 2);
  Z.data.set([0, 0, 7, 7]);
  const { data } = Z;
  const { byteLength } = memory.buffer;
  using _large = matrix.empty(1, byteLength / 8 + 1);
  assert(memory.buffer.byteLength > byteLength);
  assertEquals(Z.data, data);
  using out = matrix.empty(2, 2);
  for (const half of [softmax(Z, { out }), softmax(Z, { out: Z })]) {
    assertEquals([...half.data], [0.5, 0.5, 0.5, 0.5]);
  }
  assertEquals([...data], [0.5, 0.5, 0.5, 0.5]);

  // one view is from before the growth and the other from after it
  const rows = 1, cols = 2, { byteOffset } = data;
  const before = { data: data.subarray(0, 2), rows, cols };
  const after = {
    data: new Float64Array(memory.buffer, byteOffset + 8, 2),
    rows,
    cols,
  };
  assertThrows(
    () => softmax(before, { out: after }),
    TypeError,
    "does not overlap",
  );
});

Deno.test("matrix.empty() says that the 4 GB are not enough, and works again afterwards", () => {
  const used =
    /^Cannot make a matrix of 65536 × 65536 float32: need 16 GB more in one piece, got \d+(\.\d+)? \w+ in use of WebAssembly's 4 GB$/;
  const { message } = assertThrows(
    () => matrix.empty(65536, 65536, "float32"),
    RangeError,
  );
  assert(used.test(message), message);
  assertThrows(() => matrix.empty(2 ** 40, 2 ** 40), RangeError);
  using Z = matrix.empty(1, 2);
  assertEquals([...softmax(Z.data.fill(0) && Z).data], [0.5, 0.5]);
});

Deno.test("matrix.empty() works up to the last byte that it gives", () => {
  // pages that nobody writes to take no memory of the machine
  using stack = new DisposableStack();
  const matrices: OwnedMatrix[] = [];
  for (let cols = 2 ** 28; cols >= 16; cols /= 2) {
    const message = `Cannot make a matrix of 1 × ${cols} float32: need `;
    assertThrows(
      () => {
        while (true) {
          matrices.push(stack.use(matrix.empty(1, cols, "float32")));
        }
      },
      RangeError,
      message,
    );
  }
  const last = matrices.reduce((a, b) =>
    a.data.byteOffset > b.data.byteOffset ? a : b
  );
  const { data, cols } = last;
  assert(data.byteOffset + data.byteLength >= 2 ** 32 - 2 ** 17);
  data.fill(0);
  assert(softmax(last, { out: last }).data.every((x) => x === 1 / cols));
  // a row that takes more than there is from earlier calls
  const wide = { data: new Float64Array(2 ** 20), rows: 1, cols: 2 ** 20 };
  const calls = {
    "take softmax": () => softmax(wide),
    "take log-softmax": () => logSoftmax(wide),
    "take log-sum-exp": () => logSumExp(wide),
    "average cross-entropy": () => crossEntropy(wide, [0]),
    "average the gradient of cross-entropy": () => crossEntropyGrad(wide, [0]),
    "sum cross-entropy": () =>
      crossEntropyWithGrad(wide, [0], { reduction: "sum" }),
  };
  for (const [action, call] of Object.entries(calls)) {
    const { message } = assertThrows(call, RangeError);
    const start = `Cannot ${action}: need `,
      end = " MB more in one piece, got 4 GB in use of WebAssembly's 4 GB";
    assert(message.startsWith(start) && message.endsWith(end), message);
  }

  stack.dispose();
  using Z = matrix.empty(1, 2 ** 28);
  assertEquals(Z.data.length, 2 ** 28);
  for (const call of Object.values(calls)) call();
});
