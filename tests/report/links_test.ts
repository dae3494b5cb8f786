import { assertEquals, assertThrows } from "@std/assert";
import { checkLinks, ReportError } from "../../lib/report/mod.ts";
import { render, renderWith } from "./read.ts";
import { code, display, md } from "./sample.ts";

Deno.test("checkLinks() tells which links between reports lead nowhere, by notebook and cell", () => {
  const first = render(
    md("# One\n\n[a](two.ipynb) [b](two.ipynb#The-end) [c](./two.html#gone)"),
    md(
      "[d](three.ipynb) [e](data/x.csv) [f](index.html) [g](old.ipynb#any)\n\n" +
        "[h](https://example.org/x) [i](#one) [j](mailto:a@b.c) [k](//x.org/)",
    ),
  );
  const second = render(md("# Two\n\n## The end\n\n[back](one.ipynb#one)"));
  assertEquals(
    checkLinks([
      { href: "one.html", report: first },
      { href: "two.html", report: second },
    ], ["index.html", "old.html"]),
    [
      "test.ipynb, cell 1: the link two.html#gone leads nowhere: two.html has no #gone",
      "test.ipynb, cell 2: the link three.html leads to no page of this report",
      "test.ipynb, cell 2: the link data/x.csv leads to no page of this report",
    ].map((text) => text.replace("link two.html#", "link ./two.html#")),
  );
});

Deno.test("checkLinks() knows pages by names that need escapes", () => {
  const page = render(md("# A\n\n[b](it's%20b.ipynb#%C3%BCber)"));
  const other = render(md("# B\n\n## Über"));
  const pages = [
    { href: "a.html", report: page },
    { href: "it%27s%20b.html", report: other },
  ];
  assertEquals(checkLinks(pages), []);
});

Deno.test("renderReport() ends at a picture without the text alternative that is required", () => {
  const svg = '<svg width="9" height="9"><circle r="4"/></svg>';
  const bare = [
    display({ "image/svg+xml": svg }),
    display({ "text/html": `<svg width="99" height="99"></svg>` }),
    display({ "image/png": "iVBORw0KGgo=" }),
  ];
  for (const output of bare) {
    assertThrows(
      () => renderWith({ requireAlt: true }, md("# A"), code("f", [output])),
      ReportError,
      "test.ipynb, cell 2: a",
    );
    assertEquals(render(code("f", [output])).warnings.length, 1);
  }
  const titled = svg.replace("<circle", "<title>A dot</title><circle");
  renderWith(
    { requireAlt: true },
    code("f", [display({ "image/svg+xml": titled })]),
    md("![A dot](data:image/png;base64,iVBORw0KGgo=)"),
  );
});
