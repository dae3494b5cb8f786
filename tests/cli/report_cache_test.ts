/**
 * An earlier export is used again exactly where it is still right.
 *
 * @module
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { testWith } from "../permissions.ts";
import { type CellDraft, command, Folder, needs, notebook } from "./command.ts";

/** Leaves a mark in a file for each run. */
const count = (name: string) =>
  `Deno.writeTextFileSync("${name}", "x", { append: true })`;

/** A notebook that imports, and one that does not. */
const project = {
  "deno.json": '{ "imports": { "lib/": "./lib/" } }',
  "lib/a.ts": 'export { b } from "./b.ts";',
  "lib/b.ts": "export const b = 1;",
  "lib/unused.ts": "export const c = 1;",
  "data.txt": "one",
  "a.ipynb": notebook(first()),
  "other.ipynb": notebook(["# Other", count("runs-other")]),
};

function first(prose = "# First", code = ""): CellDraft[] {
  return [
    prose,
    'import { b } from "lib/a.ts";\nb',
    'await Deno.readTextFile("data.txt")',
    'await Deno.stat("./later.txt").then(() => 4 * 1111, () => 0)',
    count("runs-a") + code,
  ];
}

async function report(folder: Folder, ...args: string[]) {
  const all = ["report", "a.ipynb", "other.ipynb", "--out", "out"]
    .concat("--no-check", ...args);
  const result = await command(folder.path, all);
  assertEquals(result.code, 0, result.stderr);
  return result.stdout;
}

const runs = (folder: Folder) => [
  folder.read("runs-a").length,
  folder.read("runs-other").length,
];

/** Changes, made one after the other; how often each notebook has run by then; and a text on the page. */
const changes: [
  what: string,
  change: (folder: Folder) => void,
  runs: [a: number, other: number],
  shows?: string,
][] = [
  ["nothing", () => {}, [1, 1]],
  [
    "its prose",
    (f) => f.write("a.ipynb", notebook(first("# Better"))),
    [1, 1],
    "Better",
  ],
  [
    "its code",
    (f) => f.write("a.ipynb", notebook(first("# First", ";\n6 * 7"))),
    [2, 1],
    "42",
  ],
  [
    "a file that it imports indirectly",
    (f) => f.write("lib/b.ts", "export const b = 4242;"),
    [3, 1],
    "4242",
  ],
  [
    "a file that it does not import",
    (f) => f.write("lib/unused.ts", "export const c = 2;"),
    [3, 1],
  ],
  ["a file that it names", (f) => f.write("data.txt", "two"), [4, 1], "two"],
  [
    "a file that it names and that did not exist",
    (f) => f.write("later.txt", ""),
    [5, 1],
    "4444",
  ],
  [
    "the settings",
    (f) => f.write("deno.json", '{ "imports": { "lib/": "./lib/" } } '),
    [6, 2],
  ],
  ["new settings", (f) => f.write("package.json", "{}"), [7, 3]],
  ["a page that somebody edited", (f) => f.write("out/a.html", "?"), [7, 3]],
  [
    "a page that somebody deleted",
    (f) => Deno.removeSync(join(f.path, "out/a.html")),
    [7, 3],
    "4444",
  ],
  [
    "the cache",
    (f) => {
      const cache = join(f.path, ".cache");
      for (const { name } of Deno.readDirSync(cache)) {
        const path = join(cache, name);
        const text = Deno.readTextFileSync(path);
        Deno.writeTextFileSync(path, text.replaceAll("4242", "1717"));
      }
    },
    [8, 3],
    "4242",
  ],
];

testWith(
  "report runs a notebook again exactly when something it depends on has changed",
  needs,
  async () => {
    using folder = new Folder(project);
    await report(folder);
    let before = [1, 1];
    for (const [what, change, expected, shows] of changes) {
      change(folder);
      const text = await report(folder);
      assertEquals(runs(folder), expected, what);
      assertEquals(
        text.match(/^(a|other)\.ipynb {2}up to date$/gm)?.length ?? 0,
        expected.filter((n, i) => n === before[i]).length,
        what,
      );
      if (what === "nothing") {
        assertEquals(text.match(/^unchanged out\/\w+\.html/gm)?.length, 3);
      }
      assertStringIncludes(folder.read("out/a.html"), shows ?? "<h1", what);
      before = expected;
    }
  },
);

testWith(
  "report --no-cache neither uses the cache nor writes to it",
  needs,
  async () => {
    using folder = new Folder(project);
    await report(folder, "--no-cache");
    assertEquals(
      [...Deno.readDirSync(folder.path)].map(({ name }) => name).includes(
        ".cache",
      ),
      false,
    );
    await report(folder);
    assertEquals(runs(folder), [2, 2]);
    await report(folder, "--no-cache");
    assertEquals(runs(folder), [3, 3]);
  },
);

testWith("report keeps nothing of a run that failed", needs, async () => {
  using folder = new Folder({
    "a.ipynb": notebook([count("runs"), "throw new Error('no')"]),
  });
  const args = ["report", "a.ipynb", "--out", "out", "--no-check"];
  assertEquals((await command(folder.path, args)).code, 1);
  assertEquals((await command(folder.path, args)).code, 1);
  assertEquals(folder.read("runs"), "xx");
});

testWith("report works where the cache cannot be written", needs, async () => {
  using folder = new Folder({ ...project, "file": "" });
  const { code, stderr } = await command(
    folder.path,
    ["report", "a.ipynb", "--out", "out", "--no-check"],
    { LAB_CACHE: join(folder.path, "file/cache") },
  );
  assertEquals([code, stderr], [0, ""]);
});

testWith(
  "reports of one folder at the same time do not disturb each other",
  needs,
  async () => {
    using folder = new Folder(project);
    const all = ["report", "a.ipynb", "other.ipynb", "--no-check", "--out"];
    const results = await Promise.all(
      ["1", "2", "3"].map((out) => command(folder.path, [...all, out])),
    );
    for (const { code, stderr } of results) {
      assertEquals([code, stderr], [0, ""]);
    }
    assertEquals(folder.read("1/a.html"), folder.read("2/a.html"));
    assertEquals(folder.read("1/a.html"), folder.read("3/a.html"));
    assert(folder.read("1/a.html").includes("one"));
  },
);
