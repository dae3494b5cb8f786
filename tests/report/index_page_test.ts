import { assertEquals } from "@std/assert";
import { renderIndex, renderReport } from "../../lib/report/mod.ts";
import { assertInert, elements, main, styles, text } from "./read.ts";
import { code, display, figure, md, notebook } from "./sample.ts";

function entry(name: string) {
  const report = renderReport(
    notebook(
      md(`# Title of ${name}\n\nFirst *paragraph*.`),
      code("f()", [display(figure("Bars."))]),
    ),
    { name },
  );
  return { href: `${name}.html`, report };
}

Deno.test("renderIndex() lists each report with title, first paragraph and figure", () => {
  const html = renderIndex([entry("a"), entry("b")]);
  assertInert(html);
  assertEquals(text(elements(html, "title")[0]), "Reports");
  assertEquals(elements(html, "h1").map(text), ["Reports"]);
  const cards = elements(main(html), "li");
  assertEquals(
    cards.map((card) => text(card).replaceAll(/\s+/g, " ").trim()),
    [
      "0.090.240.67 Title of a First paragraph.",
      "0.090.240.67 Title of b First paragraph.",
    ],
  );
  assertEquals(
    elements(main(html), "a").map(({ properties }) => properties.href),
    ["a.html", "b.html"],
  );
});

Deno.test("renderIndex() shows the same figure twice with ids of their own and one style", () => {
  const html = renderIndex([entry("a"), entry("b")]);
  const ids = elements(html).flatMap(({ properties: { id } }) =>
    id ? [id] : []
  );
  assertEquals(new Set(ids).size, ids.length);
  assertEquals(elements(html, "svg").length, 2);
  assertEquals(styles(html).match(/text-anchor:middle/g)?.length, 1);
});

Deno.test("renderIndex() hides the pictures from those who hear the page", () => {
  const html = renderIndex([entry("a")]);
  assertEquals(elements(html, "figure")[0].properties.ariaHidden, "true");
});

Deno.test("renderIndex() is the same bytes every time, and a page without reports", () => {
  assertEquals(renderIndex([entry("a")]), renderIndex([entry("a")]));
  const html = renderIndex([]);
  assertEquals(elements(html, "h1").map(text), ["Reports"]);
  assertEquals(elements(html, "li"), []);
});
