import { assert, assertEquals } from "@std/assert";
import type { Cell } from "@lab/nbformat";
import { render, styles } from "./read.ts";
import { code, display, figure, md, printed, sample } from "./sample.ts";
import { renderReport } from "@lab/report";

const PARAGRAPH = md("A paragraph.");

Deno.test("renderReport() leaves out only rules that ask for an element or class that the page does not have", () => {
  const always = [
    "@layer page,output;",
    "@page{size:A4;",
    ":root{color-scheme:light dark;",
    "*,::before,::after{",
    ":focus-visible{",
    "p:not(:has(math)){",
  ];
  const needed: [rule: string, cell: Cell][] = [
    ["blockquote{", md("> Quoted.")],
    ["table{", md("| a |\n|--|\n| b |")],
    ["mfrac>:nth-child(2)", md("$\\frac12$")],
    [".formula{", md("$$x$$")],
    [".hk", code("const x = 1;")],
    [".stderr{", code("f()", [printed("a", "stderr")])],
  ];
  const plain = styles(render(PARAGRAPH).html);
  for (const rule of always) assert(plain.includes(rule), rule);
  for (const [rule, cell] of needed) {
    assert(!plain.includes(rule), rule);
    assert(styles(render(cell).html).includes(rule), rule);
  }
});

/** The number of bytes of a page as a server sends it. */
async function sent(html: string): Promise<number> {
  const packed = new Blob([html]).stream()
    .pipeThrough(new CompressionStream("gzip"));
  return (await new Response(packed).bytes()).length;
}

Deno.test("renderReport() adds little to the contents of a notebook", async () => {
  const bare = render(PARAGRAPH).html;
  assert(bare.length < 8_000, `a paragraph: ${bare.length} characters`);
  assert(
    await sent(bare) < 3_000,
    `a paragraph: ${await sent(bare)} bytes sent`,
  );
  const all = renderReport(sample(), { name: "a.ipynb" }).html;
  assert(
    styles(all).length < 20_000,
    `styles: ${styles(all).length} characters`,
  );
  // A second figure brings its marks and no style of its own.
  const cell = () => code("f()", [display(figure("Bars."))]);
  const pages = [[cell()], [cell(), cell()]].map((cells) =>
    render(...cells).html
  );
  const [one, two] = pages.map((html) => html.length);
  assert(two - one < 1_500, `a figure: ${two - one} characters`);
  assertEquals(
    ...(pages.map((html) => styles(html).length) as [number, number]),
  );
});
