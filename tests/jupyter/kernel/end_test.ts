import { assert, assertEquals } from "@std/assert";
import { END_SIGNALS } from "@lab/jupyter";
import { testWith } from "../../permissions.ts";
import { kernelPermissions } from "../../code_cells.ts";
import { runInChild, startChild } from "./child.ts";

/** Waits for something that must happen soon. A kernel checks every second that its parent is alive. */
async function until<T>(look: () => T | undefined): Promise<T> {
  for (let tries = 0; tries < 1000; tries++) {
    const seen = look();
    if (seen !== undefined) return seen;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error("It did not come");
}

function lives(pid: number): boolean {
  try {
    Deno.kill(pid, "SIGCONT");
    // A zombie, which only its parent can reap, still accepts signals.
    return Deno.build.os !== "linux" ||
      !/^State:\s+Z/m.test(Deno.readTextFileSync(`/proc/${pid}/status`));
  } catch {
    return false;
  }
}

const posix = Deno.build.os !== "windows";

/** The source of a cell that writes the ids of its kernel, and of a program that it starts, to a file. */
const writesIds = (file: string) =>
  `const sleeper = new Deno.Command("sleep", {
     args: ["600"], stdin: "null", stdout: "null", stderr: "null",
   }).spawn();
   Deno.writeTextFileSync(${JSON.stringify(`${file}-`)},
     JSON.stringify([Deno.pid, sleeper.pid]));
   Deno.renameSync(${JSON.stringify(`${file}-`)}, ${JSON.stringify(file)});
   0`;

/** The ids in a file, once it is there. */
function idsIn(file: string): Promise<[kernel: number, sleeper: number]> {
  return until(() => {
    try {
      return JSON.parse(Deno.readTextFileSync(file));
    } catch {
      return undefined;
    }
  });
}

testWith(
  "runNotebook() leaves no process and no file behind when the program ends",
  kernelPermissions,
  async () => {
    if (!posix) return; // A child process cannot be sent these signals there.
    const ids = await Deno.makeTempDir();
    const ends = [...END_SIGNALS, "SIGKILL", "exits"] as const;
    await Promise.all(ends.map(async (end) => {
      const temporary = await Deno.makeTempDir();
      const child = startChild({
        notebooks: [[writesIds(`${ids}/${end}`), "for (;;) {}"]],
        options: { cwd: "." },
        exits: end === "exits",
      }, { TMPDIR: temporary, NO_COLOR: "1" });
      const [kernel, sleeper] = await idsIn(`${ids}/${end}`);
      if (end !== "exits") {
        assert(lives(kernel), end);
        child.kill(end);
      }
      const { code, stderr } = await child.output();
      const text = new TextDecoder().decode(stderr);
      if (end === "exits") assertEquals(code, 5, text);
      else if (end !== "SIGKILL") {
        assertEquals(code, 1, text);
        assert(text.includes(`AbortError: Interrupted by ${end}`), text);
      }
      await until(() => lives(kernel) ? undefined : true);
      // After SIGKILL the kernel ends by itself, and does not end what it started.
      if (end === "SIGKILL") Deno.kill(sleeper);
      else await until(() => lives(sleeper) ? undefined : true);
      assertEquals([...Deno.readDirSync(temporary)], [], end);
      await Deno.remove(temporary);
    }));
    await Deno.remove(ids, { recursive: true });
  },
);

testWith(
  "runNotebook() leaves no process and no file behind however it ends, not even those that cells started or a killed program left",
  kernelPermissions,
  async () => {
    const temporary = await Deno.makeTempDir();
    const dead = `${temporary}/softmax-lab-held-dead`;
    Deno.mkdirSync(dead);
    for (const name of ["lock", "connection.json"]) {
      Deno.writeTextFileSync(`${dead}/${name}`, "held once");
    }
    const ids = await Deno.makeTempDir();
    // As deaf as an endless loop, at rest.
    const stuck =
      "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)";
    const ends = ["1", "throw 1", "Deno.exit()", stuck, "const a = ;"];
    await runInChild({
      notebooks: ends.map((end, i) => [writesIds(`${ids}/${i}`), end]),
      options: { cwd: ".", timeoutSeconds: 8 },
    }, { TMPDIR: temporary });
    for (const [i, end] of ends.entries()) {
      const [kernel, sleeper] = await idsIn(`${ids}/${i}`);
      assert(!lives(kernel), end);
      if (posix) await until(() => lives(sleeper) ? undefined : true);
    }
    assertEquals([...Deno.readDirSync(temporary)], []);
    await Deno.remove(temporary, { recursive: true });
    await Deno.remove(ids, { recursive: true });
  },
);
