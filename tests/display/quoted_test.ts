import {
  assertEquals,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { classNames, quoted } from "@lab/display";
import { CellError, runNotebook } from "@lab/jupyter";
import { testWith } from "../permissions.ts";
import { kernelPermissions, notebookOf, shown } from "../code_cells.ts";

/** What a text says of a value, and how it would say it now; none where it is right. */
const QUOTES: [said: string | number, value: string | number, now?: string][] =
  [
    [2.46, 2.4596],
    [3, "3"],
    [2.46, 5.473947391727199, "5.47"],
    ["0.10", 0.104],
    ["0.10", 0.106, "0.11"],
    [0.1, 0.106],
    [2, 2.4],
    [32, 31.4, "31"],
    [0.5, 0.55], // A tie may be rounded either way.
    ["56.1 %", 0.5612],
    ["56.1%", 0.5699, "57.0 %"],
    ["−0.35", -0.3514],
    [-0.35, 0.3514, "0.35"],
    ["4.25e-18", 4.248e-18],
    [4.25e-18, 4.2e-18, "4.20e-18"],
    ["2,000,000", 2_000_000],
    [1200, 1e21, "1.00e+21"],
    [1.5, 1e-9, "1.00e-9"],
    [0, 1e-12],
    [Infinity, Infinity],
    [Infinity, 3.25, "3.25"],
    [2.46, 0, "0"],
    [88.72, NaN, "NaN"],
    ["buy", "buy"],
    ["buy", "hold", "hold"],
  ];

const calls = QUOTES.map(([said, value]) =>
  `await quoted(${
    [said, value].map((x) =>
      typeof x === "string" ? JSON.stringify(x) : String(x)
    ).join(", ")
  });`
);
const IMPORT = 'import { quoted } from "@lab/display";';

testWith(
  "quoted() tells a reader what the text would say of a value, and only where it differs",
  kernelPermissions,
  async () => {
    const live = 'Deno.env.delete("LAB_QUOTES");';
    const result = await runNotebook(
      notebookOf(`${IMPORT}\n${live}`, ...calls),
      { cwd: import.meta.dirname! },
    );
    assertEquals(
      shown(result).slice(1),
      QUOTES.map(([said, , now]) =>
        now === undefined ? [] : [
          `display_data: <small>The text says ${said}; with your scores it is ${now}.</small>`,
        ]
      ),
    );
  },
);

testWith(
  "quoted() fails the cell in a notebook that is run to be saved or published",
  kernelPermissions,
  async () => {
    const run = (cell: string) =>
      runNotebook(notebookOf(IMPORT, "const ratio = 5.4739;", cell), {
        cwd: import.meta.dirname!,
        name: "n.ipynb",
      });
    await run("await quoted(5.47, ratio);");
    const error = await assertRejects(
      () => run("await quoted(2.46, ratio);"),
      CellError,
      "The text says 2.46, but it is 5.47 (5.4739)",
    );
    assertStringIncludes(error.message, "n.ipynb, cell 3, line 1");
  },
);

Deno.test("quoted() refuses a word for a number", async () => {
  await assertRejects(
    () => quoted("two", 2),
    TypeError,
    'Cannot compare with the text: need a number such as 2.46 or "56.1 %", got "two" for a number',
  );
  await assertRejects(
    () => quoted(0, null as unknown as number),
    TypeError,
    "need a number or a word as value, got null",
  );
});

Deno.test("classNames() gives every class a name", () => {
  const names = ["buy", "hold", "sell"];
  assertEquals(classNames(names, 2), ["buy", "hold"]);
  assertEquals(classNames(names, 5), [...names, "class 3", "class 4"]);
  assertEquals(classNames(names, 0), []);
  for (const count of [-1, 2.5, NaN, Infinity]) {
    const message = `need a whole number of classes, got ${count}`;
    assertThrows(() => classNames(names, count), RangeError, message);
  }
  assertThrows(
    () => classNames("abc" as unknown as string[], 3),
    TypeError,
    "need an array of strings, got a string",
  );
});
