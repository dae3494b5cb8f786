import {
  assert,
  assertEquals,
  assertMatch,
  assertNotMatch,
  assertStringIncludes,
} from "@std/assert";
import { Folder, notebook, start, test } from "./command.ts";

/** A running command, and its output. */
class Watching implements AsyncDisposable {
  #process: Deno.ChildProcess;
  #text = "";
  #ended: Promise<unknown>;
  #more = Promise.withResolvers<void>();

  constructor(folder: Folder, ...args: string[]) {
    this.#process = start(folder.path, ["report", ".", ...args]);
    this.#ended = Promise.all([
      this.#read(this.#process.stdout),
      this.#read(this.#process.stderr),
    ]);
  }

  /** Waits until the command waits for a save. Returns its output since the last time. */
  async waits(): Promise<string> {
    const end = "watching; Ctrl-C ends\n";
    while (!this.#text.includes(end)) await this.#more.promise;
    const at = this.#text.indexOf(end) + end.length;
    const said = this.#text.slice(0, at);
    this.#text = this.#text.slice(at);
    return said;
  }

  /** Ends it by a signal. Returns its last output and its exit status. */
  async end(signal: Deno.Signal) {
    this.#process.kill(signal);
    await this.#ended;
    return [this.#text, (await this.#process.status).code];
  }

  async [Symbol.asyncDispose]() {
    try {
      this.#process.kill("SIGKILL");
    } catch {
      // It has ended.
    }
    await this.#ended;
    await this.#process.status;
  }

  async #read(stream: ReadableStream<Uint8Array<ArrayBuffer>>) {
    for await (const text of stream.pipeThrough(new TextDecoderStream())) {
      this.#text += text;
      this.#more.resolve();
      this.#more = Promise.withResolvers();
    }
  }
}

/** Leaves a mark for each run in a file whose name no string holds. */
const count = (name: string) =>
  `Deno.writeTextFileSync("runs-" + "${name}", "x", { append: true })`;

const runs = (folder: Folder) => [
  folder.read("runs-a").length,
  folder.read("runs-b").length,
];

const importer = (prose: string, code: string) =>
  notebook([prose, 'import { n } from "./n.ts";\nn', count("a"), code]);

test("report --watch renders the pages that a save changes, and runs only the notebooks that it has to", async () => {
  using folder = new Folder({
    "deno.json": "{}",
    "n.ts": "export const n = 1;",
    "a.ipynb": importer("# A", "1"),
    "b.ipynb": notebook(["# B", count("b")]),
    "0.ipynb": "not yet a notebook",
  });
  await using watching = new Watching(
    folder,
    "--watch",
    "--keep-going",
    "--no-check",
    "--out",
    "out",
  );
  assertMatch(await watching.waits(), /^2 reports, .*\n/m);

  // Prose: rendered, not run.
  folder.write("a.ipynb", importer("# A\n\nBetter words.", "1"));
  const prose = await watching.waits();
  assertMatch(
    prose,
    /^\nsaved a\.ipynb\na\.ipynb {2}up to date\nb\.ipynb {2}up to date\nwrote out\/a\.html .*\nwrote out\/index\.html\n/,
  );
  assertStringIncludes(folder.read("out/a.html"), "Better words.");
  assertEquals(runs(folder), [1, 1]);

  // Code: that notebook runs.
  folder.write("a.ipynb", importer("# A", "1234 + 4321"));
  await watching.waits();
  assertStringIncludes(folder.read("out/a.html"), "5555");
  assertEquals(runs(folder), [2, 1]);

  // A file that one imports.
  folder.write("n.ts", "export const n = 777;");
  await watching.waits();
  assertStringIncludes(folder.read("out/a.html"), "777");
  assertEquals(runs(folder), [3, 1]);

  // A failure leaves the page as it was. The next save fixes it.
  folder.write("n.ts", 'export const n = 888;\nthrow new Error("no n");');
  assertStringIncludes(await watching.waits(), "Error: no n");
  assertStringIncludes(folder.read("out/a.html"), "777");
  folder.write("n.ts", "export const n = 999;");
  await watching.waits();
  assertStringIncludes(folder.read("out/a.html"), "999");
  assertEquals(runs(folder), [4, 1]);

  // A new notebook, and a file that it links to.
  folder.write("part/d.csv", "1");
  folder.write("part/c.ipynb", notebook(["# C\n\n[d](d.csv)"]));
  assertMatch(await watching.waits(), /^wrote out\/part\/c\.html /m);
  folder.write("part/d.csv", "2");
  assertMatch(
    await watching.waits(),
    /^saved part\/d\.csv$[^]*^copied out\/part\/d\.csv$/m,
  );
  assertEquals(folder.read("out/part/d.csv"), "2");

  assertEquals(await watching.end("SIGTERM"), ["Interrupted\n", 143]);
});

test("report --serve serves pages that reload; the files hold no script", async () => {
  using folder = new Folder({ "a.ipynb": notebook(["# A", "6 * 7"]) });
  await using watching = new Watching(
    folder,
    ...["--serve", "--port", "0", "--no-check", "--out", "out"],
  );
  const said = await watching.waits();
  const [, url] = /^serving (http:\/\/127\.0\.0\.1:\d+\/)$/m.exec(said)!;
  const served = await (await fetch(`${url}a.html`)).text();
  assertMatch(served, /<script/);
  assertNotMatch(folder.read("out/a.html"), /<script/);

  const events = await fetch(`${url}.events?page=/a.html`);
  const reader = events.body!.pipeThrough(new TextDecoderStream())
    .getReader();
  const first = await reader.read();
  folder.write("a.ipynb", notebook(["# A", "6 * 8"]));
  await watching.waits();
  const second = await reader.read();
  assert(first.value && second.value && first.value !== second.value);
  await reader.cancel();
  assertStringIncludes(await (await fetch(`${url}a.html`)).text(), "48");
  assertEquals(await watching.end("SIGHUP"), ["Interrupted\n", 129]);
});
