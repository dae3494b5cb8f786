import {
  assert,
  assertEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { matrix } from "@lab/kernels";

Deno.test("matrix() stores its rows one after the other", () => {
  const expected = {
    data: Float64Array.of(1, 2, 3, 4, 5, 6),
    rows: 2,
    cols: 3,
  };
  assertEquals(matrix([[1, 2, 3], [4, 5, 6]]), expected);
  assertEquals(matrix([[1, 2, 3], [4, 5, 6]], "float64"), expected);
});

Deno.test("matrix() rounds to float32 when asked to", () => {
  const { data } = matrix([[0.1, 1e300]], "float32");
  assertEquals(data, Float32Array.of(0.1, Infinity));
});

Deno.test("matrix() takes rows of every kind of number array", () => {
  const rows = [[1, 2], Float16Array.of(3, 4), Int8Array.of(5, 6)];
  assertEquals(matrix(rows).data, Float64Array.of(1, 2, 3, 4, 5, 6));
});

Deno.test("matrix() holds NaN and infinities", () => {
  const { data } = matrix([[NaN, Infinity, -Infinity]]);
  assertEquals(data, Float64Array.of(NaN, Infinity, -Infinity));
});

Deno.test("matrix() copies", () => {
  const row = Float64Array.of(1, 2);
  const { data } = matrix([row]);
  row[0] = 9;
  assertEquals(data[0], 1);
  assert(data.buffer !== row.buffer);
});

Deno.test("matrix.empty() shows its data as other matrices do, until it is given back", () => {
  const Z = matrix.empty(1, 2);
  Z.data.set([1, 2]);
  const like = matrix([[1, 2]]);
  assertEquals({ ...Z }, like);
  assertEquals(JSON.stringify(Z), JSON.stringify(like));
  assertEquals(structuredClone(Z) as unknown, like);
  assertStringIncludes(Deno.inspect(Z), "[ 1, 2 ]");
  Z[Symbol.dispose]();
  assertThrows(() => JSON.stringify(Z), TypeError, "its memory was given back");
});
