import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { root } from "../cli/command.ts";
import { jupyterTest } from "./jupyter.ts";

jupyterTest(
  "the kernel passes jupyter_kernel_test, where Deno's own fails",
  async (jupyter) => {
    const suite = join(root, "tests/frontends/conformance.py");
    const [ours, plain] = await Promise.all(
      ["deno", "plain"].map((kernel) => jupyter.run("python", suite, kernel)),
    );
    assertEquals(ours.success, true, ours.said);
    assertEquals(plain.success, false, "Deno's kernel has been mended");
  },
);
