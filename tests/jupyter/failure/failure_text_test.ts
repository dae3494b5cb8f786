import { assert, assertEquals } from "@std/assert";
import { failureText, type Position } from "@lab/jupyter";

function text(source: string, said: string[], position?: Position): string {
  const cell = { notebook: "n.ipynb", cellNumber: 2, source };
  return failureText(cell, said, position);
}

Deno.test("failureText() puts a caret under the column, whatever stands before it", () => {
  const cases: [source: string, position: Position, shown: string][] = [
    [
      "if (x) {\n  nope(x);\n}",
      { line: 2, column: 3 },
      `n.ipynb, cell 2, line 2, column 3
    nope(x);
    ^`,
    ],
    [
      `\tconst s = "\t😀日本é"; nope(s);`,
      { line: 1, column: 22 },
      `n.ipynb, cell 2, line 1, column 22
    const s = "\t😀日本é"; nope(s);
               \t          ^`,
    ],
    [
      `const t = "${"a".repeat(100)}"; nope(); "${"b".repeat(100)}";`,
      { line: 1, column: 115 },
      `n.ipynb, cell 2, line 1, column 115
    …${"a".repeat(67)}"; nope(); "${"b".repeat(21)}…
     ${" ".repeat(70)}^`,
    ],
  ];
  for (const [source, position, shown] of cases) {
    assertEquals(text(source, ["E"], position), `${shown}\nE`);
  }
});

Deno.test("failureText() shows how the cell begins where the position is not known", () => {
  assertEquals(text("a;\n\nb;\nc;", ["E"]).split("\n").slice(1), [
    "    a;",
    "    b;",
    "    c;",
    "E",
  ]);
  assertEquals(text("a;\n\nb;\nc;\nd;", ["E"]).split("\n").slice(1), [
    "    a;",
    "    b;",
    "    …",
    "E",
  ]);
});

Deno.test("failureText() leaves out the middle of a long message, and has 15 lines at most", () => {
  const said = [
    "Error: line",
    ..."line\n".repeat(39).split("\n").slice(1),
    "end",
  ];
  const lines = text("x", said, { line: 1, column: 1 }).split("\n");
  assertEquals(lines.length, 15);
  assertEquals(lines[3], "Error: line");
  assertEquals(lines[10], `    … ${said.length - 11} more lines`);
  assertEquals(lines.at(-1), "end");
  const wide = text("x", ["y".repeat(10_000)]);
  assert(wide.length < 1000 && wide.endsWith("…"));
});
