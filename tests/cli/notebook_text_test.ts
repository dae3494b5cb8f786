import { assert, assertEquals } from "@std/assert";
import { join } from "node:path";
import { notebookText } from "../../lib/cli/notebook_text.ts";
import { Folder, notebook, root, test } from "./command.ts";

async function deno(cwd: string, ...args: string[]) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args,
    cwd,
    env: { NO_COLOR: "1" },
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

Deno.test("notebookText() gives the cells and their outputs as lines of text", () => {
  const display = {
    output_type: "display_data",
    data: { "text/html": "<img src='data:...'>", "text/plain": "A curve" },
    metadata: {},
  };
  const png = { ...display, data: { "image/png": "aGk=" } };
  const printed = { output_type: "stream", name: "stdout", text: "a\nb\n" };
  const error = {
    output_type: "error",
    ename: "Error",
    evalue: "e",
    traceback: ["Error: e", "    at f"],
  };
  assertEquals(
    notebookText(notebook([
      "# A\n\ntext",
      { source: "f();", outputs: [display, png, printed] },
      {
        source: "oops();",
        metadata: { tags: ["raises-exception"] },
        outputs: [error],
      },
    ])),
    `--- markdown
# A

text
--- code
f();
  > text/html, text/plain
  | A curve
  > image/png
  | {"image/png":"aGk="}
  > stdout
  | a
  | b
--- code raises-exception
oops();
  > error
  | Error: e
  |     at f
`,
  );
  assertEquals(notebookText("<<<<<<< no JSON"), "<<<<<<< no JSON");
});

test("README's setting for git diff prints a notebook's text, and .gitattributes names it", async () => {
  const read = (name: string) => Deno.readTextFileSync(join(root, name));
  const [, driver, setting] = /^git config diff\.(\w+)\.textconv "deno (.*)"$/m
    .exec(
      read("README.md"),
    )!;
  assert(read(".gitattributes").includes(`*.ipynb diff=${driver}\n`));
  const name = "notebooks/01_softmax.ipynb";
  assertEquals(await deno(root, ...setting.split(" "), name), {
    code: 0,
    stdout: notebookText(read(name)),
    stderr: "",
  });
});

test("deno fmt leaves notebooks as they are", async () => {
  const config = Deno.readTextFileSync(join(root, "deno.json"));
  const text = notebook(["# A", "let  x=1"]);
  using folder = new Folder({
    "deno.json": JSON.stringify({ fmt: JSON.parse(config).fmt }),
    "a.ipynb": text,
    "b.ts": "let  x=1",
  });
  const fmt = await deno(folder.path, "fmt");
  assertEquals(fmt.code, 0, fmt.stderr);
  assertEquals(folder.read("b.ts"), "let x = 1;\n");
  assertEquals(folder.read("a.ipynb"), text);
});
