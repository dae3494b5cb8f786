import { assertEquals, assertMatch } from "@std/assert";
import { duration, Progress } from "../../lib/cli/progress.ts";
import { testWith } from "../permissions.ts";

Deno.test("duration() speaks of seconds, and of minutes from 60 on", () => {
  assertEquals(duration(0), "0.0 s");
  assertEquals(duration(3249), "3.2 s");
  assertEquals(duration(59_949), "59.9 s");
  assertEquals(duration(59_951), "1 min 00 s");
  assertEquals(duration(125_400), "2 min 05 s");
});

/** What a run prints on a terminal of this kind, or one whose writes fail. */
function printed(
  term: string,
  run: (progress: Progress) => void,
  isGone = false,
): string {
  let text = "";
  const { isTerminal, writeSync } = Deno.stdout;
  const { consoleSize } = Deno;
  const { log } = console;
  const before = Deno.env.get("TERM") ?? "";
  Deno.env.set("TERM", term);
  Deno.stdout.isTerminal = () => true;
  Deno.stdout.writeSync = (bytes) => {
    if (isGone) throw new Error("Input/output error");
    text += new TextDecoder().decode(bytes);
    return bytes.length;
  };
  Deno.consoleSize = () => {
    if (isGone) throw new Error("Input/output error");
    return { columns: 80, rows: 24 };
  };
  console.log = (line) => text += `${line}\n`;
  try {
    using progress = new Progress();
    run(progress);
  } finally {
    Object.assign(Deno.stdout, { isTerminal, writeSync });
    Object.assign(Deno, { consoleSize });
    Object.assign(console, { log });
    Deno.env.set("TERM", before);
  }
  return text;
}

function one(progress: Progress) {
  using task = progress.start("a.ipynb");
  task.cells({ done: 1, total: 2 });
  task.finish();
}

const erase = String.raw`\r\x1b\[K`;
const time = String.raw`0\.\d s`;

testWith(
  "Progress rewrites its line on a terminal, but not on a dumb one",
  [{ name: "env" }],
  () => {
    const line = `a\\.ipynb  1/2 cells  ${time}`;
    assertMatch(
      printed("xterm", one),
      new RegExp(`^(${erase})+${line}${erase}${line}\n(${erase})+$`),
    );
    assertMatch(printed("dumb", one), new RegExp(`^${line}\n$`));
  },
);

testWith(
  "Progress shows runs side by side, and keeps the line of one that is over",
  [{ name: "env" }],
  () => {
    const text = printed("xterm", (progress) => {
      using a = progress.start("a.ipynb");
      using b = progress.start("b.ipynb");
      a.cells({ done: 1, total: 2 });
      b.cells({ done: 2, total: 2 });
      b.finish();
      a.cells({ done: 2, total: 2 });
    });
    assertMatch(
      text,
      new RegExp(
        `${erase}a.ipynb  1/2 cells  ${time}  \\|  b.ipynb  2/2 cells  ${time}` +
          `${erase}b.ipynb  2/2 cells  ${time}\n` +
          `${erase}a.ipynb  1/2 cells  ${time}${erase}a.ipynb  2/2`,
      ),
    );
    assertMatch(text, new RegExp(`${erase}$`)); // What is not over leaves no line.
  },
);

testWith("Progress survives its terminal", [{ name: "env" }], () => {
  assertMatch(printed("xterm", one, true), /^a\.ipynb/);
});
