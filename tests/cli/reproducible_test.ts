import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { copy, Folder, root, test } from "./command.ts";

/** A lesson with figures, numbers, and draws at random. */
const NOTEBOOK = "notebooks/04_temperature.ipynb";

/** A clean export of a copy of the project: its pages by name. */
async function exportIn(project: string, TZ: string, LC_ALL: string) {
  using out = new Folder();
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "lib/cli/main.ts", "report", NOTEBOOK]
      .concat("--no-cache", "--no-check", "--out", out.path),
    cwd: project,
    env: { INIT_CWD: project, TZ, LC_ALL, LANG: LC_ALL },
    stdin: "null",
  }).output();
  assertEquals(code, 0, new TextDecoder().decode(stderr));
  return out.files();
}

test("two clean exports are the same bytes, whatever the folder, time zone and language", async () => {
  using folder = new Folder();
  const project = join(folder.path, "it's ünder a/b");
  for (
    const part of ["deno.json", "deno.lock", "lib", "tests/std", NOTEBOOK]
  ) await copy(join(root, part), join(project, part));
  const first = await exportIn(root, "America/New_York", "C");
  const second = await exportIn(project, "Asia/Kolkata", "de_DE.UTF-8");
  assertEquals(Object.keys(first).length, 2);
  assertEquals(Object.keys(second), Object.keys(first));
  // Not compared by assertEquals(), which would print megabytes.
  for (const [name, text] of Object.entries(first)) {
    if (second[name] === text) continue;
    const [a, b] = [text, second[name]].map((text) => text.split("\n"));
    const at = a.findIndex((line, i) => line !== b[i]);
    assertEquals(b[at]?.slice(0, 300), a[at].slice(0, 300), `${name}:${at}`);
  }
});
