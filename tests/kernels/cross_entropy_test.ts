import { assert, assertEquals } from "@std/assert";
import {
  crossEntropy,
  crossEntropyGrad,
  crossEntropyWithGrad,
  matrix,
  type Targets,
} from "@lab/kernels";

const DOUBT = 4.248354255291589e-18; // e^-40, which is log1p(e^-40) too

Deno.test("crossEntropy() keeps the digits of a confident answer", () => {
  assertEquals(crossEntropy([40, 0], 0), DOUBT);
  assertEquals(crossEntropy([40, 0], 1), 40);
  assertEquals(crossEntropy([1000, 0], 1), 1000);
  assertEquals(crossEntropy([0, -740], 0), 4.2e-322); // e^-740, subnormal
});

Deno.test("crossEntropy() of equal logits is the log of their number", () => {
  assertEquals(crossEntropy([7, 7], 1), Math.LN2);
  assertEquals(crossEntropy(new Array(27).fill(0), 3), Math.log(27));
});

Deno.test("crossEntropy() of a single class is exactly 0, and so is its gradient", () => {
  const { loss, grad } = crossEntropyWithGrad([5], 0);
  assert(Object.is(loss, 0) && Object.is(grad[0], 0)); // and not −0
});

Deno.test("crossEntropy() of a target with logit -Infinity is Infinity", () => {
  const { loss, grad } = crossEntropyWithGrad([0, -Infinity], 1);
  assertEquals(loss, Infinity);
  assertEquals(grad, [1, -1]);
  const Z = matrix([[0, -Infinity], [0, 0]]);
  assertEquals(crossEntropy(Z, [1, 0]), Infinity);
  assertEquals(crossEntropy(Z, [1, 0], { reduction: "sum" }), Infinity);
});

Deno.test("crossEntropyGrad() is softmax minus one-hot", () => {
  const third = 1 / 3;
  assertEquals(crossEntropyGrad([1, 1, 1], 0), [-2 / 3, third, third]);
  assertEquals(crossEntropyGrad([0, -Infinity, 0], 2), [0.5, 0, -0.5]);
});

Deno.test("crossEntropyGrad() at the target is the others' probability, not p - 1", () => {
  assertEquals(crossEntropyGrad([40, 0], 0), [-DOUBT, DOUBT]);
  assertEquals(crossEntropyGrad([0, -740], 0), [-4.2e-322, 4.2e-322]);
  assertEquals(crossEntropyGrad([40, 0], 1), [1, -1]);
});

const Z = matrix([[0, 0], [1000, 0], [40, 0], [5, 5]]);
const targets = [0, 1, 0, 1];

Deno.test("crossEntropy() reduces to the mean by default", () => {
  const mean = (2 * Math.LN2 + 1000) / 4;
  assertEquals(crossEntropy(Z, targets), mean);
  assertEquals(crossEntropy(Z, targets, { reduction: "mean" }), mean);
});

Deno.test('crossEntropy() reduces by "sum" and "none"', () => {
  const losses = [Math.LN2, 1000, DOUBT, Math.LN2];
  assertEquals(
    crossEntropy(Z, targets, { reduction: "sum" }),
    1001.3862943611199,
  );
  assertEquals(
    crossEntropy(Z, targets, { reduction: "none" }),
    Float64Array.from(losses),
  );
});

Deno.test("crossEntropyGrad() of a mean is divided by the rows that count", () => {
  const rows = [[-0.5, 0.5], [1, -1], [-DOUBT, DOUBT], [0.5, -0.5]];
  const divided = (n: number) => rows.map((row) => row.map((x) => x / n));
  assertEquals(crossEntropyGrad(Z, targets), matrix(divided(4)));
  for (const reduction of ["sum", "none"] as const) {
    assertEquals(crossEntropyGrad(Z, targets, { reduction }), matrix(rows));
  }
  const three = divided(3);
  three[1] = [0, 0];
  assertEquals(crossEntropyGrad(Z, [0, -100, 0, 1]), matrix(three));
});

Deno.test("crossEntropy() leaves out the rows whose target is ignoreIndex", () => {
  assertEquals(crossEntropy(Z, [0, -100, -100, 1]), Math.LN2);
  assertEquals(crossEntropy(Z, [0, 1, 1, 0], { ignoreIndex: 1 }), Math.LN2);
  assertEquals(
    crossEntropy(Z, [0, -1, -1, 0], { reduction: "none", ignoreIndex: -1 }),
    Float64Array.of(Math.LN2, 0, 0, Math.LN2),
  );
  const all = [-100, -100, -100, -100];
  assertEquals(crossEntropy(Z, all, { reduction: "sum" }), 0);
});

Deno.test("crossEntropy() does not read the logits of an ignored row", () => {
  const Z = matrix([[NaN, Infinity], [0, 0], [-Infinity, -Infinity]]);
  assertEquals(crossEntropyWithGrad(Z, [-100, 0, -100]), {
    loss: Math.LN2,
    grad: matrix([[0, 0], [-0.5, 0.5], [0, 0]]),
  });
});

Deno.test("crossEntropy() takes targets as numbers or any integer array", () => {
  const kinds: Targets[] = [
    [0, 1, 0, 1],
    Int8Array.of(0, 1, 0, 1),
    Uint8Array.of(0, 1, 0, 1),
    Uint8ClampedArray.of(0, 1, 0, 1),
    Int16Array.of(0, 1, 0, 1),
    Uint16Array.of(0, 1, 0, 1),
    Int32Array.of(0, 1, 0, 1),
    Uint32Array.of(0, 1, 0, 1),
    BigInt64Array.of(0n, 1n, 0n, 1n),
    BigUint64Array.of(0n, 1n, 0n, 1n),
  ];
  for (const kind of kinds) {
    assertEquals(crossEntropy(Z, kind), (2 * Math.LN2 + 1000) / 4);
  }
  const ignoring = BigInt64Array.of(0n, -100n, -100n, 1n);
  assertEquals(crossEntropy(Z, ignoring), Math.LN2);
});

Deno.test("crossEntropy() adds up many losses without losing digits", () => {
  const rows = 100_000;
  const Z = { data: new Float64Array(rows * 10), rows, cols: 10 };
  const targets = new Uint8Array(rows);
  assertEquals(crossEntropy(Z, targets), Math.log(10));
});

Deno.test("crossEntropy() of a mean is finite where the sum is not", () => {
  const Z = matrix([[1.5e308, 0], [1.5e308, 0]]);
  assertEquals(crossEntropy(Z, [1, 1]), 1.5e308);
  assertEquals(crossEntropy(Z, [1, 1], { reduction: "sum" }), Infinity);
});

Deno.test("crossEntropy() and its gradient give the results in their documentation", () => {
  assertEquals(crossEntropy([2, 1, 0], 0), 0.4076059644443803);
  assertEquals(
    crossEntropy(matrix([[2, 1, 0], [0, 0, 0]]), [0, 2]),
    0.7531091265562451,
  );
  assertEquals(crossEntropyGrad([2, 1, 0], 0), [
    -0.3347590442251781,
    0.24472847105479767,
    0.09003057317038046,
  ]);
  const Z = matrix([[2, 1, 0], [0, 0, 0]]);
  const weight = [1, 1, 3];
  assertEquals(crossEntropy(Z, [0, 2], { weight }), 0.9258607076121773);
  assertEquals(crossEntropy(Z, [0, -100]), 0.4076059644443803);
  const equal = matrix([[0, 0], [0, 0]]);
  assertEquals(
    crossEntropyGrad(equal, [0, 1], { weight: [3, 1] }),
    matrix([[-0.375, 0.375], [0.125, -0.125]]),
  );
  using logits = matrix.empty(2, 50257, "float32");
  logits.data.fill(0);
  const { loss, grad } = crossEntropyWithGrad(logits, [0, 1], { out: logits });
  assertEquals(loss, 10.824905395507812);
  assert(grad === logits && logits.data[1] === Math.fround(1 / 50257 / 2));
});

Deno.test("crossEntropy() multiplies each loss by the weight of its target", () => {
  const weight = [2, 0.25];
  assertEquals(
    crossEntropy(Z, targets, { weight, reduction: "none" }),
    Float64Array.of(2 * Math.LN2, 250, 2 * DOUBT, Math.LN2 / 4),
  );
  const sum = 2.25 * Math.LN2 + 250;
  assertEquals(crossEntropy(Z, targets, { weight, reduction: "sum" }), sum);
  assertEquals(crossEntropy(Z, targets, { weight }), sum / 4.5);
  // that of an ignored row does not count
  assertEquals(
    crossEntropy(Z, [0, 1, -100, -100], { weight }),
    (2 * Math.LN2 + 250) / 2.25,
  );
  assertEquals(
    crossEntropy(Z, [0, 1, 1, 0], { weight, ignoreIndex: 1 }),
    Math.LN2,
  );
});

Deno.test("crossEntropyGrad() multiplies each row by the weight of its target", () => {
  const weight = [2, 0.25];
  const small = [0.125, -0.125];
  const rows = [[-1, 1], [0.25, -0.25], [-2 * DOUBT, 2 * DOUBT], small];
  for (const reduction of ["sum", "none"] as const) {
    assertEquals(
      crossEntropyGrad(Z, targets, { weight, reduction }),
      matrix(rows),
    );
  }
  rows[2] = rows[3] = [0, 0];
  const mean = rows.map((row) => row.map((x) => x / 2.25));
  assertEquals(
    crossEntropyGrad(Z, [0, 1, -100, -100], { weight }),
    matrix(mean),
  );
});

Deno.test("crossEntropy() with an integer weight is the loss of that many equal rows", () => {
  for (const dtype of ["float64", "float32"] as const) {
    const once = matrix([[0.5, 2, -1], [3, 1, 1]], dtype);
    const thrice = matrix([[0.5, 2, -1], [3, 1, 1], [3, 1, 1], [3, 1, 1]]);
    const { loss } = crossEntropyWithGrad(once, [2, 0], { weight: [3, 9, 1] });
    // both means are rounded, and each of their losses by 2 ULP of a double
    const epsilon = dtype === "float64" ? 5 * 2 ** -52 : 2 ** -23;
    const gap = Math.abs(loss - crossEntropy(thrice, [2, 0, 0, 0]));
    assert(gap <= epsilon * loss, `${dtype}: ${gap}`);
  }
});

Deno.test("crossEntropy() with a weight of 0 leaves out a row, even if its loss is infinite", () => {
  const Z = matrix([[0, -Infinity], [0, 0], [0, 0]]);
  for (const weight of [[1, 0], [1, -0]]) {
    assertEquals(crossEntropyWithGrad(Z, [1, 0, -100], { weight }), {
      loss: Math.LN2,
      grad: matrix([[0, 0], [-0.5, 0.5], [0, 0]]),
    });
  }
  for (const reduction of ["sum", "none"] as const) {
    const { loss, grad } = crossEntropyWithGrad(Z, [1, 1, 1], {
      weight: [1, -0],
      reduction,
    });
    const losses = typeof loss === "number" ? [loss] : loss;
    const values = [...losses, ...grad.data];
    assert(values.every((x) => Object.is(x, 0)), `${reduction}: ${values}`);
  }
});

Deno.test("crossEntropy() takes weights of any size and precision", () => {
  const Z = matrix([[0, 0], [0, 0]]);
  const grad = matrix([[-0.25, 0.25], [0.25, -0.25]]);
  for (const w of [5e-324, 1e-310, 2 ** -60, 1, 2 ** 60, 1.7e308]) {
    const weight = [w, w];
    const mean = crossEntropyWithGrad(Z, [0, 1], { weight });
    assertEquals(mean, { loss: Math.LN2, grad }, `${w}`);
    assertEquals(
      crossEntropyGrad(Z, [0, 1], { weight, reduction: "sum" }),
      matrix([[-w / 2, w / 2], [w / 2, -w / 2]]),
      `${w}`,
    );
  }
  // a float32 matrix uses the double 0.1, and float32 weights stay float32
  const single = matrix([[40, 0], [0, 40]], "float32");
  const options = { reduction: "sum" } as const;
  for (const weight of [[0.1, 0.3], Float32Array.of(0.1, 0.3)]) {
    assertEquals(
      crossEntropy(single, [1, 0], { weight, ...options }),
      Math.fround(40 * weight[0] + 40 * weight[1]),
    );
  }
  for (const weight of [Float64Array.of(1, 3), Float16Array.of(1, 3)]) {
    assertEquals(crossEntropy(Z, [0, 1], { weight }), Math.LN2);
  }
});

Deno.test("crossEntropyGrad() of float32 keeps its digits where weights are small and rows jump", () => {
  const rows = 40, cols = 8;
  using logits = matrix.empty(rows, cols, "float32");
  using out = matrix.empty(rows, cols, "float32");
  logits.data.forEach((_, k) => {
    logits.data[k] = Math.sin(k) + (k >= 30 * cols ? 24 : 0);
  });
  const double = { data: Float64Array.from(logits.data), rows, cols };
  const targets = new Uint8Array(rows);
  for (let power = -100; power <= 40; power += 10) {
    const weight = new Array(cols).fill(2 ** power);
    const options = { weight, reduction: "sum" } as const;
    const exact = crossEntropyGrad(double, targets, options).data;
    crossEntropyGrad(logits, targets, { ...options, out });
    for (const [k, g] of out.data.entries()) {
      const error = Math.abs(g - exact[k]) / Math.abs(exact[k]);
      // 2.5 ULP, an ULP being at most 2^-23 of a number
      assert(error <= 2.5 * 2 ** -23, `2^${power}, ${k}: ${error}`);
    }
  }
});

Deno.test("crossEntropyGrad() keeps the digits of exponentials that are subnormal until they are added", () => {
  // 10^5 classes 710 below the largest: e^-710 alone has 50 bits as a double
  const z = new Float64Array(100_001).fill(-710);
  z[0] = 0;
  const rest = -crossEntropyGrad(z, 0)[0];
  assert(!(Math.abs(rest / 4.47628622567513e-304 - 1) > 4 * 2 ** -53));
});

Deno.test("crossEntropy() of float32 multiplies by the weight before anything underflows, whatever the rows before", () => {
  // e^-128 · 1e30 and e^-133 · 1e30, by mpmath
  const weight = [1e30, 1];
  for (const before of [[], [[10, 9], [10, 9], [5, 4]]]) {
    for (
      const [gap, exact] of [
        [128, 2.5722093726424147e-26],
        [133, 1.733141042341547e-28],
      ]
    ) {
      const rows = [...before, [0, -gap]];
      const losses = crossEntropy(matrix(rows, "float32"), rows.map(() => 0), {
        weight,
        reduction: "none",
      });
      assertEquals(losses.at(-1), Math.fround(exact));
    }
  }
});

Deno.test("crossEntropy() and its gradient multiply by weights of any size before anything underflows", () => {
  const weight = [2 ** 960, 1e-300, 1];
  const Z = matrix([[0, -745, -2000], [0, -1000, -Infinity], [-1e308, 0, 0]]);
  const { loss, grad } = crossEntropyWithGrad(Z, [0, 0, 1], {
    weight,
    reduction: "none",
  });
  // 2^960 e^-745, 2^960 e^-1000 and 1e-300 log 2, by mpmath
  const exact = [
    2.750469411875319e-35,
    4.946681336557921e-146,
    1e-300 * Math.LN2,
  ];
  const isNear = (x: number, y: number) => Math.abs(x / y - 1) <= 4 * 2 ** -52;
  exact.forEach((x, i) => assert(isNear(loss[i], x), `${loss[i]}`));
  // 2^23 e^-718, which the compiled kernels could take but for the loss
  const near = () => matrix([[0, -718]]);
  const Y = near();
  const options = { weight: [2 ** 23, 1], reduction: "sum" as const };
  for (
    const sum of [
      crossEntropy(near(), [0], options),
      crossEntropyWithGrad(near(), [0], options).loss,
      crossEntropyWithGrad(Y, [0], { ...options, out: Y }).loss,
    ]
  ) assert(isNear(sum, 1.2596558088446004e-305), `${sum}`);
  assert(isNear(grad.data[1], exact[0]) && isNear(-grad.data[3], exact[1]));
  assertEquals(grad.data[8], 5e-301);
});

Deno.test("crossEntropy() keeps a loss of Infinity, however small its weight", () => {
  const Z = matrix([[0, -Infinity], [0, 1]]);
  for (const reduction of ["mean", "sum"] as const) {
    const options = { weight: [1e300, 1e-30], reduction };
    assertEquals(crossEntropy(Z, [1, 0], options), Infinity);
    assertEquals(crossEntropyWithGrad(Z, [1, 0], options).loss, Infinity);
  }
});

Deno.test("crossEntropy() averages and weights a loss that overflows", () => {
  const far = matrix([[1e308, -1e308], [0, 0]]);
  for (
    const loss of [
      crossEntropy(far, [1, 0]),
      crossEntropyWithGrad(far, [1, 0]).loss,
    ]
  ) {
    assertEquals(loss, 1e308);
  }
  const one = matrix([[1e308, -1e308]]);
  for (const reduction of ["sum", "none"] as const) {
    const weight = [1, 2 ** -38];
    const loss = crossEntropy(one, [1], { weight, reduction });
    assertEquals(Number(loss), 7.275957614183426e296, reduction);
  }
  const largest = matrix([[0, -Number.MAX_VALUE], [0, -Number.MAX_VALUE]]);
  assertEquals(crossEntropy(largest, [1, 1]), Number.MAX_VALUE);
  assertEquals(crossEntropy([1e308, -1e308], 1), Infinity);
});
