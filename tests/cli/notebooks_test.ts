import {
  assert,
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { type CodeCell, parseNotebook } from "@lab/nbformat";
import { join } from "node:path";
import { Failure } from "../../lib/cli/command.ts";
import { command, Folder, notebook, notebooks, root, test } from "./command.ts";

test("notebooks saves the outputs, and a second run changes nothing", async () => {
  using folder = new Folder({
    "sub/a.ipynb": notebook(["# A", "console.log(1);\n[6 * 7]"]),
  });
  const path = join(folder.path, "a.ipynb");
  Deno.symlinkSync("sub/a.ipynb", path);
  const first = await command(folder.path, ["notebooks", "a.ipynb"]);
  assertEquals([first.code, first.stderr], [0, ""]);
  assertMatch(
    first.stdout,
    /^a\.ipynb {2}1\/1 cells {2}\d+\.\d s\nsaved a\.ipynb\n$/,
  );
  const text = folder.read("sub/a.ipynb");
  assertStringIncludes(text, "[ 42 ]");
  assertEquals(Deno.lstatSync(path).isSymlink, true);
  assertEquals(Object.keys(folder.files("sub")), ["sub/a.ipynb"]);

  Deno.chmodSync(path, 0o444);
  const { ino } = Deno.statSync(path);
  const second = await notebooks(folder, ["a.ipynb"]);
  assertMatch(second, /^a\.ipynb {2}1\/1 cells {2}\d+\.\d s$/);
  assertEquals(Deno.statSync(path).ino, ino); // not even rewritten

  const check = await notebooks(folder, ["sub"], { check: true });
  assertMatch(check, /^sub\/a\.ipynb .* s\n1 notebook checked$/m);

  // An output that a fresh run does not give.
  Deno.removeSync(path);
  const stale = text.replace("[ 42 ]", "[ 43 ]");
  folder.write("a.ipynb", stale);
  const { message } = await assertRejects(
    () => notebooks(folder, ["a.ipynb"], { check: true }),
    Failure,
  );
  assertMatch(
    message,
    /^a\.ipynb, cell 2: .*\n +saved: .*43.*\n +fresh: .*42.*\nTo save .*$/,
  );
  assertEquals(folder.read("a.ipynb"), stale);
});

test("notebooks leaves a notebook whose cell fails as it was", async () => {
  const text = notebook(["1", "oops()"]);
  using folder = new Folder({ "bad.ipynb": text });
  const { message } = await assertRejects(
    () => notebooks(folder, ["bad.ipynb"]),
    Failure,
  );
  assertMatch(message, /^bad\.ipynb, cell 2[^]* oops is not defined/);
  assertEquals(folder.files(), { "bad.ipynb": text });
});

test("notebooks in a folder that cannot be written fails before any cell runs", async () => {
  const text = notebook(["Deno.writeTextFileSync('ran', '')"]);
  using folder = new Folder({ "sub/a.ipynb": text, "tmp/.keep": "" });
  const before = folder.files();
  // The folder's mode would not do, because it does not bind every user.
  const tmp = join(folder.path, "tmp");
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--allow-all",
      `--deny-write=${join(folder.path, "sub")}`,
      join(root, "lib/cli/main.ts"),
      "notebooks",
      "sub",
    ],
    cwd: root,
    env: { INIT_CWD: folder.path, NO_COLOR: "1", TMPDIR: tmp },
  }).output();
  assertMatch(new TextDecoder().decode(stderr), /^Cannot write sub: /);
  assertEquals(code, 1);
  assertEquals(folder.files(), before);
});

test("notebooks saves counts from 1, and no time or place of the run", async () => {
  const mayFail = { tags: ["raises-exception"] };
  using folder = new Folder({
    "sub/fail.ts":
      `export function fail() { throw new Error(import.meta.url); }`,
    "sub/a.ipynb": notebook([
      {
        source: `import { fail } from "./fail.ts"; fail();`,
        metadata: mayFail,
      },
      { source: `import "./none.ts";`, metadata: mayFail },
      {
        source: "await Deno.readTextFile(`${Deno.cwd()}/none.txt`);",
        metadata: mayFail,
      },
      { source: "throw new Error(`in ${Deno.cwd()}`);", metadata: mayFail },
      {
        source: "throw new Error(`in ${Deno.env.get('HOME')}/x`);",
        metadata: mayFail,
      },
      "",
      {
        source: "6 * 7",
        execution_count: 12,
        metadata: {
          execution: { "iopub.execute_input": "2026-01-01T00:00:00.000Z" },
          ExecuteTime: { end_time: "2026-01-01T00:00:00.000Z" },
          scrolled: true,
        },
      },
    ]),
  });
  await notebooks(folder, ["sub"]);
  const saved = folder.read("sub/a.ipynb");
  const cells = parseNotebook(saved).cells as CodeCell[];
  assertEquals(
    cells.map((cell) => cell.execution_count),
    [1, 2, 3, 4, 5, null, 6],
  );
  assertEquals(
    cells.slice(0, 5).map(({ outputs: [output] }) =>
      output.output_type === "error" && output.traceback
    ),
    [
      ["Error: fail.ts", "    at fail (fail.ts:1:32)", "    at line 1"],
      [`TypeError: Module not found "none.ts".`, "    at line 1"],
      [
        "NotFound: No such file or directory (os error 2): readfile 'none.txt'",
        "    at line 1",
      ],
      ["Error: in .", "    at line 1"],
      ["Error: in ~/x", "    at line 1"],
    ],
  );
  assertEquals(cells[6].metadata, { scrolled: true });
  assert(!saved.includes(folder.path) && !saved.includes("file:"), saved);

  await notebooks(folder, ["sub"]);
  assertEquals(folder.read("sub/a.ipynb"), saved);
});
