import {
  assert,
  assertEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import type { Element } from "hast";
import { ReportError } from "@lab/report";
import { classes } from "../../lib/report/hast.ts";
import type { MimeBundle, Output } from "@lab/nbformat";
import { elements, main, render, renderWith, styles, text } from "./read.ts";
import { code, display, figure, md, PNG, printed } from "./sample.ts";

/** The part of the page that shows a cell's outputs. */
function outputs(...given: Output[]): Element {
  const { html } = render(code("f()", given));
  return elements(main(html)).find((node) =>
    classes(node).includes("outputs")
  )!;
}

const SVG = '<svg width="10" height="5"><rect width="3" height="3"/></svg>';

Deno.test("renderReport() shows the richest type that it knows", () => {
  const all: MimeBundle = {
    "text/plain": "plain",
    "application/json": { a: 1 },
    "image/png": PNG,
    "text/latex": "$x$",
    "text/markdown": "*em*",
    "image/svg+xml": SVG,
    "text/html": "<b>bold</b>",
    "application/vnd.vega-lite.v5+json": {},
  };
  const order: [type: string, tagName: string][] = [
    ["text/html", "b"],
    ["image/svg+xml", "svg"],
    ["text/markdown", "em"],
    ["text/latex", "math"],
    ["image/png", "img"],
    ["application/json", "div"],
    ["text/plain", "pre"],
  ];
  for (const [type, tagName] of order) {
    assert(elements(outputs(display(all)), tagName).length > 0, type);
    delete all[type];
  }
});

Deno.test("renderReport() keeps the style of a plot with a legend, which is a figure of HTML", () => {
  const html = '<figure role="img" aria-label="Bars"><div class="legend">' +
    `<style>.legend{display:flex}</style>a</div>${SVG}</figure>`;
  const shown = render(code("f()", [display({ "text/html": html })])).html;
  const scope = /\.(c\d+) \.u-legend\{display:flex\}/.exec(shown)![1];
  const page = main(shown);
  const [figure] = elements(page, "figure");
  const around = elements(page, "div")
    .find((node) => node.children.includes(figure))!;
  assert(classes(around).includes(scope), classes(around).join());
});

Deno.test("renderReport() puts a placeholder for what it cannot show, and warns; if it is strict, it fails", () => {
  const cases: [MimeBundle, shown: string, warning: string][] = [
    [{}, "Not in this report: no data", "an output holds no data"],
    [
      { "application/x-secret+json": {}, "text/x-sixel": "" },
      "Not in this report: an output of type application/x-secret+json, text/x-sixel",
      "a page cannot show an output of type application/x-secret+json, text/x-sixel: display one of text/html,",
    ],
    [
      { "application/pdf": "JVBERi0=" },
      "Not in this report: an output of type application/pdf",
      "a page cannot show an output of type application/pdf:",
    ],
    [
      { "image/png": "not base64!", "text/plain": "plain" },
      "plain",
      "the image data:image/png;base64,notbase64! cannot be shown: need SVG,",
    ],
    [
      { "image/svg+xml": "<p>" },
      "Not in this report: an output of type image/svg+xml",
      "there is no <svg> in an SVG image",
    ],
  ];
  for (const [data, shown, warning] of cases) {
    const cells = [md("# Before"), code("f()", [display(data)]), md("After")];
    const { html, warnings } = render(...cells);
    assertEquals(
      text(main(html)).split(/\n+/),
      ["Before", "f()", shown, "After"],
    );
    assertStringIncludes(warnings[0], `test.ipynb, cell 2: ${warning}`);
    const strictly = () => renderWith({ strict: true }, ...cells);
    assertEquals(
      assertThrows(strictly, ReportError).message,
      warnings[0],
    );
  }
});

Deno.test("renderReport() shows results like displays", () => {
  const shown = outputs({
    output_type: "execute_result",
    execution_count: 3,
    data: { "text/plain": "42" },
    metadata: {},
  });
  assertEquals(text(shown).trim(), "42");
});

Deno.test("renderReport() joins consecutive outputs of one stream, and keeps the order of streams", () => {
  const shown = outputs(
    printed("10%\r"),
    printed("100%\n"),
    printed("oops\n", "stderr"),
    printed("end\n"),
  );
  assertEquals(elements(shown, "pre").map(text), ["100%", "oops", "end"]);
  const [label] = elements(shown, "p");
  assertEquals(text(label), "stderr");
});

Deno.test("renderReport() shows an error with its traceback, or its name where there is none", () => {
  const error = (traceback: string[]): Output => ({
    output_type: "error",
    ename: "RangeError",
    evalue: "too <far>",
    traceback,
  });
  const shown = (traceback: string[]) =>
    elements(outputs(error(traceback)), "pre").map(text);
  assertEquals(shown(["\x1b[31mRangeError\x1b[0m: too <far>", "    at f"]), [
    "RangeError: too <far>\n    at f",
  ]);
  assertEquals(shown([]), ["RangeError: too <far>"]);
  assertEquals(shown(["    at f"]), ["RangeError: too <far>\n    at f"]);
});

Deno.test("renderReport() draws an SVG image of HTML or Markdown inline, as one labelled image", () => {
  const svg =
    '<svg width="600" height="50" aria-label="own"><title>t</title><g aria-label="dot"><text role="button">hi</text></g></svg>';
  const sources = [
    `data:image/svg+xml;base64,${btoa(svg)}`,
    `data:image/svg+xml,${encodeURIComponent(svg)}`,
    `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`,
  ];
  for (const src of sources) {
    for (
      const cell of [
        code("f()", [
          display({
            "text/html": `<img alt="an &quot;alt&quot;" src="${src}">`,
          }),
        ]),
        md(`![an "alt"](${src})`),
        md('![an "alt"](attachment:a.svg)', {
          "a.svg": { "image/svg+xml": svg },
        }),
      ]
    ) {
      const { html, warnings, figures } = render(cell);
      const [found] = elements(html, "svg");
      assertEquals(elements(html, "img"), []);
      assertEquals(found.properties.role, "img");
      assertEquals(found.properties.ariaLabel, 'an "alt"');
      assertEquals(found.properties.viewBox, "0 0 600 50");
      const labels = elements(found).filter(({ properties }) =>
        properties.ariaLabel || properties.role
      );
      assertEquals(labels, [found]);
      assertEquals([warnings, figures], [[], 1]);
    }
  }
});

Deno.test("renderReport() labels an SVG output by itself, else by the plain text, else warns", () => {
  const label = (data: MimeBundle) => {
    const { html, warnings } = render(code("f()", [display(data)]));
    return [elements(html, "svg")[0].properties.ariaLabel, warnings.length];
  };
  const titled = SVG.replace("<rect", "<title>A title</title><rect");
  assertEquals(label({ "image/svg+xml": titled }), ["A title", 0]);
  assertEquals(label({ "image/svg+xml": SVG, "text/plain": "Words" }), [
    "Words",
    0,
  ]);
  assertEquals(
    label({ "image/svg+xml": SVG, "text/plain": "<Figure size 1x1>" }),
    ["Figure", 1],
  );
  assertEquals(
    label({
      "text/html": `<p>${SVG.replace("10", "100")}</p>`,
      "text/plain": "Words",
    }),
    ["Words", 0],
  );
});

Deno.test("renderReport() takes the first figure for the index, wherever it is", () => {
  const first = (...outputs: Output[]) => render(code("f()", outputs)).figure;
  const svg = SVG.replaceAll("10", "100").replace(
    "<rect",
    "<style>rect{color:red}</style><rect id='r'",
  );
  for (const type of ["text/html", "image/svg+xml", "text/markdown"]) {
    assertEquals(
      first(display({ [type]: svg }), display(figure("Second."))),
      '<svg width=100 height=5 viewBox="0 0 100 5" role=img aria-label=Figure><style>rect{color:red}</style><rect id=r width=3 height=3 /></svg>',
      type,
    );
  }
});

Deno.test("renderReport() gives each figure ids of its own and writes their common style once", () => {
  const { html, warnings } = render(
    code("a", [display(figure("One."))]),
    code("b", [display(figure("Two."))]),
  );
  assertEquals(warnings, []);
  const gradients = elements(html, "linearGradient");
  const ids = gradients.map(({ properties }) => String(properties.id));
  assertEquals(new Set(ids).size, 2);
  const fills = elements(html, "rect").map(({ properties }) => properties.fill);
  assertEquals(new Set(fills), new Set(ids.map((id) => `url(#${id})`)));
  assertEquals(styles(html).match(/text-anchor:middle/g)?.length, 1);
  assertEquals(elements(html, "style").length, 1);
});

Deno.test("renderReport() shows pixels as data with the size and text that the bundle gives", () => {
  const shown = elements(
    outputs(
      display({ "image/png": `${PNG}\n`, "text/plain": "A dot." }, {
        "image/png": { width: 32, height: 16 },
      }),
    ),
    "img",
  )[0];
  assertEquals(shown.properties, {
    src: `data:image/png;base64,${PNG}`,
    alt: "A dot.",
    width: 32,
    height: 16,
  });
  assertEquals(
    render(code("f()", [display({ "image/jpeg": PNG })])).warnings,
    [
      "test.ipynb, cell 1: an image has no text alternative: give it one, as " +
      'in `await show(figure, { alt: "..." })` or `![...](image.png)`',
    ],
  );
});

Deno.test("renderReport() shows attachments, and names one that is missing", () => {
  const { html } = render(md("![dot](attachment:a%20b.png)", {
    "a b.png": { "image/png": PNG },
  }));
  assertEquals(
    elements(html, "img")[0].properties.src,
    `data:image/png;base64,${PNG}`,
  );
  const missing = render(
    md("![dot](attachment:b.png)", { "a.png": {} }),
    md("![](attachment:toString)"),
  );
  assertEquals(
    elements(main(missing.html), "span").map(text),
    ["Image: dot", "Image: attachment:toString"],
  );
  assertEquals(missing.warnings, [
    "test.ipynb, cell 1: there is no image b.png among the cell's attachments, which are a.png",
    "test.ipynb, cell 2: there is no image toString among the cell's attachments",
  ]);
});

Deno.test("renderReport() shows an SVG attached as base64, as Jupyter stores it, and any image of several", () => {
  const svg = '<svg width="9" height="9"><title>é</title></svg>';
  const base64 = new TextEncoder().encode(svg).toBase64();
  const { html, warnings } = render(md("![](attachment:a) ![b](attachment:b)", {
    a: { "text/plain": "a", "image/svg+xml": base64 },
    b: { "application/pdf": "JVBERi0=", "image/png": PNG },
  }));
  assertEquals(warnings, []);
  assertEquals(elements(main(html), "svg")[0].properties.ariaLabel, "é");
  assertEquals(elements(main(html), "img").length, 1);
});

Deno.test("renderReport() loads no image from elsewhere: it links to it or names it, and warns", () => {
  const { html, warnings } = render(
    md("![far](https://example.org/a.png) ![near](figs/b.png)"),
    code("f()", [display({ "text/html": '<img src="//example.org/c.gif">' })]),
  );
  assertEquals(elements(html, "img"), []);
  assertEquals(
    elements(main(html), "a").map(({ properties }) => String(properties.href))
      .filter((href) => !href.startsWith("#")),
    ["https://example.org/a.png", "//example.org/c.gif"],
  );
  assert(text(main(html)).includes("Image: near"));
  assertEquals(warnings, [
    "test.ipynb, cell 1: the image https://example.org/a.png is on the network: the report links to it instead",
    "test.ipynb, cell 1: the image figs/b.png is not in the report: need an image in the notebook's folder, or attached to the cell",
    "test.ipynb, cell 2: the image //example.org/c.gif is on the network: the report links to it instead",
  ]);
});

Deno.test("renderReport() makes no link within a link of an image elsewhere", () => {
  const { html } = render(
    md("[![badge](https://example.org/b.svg)](https://example.org/)"),
  );
  assertEquals(
    elements(main(html), "a").slice(1).map(text),
    ["Image: badge"],
  );
});

Deno.test("renderReport() names an image whose data cannot be read, and warns", () => {
  for (
    const src of [
      "data:image/svg+xml;base64,!!!",
      "data:image/svg+xml,%zz",
      "data:image/svg+xml,no%20svg",
      "data:image/png;base64,<script>",
      "data:text/html,x",
    ]
  ) {
    const { html, warnings } = render(
      code("f()", [display({ "text/html": `<img alt="a" src="${src}">` })]),
    );
    assertStringIncludes(text(main(html)), "Image: a");
    assertEquals(warnings.length, 1);
  }
});

Deno.test("renderReport() keeps the empty line that a text begins with", () => {
  const pre = (output: Output) => text(elements(outputs(output), "pre")[0]);
  assertEquals(pre(printed("\n\n  x\n")), "\n\n  x");
  assertEquals(pre(display({ "text/html": "<pre>\n\n  x</pre>" })), "\n  x");
});

Deno.test("renderReport() prints JSON with its structure", () => {
  const value = { a: [1, null, "</script>"], b: { c: true } };
  const shown = outputs(display({ "application/json": value }));
  assertEquals(JSON.parse(text(shown)), value);
});

Deno.test("renderReport() keeps the styles of a table and confines them to it", () => {
  const { html } = render(
    code("df", [display({
      "text/html":
        "<style scoped>.dataframe td { color: #123456; } body p { margin: 3px }</style>" +
        '<table border="1" class="dataframe other"><tr><td style="background: #abcdef">1</td></tr></table>',
    })]),
  );
  const css = styles(html);
  const table = elements(html, "table")[0];
  assertEquals(classes(table), ["u-dataframe"]);
  assert(css.includes(".c1 .u-dataframe td{color:#123456}"), css.slice(-300));
  assert(css.includes(".c1 p{margin:3px}"));
  assert(css.includes(".s1{background:#abcdef}"));
  assertEquals(classes(elements(html, "td")[0]), ["s1"]);
});

Deno.test("renderReport() scrolls a figure on a phone only where it cannot be made narrow enough", () => {
  const { html } = render(
    ...[300, 520, 521].map((width) =>
      code("f()", [display({
        "image/svg+xml":
          `<svg width="${width}" height="9" aria-label="A bar."></svg>`,
      })])
    ),
  );
  assertEquals(
    elements(html, "figure").map((node) => [
      classes(node).find((name) => /^(full|wide)$/.test(name)),
      node.properties.tabIndex,
    ]),
    [[undefined, undefined], ["full", undefined], ["wide", 0]],
  );
});

const LONG = Array.from({ length: 100 }, (_, i) => `line ${i + 1}`);

Deno.test("renderReport() folds long text except its first lines, and says how many lines are folded", () => {
  for (
    const output of [
      printed(LONG.join("\n") + "\n"),
      display({ "text/plain": LONG.join("\n") }),
      printed(LONG.join("\n"), "stderr"),
      {
        output_type: "error" as const,
        ename: "Error",
        evalue: "line 1",
        traceback: LONG,
      },
    ]
  ) {
    const html = outputs(output);
    const [first, rest] = elements(html, "pre").map(text);
    const [details] = elements(html, "details");
    assertEquals(first.split("\n").length, 25);
    assertEquals(`${first}\n${rest}`, LONG.join("\n")); // Nothing is lost.
    assertEquals(text(elements(html, "summary")[0]), "75 more lines");
    assertEquals(details.properties.open, undefined);
  }
  const short = outputs(printed(LONG.slice(0, 40).join("\n")));
  assertEquals(elements(short, "details"), []);
});

Deno.test("renderReport() keeps colours that go on where long text is folded", () => {
  const html = outputs(printed(`\x1b[31m${LONG.join("\n")}\x1b[0m`));
  const [first, rest] = elements(html, "pre");
  for (const pre of [first, rest]) {
    const [span] = elements(pre, "span");
    assertEquals(classes(span), ["ansi-red-fg"]);
  }
});

Deno.test("renderReport() shows JSON as a tree, open at its first level, with all that is in it", () => {
  const value = {
    name: "softmax",
    shape: [2, 3],
    nested: { "a key": { deeper: ["x".repeat(80), null, true, -1.5e-7] } },
    long: Array.from({ length: 250 }, (_, i) => ({ i, text: "y".repeat(70) })),
    empty: {},
  };
  const html = outputs(display({ "application/json": value }));
  const all = elements(html, "details");
  assertEquals(all[0].properties.open, true);
  assert(all.slice(1).every(({ properties }) => !properties.open));
  const shown = text(all[0]);
  for (
    const part of [
      '"name": "softmax"',
      '"shape": [2, 3]',
      '"nested": Object (1)',
      "-1.5e-7",
      '"long": Array (250)',
      '"empty": {}',
    ]
  ) assertStringIncludes(shown, part);
  assertEquals(shown.match(/y{70}/g)?.length, 250);
});

Deno.test("renderReport() shows large JSON whole without an element for each value", () => {
  const rows = Array.from(
    { length: 3000 },
    (_, i) => [i, i / 7, "name of " + i],
  );
  const html = outputs(display({ "application/json": { a: { rows } } }));
  assert(elements(html).length < 500);
  assertStringIncludes(text(elements(html, "details")[0]), '"name of 2999"');
});

Deno.test("renderReport() names an output that only a script could show, and keeps its text and its data", () => {
  const chart = { mark: "bar", data: { values: [1, 2, 3] } };
  const { html, warnings } = render(
    code("f()", [
      display({
        "application/vnd.vegalite.v5+json": chart,
        "text/plain": "<VegaLite 5 object>",
      }),
      display({ "application/javascript": "draw('</script>')" }),
      display({
        "application/vnd.vegalite.v5+json": chart,
        "text/html": "<script>draw()</script>",
      }),
      display({
        "application/vnd.vegalite.v5+json": chart,
        "image/png": PNG,
        "text/plain": "Bars.",
      }),
    ]),
  );
  const shown = text(main(html));
  assertEquals(shown.match(/which needs a script/g)?.length, 3);
  assertStringIncludes(shown, "<VegaLite 5 object>");
  assertStringIncludes(shown, '"mark": "bar"');
  assertStringIncludes(shown, "draw('</script>')");
  assertEquals(elements(html, "img").length, 1);
  assertStringIncludes(
    warnings[0],
    "test.ipynb, cell 1: a report holds no script, which application/vnd.vegalite.v5+json needs",
  );
});

Deno.test("renderReport() writes a style sheet that outputs have in common only once, beside their own", () => {
  const sheets = (own: string) =>
    `<style>.a{color:red}</style><style>.${own}{color:blue}</style><p class="a ${own}">x</p>`;
  const { html } = render(
    ...["b", "d"].map((own) =>
      code("f()", [display({ "text/html": sheets(own) })])
    ),
  );
  assertEquals(html.match(/\.u-a\{color:red\}/g)?.length, 1);
  const classes = elements(html, "div")
    .map(({ properties }) => String([properties.className].flat().join(" ")))
    .filter((names) => names.startsWith("html"));
  assertEquals(classes.map((names) => names.replace(" on-white", "")), [
    "html c1 c2",
    "html c1 c3",
  ]);
});

Deno.test("renderReport() leaves out the image that stands for a figure without its styles", () => {
  const still =
    '<div class="lab-still"><img alt="still" src="data:image/svg+xml,<svg></svg>">still</div>';
  const { html, figures } = render(
    code("f()", [display({ "text/html": `${still}<p>x</p>` })]),
  );
  assertEquals(figures, 0);
  assertEquals(elements(html, "svg"), []);
  assert(!html.includes("still"));
});
