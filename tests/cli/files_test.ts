import {
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { parseNotebook } from "@lab/nbformat";
import { Failure } from "../../lib/cli/command.ts";
import { refuseOtherKernels } from "../../lib/cli/files.ts";
import { replaceFiles } from "../../lib/cli/replace_files.ts";
import { testWith } from "../permissions.ts";
import { Folder, needs, notebook } from "./command.ts";

testWith(
  "a notebook is for Deno by its kernel's name or title, and without a kernel by its language",
  [{ name: "read" }, { name: "env" }], // to name the notebook
  () => {
    const cases: [metadata: unknown, refused?: string][] = [
      [{}],
      [{ kernelspec: { name: "deno", display_name: "Deno" } }],
      [{ kernelspec: { name: "deno", language: "TypeScript" } }],
      [{ kernelspec: { name: "ts-2", display_name: "Deno (ts-2)" } }],
      [{ language_info: { name: "TypeScript" } }],
      [{ kernelspec: { name: null, language: "javascript" } }],
      [{ kernelspec: { name: "tslab", language: "typescript" } }, "tslab"],
      [{ kernelspec: { name: "python3", display_name: "denoise" } }, "python3"],
      [{ language_info: { name: "python" } }, "python"],
    ];
    for (const [metadata, refused] of cases) {
      const text = notebook(["1"], metadata);
      const file = {
        path: "/a",
        stem: "a",
        text,
        notebook: parseNotebook(text),
      };
      const check = () => refuseOtherKernels([file]);
      if (!refused) check();
      else {assertStringIncludes(
          assertThrows(check, Failure).message,
          `got one for ${refused}`,
        );}
    }
  },
);

testWith("replaceFiles() replaces all files or none", needs, async () => {
  using folder = new Folder({ a: "old", c: "old" });
  const before = folder.files();
  // The last fails after the others are in place, because it has no folder.
  const texts = ["a", "b", "c", "no/d"].map((
    name,
  ): [string, string] => [name, "new"]);
  const { message } = await assertRejects(
    () => replaceFiles(folder.path, texts),
    Failure,
  );
  assertMatch(message, /^Cannot write \S+\/no\/d: [^:]+ \(os error \d+\)$/);
  assertEquals(folder.files(), before);
  await replaceFiles(folder.path, texts.slice(0, 3));
  assertEquals(folder.files(), { a: "new", b: "new", c: "new" });
});
