import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { basename, join } from "node:path";
import { parseNotebook } from "@lab/jupyter";
import { checkCellFormat } from "../../lib/cli/cell_format.ts";
import { cellModule, checkCells } from "../../lib/cli/cells.ts";
import { shown } from "../../lib/cli/files.ts";
import { testWith } from "../permissions.ts";
import { type CellDraft, Folder, needs, notebook } from "./command.ts";

Deno.test("cellModule() joins code cells and knows where each line was", () => {
  const { text, places } = cellModule(
    parseNotebook(notebook(["# Text", "const a = 1;\na // done", "[2]"])),
  );
  assertEquals(text, "const a = 1;\na // done\n;\n[2]\n;");
  assertEquals(places, [
    { cell: 2, line: 1 },
    { cell: 2, line: 2 },
    { cell: 2, line: 2 },
    { cell: 3, line: 1 },
    { cell: 3, line: 1 },
  ]);
});

/** What a check finds in a notebook of these cells, beside which there are files. */
async function found(
  check: typeof checkCells,
  cells: CellDraft[],
  files: Record<string, string> = {},
  name = "sub/a.ipynb",
): Promise<string> {
  using folder = new Folder({
    "deno.json": '{ "imports": { "@given/n": "./lib/n.ts" } }',
    "lib/n.ts": "export const n: number = 1;",
    [name]: notebook(cells),
    ...files,
  });
  const before = folder.files();
  const path = join(folder.path, name);
  const text = folder.read(name);
  const words = await check(
    [{ path, stem: "a", text, notebook: parseNotebook(text) }],
    new AbortController().signal,
  );
  assertEquals(folder.files(), before); // Nothing is left behind.
  return words.replaceAll(shown(path), basename(path));
}

const withDeno: Deno.PermissionDescriptor[] = [
  ...needs,
  { name: "env" },
];

testWith(
  "checkCells() finds nothing wrong in what the kernel takes",
  withDeno,
  async () => {
    assertEquals(
      await found(checkCells, [
        "# Prose with a `const x: string = 1`",
        'import { n } from "@given/n";\nconst m = await Promise.resolve(n);',
        "m // a last expression without a semicolon",
        '[m, "x"].map(String)',
        'import { near } from "./near.ts";\nconsole.log(near.toFixed());',
        {
          source: 'import { near as far } from "./near.ts";\n' +
            "throw new Error(`expected: ${far}`)",
          metadata: { tags: ["raises-exception"] },
        },
        "const law = `\nthrow nothing away`;\n/*\nthrow\n*/\nlaw.length",
        "const list = [1, 2].map((x) => x > 1 ? x : undefined);\n" +
        "if (list[0] !== undefined) list[0].toFixed();",
        "await Deno.jupyter.display(Deno.jupyter.html`<b>${m}</b>`)",
        "const first = <T,>(list: T[]) => list[0];\nfirst([m])",
        "",
      ], { "sub/near.ts": "export const near: number = 1;" }),
      "",
    );
  },
);

testWith(
  "checkCells() names notebook, cell and line of a wrong type",
  withDeno,
  async () => {
    assertEquals(
      await found(checkCells, [
        "# Title",
        'import { n } from "@given/n";\nconst a = n;',
        "const b = 2;\nconst c: string = a + b;\nc",
        "const b = 3;",
      ]),
      `TS2451 [ERROR]: Cannot redeclare block-scoped variable 'b'.
const b = 2;
      ^
    at a.ipynb, cell 3, line 1, column 7

TS2322 [ERROR]: Type 'number' is not assignable to type 'string'.
const c: string = a + b;
      ^
    at a.ipynb, cell 3, line 2, column 7

TS2451 [ERROR]: Cannot redeclare block-scoped variable 'b'.
const b = 3;
      ^
    at a.ipynb, cell 4, line 1, column 7
`,
    );
  },
);

testWith("checkCells() names the place of bad syntax", withDeno, async () => {
  assertStringIncludes(
    await found(checkCells, ["const a = 1;", "a +\n  ;"]),
    "at a.ipynb, cell 2, line 2, column 3",
  );
});

testWith("checkCells() names the place of lint", withDeno, async () => {
  assertStringIncludes(
    await found(checkCells, ["const a = 1;\nlet b = a;", "console.log(b)"]),
    "a.ipynb, cell 1, line 2, column 5 - `b` is never reassigned",
  );
});

testWith("checkCells() interrupted leaves nothing", withDeno, async () => {
  const interrupt = new AbortController();
  const check: typeof checkCells = async (files) => {
    const checking = checkCells(files, interrupt.signal);
    setTimeout(() => interrupt.abort(new Error("enough")), 100);
    await assertRejects(() => checking, Error, "enough");
    return "";
  };
  await found(check, ['import { n } from "@given/n";\nconsole.log(n);']);
});

testWith("checkCellFormat() names the cells", withDeno, async () => {
  const cells = ["# Title", "const a = 1;", "a+1", "#  Two\n* a\n"];
  assertEquals(
    await found(checkCellFormat, cells),
    "a.ipynb: not formatted: cells 3, 4\n" +
      "Run: deno fmt --no-config a.ipynb",
  );
  assertEquals(await found(checkCellFormat, cells.slice(0, 2)), "");
  assertStringIncludes(
    await found(checkCellFormat, cells, {}, "sub/a b.ipynb"),
    'Run: deno fmt --no-config "a b.ipynb"',
  );
});
