import { assertEquals, assertRejects } from "@std/assert";
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
     import { show } from "@lab/jupyter"; typeof show`,
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
    `n.ipynb, cell 2, line 7:
    console.log(a.a);
TypeError: Cannot read properties of undefined (reading 'a')
    at line 7`,
  ],
  [
    "after imports that nothing uses",
    `import { assert,
  assertEquals } from "@std/assert";

throw new RangeError("far away")`,
    `n.ipynb, cell 2, line 4:
    throw new RangeError("far away")
RangeError: far away
    at line 4`,
  ],
  [
    "within an expression of several lines",
    `"ab"
  .split("")
  .map(undefined as never)
  .join("-");`,
    `n.ipynb, cell 2, line 3:
    .map(undefined as never)
TypeError: undefined is not a function
    at Array.map (<anonymous>)
    at line 3`,
  ],
  [
    "in functions, at the line that called them",
    `function inner(x: number) { throw new Error("deep " + x) }
function outer(x: number) {
  inner(x)
}

outer(1)`,
    `n.ipynb, cell 2, line 6:
    outer(1)
Error: deep 1
    at inner
    at outer
    at line 6`,
  ],
  [
    "in the project's files, by their path from the notebook",
    `import { assertEquals } from "@std/assert";
import { crash } from "./crash.ts";
await crash()`,
    `n.ipynb, cell 2, line 3:
    await crash()
Error: crashed
    at crash (crash.ts:5:11)
    at line 3`,
  ],
  [
    "that is no TypeScript",
    `const fine = 1;
const broken = (;`,
    `n.ipynb, cell 2, line 2:
    const broken = (;
SyntaxError: Expression expected
    at line 2`,
  ],
  [
    "that throws what is no error",
    `throw "a string"`,
    `n.ipynb, cell 2:
Error: a string`,
  ],
  [
    "whose result cannot be shown",
    `({ [Symbol.for("Jupyter.display")]() { throw new Error("shy") } })`,
    `n.ipynb, cell 2:
Error: shy
    at Object.[Jupyter.display]`,
  ],
  [
    "that imports a file that is not there",
    `import { x } from "./not_there.ts";`,
    `n.ipynb, cell 2, line 1:
    import { x } from "./not_there.ts";
TypeError: Module not found "not_there.ts".
    at line 1`,
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
    assertEquals(error.codeCellNumber, 1);
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
    `n.ipynb, cell 1:
Error: claim is false
    at check
    at a promise that is not awaited`,
  ],
  [
    "a promise that is a cell's result",
    [`Promise.reject(new RangeError("result"))`],
    `n.ipynb, cell 1:
RangeError: result
    at <anonymous>
    at a promise that is not awaited`,
  ],
  [
    "a promise that fails with what is no error",
    [`void Promise.reject({ code: 7 })`],
    `n.ipynb, cell 1:
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
    `n.ipynb, cell 2:
Error: timer
    at Timeout.late [as _onTimeout]
    at a timer or another callback, uncaught`,
  ],
  [
    "a microtask",
    [`queueMicrotask(function soon() { throw new Error("micro"); }); 1`],
    `n.ipynb, cell 1:
Error: micro
    at soon
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
      "n.ipynb, cell 1: still running after 1 seconds",
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
      `n.ipynb, cell 2: ${message}`,
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
