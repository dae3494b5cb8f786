import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { runNotebook } from "@lab/jupyter";
import { parseNotebook } from "@lab/nbformat";
import { unsaidQuotes } from "../../lib/cli/quotes.ts";
import { cellModule } from "../../lib/cli/cell_modules.ts";
import { imagePaths, readImages } from "../../lib/cli/images.ts";
import { exported, Folder, notebook, start, test } from "./command.ts";

test("readImages() reads the images that a notebook names in its folder, and nothing else", async () => {
  using folder = new Folder({
    "books/figs/a b.png": "png",
    "books/d.JPG": "jpg",
    "books/e.svg": "<svg/>",
    "books/f.webp": "webp",
    "books/secret.txt": "secret",
    "outside.png": "outside",
  });
  Deno.symlinkSync("../outside.png", join(folder.path, "books/link.png"));
  await new Deno.Command("mkfifo", {
    args: [join(folder.path, "books/p.gif")],
  })
    .output();
  const html = { "text/html": `<img src='f.webp' alt=""><img src=g.png>` };
  const output = { output_type: "display_data", metadata: {}, data: html };
  const text = notebook([
    "# ![](figs/a%20b.png) ![x](<figs/a b.png> 'title') ![y][d]\n\n[d]: d.JPG\n" +
    "![](../outside.png) ![](link.png) ![](p.gif) ![](secret.txt) " +
    '![](https://example.org/a.png) <img alt=e src="e.svg">',
    { source: "f()", outputs: [output] },
  ]);
  const images = await readImages(
    join(folder.path, "books/a.ipynb"),
    parseNotebook(text),
  );
  const base64 = (text: string) => new TextEncoder().encode(text).toBase64();
  assertEquals(images, {
    "figs/a b.png": { "image/png": base64("png") },
    "d.JPG": { "image/jpeg": base64("jpg") },
    "e.svg": { "image/svg+xml": base64("<svg/>") },
    "f.webp": { "image/webp": base64("webp") },
  });
});

Deno.test("imagePaths() and unsaidQuotes() read a text in linear time, whatever is in it", () => {
  const read = (source: string) => parseNotebook(notebook([source, CALL]));
  const CALL = 'import { quoted } from "@lab/display";\n' +
    'quoted("'.repeat(1e4);
  assertEquals(imagePaths(read("#" + "![".repeat(1e5))), []);
  const file = { path: "/a.ipynb", stem: "a", text: "", notebook: read("# A") };
  assertEquals(unsaidQuotes(file), "");
});

test("pipes beside a notebook hold up no export, and Ctrl-C ends one that must read them", async () => {
  using folder = new Folder({
    "a.ipynb": notebook(["# A\n\n[p](p.csv)", '"p.csv".length']),
    "b/b.ipynb": notebook(["# B", 'import "./p.ts";']),
  });
  const pipes = ["p.csv", "p.ipynb", "b/p.ts"];
  await new Deno.Command("mkfifo", { args: pipes, cwd: folder.path })
    .output();
  const options = { cache: join(folder.path, ".cache") };
  const { pages } = await exported(folder, ["a.ipynb"], options);
  assertStringIncludes(pages[0].html, "5");
  const process = start(folder.path, ["report", ".", "--out", "out"]);
  const said = process.stdout.pipeThrough(new TextDecoderStream());
  for await (const text of said.values({ preventCancel: true })) {
    if (text.includes("checking the types")) break;
  }
  process.kill("SIGINT");
  assertEquals((await process.status).code, 130);
  await Promise.all([said.cancel(), process.stderr.cancel()]);
});

Deno.test("a cell tagged skip-execution does not run, is not checked, and keeps its outputs", async () => {
  const outputs = [{ output_type: "stream", name: "stdout", text: "kept" }];
  const read = parseNotebook(notebook([{
    source: "const n: number = missing;",
    metadata: { tags: ["skip-execution"] },
    execution_count: 3,
    outputs,
  }]));
  assertEquals(await runNotebook(read, { cwd: "." }), read);
  assertEquals(cellModule(read).text, "");
});
