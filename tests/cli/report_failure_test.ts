/**
 * Whatever goes wrong, the reports of an earlier run are still there, nothing
 * else is, and the user learns what went wrong.
 *
 * @module
 */
import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { join } from "node:path";
import { Failure } from "../../lib/cli/command.ts";
import type { ExportOptions } from "../../lib/cli/export.ts";
import { command, exported, Folder, notebook, start, test } from "./command.ts";

const good = notebook(["# Good", "console.log(1)"]);

interface Case {
  /** The thing that is wrong. */
  with: string;
  files?: Record<string, string>;
  args: string[];
  options?: Partial<ExportOptions>;
  /** The message to the user. */
  says: string;
}

const cases: Case[] = [
  {
    with: "a missing notebook",
    args: ["good.ipynb", "gone.ipynb"],
    says: "Cannot read gone.ipynb: no such file",
  },
  {
    with: "a notebook without a name",
    args: [""],
    says: 'Cannot read "": a notebook needs a name',
  },
  {
    with: "a folder without notebooks",
    files: { "empty/readme.md": "# none" },
    args: ["empty"],
    says: "Cannot read empty: need a notebook in it, got none",
  },
  {
    with: "a notebook that is not JSON",
    files: { "bad.ipynb": "{ cells:" },
    args: ["good.ipynb", "bad.ipynb"],
    says: "bad.ipynb: not JSON",
  },
  {
    with: "JSON that is not a notebook",
    files: { "bad.ipynb": "[]" },
    args: ["bad.ipynb"],
    says: "bad.ipynb: not a notebook",
  },
  {
    with: "two notebooks that would be one page",
    files: { "sub/Good.json": good, "sub/good.ipynb": good },
    args: ["sub/good.ipynb", "sub/Good.json"],
    says:
      "Cannot export both sub/good.ipynb and sub/Good.json: each would be " +
      "Good.html",
  },
  {
    with: "a notebook for another kernel",
    files: {
      "py.ipynb": notebook(["print(1)"], {
        kernelspec: { name: "python3", language: "python" },
      }),
    },
    args: ["good.ipynb", "py.ipynb"],
    says: "Cannot run py.ipynb: need a notebook for the Deno kernel " +
      "(TypeScript), got one for python3; --no-execute renders its saved outputs",
  },
  {
    with: "a file in the place of the folder",
    args: ["good.ipynb"],
    options: { out: "good.ipynb" },
    says: "Cannot write good.ipynb: ",
  },
  {
    with: "a folder that cannot be made",
    args: ["good.ipynb"],
    options: { out: "good.ipynb/sub/out" },
    says: "Cannot write good.ipynb/sub/out: ",
  },
  {
    with: "a folder in the place of a page",
    files: {
      "later.ipynb": good,
      "out/later.html/a.txt": "not a page",
    },
    args: ["good.ipynb", "later.ipynb"],
    options: { execute: false },
    says: "Cannot write out/later.html: a folder has this name",
  },
  {
    with: "a cell that hangs",
    files: { "slow.ipynb": notebook(["await new Promise(() => {})"]) },
    args: ["slow.ipynb"],
    options: { timeoutSeconds: 0.5 },
    says: "slow.ipynb, cell 1\n    await new Promise(() => {})\n" +
      "Still running after 0.5 s",
  },
  {
    with: "a kernel that dies",
    files: { "dead.ipynb": notebook(["Deno.exit(3)"]) },
    args: ["dead.ipynb"],
    says: "dead.ipynb, cell 1\n    Deno.exit(3)\n" +
      "The kernel ended with exit code 3",
  },
];

for (const { with: what, files, args, options, says } of cases) {
  test(`report with ${what} fails and changes nothing`, async () => {
    using folder = new Folder({
      "good.ipynb": good,
      "out/good.html": "an earlier report",
      "out/index.html": "an earlier index",
      ...files,
    });
    const before = folder.files();
    const out = join(folder.path, options?.out ?? "out");
    const { message } = await assertRejects(
      () => exported(folder, args, { ...options, out }),
      Failure,
    );
    assertStringIncludes(message, says);
    assert(message.split("\n").length <= 15);
    assertEquals(folder.files(), before);
  });
}

test("report with a cell that fails ends with status 1, and leaves no new folder and no temporary file", async () => {
  using folder = new Folder({
    "good.ipynb": good,
    "bad.ipynb": notebook(["# Bad", "const a = 1;\nthrow new Error('no a')"]),
    "tmp/.keep": "",
  });
  const before = folder.files();
  const { code, stderr } = await command(
    folder.path,
    ["report", ".", "--no-check", "--out", "new/out"],
    { TMPDIR: join(folder.path, "tmp") },
  );
  assertEquals(
    stderr,
    "bad.ipynb, cell 2, line 2, column 7\n" +
      "    throw new Error('no a')\n          ^\nError: no a\n",
  );
  assertEquals(code, 1);
  assertEquals(folder.files(), before);
});

test("report ended by Ctrl-C leaves no kernel and no file", async () => {
  using folder = new Folder({
    "slow.ipynb": notebook([
      'Deno.writeTextFileSync("pid", String(Deno.pid));\n' +
      "await new Promise((done) => setTimeout(done, 60_000));",
    ]),
    "out/slow.html": "an earlier report",
    "tmp/.keep": "",
  });
  const before = folder.files();
  const process = start(
    folder.path,
    ["report", "slow.ipynb", "--out", "out", "--no-check"],
    { TMPDIR: join(folder.path, "tmp") },
  );
  const kernel = await appears(join(folder.path, "pid"));
  process.kill("SIGINT");
  const { code, stderr } = await process.output();
  assertEquals(new TextDecoder().decode(stderr), "Interrupted\n");
  assertEquals(code, 130);
  assertEquals(await isRunning(Number(kernel)), false);
  assertEquals(folder.files(), { ...before, pid: kernel });
});

/** The text of a file that another process is about to write. */
async function appears(path: string): Promise<string> {
  while (true) {
    const text = await Deno.readTextFile(path).catch(() => "");
    if (text) return text;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Whether a process is there. */
async function isRunning(pid: number): Promise<boolean> {
  const { success } = await new Deno.Command("kill", {
    args: ["-0", String(pid)],
    stderr: "null",
  }).output();
  return success;
}

test("report lets nothing of a notebook, its name, its errors or the folder control the terminal", async () => {
  const control = "\x1b]0;x\x07\x1b[2J\u202e";
  const name = `a${control}.ipynb`;
  using folder = new Folder({
    [name]: notebook([`# A\n\n<img src="${control}.png">`]),
    "b.ipynb": notebook([
      `console.error("${control}"); throw new Error("${control}")`,
    ]),
    [`out/${control}.html`]: "old",
    "out/index.html": `<meta name=generator content="softmax-lab"><a href=${
      encodeURIComponent(`${control}.html`)
    }>`,
  });
  const { stdout, stderr } = await command(
    folder.path,
    ["report", name, "b.ipynb", "--out", "out", "--keep-going", "--no-check"],
  );
  const said = stdout + stderr;
  for (
    const part of ["also lists", "not in the report", "b.ipynb, cell 1"]
  ) {
    assertStringIncludes(said, part);
  }
  const found = said.match(/[[\p{Cc}--\n]\u202a-\u202e]/v);
  assertEquals(found, null);
});
