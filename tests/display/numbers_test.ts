import { assert, assertEquals, assertThrows } from "@std/assert";
import { matrix, softmax } from "@lab/kernels";
import type { MatrixLike, VectorLike } from "../../lib/display/numbers.ts";
import { table, type ValuesOptions } from "../../lib/display/values.ts";

const classes = ["buy", "hold", "sell"];

/** The lines of a table's text. */
function lines(
  what: VectorLike | MatrixLike,
  options?: ValuesOptions,
): string[] {
  return table(what, options).alt.split("\n");
}

function html(what: VectorLike | MatrixLike, options?: ValuesOptions): string {
  const shown = table(what, options) as unknown as Record<
    symbol,
    () => Record<string, string>
  >;
  return shown[Symbol.for("Jupyter.display")]()["text/html"];
}

Deno.test("a vector of probabilities is a table of classes, its shape in the caption", () => {
  assertEquals(lines(softmax([1.2, 0.3, -0.8]), { classes }), [
    "float64, [3]",
    "",
    "class  probability",
    "-----  -----------",
    "buy         0.6485",
    "hold        0.2637",
    "sell        0.0878",
  ]);
  assertEquals(
    html(softmax(Float32Array.of(0, 0)), { classes: ["<a>", "b"] }),
    [
      '<table style="font-variant-numeric: tabular-nums">',
      "<caption>float32, [2]</caption>",
      "<thead>",
      '<tr><th scope="col" style="text-align: left">class</th>' +
      '<th scope="col" align="right">probability</th></tr>',
      "</thead>",
      "<tbody>",
      '<tr><th scope="row" style="text-align: left">&lt;a&gt;</th>' +
      '<td align="right">0.5</td></tr>',
      '<tr><th scope="row" style="text-align: left">b</th>' +
      '<td align="right">0.5</td></tr>',
      "</tbody>",
      "</table>",
    ].join("\n"),
  );
});

Deno.test("only numbers that sum to 1, none negative, are called probabilities", () => {
  const name = (numbers: VectorLike) => lines(numbers)[2].split(/\s+/)[1];
  assertEquals(name([0.25, 0.75]), "probability");
  assertEquals(name([1, 0, 0]), "probability");
  assertEquals(name(softmax(new Float16Array([3, 1, 0.5]))), "probability");
  assertEquals(name(softmax(new Float32Array(50257))), "probability");
  assertEquals(name([0.25, 0.7500001]), "value");
  assertEquals(name([-0.5, 1.5]), "value");
  assertEquals(name([NaN, 1]), "value");
  assertEquals(name([1]), "value");
});

Deno.test("name and unit head a vector, and stand in the caption of a matrix", () => {
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
});

Deno.test("a matrix is a table of its rows and columns, all entries written alike", () => {
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

Deno.test("a long vector is cut in the middle and says how many are not shown", () => {
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
  // Twelve fit; of more, at least seven are left out.
  assertEquals(lines(long.subarray(0, 12)).length, 4 + 12);
  assertEquals(lines(long.subarray(0, 13)).length, 4 + 7);
});

Deno.test("a large matrix is cut in both directions", () => {
  const text = lines({
    data: new Float32Array(512 * 50257),
    rows: 512,
    cols: 50257,
  });
  assertEquals(text[0], "float32, [512, 50257]");
  assertEquals(
    text[2],
    "row  0  1  2  … 50,251 more …  50254  50255  50256",
  );
  assertEquals(text[7], "… 506 more …");
  assertEquals(text.length, 4 + 7);
});

Deno.test("tiny, huge and missing numbers stay visible, hidden ones are counted", () => {
  assertEquals(lines([1.5, -Infinity, NaN, -0, 0]).slice(4), [
    "    0        1.5",
    "    1  -Infinity",
    "    2        NaN",
    "    3         -0",
    "    4          0",
  ]);
  assertEquals(lines([5e-324, 1.7976931348623157e308]).slice(4), [
    "    0  4.941e-324",
    "    1   1.798e308",
  ]);
  assertEquals(lines([0.9999999, 1e-7]).slice(4), [
    "    0        1.000",
    "    1         1e-7",
  ]);
  const hidden = new Float64Array(1000).fill(1);
  hidden.fill(NaN, 10, 13);
  hidden[500] = -Infinity;
  assertEquals(
    lines(hidden)[0],
    "float64, [1000], 3 × NaN, 1 × -Infinity",
  );
});

Deno.test("float32 and float16 numbers are written as short as they are", () => {
  const values = (numbers: VectorLike, digits?: number) =>
    lines(numbers, { digits }).slice(4).map((line) => line.split(/\s+/).at(-1));
  assertEquals(values(Float32Array.of(0.1, 1.2, 100)), ["0.1", "1.2", "100.0"]);
  assertEquals(values(new Float16Array([0.1, 1.2])), ["0.1", "1.2"]);
  assertEquals(values(Float32Array.of(1 / 3), 9), ["0.33333334"]);
  assertEquals(values(Float32Array.of(2 ** -149)), ["1e-45"]);
  assertEquals(values(Int32Array.of(-3, 70000)), ["-3", "70000"]);
});

Deno.test("numbers without shape or names for each are refused", () => {
  const bad = { data: new Float64Array(5), rows: 2, cols: 3 };
  const cases: [VectorLike | MatrixLike, ValuesOptions, string][] = [
    [
      new Float64Array(),
      {},
      "Cannot show a vector: need at least one number, got none",
    ],
    [
      bad,
      {},
      "Cannot show a matrix: need rows × cols numbers, at least one, got 5 for 2 × 3",
    ],
    [
      [1, 2],
      { classes },
      "Cannot show a vector: need a name for each number, got 3 for 2",
    ],
    [
      matrix([[1, 2]]),
      { classes },
      "Cannot show a matrix: need a name for each column, got 3 for 2",
    ],
    [
      matrix([[1, 2]]),
      { rows: classes },
      "Cannot show a matrix: need a name for each row, got 3 for 1",
    ],
    [
      [1],
      { digits: 18 },
      "Cannot show a table: need 1 to 17 digits, got 18",
    ],
  ];
  for (const [what, options, message] of cases) {
    assertThrows(() => table(what, options), RangeError, message);
  }
  assertThrows(
    () => table([1], { rows: ["a"] }),
    TypeError,
    "Cannot show a vector with the option rows: its numbers are named by classes",
  );
  assertThrows(
    () => table("text" as unknown as number[]),
    TypeError,
    "Cannot make a table: need an array of objects, a vector, a matrix or a gradient check, got a string",
  );
  const owned = matrix.empty(2, 3);
  owned[Symbol.dispose]();
  assertThrows(() => table(owned), TypeError, "its memory was given back");
});
