import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { testWith } from "../permissions.ts";
import { copy, Folder, needs, root } from "./command.ts";

testWith(
  "two clean exports are the same bytes, whatever the folder, time zone and language",
  [...needs, { name: "env" }],
  async () => {
    const places = [
      { folder: "plain", TZ: "America/New_York", LC_ALL: "C" },
      { folder: "it's ünder a/b", TZ: "Asia/Kolkata", LC_ALL: "de_DE.UTF-8" },
    ];
    const exports = await Promise.all(
      places.map(async ({ folder: name, TZ, LC_ALL }) => {
        using folder = new Folder();
        const project = join(folder.path, name);
        for (
          const part of [
            "deno.json",
            "deno.lock",
            "lib",
            "notebooks/04_temperature.ipynb",
            "notebooks/index.ipynb",
            "tests/std",
          ]
        ) {
          await copy(join(root, part), join(project, part));
        }
        const { code, stderr } = await new Deno.Command(Deno.execPath(), {
          args: [
            "run",
            "-A",
            "lib/cli/main.ts",
            "report",
            "--no-cache",
            "--no-check",
          ],
          cwd: project,
          env: { INIT_CWD: project, TZ, LC_ALL, LANG: LC_ALL },
          stdin: "null",
        }).output();
        assertEquals(code, 0, new TextDecoder().decode(stderr));
        return folder.files(`${name}/reports`);
      }),
    );
    const [first, second] = exports.map((files) =>
      Object.entries(files).map((
        [path, text],
      ) => [path.split("/").at(-1), text])
        .sort()
    );
    assertEquals(first.length, 2);
    // Not compared by assertEquals(), which would print megabytes.
    for (const [i, [name, text]] of first.entries()) {
      assertEquals(second[i][0], name);
      if (second[i][1] === text) continue;
      const a = text!.split("\n");
      const b = second[i][1]!.split("\n");
      const at = a.findIndex((line, i) => line !== b[i]);
      assertEquals(b[at]?.slice(0, 300), a[at].slice(0, 300), `${name}:${at}`);
    }
  },
);
