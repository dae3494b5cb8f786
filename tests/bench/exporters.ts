/**
 * Compares three exporters, ours, nbconvert and pandoc (those on the PATH), and
 * the page that each makes of a notebook with twelve cells and three plots.
 *
 *     deno run -A --lock=tests/bench/deno.lock tests/bench/exporters.ts [ROUNDS]
 *
 * Times are medians of rounds in which the tools take turns. The cells are edited
 * before each run, so that no result is cached. nbconvert does not check types;
 * compare it with `--no-check`. pandoc runs nothing: it gets the notebook with its
 * outputs.
 *
 * @module
 */
import type Axe from "axe-core";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { runNotebook } from "@lab/jupyter";
import { parseNotebook, stringifyNotebook } from "@lab/nbformat";
import { launchBrowser } from "../browser.ts";
import { Nbconvert } from "./nbconvert.ts";
import { quantile } from "./rounds.ts";

const root = join(import.meta.dirname!, "../..");
const rounds = Number(Deno.args[0] ?? 5);
const folder = Deno.makeTempDirSync({ prefix: "lab-bench-" });
await using nbconvert = new Nbconvert();
const nbconvertVersion = await nbconvert.version();
const pandocVersion = await output("pandoc", ["--version"])
  .then((text) => text.split("\n")[0].split(" ")[1], () => undefined);

async function output(command: string, args: string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(command, { args })
    .output();
  const decoder = new TextDecoder();
  if (!success) throw new Error(decoder.decode(stderr));
  return decoder.decode(stdout);
}

/** Runs our command as a user does. */
async function report(...args: string[]): Promise<{ code: number }> {
  return await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", join(root, "lib/cli/main.ts"), "report", ...args],
    env: { INIT_CWD: folder, LAB_CACHE: join(folder, "cache") },
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).output();
}

/** Seconds that something takes. */
async function seconds(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await run();
  return (performance.now() - start) / 1000;
}

const median = (values: number[]) => quantile(values, 0.5);

/** The paths of ten copies of a lesson in a folder with the project's aliases. */
function tenCopies(): string[] {
  const settings = JSON.parse(
    Deno.readTextFileSync(join(root, "deno.json")),
  );
  const imports = Object.entries<string>(settings.imports).map((
    [name, path],
  ) => [
    name,
    path.startsWith("./") ? pathToFileURL(join(root, path)).href : path,
  ]).filter(([name]) => !name.startsWith("@std/"));
  imports.push(["@std/assert", "npm:deno-std@1.4.0/assert/mod.js"]);
  Deno.writeTextFileSync(
    join(folder, "deno.json"),
    JSON.stringify({ imports: Object.fromEntries(imports) }),
  );
  return Array.from({ length: 10 }, (_, i) => join(folder, `copy${i}.ipynb`));
}

/** Writes the copies with cells that differ from those of any earlier run. */
function edit(copies: string[], round: number): void {
  const lesson = join(root, "notebooks/04_temperature.ipynb");
  for (const [i, path] of copies.entries()) {
    const notebook = parseNotebook(Deno.readTextFileSync(lesson), lesson);
    const cell = notebook.cells.find(({ cell_type }) => cell_type === "code")!;
    cell.source += `\nconst edited = "${round}.${i}";`;
    Deno.writeTextFileSync(path, stringifyNotebook(notebook));
  }
}

console.log(
  `Deno ${Deno.version.deno}, nbconvert ${nbconvertVersion ?? "none"}, ` +
    `pandoc ${pandocVersion ?? "none"}, ` +
    `${navigator.hardwareConcurrency} processors, ${rounds} rounds\n`,
);

const copies = tenCopies();
const pages = join(folder, "pages");
const toHtml = ["--to", "html", "--output-dir", join(folder, "theirs")];
edit(copies, -1);
// Deno has cached the types of the libraries, as it has after any first run.
await report(copies[0], "--out", pages, "--no-cache");
console.log("| seconds, median (range) | one lesson | ten copies |");
console.log("| --- | ---: | ---: |");
const tools: [string, (paths: string[]) => Promise<unknown>][] = [
  [
    "softmax-lab",
    (paths) => report(...paths, "--out", pages, "--no-cache"),
  ],
  [
    "softmax-lab --no-check",
    (paths) => report(...paths, "--out", pages, "--no-cache", "--no-check"),
  ],
];
if (nbconvertVersion) {
  tools.push(["nbconvert --execute", async (paths) => {
    const { success, said } = await nbconvert.run(...toHtml, ...paths);
    if (!success) throw new Error(said);
  }]);
}
const times = tools.map(() => [[] as number[], [] as number[]]);
for (let round = 0; round < rounds; round++) {
  for (const [k, [, run]] of tools.entries()) {
    for (const [i, paths] of [copies.slice(0, 1), copies].entries()) {
      edit(paths, tools.length * (2 * round + i) + k);
      times[k][i].push(await seconds(() => run(paths)));
    }
  }
}
for (const [k, [name]] of tools.entries()) {
  const cells = times[k].map((values) =>
    `${median(values).toFixed(2)} (${Math.min(...values).toFixed(2)} to ${
      Math.max(...values).toFixed(2)
    })`
  );
  console.log(`| ${[name, ...cells].join(" | ")} |`);
}
if (nbconvertVersion) {
  const theirs = times.at(-1)!;
  for (const k of [0, 1]) {
    const cells = [0, 1].map((i) =>
      (median(times[k][i]) / median(theirs[i])).toFixed(2)
    );
    const name = `${tools[k][0]} / nbconvert`;
    console.log(`| ${[name, ...cells].join(" | ")} |`);
  }
}
await report(...copies, "--out", pages);
const again = [];
for (let round = 0; round < rounds; round++) {
  again.push(await seconds(() => report(...copies, "--out", pages)));
}
console.log(
  `| softmax-lab, nothing to do | | ${median(again).toFixed(2)} |\n`,
);

// The page of twelve cells.
const twelve = join(root, "tests/fixtures/notebooks/twelve_cells.ipynb");
const cwd = join(root, "tests/fixtures/notebooks");
const fresh = await runNotebook(
  parseNotebook(Deno.readTextFileSync(twelve), twelve),
  { cwd },
);
const executed = join(folder, "executed.ipynb");
Deno.writeTextFileSync(executed, stringifyNotebook(fresh));
await report(twelve, "--out", pages);
const made: [string, string][] = [
  ["softmax-lab", join(pages, "twelve_cells.html")],
];
if (nbconvertVersion) {
  await nbconvert.run(...toHtml, "--output", "twelve", twelve);
  made.push(["nbconvert", join(folder, "theirs/twelve.html")]);
}
if (pandocVersion) {
  const page = join(folder, "pandoc.html");
  const args = [executed, "--standalone", "--mathml", "--output", page];
  // The newer name of the option, then the older.
  await output("pandoc", [...args, "--embed-resources"])
    .catch(() => output("pandoc", [...args, "--self-contained"]));
  made.push(["pandoc", page]);
}

/** Opens a page in a browser without a network, and counts. */
async function look(path: string) {
  const browser = await launchBrowser();
  const { default: axe } = await import("axe-core");
  try {
    const context = await browser.newContext({ bypassCSP: true });
    const page = await context.newPage();
    let asked = 0;
    await page.route("**/*", (route) => {
      if (/^(file|data):/.test(route.request().url())) return route.continue();
      asked++;
      return route.abort();
    });
    await page.goto(pathToFileURL(path).href);
    await page.waitForTimeout(1000);
    const formulas = await page.evaluate(() =>
      [...document.querySelectorAll("math, mjx-container, .katex")]
        .filter((node) => node.getBoundingClientRect().width > 2).length
    );
    const scripts = await page.locator("script").count();
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate(() =>
      (globalThis as unknown as { axe: typeof Axe }).axe.run()
    );
    const nodes = violations.reduce((sum, { nodes }) => sum + nodes.length, 0);
    return { asked, formulas, scripts, nodes };
  } finally {
    await browser.close();
  }
}

console.log(
  "| page of 12 cells, 3 plots, 13 formulas | KB | KB, gzip | script elements | requests to a network | formulas shown without one | axe violations |",
);
console.log("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
for (const [name, path] of made) {
  const bytes = Deno.readFileSync(path);
  const packed = await new Response(
    new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip")),
  ).bytes();
  const { asked, formulas, scripts, nodes } = await look(path);
  const kilobytes = [bytes, packed].map(({ length }) =>
    (length / 1000).toFixed(0)
  );
  const cells = [name, ...kilobytes, scripts, asked, formulas, nodes];
  console.log(`| ${cells.join(" | ")} |`);
}
await Deno.remove(folder, { recursive: true });
