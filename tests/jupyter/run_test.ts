import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  CellError,
  CellTimeoutError,
  KernelDiedError,
} from "../../lib/jupyter/errors.ts";
import { runNotebook, type RunOptions } from "../../lib/jupyter/run.ts";
import { testWith } from "../permissions.ts";
import { kernelPermissions, notebookOf, shown } from "./notebooks.ts";

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

test("runNotebook() keeps outputs in the order in which a cell made them", async () => {
  const result = await run([
    `console.log("a"); console.error("b"); console.log("c");
     await Deno.jupyter.display({ "text/plain": "d" }, { raw: true });
     console.log("e"); 40 + 2`,
    `undefined`,
  ]);
  assertEquals(shown(result), [[
    "stdout: a\n",
    "stderr: b\n",
    "stdout: c\n",
    "display_data: d",
    "stdout: e\n",
    "execute_result: 42",
  ], []]);
});

test("runNotebook() numbers the cells that it runs, and no other", async () => {
  const notebook = notebookOf("1", "", "  \n", "2");
  notebook.cells.splice(1, 0, {
    id: "prose",
    cell_type: "markdown",
    metadata: {},
    source: "# Hi",
  });
  const progress: string[] = [];
  const before = structuredClone(notebook);
  const result = await runNotebook(notebook, {
    cwd,
    onCell: ({ done, total }) => progress.push(`${done}/${total}`),
  });
  assertEquals(notebook, before);
  assertEquals(
    result.cells.map((c) => c.cell_type === "code" ? c.execution_count : "-"),
    [1, "-", null, null, 2],
  );
  assertEquals(progress, ["0/4", "1/4", "2/4", "3/4", "4/4"]);
});

test("runNotebook() starts the kernel in the folder given, with its import map", async () => {
  const result = await run([
    `import { assertEquals } from "@std/assert"; assertEquals(1, 1);
     import { show } from "@lab/display"; typeof show`,
    `Deno.cwd()`,
  ]);
  assertEquals(shown(result), [
    ['execute_result: "function"'],
    [`execute_result: ${JSON.stringify(cwd.replace(/\/$/, ""))}`],
  ]);
});

test("runNotebook() waits for a result that shows itself later", async () => {
  const late = `({
    async [Symbol.for("Jupyter.display")]() {
      await new Promise((resolve) => setTimeout(resolve, 200));
      return { "text/plain": "late" };
    },
  })`;
  assertEquals(shown(await run([late, "1"])), [
    ["execute_result: late"],
    ["execute_result: 1"],
  ]);
});

test("runNotebook() gives what a timer prints to the cell that runs then", async () => {
  const result = await run([
    `let ticking = false;
     const clock = setInterval(() => {
       if (!ticking) return;
       console.log("tick");
       clearInterval(clock);
     }, 1);
     1`,
    `ticking = true; await new Promise((resolve) => setTimeout(resolve, 200))`,
  ]);
  assertEquals(shown(result), [["execute_result: 1"], ["stdout: tick\n"]]);
});

test("runNotebook() shows no colours, whatever the terminal", async () => {
  Deno.env.set("FORCE_COLOR", "1");
  try {
    const result = await run([`[1, "a"]`, `console.log({ a: 1 })`]);
    assertEquals(shown(result), [
      ['execute_result: [ 1, "a" ]'],
      ["stdout: { a: 1 }\n"],
    ]);
  } finally {
    Deno.env.delete("FORCE_COLOR");
  }
});

test("runNotebook() loses no output to cells that change the world", async () => {
  const result = await run([
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
  ]);
  assertEquals(shown(result), [
    ["stdout: group\n  in\n"],
    ["stdout:   xxxxxlab_fence\n"],
    ["execute_result: 2"],
    [],
    ["execute_result: 7"],
    ["execute_result: 8"],
  ]);
});

test("runNotebook() keeps the kernel alive in which a cell has a Deno of its own", async () => {
  const result = await run([
    `const Deno = { version: "mine" };
     // The kernel looks for its parent every second.
     await new Promise((resolve) => setTimeout(resolve, 1500));
     console.log(Deno.version)`,
  ]);
  assertEquals(shown(result), [["stdout: mine\n"]]);
});

test("runNotebook() answers a cell that asks the reader with nothing", async () => {
  const result = await run([`prompt("Name?")`, `confirm("Sure?")`]);
  assertEquals(shown(result), [[], ["execute_result: false"]]);
});

test("runNotebook() keeps outputs of megabytes whole", async () => {
  // Deno's kernel writes its status into the middle of a message that is on
  // its way, and at these sizes the way takes a while.
  const size = 6_000_000;
  const pauses = Array.from({ length: 12 }, (_, i) => i * 5);
  const result = await run(
    pauses.map((pause) =>
      `await Deno.jupyter.display({ "text/plain": "x".repeat(${size}) }, { raw: true });
     console.log("after");
     await new Promise((resolve) => setTimeout(resolve, ${pause}))`
    ),
  );
  for (const [display, after] of shown(result)) {
    assertEquals(display.length, "display_data: ".length + size);
    assertEquals(after, "stdout: after\n");
  }
});

const failures: [what: string, source: string, message: string][] = [
  [
    "with its line, through types and blank lines",
    `interface A {
  a: number;
}

const a = undefined as unknown as A;
// The line is that of the source, not of what runs.
console.log(a.a);`,
    `n.ipynb, cell 2, line 7, column 15
    console.log(a.a);
                  ^
TypeError: Cannot read properties of undefined (reading 'a')`,
  ],
  [
    "after imports that nothing uses",
    `import { assert,
  assertEquals } from "@std/assert";

throw new RangeError("far away")`,
    `n.ipynb, cell 2, line 4, column 7
    throw new RangeError("far away")
          ^
RangeError: far away`,
  ],
  [
    "within an expression of several lines",
    `"ab"
  .split("")
  .map(undefined as never)
  .join("-");`,
    `n.ipynb, cell 2, line 3, column 4
    .map(undefined as never)
     ^
TypeError: undefined is not a function
    at Array.map (<anonymous>)`,
  ],
  [
    "in functions, at the line that called them",
    `function inner(x: number) { throw new Error("deep " + x) }
function outer(x: number) {
  inner(x)
}

outer(1)`,
    `n.ipynb, cell 2, line 6, column 1
    outer(1)
    ^
Error: deep 1
    at inner (line 1, column 35)
    at outer (line 3, column 3)`,
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
    "that is no TypeScript",
    `const fine = 1;
const broken = (;`,
    `n.ipynb, cell 2, line 2, column 17
    const broken = (;
                    ^
SyntaxError: Expression expected`,
  ],
  [
    "that throws what is no error",
    `throw "a string"`,
    `n.ipynb, cell 2
    throw "a string"
Error: a string`,
  ],
  [
    "whose result cannot be shown",
    `({ [Symbol.for("Jupyter.display")]() { throw new Error("shy") } })`,
    `n.ipynb, cell 2, line 1, column 46
    ({ [Symbol.for("Jupyter.display")]() { throw new Error("shy") } })
                                                 ^
Error: shy
    at Object.[Jupyter.display] (line 1, column 46)`,
  ],
  [
    "that imports a file that is not there",
    `import { x } from "./not_there.ts";`,
    `n.ipynb, cell 2, line 1, column 11
    import { x } from "./not_there.ts";
              ^
TypeError: Module not found "not_there.ts".`,
  ],
  [
    "that returns outside a function, by how it begins",
    "const a = 1;\n\nconst b = 2;\nconst c = 3;\nreturn a;",
    `n.ipynb, cell 2
    const a = 1;
    const b = 2;
    …
SyntaxError: Illegal return statement`,
  ],
  [
    "after tabs, emoji and wide characters",
    `if (true) {\n\tconst s = "\t😀日本é"; nope(s);\n}`,
    `n.ipynb, cell 2, line 2, column 22
    const s = "\t😀日本é"; nope(s);
               \t          ^
ReferenceError: nope is not defined`,
  ],
  [
    "in the midst of a long line, cut around the column",
    `const t = "${"a".repeat(100)}"; nope(); "${"b".repeat(100)}";`,
    `n.ipynb, cell 2, line 1, column 115
    …${"a".repeat(67)}"; nope(); "${"b".repeat(21)}…
     ${" ".repeat(70)}^
ReferenceError: nope is not defined`,
  ],
  [
    "with a long message, without its middle",
    `throw new Error("${"line\\n".repeat(40)}end")`,
    `n.ipynb, cell 2, line 1, column 7
    throw new Error("${"line\\n".repeat(13)}line\\…
          ^
Error: line
${"line\n".repeat(6)}    … 30 more lines
line
line
line
end`,
  ],
];

for (const [what, source, message] of failures) {
  test(`runNotebook() reports a cell that fails ${what}`, async () => {
    const notebook = notebookOf(source, "throw 'not reached'");
    notebook.cells.unshift({
      id: "prose",
      cell_type: "markdown",
      metadata: {},
      source: "",
    });
    const error = await assertRejects(
      () => runNotebook(notebook, { cwd, name: "n.ipynb" }),
      CellError,
    );
    assertEquals(error.message, message);
    assertEquals(error.notebook, "n.ipynb");
    assertEquals(error.cellNumber, 2);
    assert(message.split("\n").length <= 15);
  });
}

const twins = "const two = () => { throw new Error('which?') };\ntwo;";

const frames: [what: string, sources: string[], trace: string][] = [
  [
    "in functions of cells before it",
    [
      `type Unused = {
  a: 1;
};
function inner(x: number) { throw new Error("deep " + x) }
const outer = (x: number) => {
  inner(x);
};`,
      "class Row {\n  sum() {\n    outer(0);\n  }\n}",
      "const rows = [new Row()];\nrows.map((row) => row.sum())",
    ],
    `Error: deep 0
    at inner (cell 1, line 4, column 35)
    at outer (cell 1, line 6, column 3)
    at Row.sum (cell 2, line 3, column 5)
    at <anonymous> (line 2, column 23)
    at Array.map (<anonymous>)`,
  ],
  [
    "in a function that may be from either of two cells, without its place",
    [twins, `{ ${twins} }`, "two()"],
    `Error: which?
    at two`,
  ],
];

for (const [what, sources, trace] of frames) {
  test(`runNotebook() reports a cell that fails ${what}`, async () => {
    const error = await assertRejects(() => run(sources), CellError);
    assertEquals(error.traceback.join("\n"), trace);
  });
}

test("runNotebook() keeps the error of a cell that may fail, after its prints", async () => {
  const source = `console.log("before");
throw new Error("expected")`;
  const result = await run([
    [source, "raises-exception"],
    ["const x = ;", "raises-exception"],
    ["1", "raises-exception"],
  ]);
  assertEquals(shown(result), [
    ["stdout: before\n", "error: Error: expected\n    at line 2"],
    ["error: SyntaxError: Expression expected\n    at line 1"],
    ["execute_result: 1"],
  ]);
});

const escapes: [what: string, sources: string[], message: string][] = [
  [
    "a promise that nothing awaits",
    [`async function check() { await 0; throw new Error("claim is false"); }
      check();
      console.log("done");`],
    `n.ipynb, cell 1, line 1, column 41
    async function check() { await 0; throw new Error("claim is false"); }
                                            ^
Error: claim is false
    at check (line 1, column 41)
    at a promise that is not awaited`,
  ],
  [
    "a promise that is a cell's result",
    [`Promise.reject(new RangeError("result"))`],
    `n.ipynb, cell 1, line 1, column 16
    Promise.reject(new RangeError("result"))
                   ^
RangeError: result
    at <anonymous> (line 1, column 16)
    at a promise that is not awaited`,
  ],
  [
    "a promise that fails with what is no error",
    [`void Promise.reject({ code: 7 })`],
    `n.ipynb, cell 1
    void Promise.reject({ code: 7 })
{ code: 7 }
    at a promise that is not awaited`,
  ],
  [
    "a timer, while a later cell waits for it in vain",
    [
      `let done = () => {};
       setTimeout(function late() { throw new Error("timer"); done(); }, 50);
       0`,
      `await new Promise((resolve) => done = resolve)`,
    ],
    `n.ipynb, cell 2
    await new Promise((resolve) => done = resolve)
Error: timer
    at Timeout.late [as _onTimeout] (cell 1, line 2, column 43)
    at a timer or another callback, uncaught`,
  ],
  [
    "a microtask",
    [`queueMicrotask(function soon() { throw new Error("micro"); }); 1`],
    `n.ipynb, cell 1, line 1, column 40
    queueMicrotask(function soon() { throw new Error("micro"); }); 1
                                           ^
Error: micro
    at soon (line 1, column 40)
    at a timer or another callback, uncaught`,
  ],
];

for (const [what, sources, message] of escapes) {
  test(`runNotebook() rejects when an error escapes in ${what}`, async () => {
    const error = await assertRejects(() => run(sources), CellError);
    assertEquals(error.message, message);
  });
}

test("runNotebook() keeps an error that escapes from a cell that may fail, and goes on", async () => {
  const result = await run([
    [
      `void Promise.reject(new Error("lost")); console.log("a")`,
      "raises-exception",
    ],
    [
      `setTimeout(function late() { throw new Error("timer"); });
       await new Promise((resolve) => setTimeout(resolve, 50));`,
      "raises-exception",
    ],
    `"well"`,
  ]);
  assertEquals(shown(result), [
    [
      "stdout: a\n",
      "error: Error: lost\n    at <anonymous>\n    at a promise that is not awaited",
    ],
    [
      "error: Error: timer\n    at Timeout.late [as _onTimeout]\n    at a timer or another callback, uncaught",
    ],
    [`execute_result: "well"`],
  ]);
});

test("runNotebook() takes no error that is caught for one that escapes", async () => {
  const result = await run([
    `const caughtLate = Promise.reject(new Error("late"));
     await Promise.resolve();
     await caughtLate.catch(() => "caught")`,
    `try { await Promise.reject(1); } catch { /* expected */ }
     await import("./not_there.ts").catch(() => "not there")`,
    `const settled = await Promise.allSettled([Promise.reject(2)]);
     settled[0].status`,
    [`await Promise.reject(new Error("top"))`, "raises-exception"],
  ]);
  assertEquals(shown(result), [
    [`execute_result: "caught"`],
    [`execute_result: "not there"`],
    [`execute_result: "rejected"`],
    ["error: Error: top\n    at line 1"],
  ]);
});

test("runNotebook() ends a cell at its time limit", async () => {
  for (const hang of ["while (true) {}", "await new Promise(() => {})"]) {
    await assertRejects(
      () => run([hang], { timeoutSeconds: 1 }),
      CellTimeoutError,
      `n.ipynb, cell 1\n    ${hang}\nStill running after 1 second`,
    );
  }
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
  for (const [source, message] of ends) {
    await assertRejects(
      () => run(["1", source, "2"]),
      KernelDiedError,
      `n.ipynb, cell 2\n    ${source}\n${message}`,
    );
  }
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
