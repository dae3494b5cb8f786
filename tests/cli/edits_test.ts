import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { Failure } from "../../lib/cli/command.ts";
import { readNotebookFile } from "../../lib/cli/files.ts";
import { replaceFiles } from "../../lib/cli/replace_files.ts";
import { Folder, notebook, notebooks, test } from "./command.ts";

test("notebooks loses no edit saved while it runs", async () => {
  const edit = (name: string, source: string) =>
    `Deno.writeTextFileSync("${name}", ${JSON.stringify(notebook([source]))});`;
  using folder = new Folder({
    "a.ipynb": notebook([edit("b.ipynb", "'edited ' + 6 * 7")]),
    "b.ipynb": notebook(["1"]),
    "c.ipynb": notebook([edit("c.ipynb", "'edited, too'")]),
    "d.ipynb": notebook(["Deno.removeSync('e.ipynb')"]),
    "e.ipynb": notebook(["1"]),
  });
  await assertRejects(
    () => notebooks(folder, ["a.ipynb", "b.ipynb", "c.ipynb"]),
    Failure,
    "Cannot write c.ipynb: it was changed in the meantime",
  );
  assertStringIncludes(folder.read("b.ipynb"), "edited 42");
  assertEquals(folder.read("c.ipynb"), notebook(["'edited, too'"]));
  await assertRejects(
    () => notebooks(folder, ["d.ipynb", "e.ipynb"]),
    Failure,
    "Cannot read e.ipynb: no such file",
  );
});

test("replaceFiles() refuses a file that was changed or deleted", async () => {
  using folder = new Folder({ a: "old", b: "edited" });
  const before = folder.files();
  for (const [name, change] of [["b", "changed"], ["c", "deleted"]]) {
    const { message } = await assertRejects(
      () => replaceFiles(folder.path, [["a", "new"], [name, "new", "old"]]),
      Failure,
    );
    assertStringIncludes(message, `/${name}: it was ${change}`);
    assertEquals(folder.files(), before);
  }
  await replaceFiles(folder.path, [["b", "new", "edited"]]);
  assertEquals(folder.read("b"), "new");
});

test("a notebook in Latin-1 is refused: written back, it would lose its letters", async () => {
  using folder = new Folder();
  const path = join(folder.path, "a.ipynb");
  const bytes = Uint8Array.from(notebook(["'é'"]), (c) => c.charCodeAt(0));
  Deno.writeFileSync(path, bytes);
  const { message } = await assertRejects(
    () => readNotebookFile(path),
    Failure,
  );
  assertStringIncludes(message, "not UTF-8");
});

test("replaceFiles() takes the longest names", async () => {
  const name = "x".repeat(250) + ".html";
  using folder = new Folder({ [name]: "old" });
  await replaceFiles(folder.path, [[name, "new"]]);
  assertEquals(folder.files(), { [name]: "new" });
});

test("replaceFiles() killed at any of its steps leaves all files old or all new, once the next call is done", async () => {
  const module = import.meta.resolve("../../lib/cli/replace_files.ts");
  const kept = [];
  for (let step = 1; step <= 9; step++) {
    using folder = new Folder({ a: "old", b: "old", c: "old" });
    const texts = ["a", "b", "c"].map((name) => [name, "new"]);
    const code = `
        import { replaceFiles } from ${JSON.stringify(module)};
        let steps = ${step};
        for (const name of ["writeTextFile", "renameSync", "removeSync"]) {
          const call = Deno[name];
          Deno[name] = (...args) => {
            if (!--steps) Deno.kill(Deno.pid, "SIGKILL");
            return call(...args);
          };
        }
        await replaceFiles(...${JSON.stringify([folder.path, texts])});`;
    await new Deno.Command(Deno.execPath(), { args: ["eval", code] })
      .output();
    await replaceFiles(folder.path);
    kept.push(Object.entries(folder.files()).sort().flat().join(" "));
  }
  const [old, fresh] = ["a old b old c old", "a new b new c new"];
  assertEquals(kept, Array(9).fill(old, 0, 4).fill(fresh, 4));
});

test("replaceFiles() killed in the middle of its renames leaves no mixture", async () => {
  const module = import.meta.resolve("../../lib/cli/replace_files.ts");
  const names = Array.from({ length: 400 }, (_, i) => `file-${i}`);
  using folder = new Folder(
    Object.fromEntries(names.map((name) => [name, "old"])),
  );
  const texts = names.map((name) => [name, "new"]);
  const code = `
      import { replaceFiles } from ${JSON.stringify(module)};
      await replaceFiles(...${JSON.stringify([folder.path, texts])});`;
  const process = new Deno.Command(Deno.execPath(), {
    args: ["eval", code],
  }).spawn();
  const pause = () => new Promise((resolve) => setTimeout(resolve, 1));
  while (folder.read(names[0]) === "old") await pause();
  process.kill("SIGKILL");
  await process.status;
  const end = Date.now() + 10_000;
  const isOld = (name: string) => folder.read(name) === "old";
  while (names.some(isOld) && Date.now() < end) await pause();
  assertEquals(names.filter(isOld), []);
});
