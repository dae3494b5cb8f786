import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { Element } from "hast";
import { renderReport } from "@lab/report";
import { classes } from "../../lib/report/hast.ts";
import type { Cell } from "@lab/nbformat";
import { elements, main, render, renderWith, text } from "./read.ts";
import {
  code,
  display,
  figure,
  md,
  notebook,
  printed,
  sample,
} from "./sample.ts";

Deno.test("renderReport() is the same bytes in every run, time zone and locale, and changes nothing in the notebook", () => {
  const notebook = sample();
  const before = structuredClone(notebook);
  const once = renderReport(notebook, { name: "a.ipynb" });
  assertEquals(notebook, before);
  // Neither the clock nor the locale is used.
  const { toLocaleString, toLocaleLowerCase } = String.prototype;
  const now = Date.now;
  const refuse = () => {
    throw new Error("asked for the time or the locale");
  };
  try {
    Date.now = refuse;
    String.prototype.toLocaleString = refuse;
    String.prototype.toLocaleLowerCase = refuse;
    assertEquals(renderReport(before, { name: "a.ipynb" }), once);
  } finally {
    Date.now = now;
    Object.assign(String.prototype, { toLocaleString, toLocaleLowerCase });
  }
});

Deno.test("renderReport() counts figures and formulas and gives title, summary and first figure", () => {
  const report = renderReport(sample(), { name: "a.ipynb" });
  assertEquals(report.title, "From scores to probabilities with softmax");
  assert(report.summary.startsWith("A model that must choose between buy,"));
  assertStringIncludes(report.summary, "p_i = e^(z_i)/");
  assertEquals(report.figures, 6);
  assertEquals(report.formulas, elements(report.html, "math").length);
  assert(report.figure!.startsWith("<svg"));
  assertEquals(report.warnings.length, 1); // A chart that needs a script.
});

Deno.test("renderReport() takes the title from the first heading of level 1, else from the file's name", () => {
  const cases: [source: string, name: string, title: string][] = [
    ["## a\n\n# The *title* & $x_1$", "n.ipynb", "The title & x_1"],
    ["Title\n===", "n.ipynb", "Title"],
    ["<h1>In HTML</h1>", "n.ipynb", "In HTML"],
    ["# <img src='x'>\n\n# Words", "n.ipynb", "Image: x"],
    ["<details>\n\n# Folded\n\n</details>", "n.ipynb", "N"],
    ["```\n# comment\n```", "n.ipynb", "N"],
    ["text", "notebooks/01_cross_entropy.ipynb", "Cross entropy"],
    ["", "2024.ipynb", "2024"],
    ["", ".ipynb", "Notebook"],
  ];
  for (const [source, name, expected] of cases) {
    const { title } = renderWith({ name }, md(source));
    assertEquals(title, expected, source);
  }
  // The page shows the title as a heading only if the notebook has none.
  for (const [source, heading] of [["# Mine", "Mine"], ["text", "Test"]]) {
    const { html } = render(md(source));
    assertEquals(elements(main(html), "h1").map(text), [heading]);
  }
});

Deno.test("renderReport() makes heading levels follow one another", () => {
  const { html } = render(
    md("# a\n\n### b\n\n##### c\n\n## d\n\n### e\n\n# f"),
  );
  const levels = elements(main(html)).flatMap(({ tagName }) =>
    /^h\d$/.test(tagName) ? [tagName] : []
  );
  assertEquals(levels, ["h1", "h2", "h3", "h2", "h3", "h1"]);
});

Deno.test("renderReport() puts headings of outputs under their section and not into the contents", () => {
  const { html } = render(
    md("# a\n\n## b"),
    code("x", [display({ "text/html": "<h1>c</h1><h5>d</h5>" })]),
  );
  assertEquals(elements(main(html), "h3").map(text), ["c"]);
  assertEquals(elements(main(html), "h4").map(text), ["d"]);
  assertEquals(listed(html).map(text), ["b"]);
});

/** The links of the contents beside the text. */
function listed(html: string): Element[] {
  const beside = elements(html, "nav").filter((nav) =>
    classes(nav).includes("contents")
  );
  return beside.flatMap((nav) => elements(nav, "a"));
}

Deno.test("renderReport() lists sections in the contents with anchors that exist", () => {
  const { html } = render(
    md("# Title\n\n## The loss, `-log p`\n\n### Deep $x$\n\n#### Deeper"),
    md("## The loss, `-log p`\n\n## 100 % ☃\n\n## ☃"),
  );
  const links = listed(html);
  assertEquals(links.map(text), [
    "The loss, -log p",
    "Deep x",
    "The loss, -log p",
    "100\u00a0% ☃",
    "☃",
  ]);
  const ids = elements(html).map(({ properties }) => properties.id);
  assertEquals(links.map(({ properties }) => properties.href), [
    "#the-loss--log-p",
    "#deep-x",
    "#the-loss--log-p-1",
    "#100",
    "#section",
  ]);
  for (const { properties } of links) {
    assert(ids.includes(String(properties.href).slice(1)));
  }
});

Deno.test("renderReport() gives a heading its own link, but not where it holds one", () => {
  const { html } = render(md("# a\n\n## b\n\n## [c](https://example.org/)"));
  const [b, c] = elements(html, "h2");
  assertEquals(
    elements(b, "a")[0].properties.href,
    "#b",
  );
  assertEquals(
    elements(c, "a").map((a) => a.properties.href),
    ["https://example.org/"],
  );
});

Deno.test("renderReport() resolves links to headings as Jupyter and code hosts write them", () => {
  const { html, warnings } = render(
    md(
      "# T\n\n## The loss (mean)\n\n[a](#The-loss-(mean)) [b](#the-loss-mean) [c](#The%20loss) <a id='Own Place'></a>[d](#Own%20Place) [e](#gone)",
    ),
    md("[f](#Own-Place) <a name='old'></a> [g](#old)"),
  );
  const hrefs = elements(main(html), "p").flatMap((p) => elements(p, "a"))
    .flatMap(({ properties: { href } }) => href ? [href] : []);
  assertEquals(hrefs, [
    "#the-loss-mean",
    "#the-loss-mean",
    "#the-loss",
    "#own-place",
    "#gone",
    "#own-place",
    "#old",
  ]);
  assertEquals(warnings, [
    "test.ipynb, cell 1: the link #the-loss leads nowhere",
    "test.ipynb, cell 1: the link #gone leads nowhere",
  ]);
});

Deno.test("renderReport() links to reports where the notebook links to notebooks", () => {
  const { html } = render(md(
    "[a](02_loss.ipynb) [b](./02_loss.ipynb#The-loss) [c](02%20b.ipynb) [d](../x/02_loss.ipynb) [e](https://example.org/a.ipynb) [f](/a.ipynb)",
  ));
  assertEquals(
    elements(main(html), "p").flatMap((p) => elements(p, "a")).map((
      { properties },
    ) => properties.href),
    [
      "02_loss.html",
      "02_loss.html#the-loss",
      "02%20b.html",
      "../x/02_loss.html",
      "https://example.org/a.ipynb",
      "/a.ipynb",
    ],
  );
});

Deno.test("renderReport() colours code by its language, and leaves other languages plain", () => {
  const { html } = render(
    code('const x: number = 1; // "one"'),
    md(
      "```python\ndef f(): pass\n```\n\n```brainfuck\n+[-]\n```\n\n```ts\nlet y\n```",
    ),
  );
  const [cell, python, plain, ts] = elements(html, "pre");
  const colors = (pre: Element) => elements(pre, "i").flatMap(classes);
  assert(
    colors(cell).includes("hk") && colors(cell).includes("hc"),
  );
  assert(colors(python).includes("hk"));
  assertEquals(colors(plain), []);
  assert(colors(ts).includes("hk"));
  assertEquals(text(cell), 'const x: number = 1; // "one"');
});

Deno.test("renderReport() colours the code of a notebook in its own language", () => {
  const python = { ...notebook(code("x = None  # none")), metadata: {} };
  const language = (metadata: typeof python.metadata) =>
    elements(
      renderReport({ ...python, metadata }, { name: "p.ipynb" }).html,
      "i",
    )
      .flatMap(classes);
  assert(
    language({ kernelspec: { name: "python3", language: "python" } }).includes(
      "hc",
    ),
  );
  assertEquals(language({ language_info: { name: "scratch" } }), []);
});

Deno.test("renderReport() follows the tags of Jupyter Book and the marks of JupyterLab", () => {
  const { html } = render(
    code("removedCell()", [printed("removed cell")], { tags: ["remove-cell"] }),
    code("removedInput()", [printed("kept output")], {
      tags: ["remove-input"],
    }),
    code("keptInput()", [printed("removed output")], {
      tags: ["remove-output"],
    }),
    code("hiddenInput()", [printed("shown")], { tags: ["hide-input"] }),
    code("shownInput()", [printed("hidden")], { tags: ["hide-output"] }),
    code("assert(true)", [printed("passed")], {
      tags: ["hide-cell"],
      jupyter: { source_hidden: true },
    }),
    code("marked()", [printed("seen")], { jupyter: { source_hidden: true } }),
    code("seen()", [printed("marked")], { jupyter: { outputs_hidden: true } }),
  );
  const page = text(main(html));
  for (
    const gone of [
      "removedCell",
      "removed cell",
      "removedInput",
      "removed output",
    ]
  ) {
    assert(!page.includes(gone), gone);
  }
  const folds = elements(main(html), "details");
  assertEquals(folds.map((fold) => text(fold).replaceAll(/\s+/g, " ")), [
    "Code hiddenInput()",
    "Output hidden",
    "Check assert(true) passed",
    "Code marked()",
    "Output marked",
  ]);
});

Deno.test("renderReport() keeps folded solutions folded, with their contents", () => {
  const { html } = render(md(
    "<details>\n<summary>Solution</summary>\n\n```ts\nconst x = 1;\n```\n\n**Bold.**\n\n</details>",
  ));
  const [fold] = elements(main(html), "details");
  const inside = elements(fold);
  assertEquals(fold.properties.open, undefined);
  assertEquals(
    inside.flatMap(({ tagName }) =>
      /^(summary|pre|strong)$/.test(tagName) ? [tagName] : []
    ),
    ["summary", "pre", "strong"],
  );
});

Deno.test("renderReport() lets the keyboard reach the boxes that scroll on a phone", () => {
  const long = "a".repeat(80);
  const { html } = render(
    md(`| ${long} | b |\n|--|--|\n| c | d |\n\n| a |\n|--|\n| b |`),
    code(`x("${long}")`, [printed(`${long}\n`), display(figure("A figure."))]),
    code("y()", [printed("short\n")]),
    md(`$(${"a+".repeat(20)}b)$ and $${"a+".repeat(20)}b$`), // not the second
  );
  const reached = elements(main(html)).filter(({ properties }) =>
    properties.tabIndex === 0
  );
  assertEquals(reached.map(({ tagName }) => tagName), [
    "div",
    "pre",
    "pre",
    "figure",
    "span",
  ]);
});

Deno.test("renderReport() of an empty notebook is a page with a title", () => {
  const report = renderReport(notebook(), { name: "03_empty.ipynb" });
  assertEquals(report.title, "Empty");
  assertEquals(report.summary, "");
  assertEquals(report.figure, undefined);
  assertEquals([report.figures, report.formulas, report.warnings], [0, 0, []]);
  assertEquals(elements(report.html, "h1").map(text), ["Empty"]);
});

Deno.test("renderReport() shows footnotes and definition lists, each cell's by themselves", () => {
  const { html, warnings } = render(
    md("# A\n\nOne[^1].\n\n[^1]: First note, $x$.\n\nTerm\n: Meaning."),
    md("Two[^1].\n\n[^1]: Second note."),
  );
  const links = elements(main(html), "a").map(({ properties }) =>
    String(properties.href)
  );
  const ids = new Set(elements(html).map(({ properties }) => properties.id));
  for (const href of links) assert(ids.has(href.slice(1)), href);
  assertEquals(new Set(links).size, links.length);
  assertEquals(elements(html, "dt").map(text), ["Term"]);
  assertEquals(elements(html, "dd").map(text), ["Meaning."]);
  assertEquals(warnings, []);
});

Deno.test("renderReport() gives each code cell a link that stays the same when cells are added before it", () => {
  const cell = code("f()");
  const link = (html: string) =>
    elements(main(html), "a").filter((a) => classes(a).includes("here"))
      .at(-1)!.properties;
  const before = link(render(cell).html);
  const after = link(render(code("g()"), cell).html);
  assertEquals(after.href, before.href);
  assertEquals(after.href, `#cell-${cell.id}`);
  assertEquals(after.ariaLabel, "Link to cell 2");
  // It adds no text that a reader would copy with the code.
  assertEquals(text(main(render(cell).html)).trim(), "Test\nf()");
});

Deno.test("renderReport() shows raw cells by their format", () => {
  const raw = (source: string, format?: string): Cell => ({
    id: "raw",
    cell_type: "raw",
    metadata: format ? { format } : {},
    source,
  });
  const shown = (...cells: Cell[]) => text(main(render(...cells).html)).trim();
  assertEquals(shown(raw("**a**", "text/markdown")), "Test\n\na");
  assertEquals(
    shown(raw("<b>a</b><script>b</script>", "text/html")),
    "Test\na",
  );
  assertEquals(shown(raw("a *b* <b>")), "Test\na *b* <b>");
  assertEquals(shown(raw("\\section{a}", "text/latex")), "Test");
  assertEquals(shown(raw("---\ntitle: a\n---\n")), "Test");
  assertEquals(
    shown(md("b"), raw("---\nnot the front\n---")),
    "Test\n\nb\n\n---\nnot the front\n---",
  );
});
