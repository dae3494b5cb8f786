import { assertEquals, assertRejects } from "@std/assert";
import { runNotebook } from "@lab/jupyter";
import { testWith } from "../permissions.ts";
import { kernelPermissions, notebookOf, shown } from "../code_cells.ts";

const cwd = new URL(".", import.meta.url).pathname;

testWith(
  "runNotebook() starts its kernel at once and its first cell when it is ready",
  kernelPermissions,
  async () => {
    const ready = Promise.withResolvers<void>();
    const seen: string[] = [];
    const run = runNotebook(notebookOf("Date.now()"), {
      cwd,
      ready: ready.promise,
      onCell: ({ done }) => seen.push(`${done} done`),
    });
    // Long enough for a kernel to start and to run the cell, if it did not wait.
    await new Promise((resolve) => setTimeout(resolve, 1000));
    seen.push("ready");
    const now = Date.now();
    ready.resolve();
    const [[output]] = shown(await run);
    assertEquals(seen, ["ready", "0 done", "1 done"]);
    const [, at] = output.split(": ");
    assertEquals(Number(at) >= now, true, output);
  },
);

testWith(
  "runNotebook() that is never ready runs no cell and ends its kernel",
  kernelPermissions,
  async () => {
    const path = await Deno.makeTempFile();
    const cell = `Deno.writeTextFileSync(${JSON.stringify(path)}, "ran")`;
    const never = new Error("types are wrong");
    // The test's own runner finds what the kernel leaves open.
    const error = await assertRejects(() =>
      runNotebook(notebookOf(cell), { cwd, ready: Promise.reject(never) })
    );
    assertEquals(error, never);
    assertEquals(await Deno.readTextFile(path), "");
    await Deno.remove(path);
  },
);
