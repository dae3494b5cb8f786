import { assertEquals, assertStringIncludes } from "@std/assert";
import {
  codeLanguage,
  type Notebook,
  parseNotebook,
  stringifyNotebook,
} from "@lab/nbformat";

/** The text of a notebook of nbformat 4.5. */
function text(cells: object[], more: object = {}): string {
  const whole = { cells, metadata: {}, nbformat: 4, nbformat_minor: 5 };
  return JSON.stringify({ ...whole, ...more });
}

const code = (id: string | undefined, outputs: object[] = []) => ({
  ...{ cell_type: "code", id, source: "1", metadata: {} },
  ...{ execution_count: null, outputs },
});

Deno.test("parseNotebook() gives ids to cells that have none, a wrong one or an earlier cell's", () => {
  const given = ["a", "a", undefined, "b c", "", "x".repeat(65), "b"];
  const ids = parseNotebook(text(given.map((id) => code(id)))).cells
    .map(({ id }) => id);
  assertEquals([ids[0], ids[6]], ["a", "b"]);
  assertEquals(new Set(ids).size, given.length);
  // They hold once they are saved.
  const saved = stringifyNotebook(
    parseNotebook(text(given.map((id) => code(id)))),
  );
  assertEquals(parseNotebook(saved).cells.map(({ id }) => id), ids);
});

Deno.test("parseNotebook() reads later minor versions, and stringifyNotebook() keeps them", () => {
  const read = parseNotebook(text([code("a")], { nbformat_minor: 6 }));
  assertEquals(JSON.parse(stringifyNotebook(read)).nbformat_minor, 6);
  assertEquals(
    parseNotebook(text([], { nbformat_minor: undefined })).nbformat_minor,
    5,
  );
});

Deno.test("parseNotebook() reads streams of any name, and outputs without metadata or count", () => {
  const stream = { output_type: "stream", name: "stdin", text: "name? Ada\n" };
  const result = { output_type: "execute_result", data: {} };
  const [cell] = parseNotebook(text([code("a", [stream, result])])).cells;
  assertEquals(cell.cell_type === "code" && cell.outputs, [
    stream as never,
    { ...result, execution_count: null, metadata: {} } as never,
  ]);
});

Deno.test("NaN, Infinity and -Infinity, which Python writes, are read and written again", () => {
  const json = `{"NaN": NaN, "list": [-Infinity, Infinity, 1.0], "text": ` +
    `"NaN: \\"NaN\\", Infinity", "words": "Infinity"}`;
  const given = text([], { metadata: { x: 0 } }).replace(
    '"x":0',
    `"x":${json}`,
  );
  const read = parseNotebook(given);
  assertEquals(read.metadata.x, {
    NaN: NaN,
    list: [-Infinity, Infinity, 1],
    text: 'NaN: "NaN", Infinity',
    words: "Infinity",
  });
  const again = stringifyNotebook(read);
  assertStringIncludes(
    again.replaceAll(/\s+/g, " "),
    `"x": ${
      json.replace("[", "[ ").replace("]", " ]").replace("{", "{ ")
        .replace("}", " }")
    }`,
  );
});

// The result is that of Python's nbformat 5.11.1, and the language beside it.
Deno.test("parseNotebook() converts nbformat 3 and 2 as Jupyter does", () => {
  const old = {
    metadata: { name: "Old", signature: "sha256:0" },
    nbformat: 3,
    nbformat_minor: 0,
    worksheets: [{
      metadata: {},
      cells: [
        { cell_type: "heading", level: 2, source: ["Two\n", "lines"] },
        { cell_type: "markdown", source: "*text*", metadata: { a: 1 } },
        {
          cell_type: "code",
          collapsed: false,
          language: "python",
          input: ["1 +\n", "1"],
          prompt_number: 3,
          outputs: [
            { output_type: "stream", stream: "stderr", text: "a\n" },
            { output_type: "stream", text: ["b"] },
            {
              output_type: "pyout",
              prompt_number: 3,
              text: ["2"],
              json: '{"a": 1}',
              metadata: {},
            },
            { output_type: "display_data", png: "aGk=\n", svg: ["<svg/>"] },
            { output_type: "pyerr", ename: "E", evalue: "v", traceback: ["t"] },
          ],
        },
      ],
    }, { cells: [{ cell_type: "raw", source: "raw" }] }],
  };
  const read = parseNotebook(JSON.stringify(old));
  assertEquals(codeLanguage(read), "python");
  const expected: Notebook = {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { language_info: { name: "python" } },
    cells: [
      { cell_type: "markdown", metadata: {}, source: "## Two lines" },
      { cell_type: "markdown", metadata: { a: 1 }, source: "*text*" },
      {
        cell_type: "code",
        metadata: { collapsed: false },
        source: "1 +\n1",
        execution_count: 3,
        outputs: [
          { output_type: "stream", name: "stderr", text: "a\n" },
          { output_type: "stream", name: "stdout", text: "b" },
          {
            output_type: "execute_result",
            execution_count: 3,
            metadata: {},
            data: { "text/plain": "2", "application/json": { a: 1 } },
          },
          {
            output_type: "display_data",
            metadata: {},
            data: { "image/png": "aGk=\n", "image/svg+xml": "<svg/>" },
          },
          { output_type: "error", ename: "E", evalue: "v", traceback: ["t"] },
        ],
      },
      { cell_type: "raw", metadata: {}, source: "raw" },
    ].map((cell, i) => ({ ...cell, id: read.cells[i].id })) as never,
  };
  assertEquals(read, expected);
  // nbformat 2 is the same, but for headings and metadata.
  assertEquals(parseNotebook(JSON.stringify({ ...old, nbformat: 2 })), read);
});
