import {
  assert,
  assertEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import type { Cell } from "@lab/nbformat";
import {
  renderReport,
  renderSite,
  ReportError,
  type Source,
} from "@lab/report";
import { assertInert, elements, main, styles, text } from "./read.ts";
import { code, display, figure, md, notebook } from "./sample.ts";

/** A notebook of a set, whose page is called stem.html. */
function source(stem: string, ...cells: Cell[]): Source {
  return { name: `${stem}.ipynb`, stem, notebook: notebook(...cells) };
}

/** A notebook with a title, a summary and a figure. */
function part(stem: string): Source {
  return source(
    stem,
    md(`# Title of ${stem}\n\nFirst *paragraph*.`),
    code("f()", [display(figure("Bars."))]),
  );
}

/** The files of a set of pages by their names. */
function site(sources: Source[]) {
  const { pages, warnings, files } = renderSite(sources);
  const html = Object.fromEntries(pages.map(({ file, html }) => [file, html]));
  return { pages, warnings, files, html };
}

/** The texts and addresses of the links in a part of a page. */
function links(html: string, tagName: string): [string, unknown][] {
  return elements(html, tagName).flatMap((node) => elements(node, "a"))
    .map((a) => [text(a), a.properties.href]);
}

Deno.test("renderSite() links each page to the index, the previous and the next one", () => {
  const { pages, html } = site([part("a"), part("it's b"), part("c")]);
  assertEquals(pages.map(({ file, source }) => [file, source?.stem]), [
    ["a.html", "a"],
    ["it's b.html", "it's b"],
    ["c.html", "c"],
    ["index.html", undefined],
  ]);
  const between = html["it's b.html"];
  assertEquals(links(between, "header"), [
    ["All reports", "index.html"],
    ["← Previous", "a.html"],
    ["Next →", "c.html"],
  ]);
  assertEquals(links(between, "footer"), [
    ["Previous Title of a", "a.html"],
    ["All reports", "index.html"],
    ["Next Title of c", "c.html"],
  ]);
  assertEquals(
    links(html["c.html"], "header").map(([, href]) => href),
    ["index.html", "it%27s%20b.html"],
  );
});

Deno.test("renderSite() lists the pages with title, first paragraph and figure, whose pictures are not read out", () => {
  const index = site([part("a"), part("b")]).html["index.html"];
  assertInert(index);
  assertEquals(text(elements(index, "title")[0]), "Reports");
  assertEquals(elements(index, "h1").map(text), ["Reports"]);
  const cards = elements(main(index), "li");
  assertEquals(
    cards.map((card) => text(card).replaceAll(/\s+/g, " ").trim()),
    [
      "0.090.240.67 Title of a First paragraph.",
      "0.090.240.67 Title of b First paragraph.",
    ],
  );
  assertEquals(links(index, "main").map(([, href]) => href), [
    "a.html",
    "b.html",
  ]);
  assertEquals(elements(index, "figure")[0].properties.ariaHidden, "true");
  // The same figure twice: ids of its own, one style.
  const ids = elements(index).flatMap(({ properties: { id } }) => id ?? []);
  assertEquals(new Set(ids).size, ids.length);
  assertEquals(elements(index, "svg").length, 2);
  assertEquals(styles(index).match(/text-anchor:middle/g)?.length, 1);
});

Deno.test("renderSite() makes a notebook called index the front page, and lists below it the pages that it does not link to", () => {
  const front = source("Index", md("# Welcome\n\nRead [the first](a.ipynb)."));
  const { pages, html } = site([part("a"), front, part("b")]);
  assertEquals(pages.map(({ file }) => file), [
    "a.html",
    "index.html",
    "b.html",
  ]);
  const index = html["index.html"];
  assertEquals(elements(main(index), "h2").map(text), ["More pages"]);
  assertEquals(elements(main(index), "h3").map(text), ["Title of b"]);
  assertEquals(elements(index, "header"), []);
  assertEquals(links(html["b.html"], "header"), [
    ["Welcome", "index.html"],
    ["← Previous", "a.html"],
  ]);
  const all = source("index", md("# Welcome\n\n[1](a.ipynb) [2](b.ipynb)"));
  const complete = site([all, part("a"), part("b")]).html["index.html"];
  assertEquals(elements(main(complete), "h2"), []);
});

Deno.test("renderSite() keeps the folders of notebooks, in links between them, on the front page and in the list", () => {
  const sources = [
    source("intro", md("# Intro\n\n[a](./part%201/a.ipynb#the-end)")),
    source(
      "part 1/a",
      md("# A\n\n## The end\n\n[b](../two/a.ipynb) [c](../intro.ipynb)"),
      md(
        "[d](a.ipynb#gone) [e](../../two/a.ipynb) [f](x.csv) [g](/two/a.html)",
      ),
    ),
    source("two/a", md("# B\n\n[h](Index.ipynb) [i](..)")),
    source("two/Index", md("# Two")),
  ];
  const { html, warnings, files } = site(sources);
  assertEquals(Object.keys(html), [
    "intro.html",
    "part 1/a.html",
    "two/a.html",
    "two/index.html",
    "index.html",
  ]);
  assertEquals(links(html["part 1/a.html"], "header"), [
    ["All reports", "../index.html"],
    ["← Previous", "../intro.html"],
    ["Next →", "../two/a.html"],
  ]);
  assertEquals(
    links(html["two/a.html"], "header").map(([, href]) => href),
    ["../index.html", "../part%201/a.html", "index.html"],
  );
  assertEquals(links(html["index.html"], "main").map(([, href]) => href), [
    ...["intro.html", "part%201/a.html", "two/a.html", "two/index.html"],
  ]);
  assertEquals(
    elements(main(html["index.html"]), "p").map(text),
    ["a", "part 1", "b c", "two", "h i", "two"],
  );
  assertEquals(warnings, [
    "part 1/a.ipynb, cell 2: the link a.html#gone leads nowhere: part 1/a.html has no #gone",
  ]);
  assertEquals(files.map(({ href, path }) => [href, path]), [
    ["../../two/a.html", "../two/a.html"],
    ["x.csv", "part 1/x.csv"],
    ["/two/a.html", "/two/a.html"],
    ["..", "."],
  ]);
  const front = source("index", md("# Front\n\n[x](two/a.ipynb)"));
  const { html: withFront } = site([front, ...sources]);
  const rest = elements(main(withFront["index.html"]), "h3");
  assertEquals(rest.map(text), ["Intro", "A", "Two"]);
  assertEquals(links(withFront["two/a.html"], "header")[0], [
    "Front",
    "../index.html",
  ]);
});

Deno.test("renderSite() warns of links to headings that a page does not have, and gives those to other files, by notebook and cell", () => {
  const one = source(
    "one",
    md("# One\n\n[a](two.ipynb) [b](two.ipynb#The-end) [c](./two.html#gone)"),
    md(
      "[d](three.ipynb) [e](data/x.csv) [f](index.html) [g](old.ipynb#any)\n\n" +
        "[h](https://example.org/x) [i](#one) [j](mailto:a@b.c) [k](//x.org/)" +
        " [l](it's%20%C3%BC.ipynb#%C3%BCber)",
    ),
  );
  const { warnings, files } = site([
    one,
    source("two", md("# Two\n\n## The end\n\n[back](one.ipynb#one)")),
    source("it's ü", md("# Three\n\n## Über")),
  ]);
  assertEquals(warnings, [
    "one.ipynb, cell 1: the link ./two.html#gone leads nowhere: two.html has no #gone",
  ]);
  const other = { page: "one.html", from: "one.ipynb, cell 2" };
  assertEquals(files, [
    { href: "three.html", ...other, path: "three.html" },
    { href: "data/x.csv", ...other, path: "data/x.csv" },
    { href: "old.html#any", ...other, path: "old.html" },
  ]);
});

Deno.test("renderSite() warns of pictures without a text alternative, and refuses them where one is required", () => {
  const bare = [
    ["image/svg+xml", '<svg width="99"><g></g></svg>'],
    ["text/html", '<svg width="99"></svg>'],
    ["image/png", "iVBORw0KGgo="],
  ];
  for (const [type, data] of bare) {
    const b = source("b", md("# B"), code("f()", [display({ [type]: data })]));
    const { pages, warnings } = site([part("a"), b]);
    assertEquals(warnings.length, 1);
    assertStringIncludes(warnings[0], "b.ipynb, cell 2: a");
    assertEquals(pages.map(({ report }) => report?.figures), [1, 1, undefined]);
    const refused = () => site([part("a"), { ...b, strict: true }]);
    assertEquals(assertThrows(refused, ReportError).message, warnings[0]);
  }
  assertEquals(site([{ ...part("a"), strict: true }]).warnings, []);
});

Deno.test("renderSite() refuses two notebooks that some file systems would give one page", () => {
  for (const [a, b] of [["x", "x"], ["x", "X"], ["index", "INDEX"]]) {
    const sources = [{ ...part(a), name: "here/n.ipynb" }, part(b)];
    const error = assertThrows(() => renderSite(sources), ReportError);
    assertStringIncludes(error.message, "here/n.ipynb and ");
  }
});

Deno.test("renderSite() changes no notebook, is the same bytes each time, and shows each notebook as renderReport() does", () => {
  const sources = [part("a"), part("b")];
  const before = structuredClone(sources);
  const { html } = site(sources);
  assertEquals(sources, before);
  assertEquals(site(sources).html, html);
  const alone = renderReport(sources[0].notebook, { name: "a.ipynb" });
  const [inSet, byItself] = [html["a.html"], alone.html].map((html) =>
    html.slice(html.indexOf("<main"), html.indexOf("</main>"))
  );
  assertEquals(inSet, byItself);
});

Deno.test("renderSite() of no notebooks is an empty list, and of a front page alone that page", () => {
  const { html } = site([]);
  assertEquals(Object.keys(html), ["index.html"]);
  assertEquals(elements(html["index.html"], "li"), []);
  assert(
    text(main(site([part("index")]).html["index.html"])).includes("First"),
  );
});
