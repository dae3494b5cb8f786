import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { basename, join } from "node:path";
import { parseNotebook } from "@lab/nbformat";
import { checkCellFormat } from "../../lib/cli/cell_format.ts";
import { cellModule } from "../../lib/cli/cell_modules.ts";
import { checkTypes, lintCells } from "../../lib/cli/cells.ts";
import {
  displayPath,
  type NotebookFile,
  readNotebooks,
} from "../../lib/cli/files.ts";
import { testWith } from "../permissions.ts";
import { type CellDraft, Folder, needs, notebook } from "./command.ts";

type Check = (files: NotebookFile[], signal: AbortSignal) => Promise<string>;

const types: Check = async (...args) =>
  (await checkTypes(...args)).values().toArray().join("\n");
const lint: Check = async (...args) =>
  (await lintCells(...args)).values().toArray().join("\n");

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

/** The findings of a check in a notebook of these cells, with these files beside it. */
async function found(
  check: Check,
  cells: CellDraft[],
  files: Record<string, string> = {},
): Promise<string> {
  const name = "sub/a.ipynb";
  using folder = new Folder({
    ...PROJECT,
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
  return words.replaceAll(displayPath(path), basename(path));
}

const withDeno: Deno.PermissionDescriptor[] = [
  ...needs,
  { name: "env" },
];

testWith(
  "checkTypes() finds nothing wrong in code that the kernel accepts",
  withDeno,
  async () => {
    assertEquals(
      await found(types, [
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

const wrong: [what: string, cells: CellDraft[], says: string][] = [
  [
    "a wrong type",
    [
      "# Title",
      'import { n } from "@given/n";\nconst a = n;',
      "const b = 2;\n\tconst c: string = a + b;\nc",
      "const b = 3;",
      "const b = 4;",
    ],
    `a.ipynb, cell 3, line 1, column 7
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
    const b = 4;
          ^
TS2451: Cannot redeclare block-scoped variable 'b'.`,
  ],
  [
    "a type that is wrong for several reasons",
    ['const y: Promise<number> = Promise.resolve("a");'],
    `a.ipynb, cell 1, line 1, column 7
    const y: Promise<number> = Promise.resolve("a");
          ^
TS2322: Type 'Promise<string>' is not assignable to type 'Promise<number>'.
  Type 'string' is not assignable to type 'number'.`,
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
    "a return outside a function",
    ["1", "2\nreturn 3;"],
    `a.ipynb, cell 2, line 2, column 1
    return 3;
    ^
TS1108: A 'return' statement can only be used within a function body.`,
  ],
  [
    "an import of a file that is not there",
    ['import { x } from "./gone.ts";\nx;'],
    `a.ipynb, cell 1, line 1, column 19
    import { x } from "./gone.ts";
                      ^
TS2307: Cannot find module 'file:///FOLDER/sub/gone.ts'.`,
  ],
  [
    "an import that is not a dependency",
    ['import bare from "bare";\nbare;'],
    `a.ipynb, cell 1, line 1, column 18
    import bare from "bare";
                     ^
TS2307: Import "bare" not a dependency and not in import map
  hint: If you want to use the npm package, try running \`deno add npm:bare\``,
  ],
];

testWith(
  "checkTypes() shows the place of each mistake, notebook by notebook",
  withDeno,
  async () => {
    using folder = new Folder({
      ...PROJECT,
      ...Object.fromEntries(
        wrong.map(([what, cells]) => [`sub/${what}.ipynb`, notebook(cells)]),
      ),
    });
    const files = await readNotebooks(
      wrong.map(([what]) => join(folder.path, `sub/${what}.ipynb`)),
    );
    const found = await checkTypes(files, new AbortController().signal);
    for (const [i, [what, , says]] of wrong.entries()) {
      const text = found.get(files[i])
        ?.replaceAll(displayPath(files[i].path), "a.ipynb")
        .replace(/file:.*(?=\/sub)/, "file:///FOLDER");
      assertEquals(text, says, what);
    }
  },
);

testWith(
  "checkTypes() reports an error in an imported file for all notebooks that import it, and for no other",
  withDeno,
  async () => {
    using folder = new Folder({
      "deno.json": "{}",
      "x.ts": "export const x: string = 3;",
      "a.ipynb": notebook(['import { x } from "./x.ts";\nx;']),
      "b.ipynb": notebook(["1"]),
      "c.ipynb": notebook(['import { x } from "./x.ts";\nx;', "const c = ;"]),
    });
    const files = await readNotebooks(
      ["a", "b", "c"].map((name) => join(folder.path, `${name}.ipynb`)),
    );
    const found = await checkTypes(files, new AbortController().signal);
    assertEquals([...found.keys()], [files[0], files[2]]);
    const [a, c] = found.values();
    assertEquals(
      a,
      `${displayPath(files[0].path)}
TS2322: Type 'number' is not assignable to type 'string'.
export const x: string = 3;
             ^
    at ${displayPath(join(folder.path, "x.ts"))}:1:14`,
    );
    assertStringIncludes(c, "cell 2, line 1, column 11");
  },
);

testWith(
  "checkTypes() ignores mistakes in a cell that may fail, and finds those in the other cells",
  withDeno,
  async () => {
    const metadata = { tags: ["raises-exception"] };
    const failing = [
      { source: "const broken = ;", metadata },
      { source: "null.length;", metadata },
    ];
    assertEquals(await found(types, failing), "");
    assertStringIncludes(
      await found(types, [...failing, 'const a: number = "a";']),
      "cell 3, line 1, column 7",
    );
  },
);

testWith(
  "checkTypes() does not ask JavaScript for types",
  withDeno,
  async () => {
    using folder = new Folder({
      "a.ipynb": notebook(["function f(x) { return x.y; }\nf({ y: 1 });"], {
        kernelspec: { name: "deno", language: "javascript" },
      }),
    });
    const files = await readNotebooks([join(folder.path, "a.ipynb")]);
    assertEquals(
      (await checkTypes(files, new AbortController().signal)).size,
      0,
    );
  },
);

testWith("lintCells() shows the place of lint", withDeno, async () => {
  assertEquals(
    await found(lint, ["const a = 1;\nlet b = a;", "console.log(b)"]),
    `a.ipynb, cell 1, line 2, column 5
    let b = a;
        ^
prefer-const: \`b\` is never reassigned
  Use \`const\` instead`,
  );
});

testWith(
  "checkTypes() leaves nothing behind when it is interrupted",
  withDeno,
  async () => {
    const interrupt = new AbortController();
    const check: Check = async (files) => {
      const checking = checkTypes(files, interrupt.signal);
      setTimeout(() => interrupt.abort(new Error("enough")), 100);
      await assertRejects(() => checking, Error, "enough");
      return "";
    };
    await found(check, ['import { n } from "@given/n";\nconsole.log(n);']);
  },
);

testWith("checkCellFormat() names the cells", withDeno, async () => {
  const cells = ["# Title", "const a = 1;", "a+1", "#  Two\n* a\n"];
  assertEquals(
    await found(checkCellFormat, cells),
    "a.ipynb: not formatted: cells 3, 4\nRun: deno fmt --no-config NOTEBOOK",
  );
  assertEquals(await found(checkCellFormat, cells.slice(0, 2)), "");
});
