import { assert, assertEquals, assertRejects } from "@std/assert";
import { show } from "@lab/display";
import { CellError, runNotebook } from "@lab/jupyter";
import type { DisplayOutput } from "@lab/nbformat";
import { testWith } from "../permissions.ts";
import { kernelPermissions, notebookOf } from "../code_cells.ts";

const cwd = new URL(".", import.meta.url).pathname;

/** The data that cells display, one output per cell. All of them import show(). */
async function displayed(...sources: string[]) {
  const { cells } = await runNotebook(notebookOf(...sources), { cwd });
  return cells.map((cell) => {
    assert(cell.cell_type === "code");
    assertEquals(cell.outputs.length, 1);
    const { output_type, data } = cell.outputs[0] as DisplayOutput;
    return { type: output_type, data, text: String(data["text/plain"]) };
  });
}

testWith(
  "show() displays Markdown, tables and figures, and nothing as the cell's result",
  kernelPermissions,
  async () => {
    const [markdown, table, own, given, ...all] = await displayed(
      `import { gradientCheck, show, table } from "@lab/display";
       import { matrix, softmax } from "@lab/kernels";
       await show("Loss is $-\\\\log p$")`,
      `await show([{ "gap (logits)": 2, "ratio (x)": Math.exp(2) }], { digits: 3 })`,
      `const figure = {
         alt: "A rising line",
         [Symbol.for("Jupyter.display")]: () => ({ "image/png": "aGk=" }),
       };
       await show(figure)`,
      `await show(figure, { alt: "Another text" })`,
      `const p = softmax([0, 0]);
       await show(p, { classes: ["up", "down"] });`,
      `await show(table(p, { classes: ["up", "down"] }))`,
      `table(p, { classes: ["up", "down"] })`,
      `using owned = matrix.empty(1, 2, "float32");
       owned.data.set([-1, 1]);
       await show(owned);`,
      `await show(gradientCheck(p, [0.5, 0.25]), { unit: "nats" })`,
      `gradientCheck(p, [0.5, 0.25])`,
    );
    assertEquals(markdown.data, {
      "text/markdown": "Loss is $-\\log p$",
      "text/plain": "Loss is $-\\log p$",
    });
    assert(String(table.data["text/html"]).includes("<td"));
    assert(table.text.endsWith("7.39"));
    assertEquals(own.data, {
      "image/png": "aGk=",
      "text/plain": "A rising line",
    });
    assertEquals(given.text, "Another text");

    const [vector, asValue, last, matrix, check, lastCheck] = all;
    assert(vector.text.startsWith("float64, [2]\n"));
    assertEquals(asValue.data, vector.data);
    assertEquals(last.data, vector.data);
    assert(matrix.text.startsWith("float32, [1, 2]\n"));
    assert(check.text.includes("analytic (nats)"));
    assert(lastCheck.text.startsWith("Gradient check: largest difference"));
    for (
      const output of [markdown, table, own, vector, asValue, matrix, check]
    ) {
      assertEquals(output.type, "display_data");
    }
    for (const output of [last, lastCheck]) {
      assertEquals(output.type, "execute_result");
    }
  },
);

testWith(
  "show() displays numbers and nothings",
  kernelPermissions,
  async () => {
    const values = ["0 / 0", "-0", "10n", "true", "null", "undefined"];
    const all = await displayed(
      ...values.map((value) =>
        `import { show } from "@lab/display"; await show(${value})`
      ),
    );
    assertEquals(
      all.map(({ text }) => text),
      ["NaN", "-0", "10n", "true", "null", "undefined"],
    );
  },
);

testWith(
  "show() leaves the kernel time to send its output, and more time for a larger one",
  kernelPermissions,
  async () => {
    // Timers may end up to a millisecond early, and late by any time.
    const source = `
      for (const [length, wait] of [[10, 20], [20_000, 60]]) {
        const start = performance.now();
        await show("x".repeat(length));
        const took = performance.now() - start;
        if (took < wait - 1) throw new Error(\`\${length}: \${took} ms\`);
      }
    `;
    // As in Deno's own kernel, without the mark of one that waits by itself.
    const imported = `import { show } from "@lab/display";
      Deno.jupyter = { ...Deno.jupyter };`;
    await runNotebook(notebookOf(imported, source), { cwd });
  },
);

testWith(
  "show() displays a plot as a complete image with one label",
  kernelPermissions,
  async () => {
    const [svg, figure] = await displayed(
      `import { show } from "@lab/display";
       import * as Plot from "@observablehq/plot";
       const marks = [Plot.line([[1, 1], [2, 4]], { stroke: () => "a" })];
       await show(Plot.plot({ marks, x: { label: "a\\u00a0b" } }), {
         alt: 'A "line" & more',
       })`,
      `await show(
         Plot.plot({ marks, title: "T", color: { legend: true } }),
         { alt: "A line" },
       )`,
    );
    assertEquals(svg.text, 'A "line" & more');
    const data = /src="data:image\/svg\+xml;base64,([^"]+)"/
      .exec(String(svg.data["text/html"]))![1];
    const markup = new TextDecoder().decode(Uint8Array.fromBase64(data));
    assert(markup.startsWith("<svg "), markup);
    assertEquals(markup.match(/\sxmlns="/g)?.length, 1);
    assertEquals(markup.match(/\srole=/g), [" role="]);
    assertEquals(markup.match(/\saria-label="[^"]*"/g), [
      ' aria-label="A &quot;line&quot; &amp; more"',
    ]);
    assert(!markup.includes("&nbsp;"));

    assertEquals(figure.text, "A line");
    const html = String(figure.data["text/html"]);
    assert(html.startsWith('<figure role="img" aria-label="A line"'), html);
    assertEquals(html.match(/\saria-label=/g)?.length, 1);
    // The title is no heading of the page.
    assert(html.includes("<p><b>T</b></p>"), html);
    assert(html.includes('-swatch">'), html);
  },
);

testWith(
  "show() that fails says where in the cell it was called",
  kernelPermissions,
  async () => {
    const cells = notebookOf(
      `import { show } from "@lab/display";`,
      "await show(Symbol())",
    );
    const error = await assertRejects(
      () => runNotebook(cells, { cwd }),
      CellError,
    );
    assertEquals(error.cellNumber, 2);
    assertEquals(error.position, { line: 1, column: 7 });
  },
);

Deno.test("show() names what it needs and what it got", async () => {
  const svg = { outerHTML: "<svg></svg>" };
  const cases: [what: unknown, options: object, ...message: string[]][] = [
    [svg, {}, "a text alternative"],
    [svg, { alt: " " }, "a text alternative"],
    [{ [Symbol.for("Jupyter.display")]: () => ({}) }, {}, "a text alternative"],
    [() => 7, {}, "a figure, an element, columns", "got a function"],
    [7, { unit: "nats" }, "option unit", "got a number"],
    [new Map(), {}, "got an object of class Map"],
    [new DataView(new ArrayBuffer(8)), {}, "got an object of class DataView"],
    ["text", { unit: "nats" }, "a vector", "option unit", "got a string"],
    [svg, { alt: "a", classes: ["a"] }, "a vector", "option classes"],
    [[0.5], { alt: 3 }, "a string as alt", "got a number"],
    [[0.5], { captoin: "b" }, "caption", "got captoin"],
  ];
  for (const [what, options, ...parts] of cases) {
    const error = await assertRejects(
      () => show(what as string, options),
      TypeError,
    );
    for (const part of ["Cannot show: need ", ...parts]) {
      assert(error.message.includes(part), `${error.message} lacks ${part}`);
    }
  }
});

Deno.test("show() says that it needs a notebook when there is none", async () => {
  await assertRejects(() => show("text"), Error, "need a notebook's cell");
});
