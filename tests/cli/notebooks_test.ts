import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { testWith } from "../permissions.ts";
import { command, Folder, needs, notebook, root } from "./command.ts";

testWith(
  "notebooks saves the outputs, and a second run changes nothing",
  needs,
  async () => {
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
    const second = await command(folder.path, ["notebooks", "a.ipynb"]);
    assertEquals([second.code, second.stderr], [0, ""]);
    assertMatch(second.stdout, /^a\.ipynb {2}1\/1 cells {2}\d+\.\d s\n$/);
    assertEquals(Deno.statSync(path).ino, ino); // not even rewritten

    const check = await command(folder.path, ["notebooks", "--check", "."]);
    assertEquals([check.code, check.stderr], [0, ""]);
    assertMatch(check.stdout, / s\n1 notebook is current\n$/);

    // An output that a run does not give.
    Deno.removeSync(path);
    const stale = text.replace("[ 42 ]", "[ 43 ]");
    folder.write("a.ipynb", stale);
    const failed = await command(
      folder.path,
      ["notebooks", "--check"].concat(
        "a.ipynb",
      ),
    );
    assertEquals(failed.code, 1);
    assertEquals(
      failed.stderr,
      `a.ipynb, cell 2: saved and fresh output differ
  saved: "text/plain": "[ 43 ]"
  fresh: "text/plain": "[ 42 ]"
Run \`deno task notebooks\` to save what a run gives.
`,
    );
    assertEquals(folder.read("a.ipynb"), stale);
  },
);

testWith(
  "notebooks leaves a notebook whose cell fails as it was",
  needs,
  async () => {
    const text = notebook(["1", "oops()"]);
    using folder = new Folder({ "bad.ipynb": text });
    const { code, stderr } = await command(folder.path, [
      "notebooks",
      "bad.ipynb",
    ]);
    assertEquals(code, 1);
    assertStringIncludes(stderr, "bad.ipynb, cell 2");
    assertStringIncludes(stderr, "oops is not defined");
    assertEquals(folder.files(), { "bad.ipynb": text });
  },
);

testWith(
  "notebooks in a folder that cannot be written fails before any cell runs",
  needs,
  async () => {
    const text = notebook(["Deno.writeTextFileSync('ran', '')"]);
    using folder = new Folder({ "sub/a.ipynb": text, "tmp/.keep": "" });
    const before = folder.files();
    // Not by the folder's mode, which does not bind every user.
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
  },
);
