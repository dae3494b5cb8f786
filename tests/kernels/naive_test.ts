import { assert, assertEquals } from "@std/assert";
import { crossEntropyNaive, matrix, softmax, softmaxNaive } from "@lab/kernels";

Deno.test("softmaxNaive() is softmax where nothing overflows", () => {
  const z = [2, 1, 0];
  for (const temperature of [0.5, 1, 2, Infinity]) {
    const naive = softmaxNaive(z, { temperature });
    const stable = softmax(z, { temperature });
    // a few roundings of numbers below 1
    assert(naive.every((x, j) => Math.abs(x - stable[j]) <= 2 ** -51));
  }
});

Deno.test("softmaxNaive() overflows where exp does in the type of its input", () => {
  // the logarithm of each type's largest number is between these two
  const types = [
    { of: (z: number[]) => Float16Array.from(z), fits: 11.08, not: 11.1 },
    { of: (z: number[]) => Float32Array.from(z), fits: 88.72, not: 88.73 },
    { of: (z: number[]) => Float64Array.from(z), fits: 709.78, not: 709.79 },
    { of: (z: number[]) => z, fits: 709.78, not: 709.79 },
  ];
  for (const { of, fits, not } of types) {
    const [p, q] = softmaxNaive(of([fits, 0]));
    assert(p === 1 && q >= 0 && q < 1e-4, `${fits}`);
    assertEquals(Array.from(softmaxNaive(of([not, 0]))), [NaN, 0], `${not}`);
  }
});

Deno.test("softmaxNaive() is NaN where every exp underflows", () => {
  assertEquals(softmaxNaive([-746, -746]), [NaN, NaN]);
  const f32 = softmaxNaive(Float32Array.of(-104, -104));
  assertEquals(f32, Float32Array.of(NaN, NaN));
  const f16 = softmaxNaive(Float16Array.of(-18, -18));
  assertEquals(f16, Float16Array.of(NaN, NaN));
});

Deno.test("softmaxNaive() rounds every step to the type of its input", () => {
  const { fround, exp } = Math;
  const [a, b] = [fround(exp(fround(1 / 0.3))), fround(exp(fround(2 / 0.3)))];
  const sum = fround(a + b);
  assertEquals(
    softmaxNaive(Float32Array.of(1, 2), { temperature: 0.3 }),
    Float32Array.of(a / sum, b / sum),
  );
});

Deno.test("softmaxNaive() follows IEEE 754 on NaN, Infinity and temperature 0", () => {
  assertEquals(softmaxNaive([NaN, 0]), [NaN, NaN]);
  assertEquals(softmaxNaive([Infinity, 0]), [NaN, 0]);
  assertEquals(softmaxNaive([-Infinity, -Infinity]), [NaN, NaN]);
  assertEquals(softmaxNaive([0, -Infinity]), [1, 0]);
  assertEquals(softmaxNaive([1, 0], { temperature: 0 }), [NaN, NaN]);
});

Deno.test("softmaxNaive() of a matrix is that of each row", () => {
  const rows = [[2, 1, 0], [1000, 0, 0], [NaN, 1, 2]];
  assertEquals(
    softmaxNaive(matrix(rows)),
    matrix(rows.map((row) => softmaxNaive(row))),
  );
});

Deno.test("crossEntropyNaive() loses a confident answer, right or wrong", () => {
  assert(Object.is(crossEntropyNaive([40, 0], 0), 0)); // and not −0
  assertEquals(crossEntropyNaive([0, 746], 0), Infinity);
  assertEquals(crossEntropyNaive([0, -746], 1), Infinity);
  assertEquals(crossEntropyNaive([1000, 0], 0), NaN);
  assertEquals(crossEntropyNaive([1000, 0], 1), Infinity);
});

Deno.test("crossEntropyNaive() is the log of softmaxNaive in the input's precision", () => {
  assertEquals(crossEntropyNaive([0, 0], 1), Math.LN2);
  const { LN2, fround, f16round } = Math;
  assertEquals(crossEntropyNaive(Float32Array.of(0, 0), 1), fround(LN2));
  assertEquals(crossEntropyNaive(Float16Array.of(0, 0), 1), f16round(LN2));
});
