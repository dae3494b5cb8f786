import { assert, assertEquals } from "@std/assert";
import { END_SIGNALS } from "@lab/jupyter";
import { testWith } from "../../permissions.ts";
import { kernelPermissions } from "../../code_cells.ts";
import { runInChild } from "./child.ts";

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

/** Starts run_child.ts, and waits until its kernel runs the cell. */
async function startChild(what: string) {
  const place = await Deno.makeTempDir();
  const temporary = `${place}/temporary`;
  await Deno.mkdir(temporary);
  const pidFile = `${place}/pid`;
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--allow-all",
      new URL("run_child.ts", import.meta.url).href,
      pidFile,
      what,
    ],
    env: { TMPDIR: temporary, NO_COLOR: "1" },
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const kernel = await until(() => {
    try {
      return Number(Deno.readTextFileSync(pidFile)) || undefined;
    } catch {
      return undefined;
    }
  });
  return {
    child,
    kernel,
    async left(): Promise<string[]> {
      const names = [...Deno.readDirSync(temporary)].map(({ name }) => name);
      await Deno.remove(place, { recursive: true });
      return names;
    },
  };
}

const posix = Deno.build.os !== "windows";

testWith(
  "runNotebook() leaves no process and no file behind when the program ends",
  kernelPermissions,
  async () => {
    if (!posix) return; // A child process cannot be sent these signals there.
    const ends = [...END_SIGNALS, "SIGKILL", "exits"] as const;
    await Promise.all(ends.map(async (end) => {
      // Only SIGKILL leaves the kernel to end by itself.
      const { child, kernel, left } = await startChild(end);
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
      assertEquals(await left(), [], end);
    }));
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
    const pidFiles = await Deno.makeTempDir();
    // As deaf as an endless loop, at rest.
    const stuck =
      "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)";
    const ends = ["1", "throw 1", "Deno.exit()", stuck, "const a = ;"];
    await Promise.all(ends.map(async (end, i) => {
      const file = `${pidFiles}/${i}`;
      const start = `const sleeper = new Deno.Command("sleep", {
          args: ["600"], stdin: "null", stdout: "null", stderr: "null",
        }).spawn();
        Deno.writeTextFileSync(${JSON.stringify(file)},
          JSON.stringify([Deno.pid, sleeper.pid]));
        0`;
      const timeoutSeconds = end === stuck ? 5 : 60;
      await runInChild([start, end], { cwd: ".", timeoutSeconds }, {
        TMPDIR: temporary,
      }).catch(() => {});
      const [kernel, sleeper] = JSON.parse(await Deno.readTextFile(file));
      assert(!lives(kernel), end);
      if (posix) await until(() => lives(sleeper) ? undefined : true);
    }));
    assertEquals([...Deno.readDirSync(temporary)], []);
    await Deno.remove(temporary, { recursive: true });
    await Deno.remove(pidFiles, { recursive: true });
  },
);
