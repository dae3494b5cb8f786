import { assert, assertEquals, assertThrows } from "@std/assert";
import { gradientCheck, table, type TableOptions } from "@lab/display";
import { matrix } from "@lab/kernels";

const classes = ["buy", "hold", "sell"];
const analytic = [-0.5, 0.25, 0.25];

function lines(
  check: ReturnType<typeof gradientCheck>,
  options?: TableOptions,
): string[] {
  return table(check, options).alt.split("\n");
}

Deno.test("gradientCheck() shows both gradients, their difference, and names the largest", () => {
  const check = gradientCheck(analytic, [
    -0.5,
    0.25 + 2 ** -20,
    0.25 - 2 ** -30,
  ]);
  assertEquals(lines(check, { classes, unit: "nats" }), [
    "Gradient check: largest difference 9.5e-7 nats at hold; largest relative 3.8e-6 at hold ([3])",
    "",
    "class  analytic (nats)  numeric (nats)  difference (nats)  relative",
    "-----  ---------------  --------------  -----------------  --------",
    "buy              -0.50         -0.5000                  0         0",
    "hold              0.25          0.2500            9.54e-7   3.81e-6",
    "sell              0.25          0.2500           9.31e-10   3.73e-9",
  ]);
  assertEquals(check.largest, 2 ** -20);
  assertEquals(check.differences[2], 2 ** -30);
});

Deno.test("gradientCheck() names the largest relative difference where it is at another entry", () => {
  const check = gradientCheck([1000, 1e-6], [1001, 2e-6]);
  assertEquals(
    lines(check)[0],
    "Gradient check: largest difference 1 at index 0; largest relative 0.5 at index 1 ([2])",
  );
  assertEquals(check.largestRelative, 0.5);
});

Deno.test("gradientCheck() treats equal numbers as no difference, and NaN as the largest", () => {
  const same = gradientCheck([0, -0, Infinity], [0, 0, Infinity]);
  assertEquals([same.largest, same.largestRelative], [0, 0]);
  assertEquals(lines(same)[0], "Gradient check: no difference ([3])");
  for (const [a, n] of [[[1, NaN, 5], [1, 2, 3]], [[1, NaN], [1, NaN]]]) {
    const check = gradientCheck(a, n);
    assert(Number.isNaN(check.largest));
    assert(!(check.largestRelative <= 1));
    assert(lines(check)[0].includes("largest difference NaN at index 1"));
  }
});

Deno.test("gradientCheck() of matrices names row and class, and cuts many entries", () => {
  const check = gradientCheck(
    matrix([[1, 2], [3, 4]]),
    matrix([[1, 2], [3, 5]]),
  );
  const options = { classes: ["up", "down"], rows: ["day 1", "day 2"] };
  const text = lines(check, { ...options, caption: "By hand" });
  assertEquals(
    text[0],
    "By hand: largest difference 1 at day 2, down; largest relative 0.2 at day 2, down ([2, 2])",
  );
  assertEquals(text.slice(2), [
    "row    class  analytic  numeric  difference  relative",
    "-----  -----  --------  -------  ----------  --------",
    "day 1  up            1        1           0         0",
    "day 1  down          2        2           0         0",
    "day 2  up            3        3           0         0",
    "day 2  down          4        5           1       0.2",
  ]);
  const long = gradientCheck(new Float32Array(5000), new Float64Array(5000));
  assert(lines(long).includes("… 4,994 more …"));
});

Deno.test("gradientCheck() needs two vectors or two matrices of the same shape", () => {
  const text = "1" as unknown as number[];
  const cases: [Parameters<typeof gradientCheck>, message: string][] = [
    [[[1, 2], [1]], "two of the same shape, got [2] and [1]"],
    [[[1, 2], matrix([[1, 2]])], "two of the same shape, got [2] and [1, 2]"],
    [[[1], text], "two vectors or two matrices, got an array and a string"],
  ];
  for (const [[analytic, numeric], message] of cases) {
    assertThrows(
      () => gradientCheck(analytic, numeric),
      TypeError,
      `Cannot check a gradient: need ${message}`,
    );
  }
});
