import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { parseNotebook } from "@lab/nbformat";
import { checkCellFormat } from "../../lib/cli/cell_format.ts";
import { cellModule } from "../../lib/cli/cell_modules.ts";
import { checkTypes, lintCells } from "../../lib/cli/cells.ts";
import { displayPath, readNotebooks } from "../../lib/cli/files.ts";
import { type CellDraft, Folder, notebook, test } from "./command.ts";

Deno.test("cellModule() joins code cells and knows where each line was", () => {
  const { text, lines } = cellModule(
    parseNotebook(notebook(["# Text", "const a = 1;\na // done", "[2]"])),
  );
  assertEquals(text, "const a = 1;\na // done\n;\n[2]\n;");
  assertEquals(lines, [
    { cell: 2, line: 1 },
    { cell: 2, line: 2 },
    { cell: 2, line: 2 },
    { cell: 3, line: 1 },
    { cell: 3, line: 1 },
  ]);
});

const PROJECT = {
  "deno.json": '{ "imports": { "@given/n": "./lib/n.ts" } }',
  "lib/n.ts": "export const n: number = 1;",
};

/** What checkTypes() finds in notebooks of a folder's folder sub, each as if it were a.ipynb. */
async function typesOf(folder: Folder, ...names: string[]) {
  const paths = names.map((name) => join(folder.path, `sub/${name}.ipynb`));
  const files = await readNotebooks(paths);
  const found = await checkTypes(files, new AbortController().signal);
  return files.map((file) =>
    found.get(file)?.replaceAll(displayPath(file.path), "a.ipynb")
      .replaceAll(displayPath(folder.path), "FOLDER")
      .replaceAll(folder.path, "/FOLDER")
  );
}

/** A notebook of these cells in a folder. */
async function written(folder: Folder, cells: CellDraft[]) {
  folder.write("a.ipynb", notebook(cells));
  return await readNotebooks([join(folder.path, "a.ipynb")]);
}

test("checkTypes() finds nothing wrong in code that the kernel accepts", async () => {
  using folder = new Folder({
    ...PROJECT,
    "sub/near.ts": "export const near: number = 1;",
    "sub/a.ipynb": notebook([
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
      // A module could not have these.
      'import { join } from "node:path";\njoin("a");',
      'import {\n  dirname,\n  join,\n} from "node:path";\njoin(dirname("a"));',
      'import * as path from "node:path"; path.sep',
      'import * as path from "node:path"; path.sep',
      "function f(x: number) { return x + 1; }\nf(1);",
      'function f(x: string) { return x + "1"; }\nf("1");',
      "{ loss: 0.5, steps: 3 }",
      "{\n  const inBlock = 1;\n  console.log(inBlock);\n}",
      "const React = { createElement: (...all: unknown[]) => all };",
      '<b className="x">hi</b>',
    ]),
  });
  const before = folder.files();
  assertEquals(await typesOf(folder, "a"), [undefined]);
  assertEquals(folder.files(), before); // Nothing is left behind.
});

const MAY_FAIL = { tags: ["raises-exception"] };

const wrong: [what: string, cells: CellDraft[], says: string][] = [
  [
    "wrong types and imports",
    [
      "# Title",
      'import { n } from "@given/n";\nconst a = n;',
      "const b = 2;\n\tconst c: string = a + b;\nc",
      "const b = 3;",
      'const y: Promise<number> = Promise.resolve("a");\nreturn 3;',
      '{ loss: "a" * 2 }',
      "class A {}",
      "class A { x = 1; }",
      'import { sep } from "node:path";',
      "sep * 2",
      'import bare from "bare";\nbare;',
      'import { x } from "./gone.ts";\nx;',
    ],
    `a.ipynb, cell 11, line 1, column 18
    import bare from "bare";
                     ^
TS2307: Import "bare" not a dependency and not in import map
  hint: If you want to use the npm package, try running \`deno add npm:bare\`

a.ipynb, cell 12, line 1, column 19
    import { x } from "./gone.ts";
                      ^
TS2307: Cannot find module 'file:///FOLDER/sub/gone.ts'.

a.ipynb, cell 3, line 1, column 7
    const b = 2;
          ^
TS2451: Cannot redeclare block-scoped variable 'b'.

a.ipynb, cell 3, line 2, column 8
    const c: string = a + b;
          ^
TS2322: Type 'number' is not assignable to type 'string'.

a.ipynb, cell 4, line 1, column 7
    const b = 3;
          ^
TS2451: Cannot redeclare block-scoped variable 'b'.

a.ipynb, cell 5, line 1, column 7
    const y: Promise<number> = Promise.resolve("a");
          ^
TS2322: Type 'Promise<string>' is not assignable to type 'Promise<number>'.
  Type 'string' is not assignable to type 'number'.

a.ipynb, cell 5, line 2, column 1
    return 3;
    ^
TS1108: A 'return' statement can only be used within a function body.

a.ipynb, cell 6, line 1, column 9
    { loss: "a" * 2 }
            ^
TS2362: The left-hand side of an arithmetic operation must be of type 'any', 'number', 'bigint' or an enum type.

a.ipynb, cell 7, line 1, column 7
    class A {}
          ^
TS2300: Duplicate identifier 'A'.

a.ipynb, cell 8, line 1, column 7
    class A { x = 1; }
          ^
TS2300: Duplicate identifier 'A'.

a.ipynb, cell 10, line 1, column 1
    sep * 2
    ^
TS2362: The left-hand side of an arithmetic operation must be of type 'any', 'number', 'bigint' or an enum type.`,
  ],
  [
    "bad syntax",
    ["const a = 1;", "a +\n  ;"],
    `a.ipynb, cell 2, line 2, column 3
    ;
    ^
SyntaxError: Expression expected`,
  ],
  [
    "cells that may fail and one that may not",
    [
      { source: "const broken = ;", metadata: MAY_FAIL },
      { source: "null.length;", metadata: MAY_FAIL },
      'const a: number = "a";',
    ],
    `a.ipynb, cell 3, line 1, column 7
    const a: number = "a";
          ^
TS2322: Type 'string' is not assignable to type 'number'.`,
  ],
  [
    "a wrong file",
    ['import { x } from "./x.ts";\nx;'],
    `a.ipynb
TS2322: Type 'number' is not assignable to type 'string'.
export const x: string = 3;
             ^
    at FOLDER/sub/x.ts:1:14`,
  ],
];

/** JavaScript is asked for no types. */
const right = notebook(
  ["function f(x) { return x.y; }\nf({ y: 1 });"],
  { kernelspec: { name: "deno", language: "javascript" } },
);

test("checkTypes() shows the place of each mistake, notebook by notebook, and an error in a file for those that import it", async () => {
  using folder = new Folder({
    ...PROJECT,
    "sub/x.ts": "export const x: string = 3;",
    "sub/right.ipynb": right,
    ...Object.fromEntries(
      wrong.map(([what, cells]) => [`sub/${what}.ipynb`, notebook(cells)]),
    ),
  });
  const names = [...wrong.map(([what]) => what), "right"];
  const found = await typesOf(folder, ...names);
  assertEquals(found.pop(), undefined);
  for (const [i, [what, , says]] of wrong.entries()) {
    assertEquals(found[i], says, what);
  }
});

test("lintCells() shows the place of lint", async () => {
  using folder = new Folder(PROJECT);
  const files = await written(folder, [
    ...["const a = 1;\nlet b = a;", "console.log(b)"],
  ]);
  const found = await lintCells(files, new AbortController().signal);
  assertEquals(
    found.get(files[0])!.replace(displayPath(files[0].path), "a.ipynb"),
    `a.ipynb, cell 1, line 2, column 5
    let b = a;
        ^
prefer-const: \`b\` is never reassigned
  Use \`const\` instead`,
  );
});

test("checkTypes() leaves nothing behind when it is interrupted", async () => {
  using folder = new Folder(PROJECT);
  const files = await written(folder, [
    'import { n } from "@given/n";\nconsole.log(n);',
  ]);
  const before = folder.files();
  const interrupt = new AbortController();
  const checking = checkTypes(files, interrupt.signal);
  setTimeout(() => interrupt.abort(new Error("enough")), 100);
  await assertRejects(() => checking, Error, "enough");
  assertEquals(folder.files(), before);
});

test("checkCellFormat() names the cells", async () => {
  using folder = new Folder(PROJECT);
  const cells = ["# Title", "const a = 1;", "a+1", "#  Two\n* a\n"];
  const check = async (cells: CellDraft[]) =>
    await checkCellFormat(
      await written(folder, cells),
      new AbortController().signal,
    );
  assertStringIncludes(
    await check(cells),
    "a.ipynb: not formatted: cells 3, 4\nRun: deno fmt --no-config NOTEBOOK",
  );
  assertEquals(await check(cells.slice(0, 2)), "");
});
