import { assertEquals, assertStringIncludes } from "@std/assert";
import { renderReport } from "@lab/report";
import { classes } from "../../lib/report/hast.ts";
import { elements, main, render, renderWith, text } from "./read.ts";
import { code, display, md, notebook, PNG, printed } from "./sample.ts";

Deno.test("renderReport() embeds the images that it is given, by the paths under which the text shows them", () => {
  const svg = '<svg width="9" height="9"><title>Drawn</title></svg>';
  const images = {
    "figs/a b.png": { "image/png": PNG },
    "c.svg": { "image/svg+xml": new TextEncoder().encode(svg).toBase64() },
  };
  const cells = [
    md("![dot](figs/a%20b.png?raw=true)\n\n![](c.svg) ![](toString)"),
    code("f()", [display({ "text/html": '<img src="figs/a b.png" alt="x">' })]),
  ];
  const { html, warnings } = renderWith({ images }, ...cells);
  assertEquals(
    elements(main(html), "img").map(({ properties }) => properties.src),
    Array(2).fill(`data:image/png;base64,${PNG}`),
  );
  assertEquals(elements(main(html), "svg")[0].properties.ariaLabel, "Drawn");
  assertEquals(warnings, [
    "test.ipynb, cell 1: the image toString is not in the report: need an image in the notebook's folder, or attached to the cell",
  ]);
});

Deno.test("renderReport() is in the language given, or in that of the metadata: page and quotes", () => {
  const page = (metadata: Record<string, string>, lang?: string) => {
    const book = { ...notebook(md(`"A"`)), metadata };
    const { html } = renderReport(book, { name: "n.ipynb", lang });
    const [{ properties }] = elements(html, "html");
    return `${properties.lang} ${text(elements(main(html), "p")[0])}`;
  };
  assertEquals(page({}), "en “A”");
  assertEquals(page({ lang: "de-CH" }), "de-CH „A“");
  assertEquals(page({ lang: "de" }, "fr"), "fr «\u00a0A\u00a0»");
  assertEquals(page({ lang: "no language" }), "en “A”");
});

Deno.test("renderReport() runs each block that begins with such a letter from right to left", () => {
  const { html } = render(
    md("# שלום\n\nEnglish, שלום.\n\n12. שלום\n\n`x` مرحبا (1)."),
    code("f()", [printed("12: مرحبا\n"), printed("English\n", "stderr")]),
  );
  const directed = elements(main(html))
    .filter(({ properties }) => properties.dir !== undefined);
  assertEquals(
    directed.map(({ tagName, properties }) => `${tagName} ${properties.dir}`),
    ["h1 rtl", "ol rtl", "li rtl", "pre rtl"],
  );
});

Deno.test("renderReport() typesets formulas in HTML, where JupyterLab does, and no prices and no code", () => {
  const table = "<table><tr><td>$x^2$<td>from $5 to $6</table>" +
    "<p>Then \\begin{align}a&amp;=b\\end{align} for $y$.<code>$z$</code>";
  const { html, warnings } = render(
    code("f()", [display({ "text/html": table })]),
  );
  assertEquals(
    elements(main(html), "math").map((node) => text(node).trim()),
    ["x2", "a=b", "y"],
  );
  assertStringIncludes(text(main(html)), "from $5 to $6");
  assertStringIncludes(text(main(html)), "$z$");
  assertEquals(warnings, []);
});

Deno.test("renderReport() folds outputs that are collapsed, and scrolls those marked so", () => {
  const cell = (metadata: Record<string, boolean>) => {
    const { html } = render(code("f()", [printed("a\n")], metadata));
    const outputs = elements(main(html)).find((node) =>
      classes(node).includes("outputs")
    )!;
    const folds = elements(main(html), "details").length;
    return [folds, classes(outputs).includes("scrolled")];
  };
  assertEquals(cell({}), [0, false]);
  assertEquals(cell({ collapsed: true }), [1, false]);
  assertEquals(cell({ scrolled: true }), [0, true]);
  assertEquals(cell({ collapsed: false, scrolled: false }), [0, false]);
});

Deno.test("renderReport() keeps check boxes by whose labels an output folds, each output's for itself, and names what it takes away", () => {
  const html = "<style>.in:checked ~ .more { display: none }</style>" +
    '<input type="checkbox" id="s" class="in" checked onclick="x()">' +
    '<label for="s">Sizes</label><p class="more">lat: 25</p>';
  const lost =
    "<input type=checkbox><textarea>a</textarea><progress>b</progress>";
  const shown = render(
    ...[html, html, lost].map((html) =>
      code("f()", [display({ "text/html": html })])
    ),
  );
  const boxes = elements(main(shown.html), "input").map(({ properties }) => {
    const { id, type, checked, onClick } = properties;
    return [id, type, checked, onClick];
  });
  assertEquals(boxes, [
    ["o1.s", "checkbox", true, undefined],
    ["o2.s", "checkbox", true, undefined],
  ]);
  assertEquals(
    elements(main(shown.html), "label").map(({ properties }) =>
      String(properties.htmlFor)
    ),
    ["o1.s", "o2.s"],
  );
  assertStringIncludes(shown.html, ".u-in:checked~.u-more{display:none}");
  assertEquals(
    shown.warnings,
    ["textarea", "progress"].map((name) =>
      `test.ipynb, cell 3: a report holds no <${name}>: it was left out`
    ),
  );
});
