import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import process from "node:process";
import type { Cell } from "@lab/nbformat";
import { ReportError } from "@lab/report";
import { cleanSheet } from "../../lib/report/clean_css.ts";
import { render, renderWith, styles } from "./read.ts";
import { code, display, md, printed } from "./sample.ts";

const html = (source: string) =>
  code("f()", [display({ "text/html": source })]);
const log = (text: string) => code("f()", [printed(text)]);

const numbered = (count: number, part: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => part(i)).join("");

/** Each of these took 5 seconds to minutes, and 1 to 4 GB, before its kind had a limit. Now all take less than a second. */
const KINDS: Record<string, () => Cell> = {
  "formatting that a browser repeats": () =>
    html(numbered(900, (i) => `<b id=${i}><p>`)),
  "macros that repeat their parameters": () =>
    md(
      `$\\def\\a#1{${"#1".repeat(400)}}\\def\\b#1{\\a{${
        "#1".repeat(400)
      }}}\\b{${"x".repeat(400)}}$`,
    ),
  "a macro that doubles its argument": () =>
    md("$\\def\\a#1{\\a{#1#1}}\\a{x}$"),
  "columns that repeat columns": () =>
    md(
      `$\\begin{array}{${"*{99}{*{99}{c}}".repeat(600)}}a\\end{array}$\n\n`
        .repeat(50),
    ),
  "a macro with a long body": () =>
    md(`$\\def\\a{${"x".repeat(4000)}}${"\\a".repeat(900)}$`),
  "colours without a reset": () =>
    log(numbered(5000, (i) => `\x1b[3${1 + i % 6}mline ${i}\n`)),
  "cursor moves": () => log("\x1b[999Cx\n".repeat(12_000)),
  "empty lines before text": () => log("\n".repeat(100_000) + "x"),
  "formulas that are never closed": () => md("\\\\(".repeat(16_000)),
  "equal headings": () => md("# a\n".repeat(8000)),
  "footnotes within the text": () => md("^[a] ".repeat(20_000)),
  "references to one footnote": () => md(`${"a[^x] ".repeat(5000)}\n\n[^x]: b`),
  "addresses that are never closed": () =>
    html(`<svg width=99><rect fill="url(#${" ".repeat(60_000)}"/></svg>`),
  "parentheses before a formula": () => md(`${"(".repeat(70_000)}x $a$`),
  "links in highlighted code": () =>
    md(`\`\`\`markdown\n${"[a](".repeat(4000)}\n\`\`\``),
  "marks of formulas as entities": () =>
    md(`$${"x".repeat(9000)}$ ${"&#xE000;0&#xE001; ".repeat(2000)}`),
};

for (const [kind, cell] of Object.entries(KINDS)) {
  Deno.test(`renderReport() of ${kind} takes a bounded time`, () => {
    const before = process.cpuUsage().user;
    render(cell());
    const seconds = (process.cpuUsage().user - before) / 1e6;
    assert(seconds < 4, `${seconds} s`);
  });
}

Deno.test("cleanSheet() does not depend on the sheet before, and takes none over 1 MB", () => {
  const alone = cleanSheet("a{color:red}{}):{");
  cleanSheet("((((((");
  assertEquals(cleanSheet("{}):{"), "");
  assertEquals(cleanSheet("a{color:red}{}):{"), alone);
  assertThrows(
    () => cleanSheet("a{color:red}".repeat(90_000)),
    RangeError,
    "1000000",
  );
});

Deno.test("renderReport() names the notebook and the cell of whatever it cannot show", () => {
  const deep = "<b><i>".repeat(1000);
  const nested = JSON.parse("[".repeat(9000) + "]".repeat(9000));
  for (
    const cell of [
      html(deep),
      md(deep),
      md(`$${"{".repeat(9000)}$`),
      md(`[a]: ${"x".repeat(5000)}\n\n${"[a] ".repeat(1000)}`),
      html(`<style>${" ".repeat(1_000_001)}</style>`),
      code("f()", [display({ "application/json": nested })]),
    ]
  ) {
    const { html, warnings } = render(cell);
    assertStringIncludes(html, "<main");
    assertMatch(warnings.join(), /^test.ipynb, cell 1: cannot /);
    assertThrows(
      () => renderWith({ strict: true }, cell),
      ReportError,
      "test.ipynb, cell 1: cannot ",
    );
  }
  for (
    const source of ["$x$ and &#xE000;99&#xE001;", "[a](http://x/$\ud800$)"]
  ) {
    assertEquals(render(md(source)).warnings, []);
  }
});

Deno.test("renderReport() ends what an output's TeX defines with the output", () => {
  const prose = "The loss is $\\sum_i \\log p_i$";
  const output = code("f()", [display({
    "text/latex": "$\\def\\sum{\\prod}\\renewcommand{\\log}{\\exp}$",
  })]);
  const math = (html: string) => /<math.*?<\/math>/s.exec(html)?.[0];
  assertEquals(
    math(render(output, md(prose)).html),
    math(render(md(prose)).html),
  );
});

Deno.test("renderReport() keeps url(#id) only where it means a part of a drawing", () => {
  const css = styles(
    render(
      md(
        '<p style="background:url(#a);--x:url(#a);list-style-image:url(#a);color:red">',
      ),
      html(
        "<style>p{content:url(#a);cursor:url(#a);color:blue} rect{fill:url(#a)}</style><p>x<svg><rect id=a></svg>",
      ),
    ).html,
  );
  assertEquals(css.match(/url\([^)]*\)/g), ["url(#o1.a)"]);
});

Deno.test("renderReport() leaves out an SVG whose references stand for too many shapes, and warns", () => {
  const nest = (tag: string, use: (i: number) => string) =>
    `<svg width=99 height=9 aria-label=a>${
      numbered(9, (i) => `<${tag} id=n${i}>${use(i - 1).repeat(10)}</${tag}>`)
    }${use(8)}</svg>`;
  const uses = {
    g: (i: number) => `<use href="#n${i}"/>`,
    pattern: (i: number) => `<rect fill="url(#n${i})"/>`,
    mask: (i: number) => `<rect style="mask:url(#n${i})"/>`,
    marker: (i: number) => `<path d="M0 0L1 1" marker-end="url(#n${i})"/>`,
  };
  for (const [tag, use] of Object.entries(uses)) {
    const { html, warnings } = render(
      code("f()", [display({ "image/svg+xml": nest(tag, use) })]),
    );
    assert(!html.includes("n8"), tag);
    assertStringIncludes(warnings.join(), "too many shapes");
  }
  const filter =
    `<svg aria-label=a><filter id=f><feTurbulence numOctaves=9999999 /></filter><rect filter="url(#f)"/></svg>`;
  assert(!render(md(filter)).html.includes("feTurbulence"));
  const chart = `<svg aria-label=a><g id=a><path d="M0 0"/></g>${
    '<use href="#a"/>'.repeat(3000)
  }</svg>`;
  assertEquals(render(md(chart)).warnings, []);
});

Deno.test("renderReport() leaves more than 2,000 footnotes of a text as they were written, and warns", () => {
  const many = render(md("a[^x] ".repeat(2001) + "\n\n[^x]: b"), md("c^[d]"));
  assertEquals(many.html.match(/=footnote-backref/g)?.length, 1);
  assertMatch(many.warnings.join(), /^test.ipynb, cell 1: 2002 footnotes /);
  const some = render(md("a[^x] ".repeat(1000) + "\n\n[^x]: b"));
  assertEquals(some.warnings, []);
});

Deno.test("renderReport() takes no part of one cell's drawing into another's", () => {
  const { html } = render(
    md("<svg aria-label=a><g id=a><path/></g></svg>"),
    md('<svg aria-label=a><use href="#a"/><rect fill="url(#a)"/></svg>'),
  );
  assert(!/use href="?#a\b/.test(html) && !html.includes("url(#a)"));
});
