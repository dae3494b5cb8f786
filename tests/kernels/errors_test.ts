import { assertEquals, assertThrows } from "@std/assert";
import * as kernels from "@lab/kernels";

// The kernels as JavaScript sees them: arguments of any type.
const {
  argmax,
  crossEntropy,
  crossEntropyGrad,
  crossEntropyNaive,
  crossEntropyWithGrad,
  entropy,
  logSoftmax,
  logSumExp,
  matrix,
  oneHot,
  sample,
  softmax,
  softmaxNaive,
  // deno-lint-ignore no-explicit-any
} = kernels as Record<string, (...args: any[]) => unknown>;

const Z = kernels.matrix([[1, 2, 3], [4, 5, 6]]);
const withRow1 = (row: number[]) => kernels.matrix([[1, 2, 3], row, [0, 0, 0]]);
const half = () => 0.5;

type Class = typeof RangeError | typeof TypeError;

/** Calls that must fail, with what and how they say it. */
const failures: [call: string, () => unknown, Class, message: string][] = [];
const fails = (
  call: string,
  fn: () => unknown,
  Class: Class,
  message: string,
) => failures.push([call, fn, Class, message]);

// Functions with what they say they do, each taking only its first argument.
type Taker = [name: string, action: string, fn: (z: unknown) => unknown];

const ofLogits: Taker[] = [
  ["softmax", "take softmax", softmax],
  ["logSoftmax", "take log-softmax", logSoftmax],
  ["logSumExp", "take log-sum-exp", logSumExp],
  ["argmax", "take argmax", argmax],
];
const ofTargets = [
  ["crossEntropy", "cross-entropy", crossEntropy],
  ["crossEntropyGrad", "the gradient of cross-entropy", crossEntropyGrad],
  ["crossEntropyWithGrad", "cross-entropy", crossEntropyWithGrad],
] as const;
const ofVectorLogits: Taker[] = [
  ...ofLogits,
  ...ofTargets.map(([name, what, fn]): Taker => [
    name,
    `take ${what}`,
    (z) => fn(z, 0),
  ]),
];
const ofMatrixLogits: Taker[] = [
  ...ofLogits,
  ...ofTargets.map(([name, what, fn]): Taker => [
    name,
    `average ${what}`,
    (z) => fn(z, [0, 0, 0]),
  ]),
];

// Logits without a softmax.
for (const [name, action, fn] of ofVectorLogits) {
  fails(
    `${name}([1, NaN])`,
    () => fn([1, NaN]),
    RangeError,
    `Cannot ${action}: logit is NaN at index 1`,
  );
  fails(
    `${name}(Float32Array.of(0, 1, Infinity))`,
    () => fn(Float32Array.of(0, 1, Infinity)),
    RangeError,
    `Cannot ${action}: logit is Infinity at index 2`,
  );
  fails(
    `${name}([-Infinity, -Infinity])`,
    () => fn([-Infinity, -Infinity]),
    RangeError,
    `Cannot ${action}: every logit is -Infinity`,
  );
}
for (const [name, action, fn] of ofMatrixLogits) {
  fails(
    `${name}(matrix with NaN)`,
    () => fn(withRow1([1, 2, NaN])),
    RangeError,
    `Cannot ${action}: logit is NaN at row 1, column 2`,
  );
  fails(
    `${name}(matrix with Infinity)`,
    () => fn(withRow1([Infinity, 2, 3])),
    RangeError,
    `Cannot ${action}: logit is Infinity at row 1, column 0`,
  );
  fails(
    `${name}(matrix with a row of -Infinity)`,
    () => fn(withRow1([-Infinity, -Infinity, -Infinity])),
    RangeError,
    `Cannot ${action}: every logit is -Infinity in row 1`,
  );
}

// What is neither a Vector nor a Matrix, of every function that takes one.
const ofAnything: Taker[] = [
  ...ofVectorLogits,
  ["softmaxNaive", "take naive softmax", softmaxNaive],
  ["entropy", "take entropy", entropy],
  [
    "crossEntropyNaive",
    "take naive cross-entropy",
    (z) => crossEntropyNaive(z, 0),
  ],
  ["sample", "sample", (p) => sample(p, half)],
];
const wanted =
  "need a number[], Float64Array, Float32Array, Float16Array or Matrix";
for (const [name, action, fn] of ofAnything) {
  const cannot = `Cannot ${action}: `;
  const wrong: [call: string, z: unknown, got: string][] = [
    ["undefined", undefined, "undefined"],
    ["null", null, "null"],
    ["a number", 3, "a number"],
    ["a string", "12", "a string"],
    ["an Int32Array", Int32Array.of(1), "Int32Array"],
    ["a Set", new Set([1]), "Set"],
    ["an object", { 0: 1, length: 1 }, "an object"],
  ];
  for (const [call, z, got] of wrong) {
    fails(
      `${name}(${call})`,
      () => fn(z),
      TypeError,
      `${cannot}${wanted}, got ${got}`,
    );
  }
  fails(
    `${name}([1, "2"])`,
    () => fn([1, "2"]),
    TypeError,
    cannot + "need numbers, got a string at index 1",
  );
  fails(
    `${name}(a hole)`,
    // deno-lint-ignore no-sparse-arrays
    () => fn([1, , 3]),
    TypeError,
    cannot + "need numbers, got undefined at index 1",
  );
  fails(
    `${name}(rows)`,
    () => fn([[1, 2], [3, 4]]),
    TypeError,
    cannot +
      "need numbers, got an array at index 0; matrix(rows) makes a batch",
  );
  for (const empty of [[], new Float32Array(0)]) {
    fails(
      `${name}(${Deno.inspect(empty)})`,
      () => fn(empty),
      RangeError,
      cannot + "need at least one number, got none",
    );
  }
}

for (const [name, action, fn] of ofMatrixLogits) {
  fails(
    `${name}(matrix of 0 rows)`,
    () => fn({ data: new Float64Array(0), rows: 0, cols: 3 }),
    RangeError,
    `Cannot ${action}: need at least one number, got none`,
  );
}

// What looks like a Matrix and is none.
const data = new Float64Array(6);
const notMatrices: [z: unknown, Class: Class, message: string][] = [
  [
    { data: [1, 2], rows: 1, cols: 2 },
    TypeError,
    "need a matrix of Float64Array or Float32Array data, got an array",
  ],
  [
    { data: new Int32Array(6), rows: 2, cols: 3 },
    TypeError,
    "need a matrix of Float64Array or Float32Array data, got Int32Array",
  ],
  [
    { data: new Float16Array(6), rows: 2, cols: 3 },
    TypeError,
    "need a matrix of Float64Array or Float32Array data, got Float16Array",
  ],
  [
    { data, rows: 2, cols: 2 },
    TypeError,
    "need rows × cols numbers in a matrix, got 6 numbers for 2 × 2",
  ],
  [
    { data, rows: 1.5, cols: 4 },
    TypeError,
    "need rows × cols numbers in a matrix, got 6 numbers for 1.5 × 4",
  ],
  [
    { data, rows: -2, cols: -3 },
    TypeError,
    "need rows × cols numbers in a matrix, got 6 numbers for -2 × -3",
  ],
  [
    { data },
    TypeError,
    "need rows × cols numbers in a matrix, got 6 numbers for undefined × undefined",
  ],
  [
    { data: new Float64Array(0), rows: 0, cols: 3 },
    RangeError,
    "need at least one number, got none",
  ],
];
for (const [z, Class, message] of notMatrices) {
  fails(
    `softmax(${Deno.inspect(z, { breakLength: Infinity })})`,
    () => softmax(z),
    Class,
    `Cannot take softmax: ${message}`,
  );
}

// Temperatures.
for (
  const [name, action, fn] of [
    ["softmax", "take softmax", softmax],
    ["logSoftmax", "take log-softmax", logSoftmax],
    ["softmaxNaive", "take naive softmax", softmaxNaive],
  ] as const
) {
  for (const temperature of [-1, -1e-300, -Infinity, NaN]) {
    fails(
      `${name}() at T = ${temperature}`,
      () => fn([1, 2], { temperature }),
      RangeError,
      `Cannot ${action}: need a temperature of 0 or more, got ${temperature}`,
    );
  }
  for (const [temperature, got] of [["1", "a string"], [null, "null"]]) {
    fails(
      `${name}() at T = ${got}`,
      () => fn([1, 2], { temperature }),
      TypeError,
      `Cannot ${action}: need a number as temperature, got ${got}`,
    );
  }
}

// Targets.
for (const [name, what, fn] of ofTargets) {
  for (const target of [3, -1, -100, 0.5, NaN]) {
    fails(
      `${name}(vector, ${target})`,
      () => fn([1, 2, 3], target),
      RangeError,
      `Cannot take ${what}: need a target from 0 to 2, got ${target}`,
    );
    if (target === -100) continue;
    fails(
      `${name}(matrix, [0, ${target}])`,
      () => fn(Z, [0, target]),
      RangeError,
      `Cannot average ${what}: need a target from 0 to 2, got ${target} at row 1`,
    );
  }
  fails(
    `${name}(vector, [0])`,
    () => fn([1, 2], [0]),
    TypeError,
    `Cannot take ${what}: need a number as the target of a vector, got an array`,
  );
  fails(
    `${name}(vector)`,
    () => fn([1, 2]),
    TypeError,
    `Cannot take ${what}: need a number as the target of a vector, got undefined`,
  );
  fails(
    `${name}(matrix, 0)`,
    () => fn(Z, 0),
    TypeError,
    `Cannot average ${what}: need an array of integers as targets, got a number`,
  );
  fails(
    `${name}(matrix, a Float32Array)`,
    () => fn(Z, Float32Array.of(0, 1)),
    TypeError,
    `Cannot average ${what}: need an array of integers as targets, got Float32Array`,
  );
  fails(
    `${name}(matrix, [0, "1"])`,
    () => fn(Z, [0, "1"]),
    TypeError,
    `Cannot average ${what}: need integers as targets, got a string at row 1`,
  );
  fails(
    `${name}(matrix, [0, 1, 2])`,
    () => fn(Z, [0, 1, 2]),
    TypeError,
    `Cannot average ${what}: need one target per row, got 3 for 2 rows`,
  );
  fails(
    `${name}(matrix, [0], "sum")`,
    () => fn(Z, [0], { reduction: "sum" }),
    TypeError,
    `Cannot sum ${what}: need one target per row, got 1 for 2 rows`,
  );
  fails(
    `${name}(matrix, all ignored)`,
    () => fn(Z, [-100, -100]),
    RangeError,
    `Cannot average ${what}: need a row that counts, got -100, the ignoreIndex, as every target`,
  );
  fails(
    `${name}(matrix, targets, another reduction)`,
    () => fn(Z, [0, 1], { reduction: "avg" }),
    RangeError,
    `Cannot take ${what}: need reduction "mean", "sum" or "none", got "avg"`,
  );
  fails(
    `${name}(matrix, targets, ignoreIndex 0.5)`,
    () => fn(Z, [0, 1], { ignoreIndex: 0.5 }),
    RangeError,
    `Cannot average ${what}: need an integer as ignoreIndex, got 0.5`,
  );
  const notVectors: [call: string, weight: unknown, got: string][] = [
    ["null", null, "null"],
    ["a number", 1, "a number"],
    ["a string", "111", "a string"],
    ["an Int32Array", Int32Array.of(1, 1, 1), "Int32Array"],
    ["a Set", new Set([1, 2, 3]), "Set"],
    ["a matrix", kernels.matrix([[1, 1, 1]]), "a matrix"],
    ["a matrix in memory", kernels.matrix.empty(1, 3), "a matrix"],
  ];
  for (const [call, weight, got] of notVectors) {
    fails(
      `${name}(matrix, targets, weight ${call})`,
      () => fn(Z, [0, 1], { weight }),
      TypeError,
      `Cannot average ${what}: need a number[], Float64Array, Float32Array or Float16Array as weight, got ${got}`,
    );
  }
  fails(
    `${name}(matrix, targets, weight [1, "1", 1])`,
    () => fn(Z, [0, 1], { weight: [1, "1", 1] }),
    TypeError,
    `Cannot average ${what}: need numbers as weight, got a string at index 1`,
  );
  for (const weight of [[], [1, 1], new Float32Array(4)]) {
    fails(
      `${name}(matrix, targets, ${weight.length} weights)`,
      () => fn(Z, [0, 1], { weight, reduction: "sum" }),
      TypeError,
      `Cannot sum ${what}: need one weight per class, got ${weight.length} for 3 classes`,
    );
  }
  for (const w of [-1, -5e-324, NaN, Infinity, -Infinity]) {
    // of a class that is no target too
    fails(
      `${name}(matrix, targets, weight ${w})`,
      () => fn(Z, [0, 1], { weight: [1, 1, w], reduction: "none" }),
      RangeError,
      `Cannot take ${what}: need finite weights of 0 or more, got ${w} at index 2`,
    );
  }
  for (const targets of [[0, 1], [0, -100]]) {
    fails(
      `${name}(matrix, ${targets}, weights 0)`,
      () => fn(Z, targets, { weight: [0, 0, 1] }),
      RangeError,
      `Cannot average ${what}: need a target whose weight is not 0, got weight 0 for every target`,
    );
  }
  fails(
    `${name}(matrix, all ignored, weight)`,
    () => fn(Z, [-100, -100], { weight: [1, 1, 1] }),
    RangeError,
    `Cannot average ${what}: need a row that counts, got -100, the ignoreIndex, as every target`,
  );
  fails(
    `${name}(matrix with NaN in a row of weight 0)`,
    () => fn(withRow1([0, NaN, 0]), [0, 1, 2], { weight: [1, 0, 1] }),
    RangeError,
    `Cannot average ${what}: logit is NaN at row 1, column 1`,
  );
  fails(
    `${name}(vector, 0, weight)`,
    () => fn([1, 2], 0, { weight: [1, 1] }),
    TypeError,
    `Cannot take ${what}: need a matrix of logits for weight, got a vector`,
  );
}
fails(
  "crossEntropyNaive(matrix)",
  () => crossEntropyNaive(Z, [0, 1]),
  TypeError,
  "Cannot take naive cross-entropy: need a vector, got a matrix",
);
fails(
  "crossEntropyNaive(vector, 2)",
  () => crossEntropyNaive([1, 2], 2),
  RangeError,
  "Cannot take naive cross-entropy: need a target from 0 to 1, got 2",
);

// Where results go, and how many threads work.
const takingOut = [
  ["softmax", "take softmax", softmax, softmax],
  ["logSoftmax", "take log-softmax", logSoftmax, logSoftmax],
  ...([
    ["crossEntropyGrad", "the gradient of cross-entropy", crossEntropyGrad],
    ["crossEntropyWithGrad", "cross-entropy", crossEntropyWithGrad],
  ] as const).map(([name, what, fn]) =>
    [
      name,
      `sum ${what}`,
      (z: unknown, options: object) =>
        fn(z, [0, 1], { ...options, reduction: "sum" }),
      (z: unknown, options: object) => fn(z, 0, options),
    ] as const
  ),
] as const;
const shared = new Float64Array(12);
const partOf = (start: number) => ({
  data: shared.subarray(start, start + 6),
  rows: 2,
  cols: 3,
});
const owned = kernels.matrix.empty(1, 12);
const partOfOwned = (start: number) => ({
  data: owned.data.subarray(start, start + 6),
  rows: 2,
  cols: 3,
});
const of = (rows: number, cols: number) => `a ${rows} × ${cols} matrix of`;
for (const [name, action, ofMatrix, ofVector] of takingOut) {
  const vectorAction = action.replace("sum", "take");
  const likeZ = `need an out like the logits, ${of(2, 3)} Float64Array data`;
  const wrongOuts: [call: string, out: unknown, got: string][] = [
    [
      "a transposed matrix",
      { data: new Float64Array(6), rows: 3, cols: 2 },
      `${of(3, 2)} Float64Array data`,
    ],
    [
      "a smaller matrix",
      kernels.matrix([[1, 2, 3]]),
      `${of(1, 3)} Float64Array data`,
    ],
    [
      "a matrix of too few numbers",
      { data: new Float64Array(5), rows: 2, cols: 3 },
      `${of(2, 3)} Float64Array data`,
    ],
    [
      "a float32 matrix",
      kernels.matrix([[1, 2, 3], [4, 5, 6]], "float32"),
      `${of(2, 3)} Float32Array data`,
    ],
    [
      "a matrix of an array",
      { data: [1, 2, 3, 4, 5, 6], rows: 2, cols: 3 },
      `${of(2, 3)} an array data`,
    ],
    ["a vector", new Float64Array(6), "Float64Array of 6 numbers"],
    ["an array", [1, 2, 3], "an array of 3 numbers"],
    ["null", null, "null"],
    ["a string", "out", "a string"],
    ["a number", 6, "a number"],
  ];
  for (const [call, out, got] of wrongOuts) {
    fails(
      `${name}(matrix, out: ${call})`,
      () => ofMatrix(Z, { out }),
      TypeError,
      `Cannot ${action}: ${likeZ}, got ${got}`,
    );
  }
  const wrongVectors: [z: unknown, like: string, out: unknown, got: string][] =
    [
      [
        [1, 2],
        "an array of 2 numbers",
        [1, 2, 3],
        "an array of 3 numbers",
      ],
      [
        [1, 2],
        "an array of 2 numbers",
        new Float64Array(2),
        "Float64Array of 2 numbers",
      ],
      [
        Float32Array.of(1, 2),
        "Float32Array of 2 numbers",
        [1, 2],
        "an array of 2 numbers",
      ],
      [
        Float32Array.of(1, 2),
        "Float32Array of 2 numbers",
        new Float64Array(2),
        "Float64Array of 2 numbers",
      ],
      [
        Float16Array.of(1, 2),
        "Float16Array of 2 numbers",
        new Float16Array(3),
        "Float16Array of 3 numbers",
      ],
      [
        Float64Array.of(1, 2),
        "Float64Array of 2 numbers",
        kernels.matrix([[1, 2]]),
        `${of(1, 2)} Float64Array data`,
      ],
    ];
  for (const [z, like, out, got] of wrongVectors) {
    fails(
      `${name}(${like}, out: ${got})`,
      () => ofVector(z, { out }),
      TypeError,
      `Cannot ${vectorAction}: need an out like the logits, ${like}, got ${got}`,
    );
  }
  for (const part of [partOf, partOfOwned]) {
    for (const [a, b] of [[0, 1], [0, 5], [5, 0], [6, 1]]) {
      fails(
        `${name}(from ${a}, out: from ${b})`,
        () => ofMatrix(part(a), { out: part(b) }),
        TypeError,
        `Cannot ${action}: need an out that is the logits or does not overlap them`,
      );
    }
  }
}
for (
  const [name, action, fn] of [
    ...takingOut,
    [
      "crossEntropy",
      "sum cross-entropy",
      (z: unknown, options: object) =>
        crossEntropy(z, [0, 1], { ...options, reduction: "sum" }),
    ],
  ] as const
) {
  for (const threads of [0, -1, 1.5, NaN, Infinity]) {
    fails(
      `${name}() on ${threads} threads`,
      () => fn(Z, { threads }),
      RangeError,
      `Cannot ${action}: need 1 or more threads, got ${threads}`,
    );
  }
  for (const [threads, got] of [["2", "a string"], [null, "null"]]) {
    fails(
      `${name}() on ${got} of threads`,
      () => fn(Z, { threads }),
      TypeError,
      `Cannot ${action}: need a number of threads, got ${got}`,
    );
  }
  fails(
    `${name}() with an option that it does not have`,
    () => fn(Z, { labelSmoothing: 0.1 }),
    TypeError,
    `Cannot ${action}: need options named ${
      /softmax/.test(action)
        ? "temperature, threads, out"
        : "reduction, ignoreIndex, weight, threads, out"
    }, got labelSmoothing`,
  );
}

// One-hot.
fails(
  "oneHot(3, 3)",
  () => oneHot(3, 3),
  RangeError,
  "Cannot make one-hot: need a target from 0 to 2, got 3",
);
fails(
  "oneHot([0, -1], 3)",
  () => oneHot([0, -1], 3),
  RangeError,
  "Cannot make one-hot: need a target from 0 to 2, got -1 at row 1",
);
fails(
  "oneHot([], 3)",
  () => oneHot([], 3),
  RangeError,
  "Cannot make one-hot: need at least one target, got none",
);
fails(
  'oneHot("1", 3)',
  () => oneHot("1", 3),
  TypeError,
  "Cannot make one-hot: need an array of integers as targets, got a string",
);
for (const classes of [0, -1, 2.5, NaN, Infinity]) {
  fails(
    `oneHot(0, ${classes})`,
    () => oneHot(0, classes),
    RangeError,
    `Cannot make one-hot: need at least one class, got ${classes}`,
  );
}
fails(
  "oneHot(0)",
  () => oneHot(0),
  TypeError,
  "Cannot make one-hot: need a number of classes, got undefined",
);

// Probabilities.
for (
  const [name, action, fn] of [
    ["entropy", "take entropy", entropy],
    ["sample", "sample", (p: unknown) => sample(p, half)],
  ] as const
) {
  for (const x of [-0.1, NaN]) {
    fails(
      `${name}([0.5, ${x}, 0.6])`,
      () => fn([0.5, x, 0.6]),
      RangeError,
      `Cannot ${action}: need probabilities, got ${x} at index 1`,
    );
  }
  fails(
    `${name}([0.5, 0.25])`,
    () => fn([0.5, 0.25]),
    RangeError,
    `Cannot ${action}: need probabilities that sum to 1, got a sum of 0.75`,
  );
  fails(
    `${name}([Infinity, 0])`,
    () => fn([Infinity, 0]),
    RangeError,
    `Cannot ${action}: need probabilities that sum to 1, got a sum of Infinity`,
  );
}
fails(
  "entropy(a matrix with a negative probability)",
  () => entropy(kernels.matrix([[0.5, 0.5], [1.5, -0.5]])),
  RangeError,
  "Cannot take entropy: need probabilities, got -0.5 at row 1, column 1",
);
fails(
  "entropy(a matrix with a row of sum 2)",
  () => entropy(kernels.matrix([[0.5, 0.5], [1, 1]])),
  RangeError,
  "Cannot take entropy: need probabilities that sum to 1, got a sum of 2 in row 1",
);
fails(
  "sample(matrix)",
  () => sample(kernels.matrix([[1, 0]]), half),
  TypeError,
  "Cannot sample: need a vector, got a matrix",
);
fails(
  "sample([1])",
  () => sample([1]),
  TypeError,
  "Cannot sample: need a function as random, got undefined",
);
for (const u of [1, -0.5, NaN]) {
  fails(
    `sample([1], () => ${u})`,
    () => sample([1], () => u),
    RangeError,
    `Cannot sample: need a random number from 0 up to 1, got ${u}`,
  );
}

// Matrices.
fails(
  "matrix([])",
  () => matrix([]),
  RangeError,
  "Cannot make a matrix: need at least one row and one column",
);
fails(
  "matrix([[], []])",
  () => matrix([[], []]),
  RangeError,
  "Cannot make a matrix: need at least one row and one column",
);
fails(
  "matrix([[1, 2], [3]])",
  () => matrix([[1, 2], [3]]),
  TypeError,
  "Cannot make a matrix: need rows of equal length, got 2 numbers in row 0 and 1 in row 1",
);
fails(
  "matrix([1, 2])",
  () => matrix([1, 2]),
  TypeError,
  "Cannot make a matrix: need an array of numbers as row 0, got a number",
);
fails(
  "matrix([[1], null])",
  () => matrix([[1], null]),
  TypeError,
  "Cannot make a matrix: need an array of numbers as row 1, got null",
);
fails(
  'matrix([[1, 2], [3, "4"]])',
  () => matrix([[1, 2], [3, "4"]]),
  TypeError,
  "Cannot make a matrix: need numbers, got a string at row 1, column 1",
);
fails(
  "matrix(3)",
  () => matrix(3),
  TypeError,
  "Cannot make a matrix: need an array of rows, got a number",
);
fails(
  'matrix([[1]], "float16")',
  () => matrix([[1]], "float16"),
  RangeError,
  'Cannot make a matrix: need dtype "float64" or "float32", got "float16"',
);

for (
  const [rows, cols] of [
    [0, 3],
    [3, 0],
    [-1, 2],
    [1.5, 2],
    [2, NaN],
    [2, Infinity],
    ["2", 3],
    [2, undefined],
    [2 ** 53, 1],
  ] as [number, number][]
) {
  fails(
    `matrix.empty(${rows}, ${cols})`,
    () => kernels.matrix.empty(rows, cols),
    RangeError,
    `Cannot make a matrix: need at least one row and one column, got ${rows} × ${cols}`,
  );
}
for (const dtype of ["float16", "", null, 64]) {
  fails(
    `matrix.empty(2, 3, ${dtype})`,
    () => kernels.matrix.empty(2, 3, dtype as "float64"),
    RangeError,
    `Cannot make a matrix: need dtype "float64" or "float32", got ${
      JSON.stringify(dtype)
    }`,
  );
}

// One test a function, which is the name before the parenthesis.
const byFunction = Object.groupBy(failures, ([call]) => call.split("(")[0]);

for (const [name, calls] of Object.entries(byFunction)) {
  Deno.test(`${name}() says where and how its input is wrong`, () => {
    for (const [call, fn, Class, message] of calls!) {
      const error = assertThrows(fn, Class, "", call);
      assertEquals(error.message, message, call);
      assertEquals(error.name, Class.name, call);
    }
  });
}
