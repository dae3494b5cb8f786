import { assertEquals } from "@std/assert";
import type { Element } from "hast";
import { classes } from "../../lib/report/hast.ts";
import { elements, main, render, text } from "./read.ts";
import { code, display, md, printed } from "./sample.ts";

/** The text of the paragraphs that Markdown becomes, no-break spaces as `~`. */
function set(markdown: string): string[] {
  return elements(main(render(md(markdown)).html), "p").map((p) =>
    text(p).replaceAll("\u00a0", "~")
  );
}

Deno.test("renderReport() sets quotation marks and apostrophes in prose", () => {
  const cases: [markdown: string, prose: string][] = [
    [`the model's "best" guess`, "the model’s “best” guess"],
    [`'single', "a 'b' c"`, "‘single’, “a ‘b’ c”"],
    ['**"bold"** and _buy_\'s', "“bold” and buy’s"],
    ['"`a`" and "$x$", $x$\'s', "“a” and “x”, x’s"],
    ['over\n"two\nlines"', "over “two lines”"],
    // Nothing else is changed.
    ["--flag (c) ... +- a -- b 3x4 ??", "--flag (c) ... +- a -- b 3x4 ??"],
  ];
  for (const [markdown, prose] of cases) {
    assertEquals(set(markdown), [prose], markdown);
  }
});

Deno.test("renderReport() leaves the quotation marks of code, formulas, attributes and printed text", () => {
  const { html } = render(
    md(
      "# It's\n\n`'a' \"b\"` <span title='\"c\"'>d</span> [e](https://example.org/'f' '\"g\"') $f'$\n\n" +
        "```ts\nconst h = \"i\";\n```\n\n    'j'",
    ),
    code(`const k = "l";`, [display({ "text/plain": `"m's"` })]),
  );
  assertEquals(elements(main(html), "code").map(text), [
    `'a' "b"`,
    'const h = "i";',
    "'j'",
    'const k = "l";',
  ]);
  assertEquals(elements(main(html), "samp").map(text), [`"m's"`]);
  const titles = elements(main(html)).flatMap(({ properties: { title } }) =>
    title ? [title] : []
  );
  assertEquals(titles, ['"c"', '"g"']);
  assertEquals(elements(html, "title").map(text), ["It’s"]);
  assertEquals(elements(main(html), "h1")[0].properties.id, "its");
});

Deno.test("renderReport() keeps a number with its percent sign and its name", () => {
  assertEquals(
    set("98 % of part 1, part\n2; 99.95\n% at day 31, `NaN` %, $p$ %."),
    ["98~% of part~1, part~2; 99.95~% at day~31, NaN~%, p~%."],
  );
  assertEquals(set("in 2024 or 2.46 and 7x; `98 % of part 1`"), [
    "in 2024 or 2.46 and 7x; 98 % of part 1",
  ]);
});

Deno.test("renderReport() keeps short code in one line and lets long code go on in the next", () => {
  const { html } = render(
    md("`softmax([z, 0])` `crossEntropyWithGrad(z, target)`"),
  );
  const isKept = (node: Element) => classes(node).includes("together");
  assertEquals(elements(main(html), "code").map(isKept), [true, false]);
});

Deno.test("renderReport() draws the boxes of a task list, which say what they mean", () => {
  const { html } = render(
    md("- [ ] open\n- [x] **done**\n- [z] no task\n\n1. [X] loose\n\n   more"),
  );
  const items = elements(main(html), "li");
  assertEquals(items.map((item) => text(item).replaceAll(/\s+/g, " ")), [
    "☐open",
    "☑done",
    "[z] no task",
    "☑loose more",
  ]);
  assertEquals(
    elements(main(html), "span").map(({ properties }) => properties.ariaLabel),
    ["To do", "Done", "Done"],
  );
});

Deno.test("renderReport() marks what print keeps together: code and printed text of up to 24 lines, and a paragraph that ends in a colon with what follows", () => {
  const lines = (count: number) => Array(count).fill("f();").join("\n");
  const { html } = render(
    md("Here it is:\n\nDone: yes.\n\n**So:**"),
    code(lines(24)),
    code(lines(25)),
    ...[24, 25].map((n) => code("", [printed(`\x1b[1m${lines(n)}\x1b[0m`)])),
  );
  const marked = elements(main(html)).filter((node) =>
    /^(p|pre)$/.test(node.tagName)
  ).map((node) => classes(node).join());
  assertEquals(marked, ["leading", "", "leading", "whole", "", "whole", ""]);
});
