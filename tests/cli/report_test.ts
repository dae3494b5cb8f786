import {
  assert,
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { join } from "node:path";
import { explanation, Failure } from "../../lib/cli/command.ts";
import { assertInert, elements } from "../report/read.ts";
import {
  command,
  copy,
  exported,
  Folder,
  notebook,
  root,
  test,
} from "./command.ts";

/** The options of an export of the saved outputs. */
const SAVED = { execute: false };

test("report runs notebooks in their own folders and writes a page for each and an index", async () => {
  using folder = new Folder({
    "two.ipynb": notebook(["# Second", "console.log(6 * 7)"]),
    "sub/one.ipynb": notebook([
      "# First",
      'import { n } from "their/n.ts";\nconsole.log(n + 1);',
      "n * 10",
      'Deno.readTextFileSync("data.txt")',
    ]),
    "sub/deno.json": '{ "imports": { "their/": "./" } }',
    "sub/n.ts": "export const n: number = 1233;",
    "sub/data.txt": "given",
  });
  const before = folder.files();
  const { code, stdout, stderr } = await command(
    folder.path,
    ["report", "sub/one.ipynb", "two.ipynb"]
      .concat("--out", "pages/new", "--jobs", "1", "--no-check"),
  );
  assertEquals([code, stderr], [0, ""]);
  const time = String.raw`\d+\.\d s`;
  assertMatch(
    stdout,
    new RegExp(
      `^${join("sub", "one.ipynb")}  3/3 cells  ${time}\n` +
        `two.ipynb  1/1 cells  ${time}\n` +
        `wrote pages/new/sub/one.html  0 figures, 0 formulas\n` +
        `wrote pages/new/two.html  0 figures, 0 formulas\n` +
        `wrote pages/new/index.html\n` +
        `2 reports, 0 figures, 0 formulas, ${time}\n$`,
    ),
  );
  const pages = folder.files("pages");
  assertEquals(Object.keys(pages).sort(), [
    "pages/new/index.html",
    "pages/new/sub/one.html",
    "pages/new/two.html",
  ]);
  assertStringIncludes(pages["pages/new/sub/one.html"], "1234");
  assertStringIncludes(pages["pages/new/sub/one.html"], "12330");
  assertStringIncludes(pages["pages/new/sub/one.html"], "given");
  assertStringIncludes(pages["pages/new/sub/one.html"], "href=../two.html");
  assertStringIncludes(pages["pages/new/two.html"], "href=sub/one.html");
  assertStringIncludes(pages["pages/new/two.html"], "42");
  assertStringIncludes(pages["pages/new/index.html"], "First");
  assertStringIncludes(pages["pages/new/index.html"], "href=two.html");
  const { "pages/new/index.html": _1, ...rest } = folder.files();
  delete rest["pages/new/sub/one.html"];
  delete rest["pages/new/two.html"];
  assertEquals(rest, before); // The notebooks themselves are as they were.

  const check = await command(
    folder.path,
    ["report", "sub/one.ipynb", "two.ipynb"]
      .concat("--out", "pages/new", "--check", "--no-check"),
  );
  assertEquals([check.code, check.stderr], [0, ""]);
  assertMatch(check.stdout, /\nthe reports are current\n$/);
});

test("report --no-execute renders the saved outputs and names the cells without a run", async () => {
  const python = { kernelspec: { name: "python3", language: "python" } };
  using folder = new Folder({
    "a b.ipynb": notebook([
      "# Saved",
      {
        source: "print(1)",
        execution_count: 1,
        outputs: [{ output_type: "stream", name: "stdout", text: "saved-1" }],
      },
      "never(2)",
      "",
      "never(3)",
    ], python),
    "out/index.html": "<!DOCTYPE html><title>My home</title>",
  });
  const { said, keptIndex } = await exported(folder, ["."], SAVED);
  assertEquals(said, "Warning: a b.ipynb: cells without a run: 3, 5");
  assertEquals(keptIndex, "it is not a list of reports");
  assertStringIncludes(folder.read("out/a b.html"), "saved-1");
});

test("deno task report takes paths from where it was called, refuses a picture without an alternative in the project's own notebooks, and warns of it elsewhere", async () => {
  const data = { "image/svg+xml": '<svg width="99"><g></g></svg>' };
  const outputs = [{ output_type: "display_data", data, metadata: {} }];
  const bare = notebook(["# A", { source: "f()", outputs }]);
  using project = new Folder({ "notebooks/a.ipynb": bare, "b.ipynb": bare });
  for (const part of ["deno.json", "deno.lock", "lib", "tests/std"]) {
    await copy(join(root, part), join(project.path, part));
  }
  // It is set when the tests themselves run as a task.
  const { INIT_CWD: _, ...env } = Deno.env.toObject();
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["task", "report", "--no-execute", "--no-cache", "--keep-going"]
      .concat("a.ipynb", "../b.ipynb", "--out", "../out"),
    cwd: join(project.path, "notebooks"),
    env,
    clearEnv: true,
  }).output();
  assertEquals(code, 1);
  const says = "cell 2: a figure has no text";
  const lines = new TextDecoder().decode(stderr).split("\n")
    .filter((line) => line.includes(says));
  assertEquals(lines.length, 2);
  assert(lines[0].startsWith(`Warning: ../b.ipynb, ${says}`), lines[0]);
  assert(lines[1].startsWith(`a.ipynb, ${says}`), lines[1]);
  assertEquals(Object.keys(project.files("out")).sort(), [
    ...["out/b.html", "out/index.html"],
  ]);
});

test("report of one notebook keeps the index that also lists others", async () => {
  const odd = "it's b&c.ipynb";
  using folder = new Folder({
    "a.ipynb": notebook(["# A"]),
    "b.ipynb": notebook(["# B"]),
    [odd]: notebook(["# Odd"]),
  });
  const kept = async (...args: string[]) =>
    (await exported(folder, args, SAVED)).keptIndex;
  await kept("a.ipynb", "b.ipynb");
  const index = folder.read("out/index.html");

  folder.write("b.ipynb", notebook(["# Better"]));
  assertEquals(await kept("b.ipynb"), "it also lists a.html");
  assertEquals(folder.read("out/index.html"), index);
  assertStringIncludes(folder.read("out/b.html"), "Better");

  // The same where a name needs to be escaped.
  await kept("a.ipynb", "b.ipynb", odd);
  assertEquals(
    await kept("b.ipynb", "a.ipynb"),
    "it also lists it's b&c.html",
  );

  // With their pages gone, the other reports can no longer be lost.
  Deno.removeSync(join(folder.path, "out/it's b&c.html"));
  Deno.removeSync(join(folder.path, "out/a.html"));
  assertEquals(await kept("b.ipynb"), undefined);
  assertStringIncludes(folder.read("out/index.html"), "Better");
});

test("report keeps the folders below those named, in natural order, and copies the files that notebooks link to", async () => {
  using folder = new Folder({
    "10.ipynb": notebook(["# Ten"]),
    "2/b.ipynb": notebook([
      "# B\n\n[data](data/x%20y.csv) [a](../10.ipynb) [gone](../3.ipynb#x)",
      "# [above](../secret.txt) [hidden](.env) [own](./c.html) [big](big.bin)",
    ]),
    "2/index.ipynb": notebook(["# Two"]),
    "2/data/x y.csv": "1,2",
    "2/.env": "secret",
    "secret.txt": "secret",
    "out/2/c.html": "made by hand",
    "out/old.ipynb": notebook(["# Not a chapter"]),
    ...Object.fromEntries(
      [".hidden", "_site", "node_modules/p", ".ipynb_checkpoints"]
        .map((name) => [`${name}/a.ipynb`, notebook(["# No"])]),
    ),
  });
  await Deno.truncate(
    (folder.write("2/big.bin", ""), join(folder.path, "2/big.bin")),
    20_000_001,
  );
  const options = { ...SAVED, linkNotebook: true };
  const { pages, copies, said } = await exported(folder, ["."], options);
  assertEquals(pages.map(({ file }) => file), [
    ...["2/index.html", "2/b.html", "10.html", "index.html"],
  ]);
  assertEquals(said.split("\n"), [
    "Warning: 2/b.ipynb, cell 1: the link ../3.html#x leads to no page of this report, and to no file in the notebook's folder",
    "Warning: 2/b.ipynb, cell 2: the link ../secret.txt leads to no page of this report, and to no file in the notebook's folder",
    "Warning: 2/b.ipynb, cell 2: the link .env leads to no page of this report, and to no file in the notebook's folder",
    "Warning: 2/b.ipynb, cell 2: the link big.bin leads to a file of 21 MB, which is not copied: need at most 20 MB",
  ]);
  const made = folder.files("out");
  assertEquals(Object.keys(made).sort(), [
    ...["out/10.html", "out/10.ipynb", "out/2/b.html", "out/2/b.ipynb"],
    ...["out/2/c.html", "out/2/data/x y.csv", "out/2/index.html"],
    ...["out/2/index.ipynb", "out/index.html", "out/old.ipynb"],
  ]);
  assertEquals(made["out/2/data/x y.csv"], "1,2");
  assertEquals(made["out/2/b.ipynb"], folder.read("2/b.ipynb"));
  assertStringIncludes(made["out/2/b.html"], "<a href=b.ipynb download>");
  assertEquals(copies.some(({ isCurrent }) => isCurrent), false);
  // A second export copies only what changed, and one of a part keeps the list.
  folder.write("2/data/x y.csv", "3");
  const again = await exported(folder, ["2", "10.ipynb"], options);
  assertEquals(
    again.copies.filter((copy) => !copy.isCurrent).map(({ file }) => file),
    ["2/data/x y.csv"],
  );
  assertEquals(folder.read("out/2/data/x y.csv"), "3");
  const { keptIndex } = await exported(folder, ["10.ipynb"], SAVED);
  assertEquals(keptIndex, "it also lists 2/index.html, 2/b.html");
  // --check compares the pages and the copies.
  folder.write("2/data/x y.csv", "4");
  folder.write("10.ipynb", notebook(["# Eleven"]));
  Deno.removeSync(join(folder.path, "out/2/index.html"));
  const before = folder.files();
  const { code, stderr } = await command(
    folder.path,
    ["report", "2", "10.ipynb", "--no-execute", "--check"]
      .concat("--link-notebook", "--out", "out"),
  );
  assertEquals(code, 1);
  assertMatch(stderr, /^out\/2\/index\.html does not exist$/m);
  assertMatch(
    stderr,
    /^out\/index\.html is .*\n {4}saved: .*Ten.*\n {4}fresh: .*Eleven.*$/m,
  );
  assertMatch(stderr, /^out\/2\/data\/x y\.csv is not what .* copies$/m);
  assertEquals(folder.files(), before);
});

test("report of a folder drops a notebook that is gone from the list, and says so", async () => {
  using folder = new Folder({
    "n/a.ipynb": notebook(["# A"]),
    "n/b.ipynb": notebook(["# B"]),
    "m/c.ipynb": notebook(["# C"]),
  });
  await exported(folder, ["n"], SAVED);
  const other = await exported(folder, ["m"], SAVED);
  const way = "; to replace it, delete a.html, b.html";
  assertEquals(other.keptIndex, `it also lists a.html, b.html${way}`);

  Deno.renameSync(`${folder.path}/n/a.ipynb`, `${folder.path}/n/d.ipynb`);
  const file = await exported(folder, ["n/b.ipynb"], SAVED);
  assertEquals(file.keptIndex, "it also lists a.html");
  const { said, keptIndex } = await exported(folder, ["n"], SAVED);
  assertEquals(keptIndex, undefined);
  assertStringIncludes(said, "Warning: a.html has no notebook any more");
  const index = folder.read("out/index.html");
  assertEquals(index.match(/[a-d]\.html/g), ["b.html", "d.html"]);
});

test("report makes index.ipynb the front page, which lists the pages that it does not link to", async () => {
  using folder = new Folder({
    "a.ipynb": notebook(["# A"]),
    "b.ipynb": notebook(["# B"]),
    "index.ipynb": notebook([
      "# Welcome\n\nStart with [the first](a.ipynb).",
    ]),
  });
  const { pages, said } = await exported(folder, ["."], SAVED);
  assertEquals(said, "");
  assertEquals(
    pages.map(({ file }) => file),
    ["index.html", "a.html", "b.html"],
  );
  const front = folder.read("out/index.html");
  assertEquals(
    [...front.matchAll(/href=(\w+\.html)/g)].map(([, href]) => href),
    ["a.html", "b.html"],
  );
  assertStringIncludes(front, "More pages");
  assertStringIncludes(
    folder.read("out/a.html"),
    "<a href=index.html>Welcome",
  );
  assertStringIncludes(folder.read("out/b.html"), "Previous: A");
  assertEquals(/Next:/.test(folder.read("out/b.html")), false);

  // One page of the set leaves the front page as it is.
  const { keptIndex } = await exported(folder, ["a.ipynb"], SAVED);
  assertEquals(keptIndex, "it also lists b.html");
  assertEquals(folder.read("out/index.html"), front);

  // All pages are linked, so there is nothing to list.
  folder.write(
    "index.ipynb",
    notebook(["# Welcome\n\n[A](./a.ipynb), [B](b.ipynb#b)"]),
  );
  await exported(folder, ["."], SAVED);
  assertEquals(folder.read("out/index.html").includes("More pages"), false);
});

test("report leaves the front page as it was when its notebook fails", async () => {
  using folder = new Folder({
    "a.ipynb": notebook(["# A"]),
    "Index.ipynb": notebook(["# Welcome", "undefinedName()"]),
    "out/index.html": '<meta name="generator" content="softmax-lab">old',
  });
  const { failures, keptIndex } = await exported(folder, ["."], {
    keepGoing: true,
  });
  assertStringIncludes(explanation(failures[0].error), "undefinedName");
  assertEquals(keptIndex, "its notebook failed");
  assertStringIncludes(folder.read("out/a.html"), "<h1");
  assertEquals(
    folder.read("out/index.html"),
    '<meta name="generator" content="softmax-lab">old',
  );
});

test("report keeps an index.html that is not its own", async () => {
  const index = "<!DOCTYPE html><title>My home</title>";
  using folder = new Folder({
    "a.ipynb": notebook(["# A"]),
    "index.ipynb": notebook(["# Front"]),
    "index.html": index,
  });
  const options = { ...SAVED, out: folder.path };
  for (const args of [["a.ipynb"], ["a.ipynb", "index.ipynb"]]) {
    const { keptIndex } = await exported(folder, args, options);
    assertEquals(keptIndex, "it is not a list of reports");
    assertEquals(folder.read("index.html"), index);
    assertStringIncludes(folder.read("a.html"), "<h1");
  }
});

/** A notebook that waits until another one runs, so that neither ends alone. */
function waits(mine: string, other: string): string {
  return notebook([
    `Deno.writeTextFileSync("${mine}", "");
while (true) {
  try {
    Deno.statSync("${other}");
    break;
  } catch {
    await new Promise((later) => setTimeout(later, 20));
  }
}`,
  ]);
}

test("report runs as many notebooks side by side as --jobs says", async () => {
  using folder = new Folder({
    "a.ipynb": waits("a", "b"),
    "b.ipynb": waits("b", "a"),
  });
  await exported(folder, ["."], { jobs: 2 });
  Deno.removeSync(join(folder.path, "a"));
  Deno.removeSync(join(folder.path, "b"));
  await assertRejects(
    () => exported(folder, ["."], { jobs: 1, timeoutSeconds: 1 }),
    Failure,
    "Still running after 1 s",
  );
  assertEquals("b" in folder.files(), false);
});

test("Progress rewrites one line for all runs on a terminal, and the line never wraps", async () => {
  if (Deno.build.os !== "linux") return; // script(1) makes the terminal.
  using folder = new Folder({
    "runs.ts": `
import { Progress } from ${JSON.stringify(join(root, "lib/cli/progress.ts"))};
using progress = new Progress();
const run = (name: string) =>
  progress.show(name, async (onCell) => {
    await new Promise((later) => setTimeout(later, 300));
    onCell({ done: 1, total: 1 });
  });
await Promise.all(["a.ipynb", "b.ipynb"].map(run));`,
  });
  const cases: [TERM: string, columns: number, live: RegExp][] = [
    ["xterm", 0, /^a\.ipynb {2}\S+ s {2}\| {2}b\.ipynb {2}\S+ s$/],
    ["xterm", 20, /^a\.ipynb {2}\S+ s {2}\| {2}$/],
    ["dumb", 80, /^/],
  ];
  for (const [TERM, columns, live] of cases) {
    const { stdout } = await new Deno.Command("script", {
      args: [
        "-qec",
        `stty cols ${columns}; "${Deno.execPath()}" run -A --no-config runs.ts`,
        "/dev/null",
      ],
      cwd: folder.path,
      env: { NO_COLOR: "1", TERM },
      stdin: "null",
    }).output();
    const shown = new TextDecoder().decode(stdout).split("\r\x1b[K");
    assert(shown.some((text) => live.test(text)), shown.join("\n"));
    for (const name of ["a", "b"]) {
      const kept = new RegExp(`^${name}\\.ipynb  1/1 cells  \\S+ s\r\n`, "m");
      assert(shown.some((text) => kept.test(text)), shown.join("\n"));
    }
    const lines = shown.filter((text) => !text.includes("\n"));
    const width = columns || 80; // 0 stands for an unknown width.
    assert(lines.every((line) => line.length < width), lines.join("\n"));
    assertEquals(shown.length > 1, TERM !== "dumb");
  }
});

test("report --keep-going exports the others, runs none whose types are wrong, keeps old pages and fails", async () => {
  // Checking no types of JavaScript is quick.
  const js = { kernelspec: { name: "deno", language: "javascript" } };
  using folder = new Folder({
    "a.ipynb": notebook(["# A", "throw new Error('no')"], js),
    "b/b.ipynb": notebook([
      "# B",
      'const b: string = 1;\nDeno.writeTextFileSync("ran", "");\nb',
    ]),
    "c.ipynb": notebook(["# C\n\n$\\frac{1$"], js),
    "d.ipynb": notebook(["# D", 'Deno.removeSync("d.ipynb"); 6 * 7'], js),
    "e.ipynb": "{ cells:",
    "py.ipynb": notebook([], { kernelspec: { name: "python3" } }),
    "out/a.html": "an earlier report",
  });
  Deno.symlinkSync("gone", join(folder.path, "x.ipynb"));
  Deno.symlinkSync("b", join(folder.path, "y.ipynb")); // is no notebook
  // A run without the check does not count as checked.
  await exported(folder, ["b/b.ipynb"], { cache: `${folder.path}/.cache` });
  Deno.removeSync(join(folder.path, "b/ran"));
  const old = folder.files("out");
  const d = folder.read("d.ipynb");
  const { code, stdout, stderr } = await command(
    folder.path,
    ["report", ".", "b", "--out", "out", "--keep-going", "--link-notebook"],
  );
  assertEquals(code, 1);
  assertMatch(stdout, /^checking the types of 4 notebooks\n/);
  assertMatch(stdout, /^wrote out\/d\.html/m);
  assertMatch(stderr, /^a\.ipynb, cell 2, line 1, column 7\n/m);
  assertMatch(
    stderr,
    /^b\/b\.ipynb, cell 2, line 1, column 7\n {4}const b: string = 1;\n {10}\^\nTS2322: /m,
  );
  assertMatch(stderr, /^Warning: c\.ipynb, cell 1: cannot read the formula/m);
  for (
    const line of [
      "e.ipynb: not JSON",
      "Cannot run py.ipynb",
      "Cannot read x.ipynb: a link that leads nowhere",
      "5 notebooks failed: e.ipynb, py.ipynb, x.ipynb, a.ipynb, b/b.ipynb\n",
    ]
  ) assertStringIncludes(stderr, `\n${line}`);
  const pages = folder.files("out");
  assertEquals(Object.keys(pages).sort(), [
    ...["out/a.html", "out/b.html", "out/c.html", "out/c.ipynb"],
    ...["out/d.html", "out/d.ipynb", "out/index.html"],
  ]);
  assertEquals(pages["out/d.ipynb"], d); // as it was when it was read
  assertEquals(pages["out/a.html"], "an earlier report");
  assertEquals(pages["out/b.html"], old["out/b.html"]);
  assertStringIncludes(pages["out/d.html"], "42");
  assert(!("b/ran" in folder.files("b")));
});

test("report links to a notebook with a hostile name and runs nothing in the name", async () => {
  const name = `"><img src=x onerror=alert(1)> '&#x2f;%2e%2e`;
  using folder = new Folder({
    [`${name}.ipynb`]: notebook(["print"]),
    "b.ipynb": notebook(["# B"]),
  });
  await exported(folder, ["."], SAVED);
  const pages = folder.files("out");
  assertEquals(Object.keys(pages).sort(), [
    `out/${name}.html`,
    "out/b.html",
    "out/index.html",
  ]);
  for (const html of Object.values(pages)) {
    assertInert(html);
    assertEquals(elements(html, "img"), []);
  }
  const href = encodeURIComponent(`${name}.html`).replaceAll("'", "%27");
  assertStringIncludes(pages["out/index.html"], href);
});
