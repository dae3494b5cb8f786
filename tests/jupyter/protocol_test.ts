import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  CellError,
  CellTimeoutError,
  KernelDiedError,
  KernelError,
} from "../../lib/jupyter/errors.ts";
import { Kernel } from "../../lib/jupyter/kernel.ts";
import { runNotebook, type RunOptions } from "../../lib/jupyter/run.ts";
import { testWith } from "../permissions.ts";
import { kernelPermissions, notebookOf, shown } from "./notebooks.ts";

/** A fake kernel; see fake_kernel.ts for the ways it behaves. */
function fake(behaviour: string, more: Partial<RunOptions> = {}): RunOptions {
  return {
    cwd: ".",
    name: "n.ipynb",
    timeoutSeconds: 20,
    command: [
      Deno.execPath(),
      "run",
      "--allow-all",
      new URL("fake_kernel.ts", import.meta.url).href,
      behaviour,
      "{connection_file}",
    ],
    ...more,
  };
}

const print = (text: string) => ["stream", { name: "stdout", text }];
const cell = (...outputs: unknown[]) => JSON.stringify(outputs);

function test(name: string, fn: () => Promise<void>): void {
  testWith(name, kernelPermissions, fn);
}

test("runNotebook() gives a cell the outputs that come after its idle, under another's id", async () => {
  const notebook = notebookOf(
    cell(print("a")),
    cell(),
    cell(print("b"), ["display_data", { data: { "text/plain": "c" } }]),
  );
  assertEquals(
    shown(await runNotebook(notebook, fake("is late"))),
    [
      ["stdout: atail"],
      ["stdout: tail"],
      ["stdout: b", "display_data: c", "stdout: tail"],
    ],
  );
});

test("runNotebook() takes the fence's words out of what a cell printed", async () => {
  const [outputs] = shown(
    await runNotebook(notebookOf(cell(print("no newline"))), fake("is well")),
  );
  assertEquals(outputs, ["stdout: no newlinetail"]);
});

test("runNotebook() keeps an output whole that a kernel interrupts with its status", async () => {
  const text = "x".repeat(1000);
  const [outputs] = shown(
    await runNotebook(
      notebookOf(cell(["display_data", { data: { "text/plain": text } }])),
      fake("interrupts itself"),
    ),
  );
  assertEquals(outputs, [`display_data: ${text}`, "stdout: tail"]);
});

for (const behaviour of ["sends no fence", "sends half a fence"]) {
  test(`runNotebook() rejects when a kernel ${behaviour}`, async () => {
    await assertRejects(
      () =>
        runNotebook(
          notebookOf(cell(print("a"))),
          fake(behaviour, { timeoutSeconds: 2 }),
        ),
      CellTimeoutError,
      "It ended, but its outputs were not complete within 2 seconds",
    );
  });
}

test("runNotebook() rejects when a kernel fails the fence", async () => {
  await assertRejects(
    () => runNotebook(notebookOf(cell()), fake("fails the fence")),
    KernelError,
    "The kernel cannot tell where the outputs end: no fence",
  );
});

test("runNotebook() rejects when a message has a wrong signature", async () => {
  await assertRejects(
    () => runNotebook(notebookOf(cell(print("a"))), fake("forges")),
    KernelError,
    "The connection to the kernel failed: A message with a wrong signature",
  );
});

test("runNotebook() rejects when a failed reply comes without an error output", async () => {
  const failed = cell(["reply", { status: "error", evalue: "v", ename: "E" }]);
  const error = await assertRejects(
    () => runNotebook(notebookOf(cell(), failed), fake("is well")),
    CellError,
  );
  assertEquals(error.cellNumber, 2);
  assertEquals(error.traceback, ["E: v"]);
});

test("runNotebook() rejects when an error output comes with a good reply", async () => {
  const failed = cell(["error", {
    ename: "E",
    evalue: "v",
    traceback: ["E: v"],
  }]);
  await assertRejects(
    () => runNotebook(notebookOf(failed), fake("is well")),
    CellError,
    "\nE: v",
  );
});

test("runNotebook() rejects when the reply is that the cell was not run", async () => {
  const aborted = cell(["reply", { status: "aborted" }]);
  await assertRejects(
    () => runNotebook(notebookOf(aborted), fake("is well")),
    CellError,
  );
});

test("runNotebook() tries again when another process took a port", async () => {
  const marker = await Deno.makeTempFile();
  await Deno.remove(marker);
  Deno.env.set("FAKE_KERNEL_MARKER", marker);
  try {
    const result = await runNotebook(
      notebookOf(cell(print("a"))),
      fake("loses a port once"),
    );
    assertEquals(shown(result), [["stdout: atail"]]);
    await Deno.stat(marker); // The first try was made.
  } finally {
    Deno.env.delete("FAKE_KERNEL_MARKER");
    await Deno.remove(marker);
  }
});

test("runNotebook() reports a kernel that does not start, with its stderr", async () => {
  const error = await assertRejects(
    () => runNotebook(notebookOf(cell()), fake("fails to start")),
    KernelDiedError,
    "n.ipynb: The kernel ended with exit code 7\n    no such luck",
  );
  assertEquals(error.stderr, ["no such luck"]);
});

test("runNotebook() reports a kernel that dies, with the end of its stderr", async () => {
  const error = await assertRejects(
    () => runNotebook(notebookOf(cell()), fake("dies")),
    KernelDiedError,
    "The kernel ended with exit code 9\n    line 11\n",
  );
  assertEquals(error.stderr.length, 20);
  assertEquals(error.stderr.at(-1), "line 30");
});

test("runNotebook() rejects when what listens is no kernel", async () => {
  await assertRejects(
    () => runNotebook(notebookOf(cell()), fake("is no kernel")),
    KernelError,
    "n.ipynb: The connection to the kernel failed: The peer does not speak ZMTP",
  );
});

test("Kernel.start() waits for a silent kernel no longer than told", async () => {
  const { cwd, command } = fake("is silent");
  await assertRejects(
    () => Kernel.start({ cwd, command, startSeconds: 1 }),
    KernelError,
    "The kernel did not answer within 1 seconds of its start",
  );
});

test("Kernel.start() gives the kernel a private connection file, and removes it", async () => {
  const copy = await Deno.makeTempDir();
  const script = `
    const [file, copy] = Deno.args;
    const { mode } = Deno.statSync(file);
    const folder = Deno.statSync(file.slice(0, file.lastIndexOf("/"))).mode;
    Deno.writeTextFileSync(copy + "/seen", JSON.stringify({
      file, mode: mode & 0o777, folder: folder & 0o777,
      connection: JSON.parse(Deno.readTextFileSync(file)),
    }));
    Deno.exit(1);`;
  await Deno.writeTextFile(`${copy}/look.ts`, script);
  try {
    const command = [
      Deno.execPath(),
      "run",
      "--allow-all",
      "--no-config",
      `${copy}/look.ts`,
      "{connection_file}",
      copy,
    ];
    await assertRejects(
      () => Kernel.start({ cwd: ".", command }),
      KernelDiedError,
    );
    const seen = JSON.parse(await Deno.readTextFile(`${copy}/seen`));
    if (Deno.build.os !== "windows") {
      assertEquals(seen.mode, 0o600);
      assertEquals(seen.folder, 0o700);
    }
    assertEquals(seen.connection.ip, "127.0.0.1");
    assertEquals(seen.connection.signature_scheme, "hmac-sha256");
    assert(seen.connection.key.length >= 32);
    await assertRejects(() => Deno.stat(seen.file), Deno.errors.NotFound);
  } finally {
    await Deno.remove(copy, { recursive: true });
  }
});

if (Deno.build.os !== "windows") {
  test("runNotebook() works in a temporary folder of any name, and says so when there is none", async () => {
    const place = await Deno.makeTempDir();
    const before = Deno.env.get("TMPDIR");
    try {
      Deno.env.set("TMPDIR", `${place}/$&`);
      await assertRejects(
        () => runNotebook(notebookOf(cell()), fake("is well")),
        KernelError,
        "n.ipynb: Cannot make a temporary folder: No such file or directory",
      );
      await Deno.mkdir(`${place}/$&`);
      await runNotebook(notebookOf(cell()), fake("is well"));
    } finally {
      if (before === undefined) Deno.env.delete("TMPDIR");
      else Deno.env.set("TMPDIR", before);
      await Deno.remove(place, { recursive: true });
    }
  });
}

test("runNotebook() starts no kernel for a notebook without code", async () => {
  const notebook = notebookOf("", "  \n");
  const progress: number[] = [];
  const result = await runNotebook(notebook, {
    ...fake("fails to start"),
    onCell: ({ done, total }) => progress.push(done, total),
  });
  assertEquals(result, notebook);
  assertEquals(progress, [0, 2, 1, 2, 2, 2]);
});
