import { assertEquals, assertMatch } from "@std/assert";
import {
  readError,
  savedError,
} from "../../../lib/jupyter/failure/read_error.ts";
import { testWith } from "../../permissions.ts";
import { kernelPermissions } from "../../code_cells.ts";

/** A trace as readers see it, in a notebook of /home/me/lab/notebooks. */
async function trace(...traceback: string[]): Promise<string[]> {
  const error = await readError(
    { output_type: "error", ename: "Error", evalue: "e", traceback },
    "",
    "/home/me/lab/notebooks",
  );
  return savedError(error).traceback;
}

const posix = Deno.build.os !== "windows";

Deno.test({
  name: "readError() names files as seen from the notebook's folder",
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
  name: "readError() names no other folders of the machine",
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

Deno.test("readError() drops colours and Deno's own frames", async () => {
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

Deno.test("readError() drops the positions of functions, which may be of another cell", async () => {
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

testWith(
  "readError() gives a reason where the kernel gives no trace",
  kernelPermissions,
  async () => {
    const read = async (ename: string, evalue: string, written?: string[]) => {
      const error = { ename, evalue, traceback: [] };
      const output = { output_type: "error", ...error } as const;
      return (await readError(output, "1", "/x", written)).traceback;
    };
    assertEquals(
      await read("Error", "Execution failed", ["Download y", "no"]),
      [
        "Error: Execution failed; the kernel gives no reason, but wrote:",
        "    Download y",
        "    no",
      ],
    );
    assertMatch(
      (await read("Error", "Execution failed")).join("\n"),
      /^Error: Execution failed; .*package/,
    );
    // Where the name is the message, it is given once.
    assertEquals(await read("Unterminated", "Unterminated"), ["Unterminated"]);
  },
);
