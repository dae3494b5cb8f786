import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import type { Cell } from "@lab/nbformat";
import {
  AA,
  contrast,
  readable,
  rgb,
  THEMES,
} from "../../lib/report/colors.ts";
import { SHEET } from "../../lib/report/page_styles.ts";
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

/** The grounds that each text colour stands on. */
const ON: Record<string, string[]> = {
  paper: Object.keys(THEMES.light).filter((name) =>
    !/paper|ground|line/.test(name)
  ),
  ground: Object.keys(THEMES.light).filter((name) =>
    !/paper|ground|line/.test(name)
  ),
  "note-ground": ["ink", "muted", "accent"],
  "error-ground": [
    "ink",
    "muted",
    "red",
    "green",
    "yellow",
    "blue",
    "magenta",
    "cyan",
    "accent",
  ],
};

Deno.test("contrast() is 21 for black on white, 1 for a colour on itself, and WCAG's 4.54 for #767676", () => {
  assertEquals(contrast([0, 0, 0], [255, 255, 255]), 21);
  assertEquals(contrast([9, 99, 199], [9, 99, 199]), 1);
  assertAlmostEquals(contrast(rgb("#767676"), rgb("#ffffff")), 4.54, 0.005);
});

Deno.test("every text colour of the page has AA contrast on every ground that it stands on, light and dark", () => {
  for (const [theme, colors] of Object.entries(THEMES)) {
    for (const [ground, texts] of Object.entries(ON)) {
      for (const name of texts) {
        const ratio = contrast(rgb(colors[name]), rgb(colors[ground]));
        assert(ratio >= AA, `${theme}: ${name} on ${ground} is ${ratio}`);
      }
    }
  }
});

Deno.test("every rule that sets both ground and text has AA contrast", () => {
  const rules = SHEET.matchAll(/background: (#\w+);\s+color: (#\w+)/g);
  const expand = (hex: string) =>
    rgb(hex.length === 4 ? hex.replaceAll(/\w/g, "$&$&") : hex);
  let checked = 0;
  for (const [rule, ground, text] of rules) {
    checked++;
    assert(contrast(expand(text), expand(ground)) >= AA, rule);
  }
  assertEquals(checked, 9);
});

Deno.test("the style sheet uses no variable that it does not define", () => {
  const defined = new Set(
    [...SHEET.matchAll(/(--[\w-]+):/g)].map((match) => match[1]),
  );
  for (const [, name] of SHEET.matchAll(/var\((--[\w-]+)/g)) {
    assert(defined.has(name), name);
  }
});

Deno.test("readable() keeps colours that can be read and changes those that cannot", () => {
  assertEquals(readable([0, 0, 0], [255, 255, 255]), [0, 0, 0]);
  for (
    const ground of [[255, 255, 255], [20, 20, 20], [120, 120, 120]] as const
  ) {
    assert(contrast(readable([130, 130, 130], ground), ground) >= AA);
  }
});
