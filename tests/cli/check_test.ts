import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { testWith } from "../permissions.ts";
import { copy, Folder, needs, notebook, root } from "./command.ts";

testWith(
  "deno task check fails on a cell's type error and says where",
  needs,
  async () => {
    // A project of its own, elsewhere on the disk.
    using project = new Folder({
      "notebooks/a.ipynb": notebook(["# A", 'const a: number = "1";\na;']),
    });
    await Promise.all(
      ["deno.json", "deno.lock", "lib", "tests/std"].map((name) =>
        copy(join(root, name), join(project.path, name))
      ),
    );
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["task", "check"],
      cwd: join(project.path, "lib"),
      env: { NO_COLOR: "1" },
    }).output();
    const text = new TextDecoder().decode(stderr);
    assertStringIncludes(
      text,
      "TS2322: Type 'string' is not assignable to type 'number'.",
    );
    assertMatch(text, /a\.ipynb, cell 2, line 1, column 7\n/);
    assertMatch(text, /^Failed: .*types of cells/m);
    assertMatch(
      new TextDecoder().decode(stdout),
      /^types of cells {2}failed/m,
    );
    assertEquals(code, 1);
  },
);
