import { assert, assertEquals } from "@std/assert";
import { runNotebook } from "../../lib/jupyter/run.ts";
import { testWith } from "../permissions.ts";
import { kernelPermissions, notebookOf } from "./notebooks.ts";

/** Waits for something that must come soon; a kernel looks for its parent every second. */
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
    // A zombie, which only its parent can bury, still takes signals.
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

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  if (!posix) continue;
  testWith(
    `runNotebook() leaves no process and no file behind when ${signal} comes`,
    kernelPermissions,
    async () => {
      const { child, kernel, left } = await startChild("hangs");
      assert(lives(kernel));
      child.kill(signal);
      const { code, stderr } = await child.output();
      assertEquals(code, 1);
      const text = new TextDecoder().decode(stderr);
      assert(text.includes(`AbortError: Interrupted by ${signal}`), text);
      await until(() => lives(kernel) ? undefined : true);
      assertEquals(await left(), []);
    },
  );
}

if (posix) {
  testWith(
    "runNotebook() leaves no process and no file behind when the program exits",
    kernelPermissions,
    async () => {
      const { child, kernel, left } = await startChild("exits");
      assertEquals((await child.output()).code, 5);
      await until(() => lives(kernel) ? undefined : true);
      assertEquals(await left(), []);
    },
  );

  testWith(
    "a kernel ends by itself when the program that runs it is killed",
    kernelPermissions,
    async () => {
      const { child, kernel, left } = await startChild("waits");
      assert(lives(kernel));
      child.kill("SIGKILL");
      await child.output();
      await until(() => lives(kernel) ? undefined : true);
      assertEquals(await left(), []);
    },
  );
}

if (posix) {
  testWith(
    "runNotebook() ends the programs that a cell started, however it ends",
    kernelPermissions,
    async () => {
      const pidFile = await Deno.makeTempFile();
      const start = `const sleeper = new Deno.Command("sleep", {
          args: ["600"], stdin: "null", stdout: "null", stderr: "null",
        }).spawn();
        Deno.writeTextFileSync(${JSON.stringify(pidFile)}, String(sleeper.pid));
        0`;
      try {
        for (const end of ["1", "throw 1", "Deno.exit()"]) {
          await runNotebook(notebookOf(start, end), { cwd: "." })
            .catch(() => {});
          const sleeper = Number(await Deno.readTextFile(pidFile));
          await until(() => lives(sleeper) ? undefined : true);
        }
      } finally {
        await Deno.remove(pidFile);
      }
    },
  );
}

testWith(
  "runNotebook() leaves no process and no file behind however it ends",
  kernelPermissions,
  async () => {
    const pidFile = await Deno.makeTempFile();
    const temporary = await Deno.makeTempDir();
    const before = Deno.env.get("TMPDIR");
    Deno.env.set("TMPDIR", temporary);
    const remember = `Deno.writeTextFileSync(
      ${JSON.stringify(pidFile)}, String(Deno.pid));`;
    const ends = ["1", "throw 1", "Deno.exit()", "for (;;) {}", "const a = ;"];
    try {
      for (const end of ends) {
        await runNotebook(notebookOf(remember, end), {
          cwd: ".",
          timeoutSeconds: end.startsWith("for") ? 3 : 60,
        }).catch(() => {});
        assert(!lives(Number(await Deno.readTextFile(pidFile))), end);
        assertEquals([...Deno.readDirSync(temporary)], [], end);
      }
    } finally {
      if (before === undefined) Deno.env.delete("TMPDIR");
      else Deno.env.set("TMPDIR", before);
      await Deno.remove(pidFile);
      await Deno.remove(temporary, { recursive: true });
    }
  },
);
