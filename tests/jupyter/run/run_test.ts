import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import {
  CellError,
  CellTimeoutError,
  KernelDiedError,
  runNotebook,
  type RunOptions,
} from "@lab/jupyter";
import type { Cell } from "@lab/nbformat";
import { testWith } from "../../permissions.ts";
import { kernelPermissions, notebookOf, shown } from "../../code_cells.ts";
import { runInChild } from "../kernel/child.ts";

/** A folder of the project: its deno.json applies to the cells. */
const cwd = new URL(".", import.meta.url).pathname;

function run(
  sources: Parameters<typeof notebookOf>,
  more: Partial<RunOptions> = {},
) {
  return runNotebook(notebookOf(...sources), {
    cwd,
    name: "n.ipynb",
    timeoutSeconds: 60,
    ...more,
  });
}

function test(name: string, fn: () => Promise<void>): void {
  testWith(name, kernelPermissions, fn);
}

const prose: Cell = {
  id: "prose",
  cell_type: "markdown",
  metadata: {},
  source: "# Hi",
};

/** The source of a cell that may fail, with its tag. */
const free = (source: string): [string, string] => [source, "raises-exception"];

type Source = string | [string, string];

/** Sources of cells with the outputs of each, grouped by what they have in common. One kernel runs them all. */
const cells: [does: string, ...cells: [Source, ...shows: string[]][]][] = [
  ["makes outputs in order", [
    `console.log("a"); console.error("b"); console.log("c");
     await Deno.jupyter.display({ "text/plain": "d" }, { raw: true });
     console.log("e"); 40 + 2`,
    "stdout: a\n",
    "stderr: b\n",
    "stdout: c\n",
    "display_data: d",
    "stdout: e\n",
    "execute_result: 42",
  ], ["undefined"]],
  ["is in the folder given, with its import map", [
    `import { assertEquals } from "@std/assert"; assertEquals(1, 1);
     import { show } from "@lab/display"; typeof show`,
    'execute_result: "function"',
  ], ["Deno.cwd()", `execute_result: ${JSON.stringify(cwd.slice(0, -1))}`]],
  [
    "has a result that the kernel drops",
    ["0 / 0", "execute_result: NaN"],
    ["await Promise.resolve(-0)", "execute_result: -0"],
    ["10n", "execute_result: 10n"],
  ],
  ["has a result that shows itself later", [
    `({
      async [Symbol.for("Jupyter.display")]() {
        await new Promise((resolve) => setTimeout(resolve, 200));
        return { "text/plain": "late" };
      },
    })`,
    "execute_result: late",
  ], ["1", "execute_result: 1"]],
  ["writes to the standard streams", [
    `const bytes = (text: string) => new TextEncoder().encode(text);
     await Deno.stdout.write(bytes("a\\n"));
     console.log("b");
     Deno.stdout.writeSync(bytes("é").slice(0, 1));
     Deno.stdout.writeSync(bytes("é").slice(1));
     Deno.stderr.writeSync(bytes("c"));
     (await import("node:process")).default.stdout.write("d");
     const writer = Deno.stdout.writable.getWriter();
     await writer.write(bytes("e"));`,
    "stdout: a\nb\né",
    "stderr: c",
    "stdout: de",
  ]],
  ["has tests that pass", [`Deno.test("fine", () => {});`]],
  ["gets what a timer prints while it runs", [
    `let ticking = false;
     const clock = setInterval(() => {
       if (!ticking) return;
       console.log("tick");
       clearInterval(clock);
     }, 1);
     1`,
    "execute_result: 1",
  ], [
    `ticking = true; await new Promise((resolve) => setTimeout(resolve, 200))`,
    "stdout: tick\n",
  ]],
  ["asks the reader and gets no answer", [
    `prompt("Name?")`,
    "execute_result: null",
  ], [
    `confirm("Sure?")`,
    "execute_result: false",
  ]],
  ["prints carriage returns, which are kept", [
    String.raw`console.log("10%\r20%\r\b")`,
    "stdout: 10%\r20%\r\b\n",
  ]],
  [
    "may fail, and keeps its error after what it printed",
    [
      free(`console.log("before");
throw new Error("expected")`),
      "stdout: before\n",
      "error: Error: expected\n    at line 2",
    ],
    [
      free(`import { assert,
  assertEquals } from "@std/assert"; // The imports are not used.

throw new RangeError("far away")`),
      "error: RangeError: far away\n    at line 4",
    ],
    [
      free(`"ab"
  .split("")
  .map(undefined as never)
  .join("-");`),
      "error: TypeError: undefined is not a function\n" +
      "    at Array.map (<anonymous>)\n    at line 3",
    ],
    [
      free(`function inner(x: number) { throw new Error("deep " + x) }
inner(1)`),
      "error: Error: deep 1\n    at inner\n    at line 2",
    ],
    [
      free("const x = ;"),
      "error: SyntaxError: Expression expected\n    at line 1",
    ],
    [
      free(`import { x } from "./not_there.ts";`),
      'error: TypeError: Module not found "not_there.ts".\n    at line 1',
    ],
    [
      free(`const a = 1;
return a;`),
      "error: SyntaxError: Illegal return statement\n    at line 2",
    ],
    [free(`throw "a string"`), "error: Error: a string"],
    [
      free(
        `({ [Symbol.for("Jupyter.display")]() { throw new Error("shy") } })`,
      ),
      "error: Error: shy\n    at Object.[Jupyter.display]",
    ],
    [free("1"), "execute_result: 1"],
  ],
  ["may fail, and keeps the errors that escape from it", [
    free(`void Promise.reject(new Error("lost")); console.log("a")`),
    "stdout: a\n",
    "error: Error: lost\n    at <anonymous>\n    at a promise that is not awaited",
  ], [
    free("void Promise.reject({ code: 7 })"),
    "error: { code: 7 }\n    at a promise that is not awaited",
  ], [
    free(`queueMicrotask(function soon() { throw new Error("micro"); })`),
    "error: Error: micro\n    at soon\n    at a timer or another callback, uncaught",
  ], [
    free(`setTimeout(function late() { throw new Error("timer"); });
       await new Promise((resolve) => setTimeout(resolve, 50));`),
    "error: Error: timer\n    at Timeout.late [as _onTimeout]\n" +
    "    at a timer or another callback, uncaught",
  ], [`"well"`, `execute_result: "well"`]],
  ["may fail, and keeps the causes of its error", [
    free(`function f() { throw new TypeError("outer", {
       cause: new RangeError("middle", { cause: { why: 1 } }),
     }); }
     f();`),
    "error: TypeError: outer\n    at f\n    at line 4\n" +
    "Caused by RangeError: middle\nCaused by { why: 1 }",
  ], [
    free(`class Mine extends Error {
      constructor(text: string, cause: unknown) {
        super(text, { cause });
        this.name = "Mine";
      }
    }
    throw new Mine("own", 1n);`),
    "error: Mine: own\n    at line 7\nCaused by 1n",
  ], [
    free(`throw new Error("outer");`),
    "error: Error: outer\n    at line 1",
  ]],
  ["catches its errors, late ones too", [
    `const caughtLate = Promise.reject(new Error("late"));
     await Promise.resolve();
     await caughtLate.catch(() => "caught")`,
    'execute_result: "caught"',
  ], [
    `try { await Promise.reject(1); } catch { /* expected */ }
     await import("./not_there.ts").catch(() => "not there")`,
    'execute_result: "not there"',
  ], [
    `const settled = await Promise.allSettled([Promise.reject(2)]);
     settled[0].status`,
    'execute_result: "rejected"',
  ], [
    free(`await Promise.reject(new Error("top"))`),
    "error: Error: top\n    at line 1",
  ]],
];

test("runNotebook() gives each code cell its number and its own outputs, in order", async () => {
  const all = cells.flatMap(([does, ...cells]) =>
    cells.map(([source, ...shows]) => ({ does, source, shows }))
  );
  const notebook = notebookOf("", ...all.map(({ source }) => source), " \n");
  notebook.cells.unshift(prose);
  const before = structuredClone(notebook);
  const progress: [number, number][] = [];
  const result = await runNotebook(notebook, {
    cwd,
    onCell: ({ done, total }) => progress.push([done, total]),
  });
  assertEquals(notebook, before);
  const [, ...outputs] = shown(result);
  for (const [i, { does, source, shows }] of all.entries()) {
    assertEquals(outputs[i], shows, `A cell that ${does}: ${source}`);
  }
  const total = all.length + 2;
  assertEquals(
    progress,
    Array.from({ length: total + 1 }, (_, done) => [done, total]),
  );
  assertEquals(
    result.cells.map((c) => c.cell_type === "code" ? c.execution_count : "-"),
    ["-", null, ...all.map((_, i) => i + 1), null],
  );
});

test("runNotebook() gives the same outputs whatever the terminal, time zone and language", async () => {
  const here = { FORCE_COLOR: "1", TZ: "Asia/Tokyo", LC_ALL: "de_DE.UTF-8" };
  const cells = [
    `[1, "a"]`,
    `console.log({ a: 1 })`,
    "new Date(0).toLocaleString()",
    "1234.5.toLocaleString()",
  ];
  const task = { notebooks: [cells], options: { cwd: "." } };
  assertEquals(await runInChild(task, here), [{
    outputs: [
      ['execute_result: [ 1, "a" ]'],
      ["stdout: { a: 1 }\n"],
      ['execute_result: "1/1/1970, 12:00:00 AM"'],
      ['execute_result: "1,234.5"'],
    ],
  }]);
});

test("runNotebook() loses no output, and no kernel, to cells that change the world", async () => {
  const result = await run([
    `const { setTimeout: pause, Promise: Kept, console: { log } } = globalThis;`,
    `console.group("group"); console.log("in")`,
    `console.log("x".repeat(5) + "lab_fence")`,
    `const broadcast = 1, print = 2, Symbol = 3, globalThis = 4; print`,
    `console.log = () => {}; console.error = console.log; Deno.jupyter = {};
     Array.prototype.push = () => { throw 1 }; JSON.stringify = () => "";
     Function.prototype.call = () => { throw 2 };
     for (const name of Object.getOwnPropertyNames(self)) {
       try { delete self[name]; } catch { /* not this one */ }
     }`,
    `7`,
    `6 + 2`,
    `const Deno = { version: "mine" };
     // The kernel looks for its parent every second.
     await new Kept((resolve) => pause(resolve, 1500));
     log(Deno.version)`,
  ]);
  assertEquals(shown(result), [
    [],
    ["stdout: group\n  in\n"],
    ["stdout:   xxxxxlab_fence\n"],
    ["execute_result: 2"],
    [],
    ["execute_result: 7"],
    ["execute_result: 8"],
    ["stdout:   mine\n"],
  ]);
});

/** Cells that fail, and where and how. */
const failures: [what: string, source: string, message: string][] = [
  [
    "at the line that called a function, through types and blank lines",
    `interface A {
  a: number;
}

function inner(a: A) { return a.a }
function outer(a?: A) {
  return inner(a!);
}

// The line is that of the source, not of the transpiled code.
console.log(outer());`,
    `n.ipynb, cell 2, line 11, column 13
    console.log(outer());
                ^
TypeError: Cannot read properties of undefined (reading 'a')
    at inner
    at outer`,
  ],
  [
    "in the project's files, by their path from the notebook",
    `import { assertEquals } from "@std/assert";
import { crash } from "./crash.ts";
await crash()`,
    `n.ipynb, cell 2, line 3, column 1
    await crash()
    ^
Error: crashed
    at crash (crash.ts:5:11)`,
  ],
  [
    "with a cause",
    `throw new Error("a", { cause: new Error("b") })`,
    `n.ipynb, cell 2, line 1, column 7
    throw new Error("a", { cause: new Error("b") })
          ^
Error: a
Caused by Error: b`,
  ],
  [
    "with a value that is not an error, by how the cell begins",
    `const a = 1;
throw "a string"`,
    `n.ipynb, cell 2
    const a = 1;
    throw "a string"
Error: a string`,
  ],
  [
    "in a timer, while it waits in vain",
    `await new Promise((done) => {
  setTimeout(function late() { throw new Error("timer"); done(0); }, 50);
})`,
    `n.ipynb, cell 2
    await new Promise((done) => {
      setTimeout(function late() { throw new Error("timer"); done(0); }, 50);
    })
Error: timer
    at Timeout.late [as _onTimeout]
    at a timer or another callback, uncaught`,
  ],
];

test("runNotebook() reports the cell that fails, and runs none after it", async () => {
  await Promise.all(failures.map(async ([what, source, message]) => {
    const notebook = notebookOf(source, "throw 'not reached'");
    notebook.cells.unshift(prose);
    const error = await assertRejects(
      () => runNotebook(notebook, { cwd, name: "n.ipynb" }),
      CellError,
    );
    assertEquals(error.message, message, what);
    assertEquals(error.notebook, "n.ipynb");
    assertEquals(error.cellNumber, 2);
  }));
});

test("runNotebook() fails with a test that fails, unless the cell may fail", async () => {
  const source = `Deno.test("wrong", () => { throw new Error("bad"); });`;
  const { message } = await assertRejects(() => run([source]), CellError);
  const [[kept]] = shown(await run([free(source)]));
  for (const text of [message, kept]) {
    assertStringIncludes(text, "wrong ... FAILED\n");
    assertStringIncludes(text, "error: Error: bad\n");
    assertStringIncludes(text, "FAILED | 0 passed | 1 failed");
  }
  assertStringIncludes(message, "n.ipynb, cell 1\n");
});

test("runNotebook() ends a cell at its time limit", async () => {
  const hangs = ["while (true) {}", "await new Promise(() => {})"];
  await Promise.all(hangs.map((hang) =>
    assertRejects(
      () => run([hang], { timeoutSeconds: 1 }),
      CellTimeoutError,
      `n.ipynb, cell 1\n    ${hang}\nStill running after 1 s`,
    )
  ));
});

test("runNotebook() reports a kernel that a cell ends", async () => {
  const ends: [string, string][] = [
    ["Deno.exit(3)", "The kernel ended with exit code 3"],
    ["Deno.exit()", "The kernel ended with exit code 0"],
    [
      `Deno.kill(Deno.pid, "SIGKILL"); await new Promise(() => {})`,
      "The kernel ended with signal SIGKILL",
    ],
  ];
  await Promise.all(ends.map(([source, message]) =>
    assertRejects(
      () => run(["1", source, "2"]),
      KernelDiedError,
      `n.ipynb, cell 2\n    ${source}\n${message}`,
    )
  ));
});

test("runNotebook() rejects with the reason of its signal", async () => {
  const controller = new AbortController();
  const running = run(["1", "while (true) {}"], {
    signal: controller.signal,
    onCell: ({ done }) => done === 1 && controller.abort(new Error("enough")),
  });
  await assertRejects(() => running, Error, "enough");
  await assertRejects(
    () => run(["1"], { signal: controller.signal }),
    Error,
    "enough",
  );
});
