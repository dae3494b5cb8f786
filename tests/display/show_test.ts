import { assert, assertEquals, assertRejects } from "@std/assert";
import { CellError } from "../../lib/jupyter/errors.ts";
import type { DisplayOutput } from "../../lib/nbformat/mod.ts";
import { runNotebook } from "../../lib/jupyter/run.ts";
import { show } from "../../lib/display/show.ts";
import { testWith } from "../permissions.ts";
import { kernelPermissions, notebookOf } from "../jupyter/notebooks.ts";

const cwd = new URL(".", import.meta.url).pathname;

/** What cells that import show() display. */
async function displayed(...sources: string[]): Promise<DisplayOutput[]> {
  const result = await runNotebook(
    notebookOf(`import { show } from "@lab/display";`, ...sources),
    { cwd, name: "n.ipynb" },
  );
  return result.cells.flatMap((cell) =>
    cell.cell_type === "code" ? cell.outputs : []
  ).map((output) => {
    assertEquals(output.output_type, "display_data");
    return output as DisplayOutput;
  });
}

/** The SVG document in an image that a cell displayed. */
function svgOf(output: DisplayOutput): string {
  const html = String(output.data["text/html"]);
  const data = /src="data:image\/svg\+xml;base64,([^"]+)"/.exec(html)![1];
  return new TextDecoder().decode(Uint8Array.fromBase64(data));
}

testWith(
  "show() displays Markdown and tables, and nothing as the cell's result",
  kernelPermissions,
  async () => {
    const [markdown, table] = await displayed(
      `await show("Loss is $-\\\\log p$")`,
      `await show([{ "gap (logits)": 2, "ratio (x)": Math.exp(2) }], { digits: 3 })`,
    );
    assertEquals(markdown.data, {
      "text/markdown": "Loss is $-\\log p$",
      "text/plain": "Loss is $-\\log p$",
    });
    assert(String(table.data["text/html"]).includes("<td"));
    assertEquals(
      table.data["text/plain"],
      [
        "gap (logits)  ratio (x)",
        "------------  ---------",
        "           2       7.39",
      ].join("\n"),
    );
  },
);

testWith(
  "show() leaves the kernel time to send what it displays, and more for more",
  kernelPermissions,
  async () => {
    // Timers may end up to a millisecond early, and late by any time.
    await displayed(`
      for (const [length, wait] of [[10, 20], [20_000, 60]]) {
        const start = performance.now();
        await show("x".repeat(length));
        const took = performance.now() - start;
        if (took < wait - 1) throw new Error(\`\${length}: \${took} ms\`);
      }
    `);
  },
);

testWith(
  "show() displays an object that shows itself, with its own alt or the one given",
  kernelPermissions,
  async () => {
    const [own, given] = await displayed(
      `const figure = {
         alt: "A rising line",
         [Symbol.for("Jupyter.display")]: () => ({ "image/png": "aGk=" }),
       };
       await show(figure)`,
      `await show(figure, { alt: "Another text" })`,
    );
    assertEquals(own.data, {
      "image/png": "aGk=",
      "text/plain": "A rising line",
    });
    assertEquals(given.data["text/plain"], "Another text");
  },
);

testWith(
  "show() displays vectors, matrices and gradient checks, table() as a last expression",
  kernelPermissions,
  async () => {
    const result = await runNotebook(
      notebookOf(
        `import { gradientCheck, show, table } from "@lab/display";
         import { matrix, softmax } from "@lab/kernels";
         const p = softmax([0, 0]);
         await show(p, { classes: ["up", "down"] });`,
        `using owned = matrix.empty(1, 2, "float32");
         owned.data.set([-1, 1]);
         await show(owned);`,
        `await show(gradientCheck(p, [0.5, 0.25]), { unit: "nats" })`,
        `await show(table(p, { classes: ["up", "down"] }))`,
        `table(p, { classes: ["up", "down"] })`,
        `gradientCheck(p, [0.5, 0.25])`,
      ),
      { cwd, name: "n.ipynb" },
    );
    const outputs = result.cells.map((cell) =>
      cell.cell_type === "code" ? cell.outputs : []
    );
    assertEquals(
      outputs.map((of) => of.map((output) => output.output_type)),
      [
        ...Array(4).fill(["display_data"]),
        ...Array(2).fill(["execute_result"]),
      ],
    );
    const data = outputs.map(([output]) => (output as DisplayOutput).data);
    assertEquals(
      data[0]["text/plain"],
      [
        "float64, [2]",
        "",
        "class  probability",
        "-----  -----------",
        "up             0.5",
        "down           0.5",
      ].join("\n"),
    );
    assert(String(data[1]["text/plain"]).startsWith("float32, [1, 2]\n"));
    assert(String(data[2]["text/plain"]).includes("analytic (nats)"));
    assertEquals(data[3], data[0]);
    assertEquals(data[4], data[0]);
    assertEquals(Object.keys(data[5]), ["text/html", "text/plain"]);
    assert(
      String(data[5]["text/plain"]).startsWith(
        "Gradient check: largest difference 0.25 at index 1;",
      ),
    );
  },
);

testWith(
  "show() displays a plot as a complete image with one label",
  kernelPermissions,
  async () => {
    const [svg, figure] = await displayed(
      `import * as Plot from "@observablehq/plot";
       import { parseHTML } from "linkedom";
       const { document } = parseHTML("<html></html>");
       const marks = [Plot.line([[1, 1], [2, 4]])];
       await show(Plot.plot({ document, marks, x: { label: "a\\u00a0b" } }), {
         alt: 'A "line" & more',
       })`,
      `await show(Plot.plot({ document, marks, title: "T" }), { alt: "A line" })`,
    );
    assertEquals(svg.data["text/plain"], 'A "line" & more');
    const text = svgOf(svg);
    assert(text.startsWith("<svg "), text);
    assertEquals(text.match(/\sxmlns="/g)?.length, 1);
    assertEquals(text.match(/\srole=/g), [" role="]);
    assertEquals(text.match(/\saria-label="[^"]*"/g), [
      ' aria-label="A &quot;line&quot; &amp; more"',
    ]);
    assert(!text.includes("&nbsp;"));

    assertEquals(figure.data["text/plain"], "A line");
    const html = String(figure.data["text/html"]);
    assert(html.startsWith('<figure role="img" aria-label="A line"'), html);
    assertEquals(html.match(/\saria-label=/g)?.length, 1);
  },
);

testWith(
  "show() says what it needs, and where a cell did not give it",
  kernelPermissions,
  async () => {
    const alt = "TypeError: Cannot show a figure without a text alternative: " +
      'say what a reader would see, show(figure, { alt: "..." })';
    const what = "TypeError: Cannot show this: need a figure, an element, an " +
      "array of objects, a vector, a matrix or a Markdown string, got ";
    const cases = [
      [`{ outerHTML: "<svg></svg>" }`, alt],
      [`{ outerHTML: "<svg></svg>" }, { alt: " " }`, alt],
      [`{ [Symbol.for("Jupyter.display")]: () => ({}) }`, alt],
      ["7", what + "a number"],
      ["null", what + "null"],
      ["undefined", what + "undefined"],
      ["new Map()", what + "an object of Map"],
      ["new DataView(new ArrayBuffer(8))", what + "an object of DataView"],
      ["new BigInt64Array(2)", what + "an object of BigInt64Array"],
      [
        `[{ a: 1 }], { captoin: "b" }`,
        "TypeError: Cannot show with the option captoin: " +
        "need one of alt, caption, digits, classes, rows, name, unit",
      ],
      [
        `[0.5], { classes: "buy" }`,
        "TypeError: Cannot show: need an array of strings as classes, got a string",
      ],
      [
        `[{ a: 1 }], { classes: ["buy"] }`,
        "TypeError: Cannot show an object of Array with the option classes: " +
        "it is for vectors, matrices and gradient checks",
      ],
      [
        `"text", { unit: "nats" }`,
        "TypeError: Cannot show a string with the option unit: " +
        "it is for vectors, matrices and gradient checks",
      ],
      [
        `[{ a: 1 }], { caption: 3 }`,
        "TypeError: Cannot show: need a string as caption, got a number",
      ],
    ];
    // One kernel for all: each failure is caught in its cell.
    const outputs = await displayed(
      ...cases.map(([source]) =>
        `await show(await show(${source}).then(() => "shown", String))`
      ),
    );
    assertEquals(
      outputs.map((output) => output.data["text/plain"]),
      cases.map(([, message]) => message),
    );
    const error = await assertRejects(
      () => displayed(`await show(7)`),
      CellError,
    );
    assertEquals(error.cellNumber, 2);
    assertEquals(error.position, { line: 1, column: 7 });
  },
);

Deno.test("show() says that it needs a notebook when there is none", async () => {
  await assertRejects(
    () => show("text"),
    Error,
    "show() works in a notebook's cell on Deno's Jupyter kernel, not in a program",
  );
});
