// One table for each reader of arguments, tried with every function that reads
// such an argument: the class of the error, what the function could not do, and the
// end of the message.

import { assert, assertEquals, assertThrows } from "@std/assert";
import * as kernels from "@lab/kernels";

// The kernels as JavaScript sees them: arguments of any type.
// deno-lint-ignore no-explicit-any
type Call = (...args: any[]) => unknown;
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
  seededRandom,
  softmax,
  softmaxEntropy,
  softmaxNaive,
} = kernels as Record<string, Call>;

/** A function, the action that its errors name, and a call with the argument x. */
type User = [name: string, action: string, call: (x: unknown) => unknown];
/** An argument that is refused, and how the message ends. */
type Refusal = [x: unknown, end: string];

/** Registers a test that the functions refuse these arguments. */
function refuse(
  what: string,
  users: User[],
  { types = [], values = [] }: { types?: Refusal[]; values?: Refusal[] },
): void {
  const names = users.map(([name]) => `${name}()`).join(", ");
  Deno.test(`${what}: refused by ${names}`, () => {
    for (const [name, action, call] of users) {
      for (
        const [Class, refusals] of [[TypeError, types], [
          RangeError,
          values,
        ]] as const
      ) {
        for (const [x, end] of refusals) {
          const error = assertThrows(
            () => call(x),
            Class,
            "",
            `${name}, ${end}`,
          );
          assertEquals(error.name, Class.name);
          const isRight = error.message.startsWith(`Cannot ${action}: `) &&
            error.message.endsWith(end);
          assert(isRight, `${error.message}, expected ${end}`);
        }
      }
    }
  });
}

/** The three cross-entropy functions, called in one way. */
function losses(verb: string, call: (fn: Call, x: unknown) => unknown): User[] {
  const all = { crossEntropy, crossEntropyGrad, crossEntropyWithGrad };
  return Object.entries(all).map(([name, fn]) => [
    name,
    `${verb} ${fn === crossEntropyGrad ? "the gradient of " : ""}cross-entropy`,
    (x) => call(fn, x),
  ]);
}

const Z = kernels.matrix([[1, 2, 3], [4, 5, 6]]);
const row1 = (row: number[]) => kernels.matrix([[1, 2, 3], row, [0, 0, 0]]);
const half = () => 0.5;

const ofLogits: User[] = [
  ["softmax", "take softmax", softmax],
  ["logSoftmax", "take log-softmax", logSoftmax],
  ["logSumExp", "take log-sum-exp", logSumExp],
  ["softmaxEntropy", "take the entropy of softmax", softmaxEntropy],
  ["argmax", "take argmax", argmax],
];
const naive: User = ["softmaxNaive", "take naive softmax", softmaxNaive];
const ofEntropy: User = ["entropy", "take entropy", entropy];
const ofVectors: User[] = [
  ["sample", "sample", (p) => sample(p, half)],
  [
    "crossEntropyNaive",
    "take naive cross-entropy",
    (z) => crossEntropyNaive(z, 0),
  ],
];
const lossOfVector = losses("take", (fn, z) => fn(z, 0));
const meanLoss = losses("average", (fn, z) => fn(z, [0, 0, 0]));

// batch.ts

refuse(
  "a value that is neither a vector nor a matrix",
  [...ofLogits, ...lossOfVector, naive, ofEntropy, ...ofVectors],
  {
    types: [
      [undefined, "Float16Array or Matrix, got undefined"],
      [null, "got null"],
      [3, "got a number"],
      ["12", "got a string"],
      [Int32Array.of(1), "got Int32Array"],
      [new Set([1]), "got Set"],
      [{ 0: 1, length: 1 }, "got an object"],
      [[1, "2"], "got a string at index 1"],
      // deno-lint-ignore no-sparse-arrays
      [[1, , 3], "got undefined at index 1"],
      [[[1, 2]], "an array at index 0; matrix(rows) makes a batch"],
    ],
    values: [[[], "got none"], [new Float32Array(0), "got none"]],
  },
);

const data = new Float64Array(6);
refuse(
  "an object that looks like a matrix but is not one",
  [...ofLogits, ...meanLoss, naive, ofEntropy],
  {
    types: [
      [{ data: [1, 2], rows: 1, cols: 2 }, "got an array"],
      [{ data: new Int32Array(6), rows: 2, cols: 3 }, "Int32Array"],
      [{ data: new Float16Array(6), rows: 2, cols: 3 }, "16Array"],
      [{ data, rows: 2, cols: 2 }, "got 6 numbers for 2 × 2"],
      [{ data, rows: 1.5, cols: 4 }, "6 numbers for 1.5 × 4"],
      [{ data, rows: -2, cols: -3 }, "6 numbers for -2 × -3"],
      [{ data }, "got 6 numbers for undefined × undefined"],
    ],
    values: [[{ data: data.subarray(6), rows: 0, cols: 3 }, "got none"]],
  },
);

refuse("a matrix", ofVectors, {
  types: [[Z, "need a vector, got a matrix"]],
});

// logits.ts

refuse("a vector of logits without a softmax", [...ofLogits, ...lossOfVector], {
  values: [
    [[1, NaN], "NaN at index 1"],
    [Float32Array.of(0, 1, Infinity), "Infinity at index 2"],
    [[-Infinity, -Infinity], "every logit is -Infinity"],
  ],
});

refuse("a matrix with a row without a softmax", [...ofLogits, ...meanLoss], {
  values: [
    [row1([1, 2, NaN]), "NaN at row 1, column 2"],
    [row1([Infinity, 2, 3]), "Infinity at row 1, column 0"],
    [
      row1([-Infinity, -Infinity, -Infinity]),
      "every logit is -Infinity in row 1",
    ],
  ],
});

// options.ts

const withOptions: User[] = [
  ["softmax", "take softmax", (options) => softmax(Z, options)],
  ["logSoftmax", "take log-softmax", (options) => logSoftmax(Z, options)],
];
const sumLoss = losses(
  "sum",
  (fn, options) => fn(Z, [0, 1], { ...(options as object), reduction: "sum" }),
);

refuse(
  "a value that is not a temperature",
  [...withOptions, [naive[0], naive[1], (options) => softmaxNaive(Z, options)]],
  {
    types: [
      [{ temperature: "1" }, "got a string"],
      [{ temperature: null }, "got null"],
    ],
    values: [
      ...[-1, -1e-300, -Infinity, NaN].map((
        temperature,
      ): Refusal => [{ temperature }, `of 0 or more, got ${temperature}`]),
    ],
  },
);

refuse(
  "a value that is not a number of threads",
  [...withOptions, ...sumLoss],
  {
    types: [
      [{ threads: "2" }, "got a string"],
      [{ threads: null }, "got null"],
    ],
    values: [
      ...[0, -1, 1.5, NaN, Infinity].map((
        threads,
      ): Refusal => [{ threads }, `1 or more threads, got ${threads}`]),
    ],
  },
);

const onlyTemperature: User[] = [
  [naive[0], naive[1], (x) => softmaxNaive(Z, x)],
  [...ofLogits[3].slice(0, 2), (x: unknown) => softmaxEntropy(Z, x)] as User,
];
const lossOptions = losses("take", (fn, options) => fn(Z, [0, 1], options));
const like = (example: string): Refusal[] =>
  [
    ...[[0.5, "0.5"], [-1, "-1"], [null, "null"], ["sum", '"sum"']],
    ...[[[1, 1], "an array"], [new Map(), "Map"], [half, "a function"]],
  ].map((
    [x, got],
  ) => [x, `options as an object, such as ${example}, got ${got}`]);
refuse("options that are not an object", [...withOptions, ...onlyTemperature], {
  types: like("{ temperature: 0.5 }"),
});
refuse("options that are not an object", lossOptions, {
  types: like('{ reduction: "sum" }'),
});
refuse("an unknown option", withOptions, {
  types: [[{ labels: 1 }, "temperature, threads, out, got labels"]],
});
refuse("an unknown option", onlyTemperature, {
  types: [[{ out: 1 }, "options named temperature, got out"]],
});
const names = "options named reduction, ignoreIndex, weight, threads";
refuse("an unknown option", lossOptions.slice(0, 1), {
  types: [[{ out: 1 }, `${names}, got out`]],
});
refuse("an unknown option", lossOptions.slice(1), {
  types: [[{ labels: 1 }, `${names}, out, got labels`]],
});
refuse(
  "an option that only batches have",
  losses("take", (fn, options) => fn([1, 2], 0, options)),
  {
    types: ["reduction", "ignoreIndex", "weight", "threads"].map((name) => [
      { [name]: name === "reduction" ? "sum" : 1 },
      `need a matrix of logits for ${name}, got a vector`,
    ]),
  },
);

Deno.test("every function refuses an argument after its last", () => {
  const p = [0.5, 0.5];
  const calls: [Call, ...unknown[]][] = [
    [softmax, p, {}],
    [logSoftmax, p, {}],
    [softmaxNaive, p, {}],
    [softmaxEntropy, p, {}],
    [crossEntropy, p, 0, {}],
    [crossEntropyGrad, p, 0, {}],
    [crossEntropyWithGrad, p, 0, {}],
    [crossEntropyNaive, p, 0],
    [logSumExp, p],
    [entropy, p],
    [argmax, p],
    [sample, p, half],
    [oneHot, 1, 2],
    [seededRandom, 1],
    [matrix, [p], "float64"],
    [kernels.matrix.empty as Call, 1, 2, "float64"],
  ];
  for (const [fn, ...args] of calls) {
    fn(...args);
    const need = `need at most ${args.length} argument`;
    assertThrows(() => fn(...args, 3), TypeError, need, fn.name);
  }
});

// results.ts

/** Calls of the functions that take an out, with a pair of logits and out. */
const ofPairs = (verb: string, target: unknown): User[] => {
  const options = verb === "sum" ? { reduction: "sum" } : {};
  const ofPair = (call: Call) => (pair: unknown) =>
    call(...pair as [unknown, unknown]);
  return [
    ["softmax", "take softmax", ofPair((z, out) => softmax(z, { out }))],
    [
      "logSoftmax",
      "take log-softmax",
      ofPair((z, out) => logSoftmax(z, { out })),
    ],
    ...losses(
      verb,
      (fn, pair) =>
        ofPair((z, out) => fn(z, target, { ...options, out }))(pair),
    ).slice(1),
  ];
};

refuse("an out that is not like a matrix of logits", ofPairs("sum", [0, 1]), {
  types: ([
    [{ data, rows: 3, cols: 2 }, "a 3 × 2 matrix of Float64Array data"],
    [kernels.matrix([[1, 2]]), "a 1 × 2 matrix of Float64Array data"],
    [{ ...Z, data: data.subarray(1) }, "a 2 × 3 matrix of Float64Array data"],
    [
      { ...Z, data: new Float32Array(6) },
      "a 2 × 3 matrix of Float32Array data",
    ],
    [{ ...Z, data: [1, 2, 3, 4, 5, 6] }, "a 2 × 3 matrix of an array data"],
    [data, "Float64Array of 6 numbers"],
    [[1, 2, 3], "an array of 3 numbers"],
    [null, "null"],
    ["out", "a string"],
    [6, "a number"],
  ] as const).map(([out, got]) => [
    [Z, out],
    `out like the logits, a 2 × 3 matrix of Float64Array data, got ${got}`,
  ]),
});

refuse("an out that is not like a vector of logits", ofPairs("take", 0), {
  types: [
    [[[1, 2], [1, 2, 3]], "an array of 2 numbers, got an array of 3 numbers"],
    [[[1, 2], new Float64Array(2)], "got Float64Array of 2 numbers"],
    [[Float32Array.of(1, 2), [1, 2]], "got an array of 2 numbers"],
    [[Float32Array.of(1, 2), new Float64Array(2)], "Float64Array of 2 numbers"],
    [[Float16Array.of(1, 2), new Float16Array(3)], "Float16Array of 3 numbers"],
    [
      [Float64Array.of(1, 2), kernels.matrix([[1, 2]])],
      "got a 1 × 2 matrix of Float64Array data",
    ],
  ],
});

const memories = [new Float64Array(12), kernels.matrix.empty(1, 12).data];
refuse("an out that overlaps the logits in part", ofPairs("sum", [0, 1]), {
  types: memories.flatMap((memory) =>
    [[0, 1], [0, 5], [5, 0], [6, 1]].map((starts): Refusal => [
      starts.map((at) => ({ ...Z, data: memory.subarray(at, at + 6) })),
      "got one that overlaps them in part",
    ])
  ),
});

// targets.ts

const ofOneHot =
  "; a target is the index of a class: argmax() finds that of a one-hot";
const targets: Refusal[] = [
  [3, "from 0 to 2, got 3"],
  [-1, "got -1"],
  [0.5, "got 0.5"],
  [NaN, "got NaN"],
];
refuse(
  "a value that is not the target of a vector",
  [
    ...losses("take", (fn, y) => fn([1, 2, 3], y)),
    [
      "crossEntropyNaive",
      "take naive cross-entropy",
      (y) => crossEntropyNaive([1, 2, 3], y),
    ],
  ],
  {
    types: [[[0, 1, 0], `got an array${ofOneHot}`], [undefined, "undefined"]],
    values: [...targets, [-100, "got -100"]],
  },
);

const atRow1 = targets.map(([y, end]): Refusal => [[0, y], `${end} at row 1`]);
const notTargets: Refusal[] = [
  [Float32Array.of(0, 1), `got Float32Array${ofOneHot}`],
  [[[0, 1], [1, 0]], `got an array at row 0${ofOneHot}`],
  [Z, `got an object${ofOneHot}`],
  [[0, "1"], "got a string at row 1"],
  ["1", "got a string"],
];
refuse(
  "values that are not the targets of a matrix",
  losses("average", (fn, y) => fn(Z, y)),
  {
    types: [
      ...notTargets,
      [0, "got a number"],
      [[0, 1, 2], "got 3 for 2 rows"],
      [[0], "got 1 for 2 rows"],
    ],
    values: [
      ...atRow1,
      [[-100, -100], "got -100, the ignoreIndex, as every target"],
    ],
  },
);
refuse(
  "a target that is neither a class nor an array of classes",
  [["oneHot", "make one-hot", (y) => oneHot(y, 3)]],
  { types: notTargets, values: [...targets, ...atRow1, [[], "got none"]] },
);
refuse(
  "a value that is not a number of classes",
  [["oneHot", "make one-hot", (classes) => oneHot(0, classes)]],
  {
    types: [[undefined, "got undefined"]],
    values: [0, -1, 2.5, NaN, Infinity]
      .map((n) => [n, `at least one class, got ${n}`]),
  },
);

// loss_arguments.ts and class_weights.ts

refuse(
  "a value that is not a reduction",
  losses("take", (fn, reduction) => fn(Z, [0, 1], { reduction })),
  {
    values: [["avg", 'reduction "mean", "sum" or "none", got "avg"']],
  },
);
refuse(
  "an ignoreIndex that is not an integer",
  losses("average", (fn, ignoreIndex) => fn(Z, [0, 1], { ignoreIndex })),
  {
    values: [[0.5, "got 0.5"]],
  },
);
refuse(
  "weights that are not one finite number of 0 or more per class",
  losses("average", (fn, weight) => fn(Z, [0, 1], { weight })),
  {
    types: [
      [null, "got null"],
      [1, "got a number"],
      ["111", "got a string"],
      [Int32Array.of(1, 1, 1), "got Int32Array"],
      [new Set([1, 2, 3]), "got Set"],
      [kernels.matrix([[1, 1, 1]]), "got a matrix"],
      [kernels.matrix.empty(1, 3), "got a matrix"],
      [[1, "1", 1], "got a string at index 1"],
      [[], "got 0 for 3 classes"],
      [new Float32Array(4), "got 4 for 3 classes"],
    ],
    values: [
      // even of a class that is not a target
      ...[-1, -5e-324, NaN, Infinity, -Infinity].map((w): Refusal => [
        [1, 1, w],
        `of 0 or more, got ${w} at index 2`,
      ]),
      [[0, 0, 1], "got weight 0 for every target"],
    ],
  },
);
refuse(
  "a weighted mean over nothing, and a row of weight 0 without a softmax",
  losses("average", (fn, args) => fn(...args as unknown[])),
  {
    values: [
      [[Z, [0, -100], { weight: [0, 0, 1] }], "got weight 0 for every target"],
      [
        [Z, [-100, -100], { weight: [1, 1, 1] }],
        "the ignoreIndex, as every target",
      ],
      [
        [row1([0, NaN, 0]), [0, 1, 2], { weight: [1, 0, 1] }],
        "NaN at row 1, column 1",
      ],
    ],
  },
);
refuse(
  "weights for a vector",
  losses("take", (fn, weight) => fn([1, 2], 0, { weight })),
  {
    types: [[[1, 1], "got a vector"]],
  },
);

// distribution.ts

refuse("values that are not probabilities", [ofEntropy, ofVectors[0]], {
  values: [
    [[0.5, -0.1, 0.6], "got -0.1 at index 1"],
    [[0.5, NaN, 0.6], "got NaN at index 1"],
    [[0.5, 0.25], "sum to 1, got a sum of 0.75"],
    [[Infinity, 0], "got a sum of Infinity"],
  ],
});
refuse("a matrix with a row that is not a distribution", [ofEntropy], {
  values: [
    [kernels.matrix([[0.5, 0.5], [1.5, -0.5]]), "got -0.5 at row 1, column 1"],
    [kernels.matrix([[0.5, 0.5], [1, 1]]), "got a sum of 2 in row 1"],
  ],
});

// sample.ts, seeded_random.ts

refuse(
  "a value that is not a source of chance",
  [["sample", "sample", (random) => sample([1], random)]],
  {
    types: [[undefined, "got undefined"]],
    values: [
      [() => 1, "from 0 up to 1, got 1"],
      [() => -0.5, "got -0.5"],
      [() => NaN, "got NaN"],
    ],
  },
);
refuse(
  "a value that is not a seed",
  [["seededRandom", "seed a source of chance", seededRandom]],
  {
    types: [["1", "got a string"]],
    values: [
      [-1, "from 0 to 2^32 − 1, got -1"],
      [0.5, "got 0.5"],
      [NaN, "got NaN"],
      [2 ** 32, "got 4294967296"],
    ],
  },
);

// matrix.ts, owned_matrix.ts

const MAKE = "make a matrix";
refuse("values that are not rows of one length", [["matrix", MAKE, matrix]], {
  types: [
    [3, "got a number"],
    [[[1, 2], [3]], "got 2 numbers in row 0 and 1 in row 1"],
    [[1, 2], "as row 0, got a number"],
    [[[1], null], "as row 1, got null"],
    // deno-lint-ignore no-sparse-arrays
    [[[1], , [2]], "as row 1, got undefined"],
    [[[1, 2], [3, "4"]], "got a string at row 1, column 1"],
  ],
  values: [
    [[], "at least one row and one column, got 0 × 0"],
    [[[], []], "got 2 × 0"],
  ],
});

const { empty } = kernels.matrix as unknown as { empty: Call };
refuse(
  "a value that is not a shape",
  [["matrix.empty", MAKE, (shape) => empty(...shape as unknown[])]],
  {
    values: [
      [0, 3],
      [3, 0],
      [-1, 2],
      [1.5, 2],
      [2, NaN],
      [2, Infinity],
      ["2", 3],
      [2, undefined],
      [2 ** 53, 1],
    ].map((shape) => [shape, `one column, got ${shape[0]} × ${shape[1]}`]),
  },
);

refuse(
  "a value that is not a dtype",
  [
    ["matrix", MAKE, (dtype) => matrix([[1]], dtype)],
    ["matrix.empty", MAKE, (dtype) => empty(2, 3, dtype)],
  ],
  {
    values: [
      ["float16", '"float64" or "float32", got "float16"'],
      ["", 'got ""'],
      [null, "got null"],
      [64, "got 64"],
    ],
  },
);
