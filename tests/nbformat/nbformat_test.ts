import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  type CodeCell,
  type Notebook,
  NotebookFormatError,
  parseNotebook,
  stringifyNotebook,
} from "@lab/nbformat";
import { testWith } from "../permissions.ts";

const fixtures = new URL("../fixtures/notebooks/", import.meta.url);
const read = { name: "read", path: fixtures } as const;
const minors = [0, 1, 2, 3, 4, 5];

/** See make_nbformat.py beside the files. */
function written(minor: number): string {
  return Deno.readTextFileSync(
    new URL(`nbformat-4.${minor}.notebook`, fixtures),
  );
}

testWith("stringifyNotebook() writes a 4.5 notebook as nbformat does", [
  read,
], () => {
  assertEquals(stringifyNotebook(parseNotebook(written(5))), written(5));
});

testWith("parseNotebook() keeps everything that notebooks before 4.5 hold", [
  read,
], () => {
  for (const minor of minors) {
    const before = JSON.parse(written(minor));
    const after = JSON.parse(stringifyNotebook(parseNotebook(written(minor))));
    assertEquals(after.nbformat_minor, 5);
    after.nbformat_minor = minor;
    if (minor < 5) { for (const cell of after.cells) delete cell.id; }
    assertEquals(after, before, `4.${minor}`);
  }
});

testWith("stringifyNotebook() writes the same again after its text is read", [
  read,
], () => {
  for (const minor of minors) {
    const once = stringifyNotebook(parseNotebook(written(minor)));
    assertEquals(stringifyNotebook(parseNotebook(once)), once, `4.${minor}`);
  }
});

testWith("parseNotebook() joins the lines of texts, but not those of JSON", [
  read,
], () => {
  const cell = parseNotebook(written(5)).cells[1] as CodeCell;
  assertEquals(cell.source, "const x = 1;\n\nx\n");
  const [stdout, stderr, display] = cell.outputs;
  assert(stdout.output_type === "stream" && stdout.text === "one\ntwo");
  assert(stderr.output_type === "stream" && stderr.text === "");
  assert(display.output_type === "display_data");
  assertEquals(display.data["text/html"], "<b>\nx</b>");
  assertEquals(display.data["image/svg+xml"], "<svg>\n</svg>");
  assertEquals(display.data["application/json"], {
    lines: ["a\n", "b"],
    n: [1, 2],
  });
});

function notebook(cells: unknown, more: object = {}): string {
  return JSON.stringify({
    cells,
    metadata: {},
    nbformat: 4,
    nbformat_minor: 4,
    ...more,
  });
}

const code = (source: string, more: object = {}) => ({
  cell_type: "code",
  source,
  metadata: {},
  execution_count: null,
  outputs: [],
  ...more,
});

Deno.test("parseNotebook() gives cells without ids the same ids at every read", () => {
  const ids = (text: string) => parseNotebook(text).cells.map((c) => c.id);
  const text = notebook([code("1"), code("2"), code("1"), code("")]);
  assertEquals(ids(text), ids(text));
  assertEquals(new Set(ids(text)).size, 4);
  // A cell put in front changes no other cell's id.
  assertEquals(
    ids(notebook([code("0"), code("1"), code("2"), code("1"), code("")]))
      .slice(1),
    ids(text),
  );
});

Deno.test("parseNotebook() keeps the ids that a notebook before 4.5 has", () => {
  const [first, second] = parseNotebook(
    notebook([code("1", { id: "mine" }), code("2")]),
  ).cells;
  assertEquals(first.id, "mine");
  assert(/^[0-9a-f]{8}$/.test(second.id));
});

Deno.test("parseNotebook() reads a file that begins with a byte order mark", () => {
  const text = notebook([code("1", { id: "a" })]);
  assertEquals(parseNotebook("\uFEFF" + text), parseNotebook(text));
});

Deno.test("parseNotebook() keeps fields that it does not know", () => {
  const text = notebook([code("1", { extra: { a: [1] } })], { more: true });
  const again = JSON.parse(stringifyNotebook(parseNotebook(text)));
  assertEquals(again.more, true);
  assertEquals(again.cells[0].extra, { a: [1] });
});

Deno.test("parseNotebook() drops fields that nbformat never stores", () => {
  const read = parseNotebook(
    notebook([code("1", { metadata: { trusted: true, tags: [] } })], {
      metadata: { orig_nbformat: 3, signature: "x", title: "t" },
    }),
  );
  assertEquals(read.metadata, { title: "t" });
  assertEquals(read.cells[0].metadata, { tags: [] });
});

Deno.test("stringifyNotebook() writes the numbers of an output as they were", () => {
  const text = notebook([code("1", {
    outputs: [{
      output_type: "display_data",
      data: { "application/vnd.x+json": 1, "text/plain": ["a"] },
      metadata: { x: 1 },
    }],
    metadata: { trusted: true, x: 1 },
  })]).replace('+json":1', '+json":1.0').replaceAll('"x":1', '"x":1e0');
  const again = stringifyNotebook(parseNotebook(text));
  assert(again.includes('"application/vnd.x+json": 1.0,'), again);
  assertEquals(again.split('"x": 1e0').length, 3);
});

Deno.test("stringifyNotebook() writes a changed number as JavaScript does", () => {
  const read = parseNotebook(
    notebook([], { metadata: { a: 0, x: 1 } })
      .replace('"x":1', '"x":1.0'),
  );
  assert(stringifyNotebook(read).includes('"x": 1.0'));
  read.metadata.x = 2;
  assert(stringifyNotebook(read).includes('"x": 2\n'));
});

const bad: [string, string][] = [
  ["", "n.ipynb: the file is empty"],
  ["{", "n.ipynb: not JSON"],
  ["[]", "n.ipynb: not a notebook: no JSON object"],
  ["{}", "n.ipynb: not a notebook: no nbformat"],
  [
    notebook([], { nbformat: 5 }),
    "n.ipynb: need nbformat 2 to 4, got nbformat 5",
  ],
  [notebook([], { nbformat: "4" }), 'got nbformat "4"'],
  [notebook([], { nbformat: 1 }), "got nbformat 1"],
  [
    notebook([], {
      nbformat: 3,
      worksheets: [{ cells: [{ cell_type: "code", input: 1 }] }],
    }),
    "cell 1: source must be",
  ],
  [notebook([], { metadata: [] }), "n.ipynb: metadata must be an object"],
  [notebook({}), "n.ipynb: needs an array of cells"],
  [notebook([code("1"), 7]), "n.ipynb: cell 2: must be an object"],
  [
    notebook([code("1", { source: undefined })]),
    "n.ipynb: cell 1: source must be a string or an array of strings",
  ],
  [notebook([code("1", { source: ["a", 1] })]), "cell 1: source must be"],
  [notebook([code("1", { metadata: [] })]), "cell 1: metadata must be"],
  [
    notebook([code("1", { cell_type: "heading" })]),
    'cell 1: cell_type must be "code", "markdown" or "raw", got "heading"',
  ],
  [
    notebook([code("1", { execution_count: "1" })]),
    "cell 1: execution_count must be a whole number or null",
  ],
  [
    notebook([code("1", { outputs: {} })]),
    "cell 1: outputs must be an array",
  ],
  [
    notebook([code("1", { outputs: [{ output_type: "pyout" }] })]),
    'cell 1, output 1: unknown output_type "pyout"',
  ],
  [
    notebook([code("1", { outputs: [{ output_type: "stream", text: "" }] })]),
    "cell 1, output 1: name must be a string",
  ],
  [
    notebook([code("1", {
      outputs: [{ output_type: "display_data", metadata: {} }],
    })]),
    "cell 1, output 1: data must be an object",
  ],
  [
    notebook([code("1", {
      outputs: [{ output_type: "error", ename: "E", evalue: 1 }],
    })]),
    "cell 1, output 1: evalue must be a string",
  ],
  [
    notebook([code("1", {
      outputs: [{ output_type: "error", ename: "E", evalue: "", traceback: 1 }],
    })]),
    "cell 1, output 1: traceback must be an array of strings",
  ],
];

Deno.test("parseNotebook() says what is wrong with a text, and where", () => {
  for (const [text, message] of bad) {
    assertThrows(
      () => parseNotebook(text, "n.ipynb"),
      NotebookFormatError,
      message,
    );
  }
});

Deno.test("stringifyNotebook() leaves the notebook as it was", () => {
  const read = parseNotebook(notebook([code("1\n2")]));
  const before: Notebook = structuredClone(read);
  stringifyNotebook(read);
  assertEquals(read, before);
});
