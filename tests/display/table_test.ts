import { assert, assertEquals, assertThrows } from "@std/assert";
import { gradientCheck, table, type TableOptions } from "@lab/display";
import { matrix, softmax } from "@lab/kernels";

type Shown = Parameters<typeof table>[0];

const classes = ["buy", "hold", "sell"];

/** The lines of a table's text. */
function lines(what: Shown, options?: TableOptions): string[] {
  return table(what, options).alt.split("\n");
}

/** The numbers of a vector, as written. */
function written(values: readonly number[] | Float64Array, digits?: number) {
  return lines(values, { digits }).slice(4)
    .map((line) => line.trim().split(/\s+/).at(-1)!);
}

function html(what: Shown, options?: TableOptions): string {
  const shown = table(what, options) as unknown as {
    [display: symbol]: () => Record<string, string>;
  };
  return shown[Symbol.for("Jupyter.display")]()["text/html"];
}

Deno.test("table() of objects has one row per object, with numbers aligned right", () => {
  assertEquals(
    lines([
      { class: "buy", "logit": 2, "p (1)": 0.5 },
      { class: "hold", "logit": -10, "p (1)": 0.25 },
    ], { caption: "Forecast" }),
    [
      "Forecast",
      "",
      "class  logit  p (1)",
      "-----  -----  -----",
      "buy        2   0.50",
      "hold     -10   0.25",
    ],
  );
});

Deno.test("table() of columns has one column per name", () => {
  assertEquals(
    lines({
      class: classes,
      logit: [1, -2, 3],
      share: Float32Array.of(0.1, 0, 1),
    }),
    [
      "class  logit  share",
      "-----  -----  -----",
      "buy        1    0.1",
      "hold      -2      0",
      "sell       3    1.0",
    ],
  );
  const odd: [columns: Record<string, unknown>, message: string][] = [
    [{}, "need at least one column with a value, got no columns"],
    [{ a: [] }, "need at least one column with a value, got empty columns"],
    [
      { a: [1, 2], b: [1] },
      'need columns of one length, got 2 in "a" and 1 in "b"',
    ],
    [{ a: 1 }, 'need an array or a vector as column "a", got a number'],
  ];
  for (const [columns, message] of odd) {
    assertThrows(
      () => table(columns as Shown),
      Error,
      `Cannot make a table: ${message}`,
    );
  }
});

Deno.test("table() leaves missing values empty, and has its columns in the order in which keys first appear", () => {
  assertEquals(
    lines([{ a: 1, c: null }, { b: "x", a: undefined }, { c: true }]),
    [
      "a  c     b",
      "-  ----  -",
      "1",
      "         x",
      "   true",
    ],
  );
});

Deno.test("table() of objects writes other values as Deno shows them", () => {
  const values = [
    [1, 2],
    new Date(0),
    "a",
    false,
    { a: 1 },
    12345678901234567n,
  ];
  assertEquals(
    lines(values.map((x) => ({ x }))).slice(2).map((l) => l.trim()),
    [
      "[ 1, 2 ]",
      "1970-01-01T00:00:00.000Z",
      "a",
      "false",
      "{ a: 1 }",
      "12345678901234567",
    ],
  );
});

Deno.test("table() writes HTML with headers, alignment and no colours", () => {
  assertEquals(
    html([{ "a <b>": "x & y", "n-1": -1.5 }], { caption: 'T "1"' }),
    [
      '<table style="font-variant-numeric: tabular-nums">',
      "<caption>T &quot;1&quot;</caption>",
      "<thead>",
      '<tr><th scope="col" style="text-align: left">a &lt;b&gt;</th>' +
      '<th scope="col" align="right">n-1</th></tr>',
      "</thead>",
      "<tbody>",
      '<tr><td style="text-align: left">x &amp; y</td>' +
      '<td align="right">−1.5</td></tr>',
      "</tbody>",
      "</table>",
    ].join("\n"),
  );
  assert(
    html(Float32Array.of(0.5, 0.5), { classes: ["<a>", "b"] }).includes(
      '<tr><th scope="row" style="text-align: left">&lt;a&gt;</th>' +
        '<td align="right">0.5</td></tr>',
    ),
  );
});

Deno.test("table() writes the numbers of a column alike, and rounds none so that it looks exact", () => {
  const cases: [numbers: number[], written: string[], digits?: number][] = [
    [[7.38905609893065, 0.1353352832366127], ["7.389", "0.135"]],
    // Short numbers keep all their digits, and 1 does not look rounded.
    [[1, 2 / 3, 1.153], ["1.0000", "0.6667", "1.1530"]],
    [[0.5, 2, 10], ["0.5", "2.0", "10.0"]],
    [[1000.5, 0.00012], ["1000.50000", "0.00012"]],
    [[Math.PI], ["3.141592654"], 10],
    [[0.1 + 0.2], ["0.30000000000000004"], 17],
    [[0.1 + 0.2], ["0.3000"]],
    [[0.99996], ["1.000"]],
    [[0.99996, 1], ["1.000", "1.000"]],
    [[123456.7, 9999.96], ["123457", "10000"]],
    [[8, 4, 2, 0.4].map(Math.exp), ["2981.0", "54.6", "7.4", "1.5"]],
    [[49.27, 5.43], ["49", "5"], 2],
    // Integers stay integers.
    [[1, -200, 0], ["1", "-200", "0"]],
    [[2 ** 53 - 1], ["9007199254740991"]],
    [[1, NaN, Infinity], ["1", "NaN", "Infinity"]],
    [[-0, 0], ["-0", "0"]],
    [[-0, 0, 0.5], ["-0", "0", "0.5"]],
    [[0.5, NaN, -Infinity], ["0.5", "NaN", "-Infinity"]],
    // Tiny and huge numbers have an exponent.
    [[4.248354255291589e-18], ["4.248e-18"]],
    [[1e300, 1e-300, 5e-324], ["1.000e300", "1.000e-300", "4.941e-324"]],
    [[0.98, 0.02, 3.4e-5], ["0.98", "0.02", "3.4e-5"]],
    [[0.9999999, 1e-7], ["1.000", "1e-7"]],
    // With the decimals of the largest, a small one keeps a digit or has an exponent.
    [[-0.9123, -0.4123, -0.0704], ["-0.91", "-0.41", "-0.07"], 2],
    [[1 / 3, 1 / 700, 1 / 70000], ["0.3333", "0.0014", "1.429e-5"]],
    // Most of the column needs an exponent, so all of it has one.
    [[1e-1, 1e-5, 1e-9], ["1e-1", "1e-5", "1e-9"]],
    [[1e-9, 0], ["1e-9", "0"]],
    [[1, 3.2e-9, 4.25e-18], ["1.00", "3.20e-9", "4.25e-18"]],
  ];
  for (const [numbers, expected, digits] of cases) {
    assertEquals(written(numbers, digits), expected);
  }
});

Deno.test("table() writes float32 and float16 numbers with no more digits than they have", () => {
  const of = (numbers: unknown, digits?: number) =>
    written(numbers as Float64Array, digits);
  assertEquals(of(Float32Array.of(0.1, 1.2, 100)), ["0.1", "1.2", "100.0"]);
  assertEquals(of(new Float16Array([0.1, 1.2])), ["0.1", "1.2"]);
  assertEquals(of(Float32Array.of(1 / 3), 9), ["0.33333334"]);
  assertEquals(of(Float32Array.of(2 ** -149)), ["1e-45"]);
  assertEquals(of(Int32Array.of(-3, 70000)), ["-3", "70000"]);
  // Whole numbers keep all their digits.
  assertEquals(of(new Float16Array([65504, 10008])), ["65504", "10008"]);
  assertEquals(of(Float32Array.of(2 ** 31)), ["2147483648"]);
});

Deno.test("table() of a vector names its classes, its type and its shape", () => {
  assertEquals(lines(softmax([1.2, 0.3, -0.8]), { classes }), [
    "float64, [3]",
    "",
    "class  probability",
    "-----  -----------",
    "buy         0.6485",
    "hold        0.2637",
    "sell        0.0878",
  ]);
});

Deno.test("table() calls numbers probabilities only if they sum to 1 and none is negative", () => {
  const cases: [numbers: Shown, name: string][] = [
    [[0.25, 0.75], "probability"],
    [[1, 0, 0], "probability"],
    [softmax(new Float16Array([3, 1, 0.5])), "probability"],
    [softmax(new Float32Array(50257)), "probability"],
    [[0.25, 0.7500001], "value"],
    [[-0.5, 1.5], "value"],
    [[NaN, 1], "value"],
    [[1], "value"],
  ];
  for (const [numbers, name] of cases) {
    assertEquals(lines(numbers)[2].split(/\s+/)[1], name);
  }
});

Deno.test("table() heads a vector with its name and unit, and puts them in a matrix's caption", () => {
  const options = { name: "loss", unit: "nats", caption: "Two days" };
  assertEquals(lines([0.5, 0.5], options).slice(0, 3), [
    "Two days (float64, [2])",
    "",
    "index  loss (nats)",
  ]);
  assertEquals(
    lines(matrix([[0.5, 0.5]]), options)[0],
    "Two days (loss, nats, float64, [1, 2])",
  );
  // They sum to 1, but probabilities have no unit.
  const unit = { unit: "nats" };
  assertEquals(lines([0.5, 0.5], unit)[2], "index  value (nats)");
  assertEquals(lines(matrix([[0.5, 0.5]]), unit)[0], "nats, float64, [1, 2]");
});

Deno.test("table() of a matrix has its rows and columns, all entries written alike", () => {
  const scores = matrix([[1200, 300, -800], [0.1, 0.2, 0.1]], "float32");
  assertEquals(lines(scores, { classes, rows: ["day 1", "day 2"] }), [
    "float32, [2, 3]",
    "",
    "row       buy   hold    sell",
    "-----  ------  -----  ------",
    "day 1  1200.0  300.0  -800.0",
    "day 2     0.1    0.2     0.1",
  ]);
  assertEquals(
    lines(softmax(matrix([[0, 0], [0, Math.log(3)]]))),
    [
      "probability, float64, [2, 2]",
      "",
      "row     0     1",
      "---  ----  ----",
      "  0  0.50  0.50",
      "  1  0.25  0.75",
    ],
  );
});

Deno.test("table() cuts long vectors and matrices in the middle, and counts what it leaves out", () => {
  const long = new Float32Array(50257).map((_, i) => i);
  assertEquals(lines(long, { name: "logit" }), [
    "float32, [50257]",
    "",
    "index  logit",
    "-----  -----",
    "    0      0",
    "    1      1",
    "    2      2",
    "… 50,251 more …",
    "50254  50254",
    "50255  50255",
    "50256  50256",
  ]);
  assert(
    html(long).includes(
      '<tr><td colspan="2" style="text-align: left">… 50,251 more …</td></tr>',
    ),
  );
  const data = new Float32Array(512 * 50257);
  const large = lines({ data, rows: 512, cols: 50257 });
  assertEquals(large[0], "float32, [512, 50257]");
  assertEquals(large[2], "row  0  1  2  … 50,251 more …  50254  50255  50256");
  assertEquals(large[7], "… 506 more …");
  assertEquals(large.length, 4 + 7);
  // A cut never hides that a number is not finite.
  const hidden = new Float64Array(1000).fill(1);
  hidden.fill(NaN, 10, 13);
  hidden[500] = -Infinity;
  assertEquals(lines(hidden)[0], "float64, [1000], 3 × NaN, 1 × -Infinity");
});

Deno.test("a table of any kind shows up to twelve rows whole, a matrix up to eight columns, and of more only three at each end", () => {
  const zeros = (rows: number, cols: number) =>
    matrix(Array.from({ length: rows }, () => new Float64Array(cols)));
  const vector = (n: number) => new Float64Array(n);
  const records = (n: number) => Array.from({ length: n }, (_, i) => ({ i }));
  const cases: [what: Shown, rows: number, gap?: string][] = [
    [vector(11), 11],
    [vector(12), 12],
    [vector(13), 7, "… 7 more …"],
    [gradientCheck(vector(12), vector(12)), 12],
    [gradientCheck(vector(13), vector(13)), 7, "… 7 more …"],
    [records(12), 12],
    [records(13), 7, "… 7 more …"],
    [{ zero: vector(12), i: records(12) }, 12],
    [{ zero: vector(13), i: records(13) }, 7, "… 7 more …"],
    [zeros(12, 8), 12],
    [zeros(13, 8), 7, "… 7 more …"],
    [zeros(2, 9), 2, "… 3 more …"],
  ];
  for (const [what, rows, gap] of cases) {
    const text = lines(what);
    assertEquals(
      text.slice(text.findIndex((l) => /^-/.test(l)) + 1).length,
      rows,
    );
    assertEquals(/… .* …/.exec(text.join("\n"))?.[0], gap);
  }
});

Deno.test("table() names what it needs and what it got", () => {
  const shape = { data: new Float64Array(5), rows: 2, cols: 3 };
  const two = matrix([[1, 2]]);
  const check = gradientCheck([1, 2], [1, 2]);
  const objects = [{ a: 1 }];
  type Case = [what: unknown, options: object, ...message: string[]];
  const wrongSizes: Case[] = [
    [[], {}, "at least one row", "no rows"],
    [[{}], {}, "at least one row with a value", "empty rows"],
    [new Float64Array(), {}, "at least one number", "got none"],
    [shape, {}, "rows × cols numbers", "got 5 for 2 × 3"],
    [{ ...shape, rows: -1, cols: -5 }, {}, "got 5 for -1 × -5"],
    [{ ...shape, rows: 2.5, cols: 2 }, {}, "got 5 for 2.5 × 2"],
    [[1, 2], { classes }, "one name per number", "got 3 for 2"],
    [check, { classes }, "one name per number", "got 3 for 2"],
    [two, { classes }, "one name per column", "got 3 for 2"],
    [two, { rows: classes }, "one name per row", "got 3 for 1"],
    ...[0, 18, 1.5, NaN].flatMap((digits): Case[] => [
      [[1], { digits }, "1 to 17 digits", `got ${digits}`],
      [objects, { digits }, "1 to 17 digits", `got ${digits}`],
    ]),
  ];
  const wrongTypes: Case[] = [
    ["text", {}, "an array of objects, a vector", "got a string"],
    [null, {}, "got null"],
    [new Map(), {}, "got an object of class Map"],
    [new BigInt64Array(2), {}, "got an object of class BigInt64Array"],
    [Object.create(null), {}, "got an object without a class"],
    [[objects[0], 1], {}, "one object per row", "got a number in row 1"],
    [[objects[0], null], {}, "one object per row", "got null in row 1"],
    [[objects[0], [1]], {}, "one object per row", "got an array in row 1"],
    [Object.assign([1], { 2: 3 }), {}, "per row", "got a number in row 0"],
    [[1], 4 as unknown as object, "an object of options", "got a number"],
    [[1], null as unknown as object, "an object of options", "got null"],
    [[1], { rows: ["a"] }, "classes", "got rows"],
    [[1], { captoin: "a" }, "caption", "got captoin"],
    [[1], { toString: "a" }, "got toString"],
    [[1], { classes: "buy" }, "an array of strings as classes", "a string"],
    [[1], { classes: [1] }, "an array of strings as classes", "an array"],
    [objects, { caption: 3 }, "a string as caption", "got a number"],
    [objects, { classes }, "a vector", "the option classes", "got an array"],
    [objects, { unit: "nats" }, "a vector", "the option unit", "got an array"],
  ];
  for (
    const [cases, kind] of [
      [wrongSizes, RangeError],
      [wrongTypes, TypeError],
    ] as const
  ) {
    for (const [what, options, ...parts] of cases) {
      const error = assertThrows(() => table(what as Shown, options), kind);
      for (const part of ["Cannot make a table: need ", ...parts]) {
        assert(error.message.includes(part), `${error.message} lacks ${part}`);
      }
    }
  }
  const owned = matrix.empty(2, 3);
  owned[Symbol.dispose]();
  assertThrows(() => table(owned), TypeError, "its memory was given back");
});
