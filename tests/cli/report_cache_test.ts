/**
 * What was exported before is used again exactly where it is still right.
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
  const all = ["report", "a.ipynb", "other.ipynb", "--out", "out", ...args];
  const result = await command(folder.path, all);
  assertEquals(result.code, 0, result.stderr);
  return result.stdout;
}

const runs = (folder: Folder) => [
  folder.read("runs-a").length,
  folder.read("runs-other").length,
];

const changes: [
  what: string,
  change: (folder: Folder) => void,
  runs: [a: number, other: number],
  shows?: string,
][] = [
  ["nothing changed", () => {}, [1, 1]],
  [
    "its prose changed",
    (f) => f.write("a.ipynb", notebook(first("# Better"))),
    [1, 1],
    "Better",
  ],
  [
    "its code changed",
    (f) => f.write("a.ipynb", notebook(first("# First", ";\n6 * 7"))),
    [2, 1],
    "42",
  ],
  [
    "a file changed that it imports by way of another",
    (f) => f.write("lib/b.ts", "export const b = 4242;"),
    [2, 1],
    "4242",
  ],
  [
    "a file changed that it does not import",
    (f) => f.write("lib/unused.ts", "export const c = 2;"),
    [1, 1],
  ],
  [
    "a file changed that it names",
    (f) => f.write("data.txt", "two"),
    [2, 1],
    "two",
  ],
  [
    "a file came that it names",
    (f) => f.write("later.txt", ""),
    [2, 1],
    "4444",
  ],
  [
    "the settings changed",
    (f) => f.write("deno.json", '{ "imports": { "lib/": "./lib/" } } '),
    [2, 2],
  ],
  [
    "settings came",
    (f) => f.write("package.json", "{}"),
    [2, 2],
  ],
  [
    "what is kept was spoilt",
    (f) => {
      const cache = join(f.path, ".cache");
      for (const { name } of Deno.readDirSync(cache)) {
        const path = join(cache, name);
        const text = Deno.readTextFileSync(path);
        Deno.writeTextFileSync(path, text.replace("one", "two"));
      }
    },
    [2, 1],
    "one",
  ],
];

for (const [what, change, expected, shows] of changes) {
  testWith(`report runs exactly what it must when ${what}`, needs, async () => {
    using folder = new Folder(project);
    await report(folder);
    assertEquals(runs(folder), [1, 1]);
    change(folder);
    const said = await report(folder);
    assertEquals(runs(folder), expected);
    assertEquals(
      said.match(/^(a|other)\.ipynb {2}up to date$/gm)?.length ?? 0,
      expected.filter((n) => n === 1).length,
    );
    if (shows) assertStringIncludes(folder.read("out/a.html"), shows);
  });
}

testWith(
  "report that has nothing to do leaves the pages as they are",
  needs,
  async () => {
    using folder = new Folder(project);
    const times = () =>
      ["a", "other", "index"].map((name) =>
        Deno.statSync(join(folder.path, `out/${name}.html`)).mtime!.getTime()
      );
    await report(folder);
    const before = times();
    const said = await report(folder);
    assertEquals(times(), before);
    assertEquals(said.match(/^unchanged out\/\w+\.html/gm)?.length, 3);
  },
);

testWith(
  "report --no-cache neither uses what is kept nor keeps anything",
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
  const args = ["report", "a.ipynb", "--out", "out"];
  assertEquals((await command(folder.path, args)).code, 1);
  assertEquals((await command(folder.path, args)).code, 1);
  assertEquals(folder.read("runs"), "xx");
});

testWith("report works where nothing can be kept", needs, async () => {
  using folder = new Folder({ ...project, "file": "" });
  const { code, stderr } = await command(
    folder.path,
    ["report", "a.ipynb", "--out", "out"],
    { LAB_CACHE: join(folder.path, "file/cache") },
  );
  assertEquals([code, stderr], [0, ""]);
});

testWith(
  "reports of one folder at the same time do not disturb each other",
  needs,
  async () => {
    using folder = new Folder(project);
    const all = ["report", "a.ipynb", "other.ipynb", "--out"];
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
