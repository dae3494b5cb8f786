/**
 * An earlier export is used again exactly where it is still right.
 *
 * @module
 */
import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { dirname, join } from "node:path";
import { parseNotebook } from "@lab/nbformat";
import { dependenciesOf } from "../../lib/cli/dependencies.ts";
import { digests } from "../../lib/cli/digest.ts";
import {
  type CellDraft,
  command,
  exported,
  Folder,
  notebook,
  test,
} from "./command.ts";

/** Leaves a mark for each run in a file whose name no string holds. */
const count = (name: string) =>
  `Deno.writeTextFileSync("runs-" + "${name}", "x", { append: true })`;

/** A notebook that imports, and one that does not. */
const project = {
  "deno.json": '{ "imports": { "lib/": "./lib/" } }',
  "lib/a.ts": 'export { b } from "./b.ts";',
  "lib/b.ts": "export const b = 1;",
  "lib/unused.ts": "export const c = 1;",
  "data.txt": "one",
  "a.ipynb": notebook(first()),
  "other.ipynb": notebook(["# Other", count("other")]),
};

function first(prose = "# First", code = ""): CellDraft[] {
  return [
    prose,
    'import { b } from "lib/a.ts";\nb',
    'await Deno.readTextFile("data.txt")',
    'await Deno.stat("./later.txt").then(() => 4 * 1111, () => 0)',
    count("a") + code,
  ];
}

const NOTEBOOKS = ["a.ipynb", "other.ipynb"];

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

test("report runs a notebook again exactly when something it depends on has changed", async () => {
  using folder = new Folder(project);
  const cache = join(folder.path, ".cache");
  await exported(folder, NOTEBOOKS, { cache });
  let before = [1, 1];
  for (const [what, change, expected, shows] of changes) {
    change(folder);
    const { said, pages } = await exported(folder, NOTEBOOKS, { cache });
    assertEquals(runs(folder), expected, what);
    assertEquals(
      said.match(/^(a|other)\.ipynb {2}up to date$/gm)?.length ?? 0,
      expected.filter((n, i) => n === before[i]).length,
      what,
    );
    if (what === "nothing") {
      assertEquals(pages.map(({ html, saved }) => html === saved), [
        ...[true, true, true],
      ]);
    }
    assertStringIncludes(folder.read("out/a.html"), shows ?? "<h1", what);
    before = expected;
  }
});

/** Code, and the files that it reads. */
const reads: [code: string, ...files: string[]][] = [
  ['read("LICENSE") + read("later")', "LICENSE", "later"],
  ['read("a.safetensors"); read("my data")', "a.safetensors", "my data"],
  ['const s = ""; read("b.csv") + [].join("") + "c.csv"', "b.csv", "c.csv"],
  [`"${"x".repeat(300)}" + read("d.csv")`, "d.csv"],
  ["/* it's */ read('e.csv') // Bob's", "e.csv"],
  ["/[\"']/.test(read('f.csv')); read(`g.csv`)", "f.csv", "g.csv"],
  ["read('it\\'s.csv'); query(\"FROM 'h;1.csv'\")", "it's.csv", "h;1.csv"],
  ["read(`part/${i}.csv`); read(`\n` + 'i.csv')", "part", "i.csv"],
  ["read(join('some', 'j.csv'))", "some"],
  ["new URL('k%20l.csv?raw', import.meta.url)", "k l.csv"],
  ["fetch('file://FOLDER/m%23.csv')", "m#.csv"],
  ["new Worker(new URL('w.ts', import.meta.url))", "w.ts", "in-w.ts", "w.csv"],
  ["import 'n'", "map.json", "sub/n.ts"],
  ["import '@me/pkg'", "pkg/mod.ts", "pkg/deno.json"],
];

test("a notebook depends on the files that its strings name, in whatever code they stand", async () => {
  const names = reads.flatMap(([, ...names]) => names);
  using folder = new Folder({
    ...Object.fromEntries(names.map((name) => [name, "1"])),
    "deno.json": '{ "importMap": "map.json", "workspace": ["./pkg"] }',
    "map.json": '{ "imports": { "n": "./sub/n.ts" } }',
    "pkg/deno.json": '{ "name": "@me/pkg", "exports": "./mod.ts" }',
    "w.ts": "import './in-w.ts'; read('w.csv')",
  });
  Deno.removeSync(join(folder.path, "later"));
  const code = reads.map(([code]) => code.replaceAll("FOLDER", folder.path));
  const text = notebook(["read('../') + read('/') + read('.')", ...code]);
  const found = await dependenciesOf({
    ...{ path: join(folder.path, "a.ipynb"), stem: "a", text },
    notebook: parseNotebook(text),
  }, new AbortController().signal);
  const paths = names.map((name) => join(folder.path, name));
  assertEquals(paths.filter((path) => !found.has(path)), []);
  assert(
    ![folder.path, dirname(folder.path), "/"].some((at) => found.has(at)),
  );
});

test("digests() sees what changes in a folder, and dead links in it", async () => {
  using folder = new Folder({ "data/a.csv": "1" });
  const path = join(folder.path, "data");
  Deno.symlinkSync("gone", join(path, "link"));
  const seen = [await digests([path])];
  folder.write("data/b.csv", "2");
  seen.push(await digests([path]));
  folder.write("data/a.csv", "10");
  seen.push(await digests([path]));
  assertEquals(new Set(seen.map((found) => found[path])).size, 3);
});

test("report --no-cache neither uses the cache nor writes to it", async () => {
  using folder = new Folder(project);
  await exported(folder, ["other.ipynb"], {
    cache: join(folder.path, ".cache"),
  });
  const cache = folder.files(".cache");
  assert(Object.keys(cache).length > 1);
  const { code } = await command(
    folder.path,
    ["report", "other.ipynb", "--out", "out", "--no-check", "--no-cache"],
  );
  assertEquals([code, folder.read("runs-other")], [0, "xx"]);
  assertEquals(folder.files(".cache"), cache);
});

test("report keeps nothing of a run that failed", async () => {
  using folder = new Folder({
    "a.ipynb": notebook([count("a"), "throw new Error('no')"]),
  });
  const cache = join(folder.path, ".cache");
  for (const runs of ["x", "xx"]) {
    await assertRejects(() => exported(folder, ["a.ipynb"], { cache }));
    assertEquals(folder.read("runs-a"), runs);
  }
});

test("report works where the cache cannot be written", async () => {
  using folder = new Folder({ "a.ipynb": notebook(["# A"]), "file": "" });
  const cache = join(folder.path, "file/cache");
  await exported(folder, ["a.ipynb"], { cache });
});

test("reports of one folder at the same time do not disturb each other", async () => {
  using folder = new Folder(project);
  const [{ code, stderr }] = await Promise.all([
    command(
      folder.path,
      ["report", "a.ipynb", "--out", "1", "--no-check"],
    ),
    exported(folder, ["a.ipynb"], {
      cache: join(folder.path, ".cache"),
      out: join(folder.path, "2"),
    }),
  ]);
  assertEquals([code, stderr], [0, ""]);
  assertEquals(folder.read("1/a.html"), folder.read("2/a.html"));
  assert(folder.read("1/a.html").includes("one"));
});
