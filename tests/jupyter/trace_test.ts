import { assertEquals } from "@std/assert";
import { locatedError, readableError } from "../../lib/jupyter/trace.ts";
import { testWith } from "../permissions.ts";
import { kernelPermissions } from "./notebooks.ts";

/** A trace as readers see it, in a notebook of /home/me/lab/notebooks. */
async function trace(...traceback: string[]): Promise<string[]> {
  const error = await readableError(
    { output_type: "error", ename: "Error", evalue: "e", traceback },
    "",
    "/home/me/lab/notebooks",
  );
  return error.traceback;
}

const posix = Deno.build.os !== "windows";

Deno.test({
  name: "readableError() names files as seen from the notebook's folder",
  ignore: !posix,
  fn: async () => {
    assertEquals(
      await trace(
        "Error: cannot load file:///home/me/lab/notebooks/data/x.json",
        "    at f (file:///home/me/lab/lib/kernels/f.ts:3:7)",
        "    at g (file:///home/me/lab/notebooks/g.ts:1:1)",
        "    at file:///home/me/lab/notebooks/h.ts:2:2",
        "    at i (/home/me/lab/notebooks/i.ts:4:4)",
      ),
      [
        "Error: cannot load data/x.json",
        "    at f (../lib/kernels/f.ts:3:7)",
        "    at g (g.ts:1:1)",
        "    at h.ts:2:2",
        "    at i (i.ts:4:4)",
      ],
    );
  },
});

Deno.test({
  name: "readableError() names nothing of the machine's other folders",
  ignore: !posix,
  fn: async () => {
    const cache = "file:///root/.cache/deno/npm/registry.npmjs.org";
    assertEquals(
      await trace(
        "Error: e",
        `    at a (${cache}/deno-std/1.4.0/assert/equals.js:60:9)`,
        `    at b (${cache}/@scope/name/2.0.0-rc.1/dist/b.js:1:2)`,
        "    at c (file:///opt/elsewhere/c.ts:5:6)",
        "    at d (https://example.com/d.ts:7:8)",
      ),
      [
        "Error: e",
        "    at a (npm:deno-std@1.4.0/assert/equals.js:60:9)",
        "    at b (npm:@scope/name@2.0.0-rc.1/dist/b.js:1:2)",
        "    at c (c.ts:5:6)",
        "    at d (https://example.com/d.ts:7:8)",
      ],
    );
  },
});

Deno.test("readableError() drops colours and Deno's own frames", async () => {
  assertEquals(
    await trace(
      "\x1b[31mError\x1b[39m: e",
      "    at f (file:///x/f.ts:1:1)",
      "    at handle (ext:core/01_core.js:178:11)",
      "    at async node:internal/process/task:1:1",
    ),
    ["Error: e", "    at f (f.ts:1:1)"],
  );
});

Deno.test("readableError() keeps no position of a function: it may be another cell's", async () => {
  assertEquals(
    await trace(
      "Error: e",
      "    at f (<anonymous>:9:9)",
      "    at Array.map (<anonymous>)",
      "    at async g (<anonymous>:8:8)",
    ),
    [
      "Error: e",
      "    at f",
      "    at Array.map (<anonymous>)",
      "    at async g",
    ],
  );
});

const failed = (ename: string, evalue: string) => ({
  output_type: "error" as const,
  ename,
  evalue,
  traceback: [],
});

testWith(
  "locatedError() gives what the kernel wrote where it gives no reason",
  kernelPermissions,
  async () => {
    const error = failed("Error", "Execution failed");
    const ran = "1";
    const read = await locatedError(error, ran, "/x", ["Download y", "no y"]);
    assertEquals(read.error.traceback, [
      "Error: Execution failed; the kernel gives no reason, but wrote:",
      "    Download y",
      "    no y",
    ]);
    assertEquals((await readableError(error, "1", "/x")).traceback, [
      "Error: Execution failed; the kernel gives no reason, often it is a package that cannot be found",
    ]);
  },
);

testWith(
  "readableError() says once what is an error's name and its message",
  kernelPermissions,
  async () => {
    const error = failed("Unterminated string", "Unterminated string");
    assertEquals((await readableError(error, "1", "/x")).traceback, [
      "Unterminated string",
    ]);
  },
);
