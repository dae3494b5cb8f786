import fc from "fast-check";
import { assert, assertEquals } from "@std/assert";
import {
  argmax,
  crossEntropy,
  crossEntropyGrad,
  crossEntropyWithGrad,
  entropy,
  logSoftmax,
  logSumExp,
  type Matrix,
  matrix,
  sample,
  softmax,
  softmaxEntropy,
  softmaxNaive,
  type Vector,
} from "@lab/kernels";

/** A seed, so that every run tests the same cases. */
const RUNS = { seed: 14, numRuns: 300 };
/** One unit in the last place of a double from 1 to 2. */
const ULP = 2 ** -52;

const inRange = (max: number) =>
  fc.double({ min: -max, max, noNaN: true, noDefaultInfinity: true });
const vector = (max: number, minLength = 1) =>
  fc.array(inRange(max), { minLength, maxLength: 40 });
const temperature = fc.double({ min: 0.1, max: 10, noNaN: true });

/** Logits of every size, some of them masked. */
const anyLogits = fc.oneof(
  vector(10),
  vector(1000),
  vector(1.7e308),
  fc.array(fc.oneof(inRange(50), fc.constant(-Infinity)), {
    minLength: 1,
    maxLength: 40,
  }).filter((z) => z.some(Number.isFinite)),
);

function property<T extends [unknown, ...unknown[]]>(
  name: string,
  arbitraries: { [K in keyof T]: fc.Arbitrary<T[K]> },
  holds: (...values: T) => void,
) {
  Deno.test(name, () => fc.assert(fc.property(...arbitraries, holds), RUNS));
}

const total = (values: Iterable<number>) => {
  let sum = 0;
  for (const x of values) sum += x;
  return sum;
};

function assertWithin(actual: number, expected: number, tolerance: number) {
  assert(
    actual === expected || Math.abs(actual - expected) <= tolerance,
    `${actual} is not within ${tolerance} of ${expected}`,
  );
}

property(
  "softmax() is positive or 0 and sums to 1",
  [anyLogits, temperature],
  (z, temperature) => {
    const p = softmax(z, { temperature });
    assert(p.every((x) => x >= 0 && x <= 1));
    // 4 ULP each, and half an ULP an addition
    assertWithin(total(p), 1, (4 + p.length / 2) * ULP);
  },
);

property(
  "softmax() does not change when an integer is added to integer logits",
  [
    fc.array(fc.integer({ min: -2000, max: 2000 }), { minLength: 1 }),
    fc.integer({ min: -(2 ** 40), max: 2 ** 40 }),
    temperature,
  ],
  (z, shift, temperature) => {
    const shifted = z.map((x) => x + shift);
    assertEquals(
      softmax(shifted, { temperature }),
      softmax(z, { temperature }),
    );
  },
);

property(
  "softmax() hardly changes when a number is added to the logits",
  [vector(50), inRange(1e4)],
  (z, shift) => {
    const p = softmax(z);
    const shifted = softmax(z.map((x) => x + shift));
    // each sum is rounded by half an ULP of 2^14, twice that is a gap's error
    const error = 2 ** 14 * ULP + 8 * ULP;
    for (const [j, x] of p.entries()) assertWithin(shifted[j], x, error);
  },
);

property(
  "softmax() of permuted logits is the permuted softmax",
  [
    vector(100).chain((z) =>
      fc.tuple(
        fc.constant(z),
        fc.shuffledSubarray([...z.keys()], { minLength: z.length }),
      )
    ),
  ],
  ([z, order]) => {
    const p = softmax(z);
    const permuted = softmax(order.map((j) => z[j]));
    // 4 ULP on either side
    for (const [k, j] of order.entries()) {
      assertWithin(permuted[k], p[j], 8 * ULP * p[j] + 2 ** -1072);
    }
  },
);

property(
  "softmax() keeps the order of the logits",
  [anyLogits, temperature],
  (z, temperature) => {
    const p = softmax(z, { temperature });
    for (const [i, a] of z.entries()) {
      for (const [j, b] of z.entries()) {
        if (a === b) assertEquals(p[i], p[j]);
        // 4 ULP on either side may hide a smaller ratio of probabilities
        const apart = (b - a) / temperature > 8 * ULP;
        if (apart) assert(p[i] <= p[j], `${p[i]} > ${p[j]}`);
      }
    }
  },
);

property(
  "softmax() has its largest probability at argmax()",
  [anyLogits, temperature],
  (z, temperature) => {
    const p = softmax(z, { temperature });
    assertEquals(p[argmax(z)], Math.max(...p));
  },
);

property(
  "softmax() at a temperature that is a power of 2 is softmax() of the quotients",
  [vector(700), fc.integer({ min: -5, max: 5 })],
  (z, power) => {
    const temperature = 2 ** power;
    // the quotients of tiny logits may round where those of their gaps do not
    const logits = z.map((x) => Math.abs(x) < 1e-290 ? 0 : x);
    assertEquals(
      softmax(logits, { temperature }),
      softmax(logits.map((x) => x / temperature)),
    );
  },
);

property(
  "softmax() approaches its limits at temperatures 0 and Infinity",
  [fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 20 })],
  (z) => {
    const limit = softmax(z, { temperature: 0 });
    const near = softmax(z, { temperature: 1e-3 }); // e^-1000 is 0
    assertEquals(near, limit);
    const uniform = softmax(z, { temperature: Infinity });
    const far = softmax(z, { temperature: 1e18 }); // e^(9/1e18) is 1
    assertEquals(far, uniform);
  },
);

property(
  "logSoftmax() is the logarithm of softmax()",
  [vector(300), temperature],
  (z, temperature) => {
    const p = softmax(z, { temperature });
    const logP = logSoftmax(z, { temperature });
    for (const [j, x] of p.entries()) {
      // 4 ULP of p are 4 ULP of 1 in its logarithm; subnormals have fewer digits
      if (x < 2 ** -1021) continue;
      assertWithin(logP[j], Math.log(x), 4 * ULP + 5 * ULP * -logP[j]);
    }
  },
);

property(
  "logSoftmax() is the logits minus logSumExp()",
  [vector(100)],
  (z) => {
    const logSum = logSumExp(z);
    // a subtraction of two numbers below 200, and 4 ULP of each side
    for (const [j, x] of logSoftmax(z).entries()) {
      assertWithin(x, z[j] - logSum, 9 * 128 * ULP);
    }
  },
);

property(
  "logSumExp() is between the largest logit and that plus the log of the classes",
  [vector(1000)],
  (z) => {
    const max = Math.max(...z);
    const value = logSumExp(z);
    const rounding = 4 * ULP * (Math.abs(max) + Math.log(z.length));
    assert(value >= max - rounding);
    assert(value <= max + Math.log(z.length) + rounding);
  },
);

property(
  "logSumExp() of log-probabilities is 0 up to their rounding",
  [vector(30)],
  (z) => {
    const logP = logSoftmax(z);
    // an error of x in each log-probability is one of x in their log-sum-exp
    assertWithin(logSumExp(logP), 0, 4 * ULP * Math.max(...logP.map(Math.abs)));
  },
);

property(
  "crossEntropy() is -logSoftmax() at the target",
  [anyLogits, fc.nat()],
  (z, n) => {
    const y = n % z.length;
    const loss = crossEntropy(z, y);
    assert(loss >= 0);
    assertEquals(loss, 0 - logSoftmax(z)[y]);
  },
);

property(
  "crossEntropyGrad() is softmax() away from the target, and sums to 0",
  [anyLogits, fc.nat()],
  (z, n) => {
    const y = n % z.length;
    const p = softmax(z);
    const grad = crossEntropyGrad(z, y);
    for (const [j, g] of grad.entries()) if (j !== y) assertEquals(g, p[j]);
    assert(grad[y] <= 0);
    // 4 ULP each, and half an ULP per addition, of twice the target's entry
    assertWithin(total(grad), 0, (8 + z.length) * ULP * -grad[y] + 2 ** -1069);
  },
);

property(
  "crossEntropyGrad() is the slope that central differences measure",
  [vector(5), fc.nat()],
  (z, n) => {
    const y = n % z.length;
    const grad = crossEntropyGrad(z, y);
    const h = 2 ** -17;
    // truncation h²/6 · 0.1, and 4 ULP of two losses below 16 over 2h
    const tolerance = h ** 2 / 60 + 4 * 8 * ULP / h;
    for (let j = 0; j < z.length; j++) {
      const moved = (by: number) => z.map((x, k) => k === j ? x + by : x);
      const rise = crossEntropy(moved(h), y) - crossEntropy(moved(-h), y);
      assertWithin(rise / (2 * h), grad[j], tolerance);
    }
  },
);

property(
  "entropy() is from 0 to the log of the classes",
  [anyLogits, temperature],
  (z, temperature) => {
    const h = entropy(softmax(z, { temperature }));
    assert(h >= 0);
    assert(h <= Math.log(z.length) + (4 + z.length) * ULP);
  },
);

property(
  "entropy() is the probabilities' mean of -logSoftmax()",
  [vector(40)],
  (z) => {
    const p = softmax(z);
    const logP = logSoftmax(z);
    const mean = total(p.map((x, j) => -x * logP[j]));
    // 4 ULP of each factor and half an ULP per addition, of a sum below 4
    assertWithin(entropy(p), mean, (12 + z.length) * 2 * ULP + 1e-300);
  },
);

property(
  "sample() draws a class of probability above 0",
  [anyLogits, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })],
  (z, u) => {
    const p = softmax(z);
    assert(p[sample(p, () => u)] > 0);
  },
);

// Every function with an input of each type: nothing is written to it, and the
// result has its type and precision.

const calls: Record<
  string,
  (z: Vector | Matrix) => Vector | Matrix | number
> = {
  softmaxNaive: (z) => softmaxNaive(z, { temperature: 2 }),
  softmax: (z) => softmax(z, { temperature: 2 }),
  logSoftmax: (z) => logSoftmax(z, { temperature: 2 }),
  logSumExp,
  crossEntropy: (z) =>
    "data" in z
      ? crossEntropy(z, [0], { reduction: "none" })
      : crossEntropy(z, 0),
  crossEntropyGrad: (z) =>
    "data" in z ? crossEntropyGrad(z, [0]) : crossEntropyGrad(z, 0),
  crossEntropyWithGrad: (z) =>
    ("data" in z ? crossEntropyWithGrad(z, [0]) : crossEntropyWithGrad(z, 0))
      .grad,
  entropy: (z) => entropy(softmax(z)),
  softmaxEntropy: (z) => softmaxEntropy(z, { temperature: 2 }),
  argmax: (z) => "data" in z ? argmax(z)[0] : argmax(z),
};

const numbersOf = (z: Vector | Matrix) => "data" in z ? z.data : z;

const types: ((z: number[]) => Vector | Matrix)[] = [
  (z) => z,
  (z) => Float64Array.from(z),
  (z) => Float32Array.from(z),
  (z) => Float16Array.from(z),
  (z) => matrix([z]),
  (z) => matrix([z], "float32"),
];

for (const [name, call] of Object.entries(calls)) {
  property(
    `${name}() leaves its input as it was and answers in its type`,
    [vector(10), fc.constantFrom(...types)],
    (values, of) => {
      const z = of(values);
      const before = structuredClone(z);
      const result = call(z);
      assertEquals(z, before);
      if (typeof result === "number") {
        assertEquals(result, numbersOf(of([result]))[0]);
        return;
      }
      if ("data" in result && "data" in z) {
        assertEquals([result.rows, result.cols], [z.rows, z.cols]);
      }
      const [numbers, like] = [numbersOf(result), numbersOf(z)];
      assertEquals(
        Object.getPrototypeOf(numbers),
        Object.getPrototypeOf(like),
      );
      assert(numbers !== like);
    },
  );
}
