import {
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { parseNotebook } from "@lab/nbformat";
import type { Source } from "@lab/report";
import { Failure } from "../../lib/cli/command.ts";
import { writeCache } from "../../lib/cli/cache.ts";
import { digest } from "../../lib/cli/digest.ts";
import { withCellModules } from "../../lib/cli/cell_modules.ts";
import { printable } from "../../lib/cli/phrases.ts";
import { Renderer } from "../../lib/cli/renderer.ts";
import { refuseOtherKernels } from "../../lib/cli/files.ts";
import { replaceFiles } from "../../lib/cli/replace_files.ts";
import { Folder, notebook, test } from "./command.ts";

test("a notebook is for Deno by its kernel's name or title, and without a kernel by its language", () => {
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
});

test("replaceFiles() replaces all files or none", async () => {
  using folder = new Folder({ a: "old", c: "old" });
  Deno.symlinkSync("c", `${folder.path}/link`);
  Deno.chmodSync(`${folder.path}/a`, 0o620);
  if (!Deno.uid()) Deno.chownSync(`${folder.path}/a`, 1234, 1234);
  const access = () => {
    const { mode, uid, gid } = Deno.statSync(`${folder.path}/a`);
    return [mode, uid, gid];
  };
  const [before, accessBefore] = [folder.files(), access()];
  // The last cannot have its folder, because that is a file.
  const texts = ["a", "b", "link", "new/c", "c/d"].map((
    name,
  ): [string, string] => [name, "new"]);
  const { message } = await assertRejects(
    () => replaceFiles(folder.path, texts),
    Failure,
  );
  assertMatch(message, /^Cannot write \S+\/c\/d: [^:]+ \(os error \d+\)$/);
  assertEquals(folder.files(), before);
  await replaceFiles(folder.path, texts.slice(0, 4));
  assertEquals(folder.files(), {
    a: "new",
    b: "new",
    c: "old",
    link: "new",
    "new/c": "new",
  });
  assertEquals(access(), accessBefore);
});

test("replaceFiles() goes on with what a killed process had begun, and removes what it had only written", async () => {
  using folder = new Folder({
    a: "old",
    b: "old",
    c: "old",
    d: "edited since",
    ".lab-staging-killed/lock": "x",
    ".lab-staging-killed/ready": "",
    ".lab-staging-killed/new/a": "new",
    ".lab-staging-killed/new/b": "new",
    ".lab-staging-killed/new/d": "new",
    ".lab-staging-killed/new/e": "new",
    ".lab-staging-killed/new/sub/f": "new",
    ".lab-staging-killed/old/a": "old",
    ".lab-staging-killed/old/b": "old",
    ".lab-staging-killed/old/d": "old",
    ".lab-staging-early/lock": "x",
    ".lab-staging-early/new/c": "half",
    ".lab-staging-alive/lock": "x",
    ".lab-staging-mine/a": "not a command's",
    ".lab-staging-link/lock": "x",
    ".lab-staging-link/ready": "",
    "others/f": "not a command's",
  });
  Deno.symlinkSync("../others", `${folder.path}/.lab-staging-link/new`);
  Deno.mkdirSync(`${folder.path}/.lab-staging-empty`);
  Deno.utimeSync(`${folder.path}/.lab-staging-empty`, 0, 0);
  using lock = Deno.openSync(`${folder.path}/.lab-staging-alive/lock`);
  lock.lockSync(true);
  await replaceFiles(folder.path);
  assertEquals(
    ["a", "b", "c", "d", "e", "sub/f"].map((name) => folder.read(name)),
    ["new", "new", "old", "edited since", "new", "new"],
  );
  const hidden = Array.from(Deno.readDirSync(folder.path), ({ name }) => name)
    .filter((name) => name.startsWith("."));
  assertEquals(hidden.sort(), [".lab-staging-alive", ".lab-staging-mine"]);
  assertEquals(folder.read("others/f"), "not a command's");
});

test("withCellModules() removes the modules that a killed process left", async () => {
  using folder = new Folder({ ".lab-a.tsx": "left", ".lab-b.tsx": "left" });
  const file = {
    path: `${folder.path}/a.ipynb`,
    stem: "a",
    text: "",
    notebook: parseNotebook(notebook(["1"])),
  };
  await withCellModules([file], () => {
    assertMatch(folder.read(".lab-a.tsx"), /^1\n/);
    return Promise.resolve();
  });
  assertEquals([...Deno.readDirSync(folder.path)], []);
});

test("a full disk leaves no litter", async () => {
  using folder = new Folder();
  const file = {
    ...{ path: `${folder.path}/a.ipynb`, stem: "a", text: "" },
    notebook: parseNotebook(notebook(["1"])),
  };
  const write = Deno.FsFile.prototype.writeSync;
  Deno.FsFile.prototype.writeSync = () => {
    throw new Error("full");
  };
  try {
    await assertRejects(() => withCellModules([file], () => Promise.resolve()));
    await assertRejects(() => replaceFiles(folder.path));
  } finally {
    Deno.FsFile.prototype.writeSync = write;
  }
  // Here, the file is written but not renamed.
  const name = await digest("name");
  Deno.mkdirSync(`${folder.path}/cache/${name}`, { recursive: true });
  await writeCache(`${folder.path}/cache`, "name", "key", "value");
  assertEquals(folder.files(), { [`cache/${name}/`]: "" });
});

Deno.test("printable() lets no character through that controls a terminal", () => {
  assertEquals(
    printable("a\x1b[2J\x9b31m\r\x07\u202eb\n\tü€🏽"),
    "a\ufffd[2J\ufffd31m\ufffd\ufffd\ufffdb\n\tü€🏽",
  );
});

test("Renderer names the notebook and the cell that exceed a limit, ends with its signal, and renders again", async () => {
  const cells = [1, 2].map((i) => ({
    id: `${i}`,
    cell_type: "markdown" as const,
    metadata: {},
    source: "$a_1$ ".repeat(i === 2 ? 300_000 : 1),
  }));
  const notebook = {
    nbformat: 4 as const,
    nbformat_minor: 5 as const,
    metadata: {},
    cells,
  };
  const sources: Source[] = [{ name: "x.ipynb", stem: "x", notebook }];
  await using renderer = new Renderer();
  const { signal } = new AbortController();
  const { message } = await assertRejects(
    () => renderer.render(sources, { seconds: 0.5, signal }),
    Failure,
  );
  assertEquals(
    message,
    "Cannot render x.ipynb, cell 2: it takes over 0.5 s",
  );
  const brief = AbortSignal.timeout(500);
  await assertRejects(
    () => renderer.render(sources, { seconds: 9, signal: brief }),
    DOMException,
  );
  // It goes on with the next notebooks.
  const { pages } = await renderer.render(
    [{ ...sources[0], notebook: { ...notebook, cells: cells.slice(0, 1) } }],
    { seconds: 9, signal },
  );
  assertEquals(pages.length, 2);
});
