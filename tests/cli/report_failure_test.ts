/**
 * Whatever goes wrong, the reports of an earlier run are still there, nothing
 * else is, and the user learns what went wrong.
 *
 * @module
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { testWith } from "../permissions.ts";
import { command, Folder, needs, notebook, start } from "./command.ts";

const good = notebook(["# Good", "console.log(1)"]);

interface Case {
  /** The thing that is wrong. */
  with: string;
  files?: Record<string, string>;
  args: string[];
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
    says: 'Cannot read "": a notebook needs a name\n',
  },
  {
    with: "a folder without notebooks",
    files: { "empty/readme.md": "# none" },
    args: ["empty"],
    says: "No notebook in empty",
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
      "(TypeScript), got one for python3",
  },
  {
    with: "a file in the place of the folder",
    args: ["good.ipynb", "--out", "good.ipynb"],
    says: "Cannot write good.ipynb: ",
  },
  {
    with: "a folder that cannot be made",
    args: ["good.ipynb", "--out", "good.ipynb/sub/out"],
    says: "Cannot write good.ipynb/sub/out: ",
  },
  {
    with: "a folder in the place of a page",
    files: {
      "later.ipynb": good,
      "out/later.html/a.txt": "not a page",
    },
    args: ["--no-execute", "good.ipynb", "later.ipynb"],
    says: "Cannot write out/later.html: a folder has this name\n",
  },
  {
    with: "a cell that fails",
    files: {
      "bad.ipynb": notebook(["# Bad", "const a = 1;\nthrow new Error('no a')"]),
    },
    args: ["good.ipynb", "bad.ipynb", "--no-check"],
    says: "bad.ipynb, cell 2, line 2, column 7\n" +
      "    throw new Error('no a')\n          ^\nError: no a\n",
  },
  {
    with: "a cell that fails, into a new folder",
    files: { "bad.ipynb": notebook(["throw new Error('no b')"]) },
    args: ["bad.ipynb", "--no-check", "--out", "new/out"],
    says: "Error: no b\n",
  },
  {
    with: "a cell that hangs",
    files: { "slow.ipynb": notebook(["await new Promise(() => {})"]) },
    args: ["slow.ipynb", "--no-check", "--timeout", "0.5"],
    says: "slow.ipynb, cell 1\n    await new Promise(() => {})\n" +
      "Still running after 0.5 s",
  },
  {
    with: "a kernel that dies",
    files: { "dead.ipynb": notebook(["Deno.exit(3)"]) },
    args: ["dead.ipynb", "--no-check"],
    says: "dead.ipynb, cell 1\n    Deno.exit(3)\n" +
      "The kernel ended with exit code 3",
  },
];

for (const { with: what, files, args, says } of cases) {
  testWith(`report with ${what} fails and changes nothing`, needs, async () => {
    using folder = new Folder({
      "good.ipynb": good,
      "out/good.html": "an earlier report",
      "out/index.html": "an earlier index",
      "tmp/.keep": "",
      ...files,
    });
    const before = folder.files();
    const out = args.includes("--out") ? [] : ["--out", "out"];
    const { code, stderr } = await command(
      folder.path,
      ["report", ...args, ...out],
      { TMPDIR: join(folder.path, "tmp") },
    );
    assertStringIncludes(stderr, says);
    assert(stderr.trimEnd().split("\n").length <= 15);
    assertEquals(code, 1);
    assertEquals(folder.files(), before);
  });
}

for (
  const [signal, status] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const
) {
  testWith(
    `report ended by ${signal} leaves no kernel and no file`,
    needs,
    async () => {
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
      process.kill(signal);
      const { code, stderr } = await process.output();
      assertEquals(new TextDecoder().decode(stderr), "Interrupted\n");
      assertEquals(code, status);
      assertEquals(await isRunning(Number(kernel)), false);
      assertEquals(folder.files(), { ...before, pid: kernel });
    },
  );
}

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

testWith(
  "report lets nothing of a notebook, its name, its errors or the folder control the terminal",
  needs,
  async () => {
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
      ["report", name, "b.ipynb", "--out", "out", "--keep-going"],
    );
    const said = stdout + stderr;
    for (
      const part of ["also lists", "not in the report", "b.ipynb, cell 1"]
    ) {
      assertStringIncludes(said, part);
    }
    const found = said.match(/[[\p{Cc}--\n]\u202a-\u202e]/v);
    assertEquals(found, null);
  },
);
