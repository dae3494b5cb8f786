import { assertEquals, assertThrows } from "@std/assert";
import { tableBundle } from "../../lib/display/table.ts";

/** The cells of the one column of a table of values, as written. */
function written(values: unknown[], digits?: number): string[] {
  const text = tableBundle(values.map((x) => ({ x })), { digits })[
    "text/plain"
  ] as string;
  return text.split("\n").slice(2).map((line) => line.trim());
}

Deno.test("tableBundle() aligns columns in text, numbers to the right", () => {
  assertEquals(
    tableBundle([
      { class: "buy", "logit": 2, "p (1)": 0.5 },
      { class: "hold", "logit": -10, "p (1)": 0.25 },
    ], { caption: "Forecast" })["text/plain"],
    [
      "Forecast",
      "",
      "class  logit  p (1)",
      "-----  -----  -----",
      "buy        2   0.50",
      "hold     -10   0.25",
    ].join("\n"),
  );
});

Deno.test("tableBundle() writes HTML with headers, alignment and no colours", () => {
  assertEquals(
    tableBundle([{ "a <b>": "x & y", n: 1.5 }], { caption: 'T "1"' })[
      "text/html"
    ],
    [
      '<table style="font-variant-numeric: tabular-nums">',
      "<caption>T &quot;1&quot;</caption>",
      "<thead>",
      '<tr><th scope="col" style="text-align: left">a &lt;b&gt;</th>' +
      '<th scope="col" align="right">n</th></tr>',
      "</thead>",
      "<tbody>",
      '<tr><td style="text-align: left">x &amp; y</td>' +
      '<td align="right">1.5</td></tr>',
      "</tbody>",
      "</table>",
    ].join("\n"),
  );
});

Deno.test("tableBundle() gives a column's numbers the same decimals", () => {
  assertEquals(written([7.38905609893065, 0.1353352832366127]), [
    "7.389",
    "0.135",
  ]);
  // Short numbers keep all their digits, and 1 does not look rounded.
  assertEquals(written([1, 2 / 3, 1.153]), ["1.0000", "0.6667", "1.1530"]);
  assertEquals(written([0.5, 2, 10]), ["0.5", "2.0", "10.0"]);
  assertEquals(written([1000.5, 0.00012]), ["1000.50000", "0.00012"]);
  assertEquals(written([Math.PI], 10), ["3.141592654"]);
  assertEquals(written([0.1 + 0.2], 17), ["0.30000000000000004"]);
});

Deno.test("tableBundle() never rounds a number to look exact", () => {
  assertEquals(written([0.99996]), ["1.000"]);
  assertEquals(written([0.99996, 1]), ["1.000", "1.000"]);
  assertEquals(written([0.1 + 0.2]), ["0.3000"]);
});

Deno.test("tableBundle() keeps integers integers", () => {
  assertEquals(written([1, -200, 0]), ["1", "-200", "0"]);
  assertEquals(written([2 ** 53 - 1]), ["9007199254740991"]);
  assertEquals(written([1, NaN, Infinity]), ["1", "NaN", "Infinity"]);
  assertEquals(written([123456789012345678901n]), ["123456789012345678901"]);
});

Deno.test("tableBundle() writes tiny and huge numbers with an exponent", () => {
  assertEquals(written([4.248354255291589e-18]), ["4.248e-18"]);
  assertEquals(written([1e300, 1e-300, 5e-324]), [
    "1.000e300",
    "1.000e-300",
    "4.941e-324",
  ]);
  assertEquals(written([0.98, 0.02, 3.4e-5]), ["0.98", "0.02", "3.4e-5"]);
  // With the decimals of the largest, fewer than two digits would be left.
  assertEquals(written([1 / 3, 1 / 700, 1 / 7000]), [
    "0.3333",
    "0.0014",
    "1.429e-4",
  ]);
  // Most of the column needs one, so all of it has one.
  assertEquals(written([1e-1, 1e-5, 1e-9]), ["1e-1", "1e-5", "1e-9"]);
  assertEquals(written([1e-9, 0]), ["1e-9", "0"]);
});

Deno.test("tableBundle() shows the sign of zero, and what is no number", () => {
  assertEquals(written([-0, 0]), ["-0", "0"]);
  assertEquals(written([-0, 0, 0.5]), ["-0", "0", "0.5"]);
  assertEquals(written([0.5, NaN, -Infinity]), ["0.5", "NaN", "-Infinity"]);
});

Deno.test("tableBundle() leaves what a row lacks empty, in columns as first seen", () => {
  assertEquals(
    tableBundle([{ a: 1, c: null }, { b: "x", a: undefined }, { c: true }])[
      "text/plain"
    ],
    [
      "a  c     b",
      "-  ----  -",
      "1",
      "         x",
      "   true",
    ].join("\n"),
  );
});

Deno.test("tableBundle() writes other values as Deno shows them", () => {
  assertEquals(
    written([[1, 2], new Date(0), "a", false, { a: 1 }]),
    ["[ 1, 2 ]", "1970-01-01T00:00:00.000Z", "a", "false", "{ a: 1 }"],
  );
});

Deno.test("tableBundle() refuses what is no table", () => {
  const cases: [unknown[], string][] = [
    [[], "Cannot show a table: need at least one row, got none"],
    [[{}], "Cannot show a table: need a column, got empty rows"],
  ];
  for (const [rows, message] of cases) {
    assertThrows(() => tableBundle(rows as object[]), RangeError, message);
  }
  const rows: [unknown, string][] = [
    [1, "need an object a row, got number in row 1"],
    [null, "need an object a row, got null in row 1"],
    [[1], "need an object a row, got an array in row 1"],
  ];
  for (const [row, message] of rows) {
    assertThrows(
      () => tableBundle([{ a: 1 }, row as object]),
      TypeError,
      message,
    );
  }
  for (const digits of [0, 18, 1.5, NaN]) {
    assertThrows(
      () => tableBundle([{ a: 1 }], { digits }),
      RangeError,
      `Cannot show a table: need 1 to 17 digits, got ${digits}`,
    );
  }
});
