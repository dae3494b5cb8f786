import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import {
  CellError,
  CellTimeoutError,
  KernelDiedError,
  KernelError,
  runNotebook,
  type RunOptions,
} from "@lab/jupyter";
import { Kernel } from "../../../lib/jupyter/kernel/kernel.ts";
import { testWith } from "../../permissions.ts";
import { kernelPermissions, notebookOf, shown } from "../../code_cells.ts";
import { runInChild } from "./child.ts";

/** Options that start fake_kernel.ts, which behaves in the way given. */
function fake(behaviour: string, ...more: string[]) {
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
      ...more,
    ],
  } satisfies RunOptions;
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
  // The fake kernel prints "tail" together with the fence's word.
  assertEquals(
    shown(await runNotebook(notebook, fake("is late"))),
    [
      ["stdout: atail"],
      ["stdout: tail"],
      ["stdout: b", "display_data: c", "stdout: tail"],
    ],
  );
});

test("runNotebook() keeps an output whole when the kernel interrupts it with its status", async () => {
  const text = "x".repeat(1000);
  const output = ["display_data", { data: { "text/plain": text } }];
  const notebook = notebookOf(cell(output, print("no newline")));
  assertEquals(
    shown(await runNotebook(notebook, fake("interrupts itself"))),
    [[`display_data: ${text}`, "stdout: no newlinetail"]],
  );
});

const printsA = cell(print("a"));

/** Kernels that break the protocol, the cells that they run, and the error that ends the run. */
const broken: [
  behaviour: string,
  cells: string[],
  kind: new (...args: never[]) => Error,
  message: string,
][] = [
  [
    "sends no fence",
    [printsA],
    CellTimeoutError,
    "its outputs were not complete within 2 s",
  ],
  [
    "sends half a fence",
    [printsA],
    CellTimeoutError,
    "its outputs were not complete within 2 s",
  ],
  [
    "fails the fence",
    [cell()],
    KernelError,
    "The kernel cannot tell where the outputs end: no fence",
  ],
  [
    "forges",
    [printsA],
    KernelError,
    "The connection to the kernel failed: A message with a wrong signature",
  ],
  [
    "is not a kernel",
    [cell()],
    KernelError,
    "n.ipynb: The connection to the kernel failed: The peer does not speak ZMTP",
  ],
  [
    "fails to start",
    [cell()],
    KernelDiedError,
    "n.ipynb: The kernel ended with exit code 7\n    no such luck",
  ],
  [
    "dies",
    [cell()],
    KernelDiedError,
    // The last 20 lines that the kernel wrote.
    "The kernel ended with exit code 9\n    line 11\n",
  ],
  // A failed reply without an error output, an error output with a good reply,
  // and a cell that was not run.
  [
    "is well",
    [cell(), cell(["reply", { status: "error", evalue: "v", ename: "E" }])],
    CellError,
    "n.ipynb, cell 2\n",
  ],
  [
    "is well",
    [cell(["error", { ename: "E", evalue: "v", traceback: ["E: v"] }])],
    CellError,
    "\nE: v",
  ],
  ["is well", [cell(["reply", { status: "aborted" }])], CellError, ""],
];

test("runNotebook() rejects when a kernel breaks the protocol or dies", async () => {
  await Promise.all(broken.map(([behaviour, cells, kind, message]) => {
    const timeoutSeconds = behaviour.endsWith("fence") ? 2 : 60;
    return assertRejects(
      () =>
        runNotebook(notebookOf(...cells), {
          ...fake(behaviour),
          timeoutSeconds,
        }),
      kind,
      message,
      behaviour,
    );
  }));
});

test("runNotebook() tries again when another process took a port", async () => {
  const marker = await Deno.makeTempFile();
  await Deno.remove(marker);
  const result = await runNotebook(
    notebookOf(cell(print("a"))),
    fake("loses a port once", marker),
  );
  assertEquals(shown(result), [["stdout: atail"]]);
  await Deno.remove(marker); // The first try made it.
});

test("Kernel.start() waits for a silent kernel no longer than startSeconds", async () => {
  const { cwd, command } = fake("is silent");
  await assertRejects(
    () => Kernel.start({ cwd, command, startSeconds: 1 }),
    KernelError,
    "The kernel did not answer within 1 s of its start",
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
  test("runNotebook() works in a temporary folder of any name, and needs one", async () => {
    const place = await Deno.makeTempDir();
    const run = () =>
      runInChild({ notebooks: [[cell()]], options: fake("is well") }, {
        TMPDIR: `${place}/$&`,
      });
    const [failed] = await run();
    assert("error" in failed);
    assertStringIncludes(
      failed.error,
      "n.ipynb: Cannot make a temporary folder: No such file or directory",
    );
    await Deno.mkdir(`${place}/$&`);
    assertEquals(await run(), [{ outputs: [["stdout: tail"]] }]);
    await Deno.remove(place, { recursive: true });
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
