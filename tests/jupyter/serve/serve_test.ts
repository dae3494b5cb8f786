import {
  assert,
  assertEquals,
  assertLess,
  assertMatch,
  assertRejects,
} from "@std/assert";
import {
  type Message,
  MessageCodec,
} from "../../../lib/jupyter/wire/message.ts";
import { kernelPermissions } from "../../code_cells.ts";
import { testWith } from "../../permissions.ts";
import { FrontEnd } from "./front_end.ts";

/** A test of one kernel: what it does, step by step. */
function test(
  when: string,
  options: string[],
  steps: Record<string, (front: FrontEnd) => Promise<void>>,
): void {
  testWith(`serveKernel() ${when}`, kernelPermissions, async (t) => {
    await using front = await FrontEnd.start(...options);
    for (const [does, step] of Object.entries(steps)) {
      await t.step(does, () => step(front));
    }
  });
}

/** Sources of cells, and what a reader then sees. One kernel runs them all. */
const cells: [source: string, ...shows: string[]][] = [
  ["1 + 1", "execute_result: 2"],
  ["0 / 0", "execute_result: NaN"],
  ["Math.exp(710)", "execute_result: Infinity"],
  ["await Promise.resolve(-0)", "execute_result: -0"],
  ["null", "execute_result: null"],
  ["10n", "execute_result: 10n"],
  ["[NaN]", "execute_result: [ NaN ]"],
  ["const x = 0 / 0;"],
  ["undefined"],
  [
    `Error.stackTraceLimit = 0; Error.prepareStackTrace = () => { throw 1 };
     console.log("a"); -Infinity`,
    "stdout: a\n",
    "execute_result: -Infinity",
  ],
  [
    `Error.stackTraceLimit = 10; delete Error.prepareStackTrace; -0`,
    "execute_result: -0",
  ],
  [
    "for (let i = 0; i < 3; i++) console.error(i); 5",
    "stderr: 0\n1\n2\n",
    "execute_result: 5",
  ],
  [
    `const a = 1;
const b = Math.log(100`,
    `SyntaxError: Expected ',', got '<eof>'
    at line 2
    const b = Math.log(100
                          ^`,
  ],
  [
    `const c: number = 1; function c() {}`,
    `SyntaxError: Identifier 'c' has already been declared
    at line 1
    const c: number = 1; function c() {}
                         ^`,
  ],
  [
    "const d = `open",
    `SyntaxError: Unterminated template
    at line 1
    const d = \`open
              ^`,
  ],
  [
    `import { x } from "npm:@@x";`,
    `TypeError: Invalid package specifier 'npm:@@x'
    0: Did not contain a valid package name
    at line 1
    import { x } from "npm:@@x";
              ^`,
  ],
  [
    `Deno.writeTextFileSync(".lab-types-killed.ts", "left"); 1`,
    "execute_result: 1",
  ],
  [
    `"far"; import { type Stats, statSync, nope as it } from "node:fs"; "farther"`,
    `execute_result: "farther"`,
    `SyntaxError: The module has no exported member 'nope'.
    at line 1
    "far"; import { type Stats, statSync, nope as it } from "node:fs"; "farther"
                                          ^`,
  ],
  // A type is no name that is missing.
  [`import { Stats, statSync } from "node:fs"; 5`, `execute_result: 5`],
  // What a killed kernel left is gone.
  [`[...Deno.readDirSync(".")].length`, "execute_result: 0"],
  [
    `import { x } from "./not_there.ts";`,
    `TypeError: Module not found "not_there.ts".
    at line 1
    import { x } from "./not_there.ts";
              ^`,
  ],
  [
    `console.log("before");
throw new RangeError("far");`,
    "stdout: before\n",
    `RangeError: far
    at line 2
    throw new RangeError("far");
          ^`,
  ],
  [
    `void Promise.reject(new Error("lost")); 3`,
    `execute_result: 3`,
    `Error: lost
    at <anonymous>
    at a promise that is not awaited`,
  ],
  [
    `throw new Proxy({}, { get() { throw 1 } });`,
    "Error: {}",
  ],
  [`throw undefined`, "Error: undefined"],
  [`throw { a: 1 }`, "Error: { a: 1 }"],
  [
    `await Promise.any([1, new Error("b")].map((why) => Promise.reject(why)));`,
    `AggregateError: All promises were rejected
Caused by 1
Caused by Error: b`,
  ],
  [
    `const own = new Error("own"); own.cause = own;
throw new TypeError("outer", { cause: own });`,
    `TypeError: outer
    at line 2
    throw new TypeError("outer", { cause: own });
          ^
Caused by Error: own`,
  ],
  [
    `console.log("a"); Deno.stdout.writeSync(new TextEncoder().encode("b"));
     (await import("node:process")).default.stdout.write("c"); 4`,
    "stdout: a\nbc",
    "execute_result: 4",
  ],
  [`[prompt("Name?"), confirm("Sure?")].join()`, `execute_result: "Ada,true"`],
];

/** Cells that do not end by themselves, and what they print when they are ended. */
const endless: [source: string, ...prints: string[]][] = [
  ["while (true);"],
  ["await new Promise((resolve) => setTimeout(resolve, 1e6));"],
  ["await new Promise(() => {});"],
  [
    `async function loop() {
       for (;;) await new Promise((resolve) => setTimeout(resolve, 5));
     }
     try { await loop(); } finally { console.log("finally"); }`,
    "stdout: finally\n",
  ],
  [`if (!confirm("Keep?")) console.log("gone");`],
  [
    `for (;;) {
       try { await new Promise((resolve) => setTimeout(resolve, 900)); } catch {}
     }`,
  ],
];

test("runs cells and answers requests", [], {
  "shows every output and error of a cell before its idle": async (front) => {
    const { kernel } = front;
    kernel.onInput = ({ content: { prompt } }) =>
      kernel.input(prompt === "Name?" ? "Ada" : "y");
    for (const [source, ...shows] of cells) {
      const { shown, reply } = await front.cell(source);
      assertEquals(shown.toSorted(), shows.toSorted(), source);
      const failed = /^\w*Error/.test(shows.at(-1) ?? "") &&
        !/void/.test(source);
      assertEquals(reply.status, failed ? "error" : "ok", source);
    }
    const { reply } = await front.cell("7");
    assertEquals(reply.execution_count, cells.length + 1);
    const tests = await front.cell(`Deno.test("wrong", () => { throw 1; });`);
    assertMatch(tests.shown[0], /wrong ... FAILED[^]* 1 failed/);
    assertEquals(tests.reply.status, "error");
    kernel.onInput = () => {};
  },
  "lets go of the cells that wait when one fails, unless they asked for otherwise":
    async (front) => {
      const slow = "await new Promise((resolve) => setTimeout(resolve, 200));";
      const run = (more: Record<string, boolean>) =>
        Promise.all([
          front.cell(`${slow} throw 1`, more),
          front.cell("2"),
          front.cell("3"),
        ]);
      const states = (answers: Awaited<ReturnType<typeof run>>) =>
        answers.map(({ reply }) => reply.status);
      assertEquals(states(await run({})), ["error", "aborted", "aborted"]);
      assertEquals(states(await run({ stop_on_error: false })), [
        "error",
        "ok",
        "ok",
      ]);
    },
  "ends what runs and what waits when it is interrupted, and keeps the variables":
    async (front) => {
      await front.cell("let kept = 42;");
      for (const [source, ...prints] of endless) {
        const ends = [front.cell(source), front.cell("'not run'")];
        await new Promise((resolve) => setTimeout(resolve, 300));
        await front.kernel.request("interrupt_request", {}, "control");
        const [{ reply, shown }, next] = await Promise.all(ends);
        assertEquals(next.reply.status, "aborted");
        assertEquals(
          [reply.status, reply.ename],
          ["error", "Interrupted"],
          source,
        );
        assertEquals(shown, [
          ...prints,
          "Interrupted: The cell was interrupted",
        ]);
        const after = await front.cell(
          `await new Promise((resolve) => setTimeout(resolve, 20));
       if (!/native/.test(String(Promise))) throw new Error("not Promise");
       kept`,
        );
        assertEquals(after.shown, ["execute_result: 42"], source);
      }
    },
  "answers what else front ends ask": async (front) => {
    await front.cell("const logits = [2, 1];");
    const ask = async (
      type: string,
      content: Record<string, string | number>,
    ) => (await front.request(type, content)).reply;
    const info = await ask("kernel_info_request", {});
    assertMatch(String(info.banner), /softmax-lab/);
    const { matches } = await ask("complete_request", {
      code: "logi",
      cursor_pos: 4,
    });
    assertEquals(matches, ["logits"]);
    // A completion and an inspection are no cells.
    assertEquals((await front.cell("0 / 0")).shown, ["execute_result: NaN"]);
    const { reply: { execution_count } } = await front.cell("logits.length");
    const { history } = await ask("history_request", {
      hist_access_type: "tail",
      n: 1,
    });
    assertEquals(history, [[0, execution_count, "logits.length"]]);
    assertEquals(
      (await ask("is_complete_request", { code: "f(" })).status,
      "incomplete",
    );
    assertEquals((await ask("comm_info_request", {})).status, "ok");
    const inspect = (code: string, cursor_pos: number) =>
      ask("inspect_request", { code, cursor_pos });
    const { found, data } = await inspect("logits.length", 3);
    assertEquals([found, data], [true, { "text/plain": "[ 2, 1 ]" }]);
    await front.cell(
      "let reads = 0; const o = { get next() { return ++reads } }",
    );
    assertEquals((await inspect("o.next", 6)).found, false);
    assertEquals((await inspect("reads", 5)).data, { "text/plain": "0" });
    const types: string[] = [];
    const { onMessage } = front.kernel;
    front.kernel.onMessage = (message) => {
      types.push(message.header.msg_type);
      onMessage(message);
    };
    await front.cell("1", { silent: true });
    assertEquals(types, ["status", "status"]);
    assertEquals((await front.cell("0 / 0")).shown, ["execute_result: NaN"]);
  },
  "runs no code for strangers, and serves others beside them": async (
    front,
  ) => {
    const status = `/proc/${await number(front, "Deno.ppid")}/status`;
    const memory = () =>
      Number(/VmRSS:\s+(\d+)/.exec(Deno.readTextFileSync(status))![1]);
    const before = memory();
    const open: { close(): void }[] = [];
    const { frames: forged } = new MessageCodec("another key")
      .encode("execute_request", { code: "globalThis.stolen = 1" });
    for (let i = 0; i < 10; i++) {
      const forger = await front.open("shell", "DEALER");
      await forger.send(forged);
      const half = await front.connect("shell");
      await half.write(new Uint8Array([0xff, 0, 0, 0]));
      const giant = await front.open("control", "DEALER");
      giant.close();
      const claims = await front.connect("iopub");
      await claims.write(greeting);
      await claims.write(new Uint8Array([6, 0, 0, 1, 0, 0, 0, 0, 0])); // 2^40 bytes
      const silent = await front.connect("hb");
      const http = await front.connect("stdin");
      await http.write(new TextEncoder().encode("GET / HTTP/1.1\r\n\r\n"));
      open.push(forger, half, claims, silent, http);
    }
    const { shown } = await front.cell("typeof stolen");
    assertEquals(shown, ['execute_result: "undefined"']);
    const codec = new MessageCodec(front.kernel.process.key);
    await Promise.all(Array.from({ length: 10 }, async (_, i) => {
      const friend = await front.open("shell", "DEALER");
      open.push(friend);
      const { id, frames } = codec.encode("is_complete_request", {
        code: "f(",
      });
      await friend.send(frames);
      const reply = codec.decode((await friend.receive())!);
      assertEquals(reply.parent_header.msg_id, id, `${i}`);
    }));
    assertLess(memory() - before, 30_000, "kilobytes");
    for (const one of open) one.close();
  },
  "says how Deno's kernel died while no cell ran": async (front) => {
    const pid = await number(front, "Deno.pid");
    const said = Promise.withResolvers<unknown>();
    front.kernel.onMessage = ({ header, content }) => {
      if (header.msg_type === "error") said.resolve(content.evalue);
    };
    Deno.kill(pid, "SIGKILL");
    assertEquals(await said.promise, "The kernel ended with signal SIGKILL");
  },
});

test("dies with Deno's kernel", [], {
  "and says how that died": async (front) => {
    const { shown, reply } = await front.cell("Deno.exit(3)");
    assertEquals(shown, ["The kernel ended with exit code 3"]);
    assertEquals(reply.ename, "KernelDiedError");
    await assertRejects(() => front.kernel.process.ended, Error, "exit code 1");
  },
});

test("takes Deno's kernel and its programs with it", [], {
  "even when it is killed": async (front) => {
    const program = `new Deno.Command("sleep", { args: ["99"] }).spawn().pid`;
    const [ours, ...pids] = await Promise.all(
      ["Deno.ppid", "Deno.pid", program].map((id) => number(front, id)),
    );
    front.cell("while (true);").catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, 200));
    Deno.kill(ours, "SIGKILL");
    for (let tries = 0; tries < 200 && pids.some(lives); tries++) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    assert(!pids.some(lives));
  },
});

test("with --types", ["--types"], {
  "warns of types that do not fit those of the cells before": async (front) => {
    const { promise, resolve } = Promise.withResolvers<Message>();
    front.kernel.onMessage = (message) => {
      if (message.header.msg_type === "stream") resolve(message);
    };
    const run = (code: string) =>
      front.kernel.request("execute_request", { code });
    await run("const logits = [2, 1];");
    await run("const first: number = logits[0];");
    const reply = await run("const name: string = logits[0];");
    assertEquals(reply.content.status, "ok");
    const warning = await promise;
    assertEquals(warning.parent_header.msg_id, reply.parent_header.msg_id);
    assertEquals(
      warning.content.text,
      `Type 'number' is not assignable to type 'string'.
    at line 1
    const name: string = logits[0];
          ^
`,
    );
  },
  "ends when it is asked to": async (front) => {
    const { content } = await front.kernel
      .request("shutdown_request", { restart: true }, "control");
    assertEquals(content, { status: "ok", restart: true });
    await assertRejects(() => front.kernel.process.ended, Error, "exit code 0");
  },
});

/** The number that a cell shows. */
async function number(front: FrontEnd, source: string): Promise<number> {
  const { shown } = await front.cell(source);
  return Number(/\d+/.exec(shown[0])![0]);
}

function lives(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(Deno.readTextFileSync(`/proc/${pid}/status`));
  } catch {
    return false;
  }
}

const greeting = new Uint8Array(64);
greeting.set([0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0x7f, 3, 1]);
greeting.set(new TextEncoder().encode("NULL"), 12);
