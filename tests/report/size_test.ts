import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { runNotebook } from "@lab/jupyter";
import { parseNotebook } from "@lab/nbformat";
import { neededRules } from "../../lib/report/needed.ts";
import { parse, print } from "../../lib/report/hast.ts";
import { roundGeometry } from "../../lib/report/precision.ts";
import { renderReport } from "../../lib/report/mod.ts";
import { kernelPermissions } from "../code_cells.ts";
import { testWith } from "../permissions.ts";
import type { Element } from "hast";

const root = join(import.meta.dirname!, "../..");

/** Bytes of a page, as written and as a server sends it. */
async function sizes(html: string): Promise<[bytes: number, sent: number]> {
  const packed = new Blob([html]).stream()
    .pipeThrough(new CompressionStream("gzip"));
  const bytes = new TextEncoder().encode(html).length;
  return [bytes, (await new Response(packed).bytes()).length];
}

testWith(
  "renderReport() makes a page of 80 KB, sent as 15, of 12 cells with three plots",
  kernelPermissions,
  async () => {
    const cwd = join(root, "tests/fixtures/notebooks");
    const name = "twelve_cells.ipynb";
    const notebook = parseNotebook(
      await Deno.readTextFile(join(cwd, name)),
      name,
    );
    assertEquals(notebook.cells.length, 12);
    const report = renderReport(await runNotebook(notebook, { cwd }), { name });
    assertEquals(report.figures, 3);
    const [bytes, sent] = await sizes(report.html);
    assert(bytes <= 80_000, `${bytes} bytes`);
    assert(sent <= 15_000, `${sent} bytes sent`);
  },
);

testWith(
  "renderReport() makes lessons of 116 KB, the longest of 131, sent as 27",
  [{ name: "read" }],
  async () => {
    for await (const { name } of Deno.readDir(join(root, "notebooks"))) {
      if (!name.endsWith(".ipynb")) continue;
      const text = await Deno.readTextFile(join(root, "notebooks", name));
      const { html } = renderReport(parseNotebook(text, name), { name });
      const [bytes, sent] = await sizes(html);
      const most = name.startsWith("05") ? 131_000 : 116_000;
      assert(bytes <= most, `${name}: ${bytes} bytes`);
      assert(sent <= 27_000, `${name}: ${sent} bytes sent`);
    }
  },
);

Deno.test("neededRules() leaves out only what asks for an element or class that is not there", () => {
  const body = parse('<p class="a"><b></b></p><svg><linearGradient/></svg>')
    .children as Element[];
  const rules: [rule: string, isNeeded: boolean][] = [
    ["p{color:red}", true],
    ["i{color:red}", false],
    [".a>b{color:red}", true],
    [".a>i{color:red}", false],
    [".b{color:red}", false],
    ["*,:root,html{color:red}", true],
    ["p::before{color:red}", true],
    ["p:not(.b){color:red}", true],
    ["p:is(.b,.c){color:red}", false],
    ["p:is(.b,.a){color:red}", true],
    ["p:has(i){color:red}", false],
    ["lineargradient{color:red}", true],
    ['[href^="x"]{color:red}', true],
    ["@media print{p{color:red}}", true],
    ["@media print{i{color:red}}", false],
    ["@page{size:A4}", true],
    ["@layer a,b;", true],
  ];
  for (const [rule, isNeeded] of rules) {
    assertEquals(neededRules(rule, body), isNeeded ? rule : "", rule);
  }
  assertEquals(neededRules("i, p { color: red }", body), "p{color:red}");
});

/** An SVG with its geometry rounded. */
function rounded(inner: string, size = 'width="500" viewBox="0 0 500 300"') {
  const [svg] = parse(`<svg ${size}>${inner}</svg>`).children as Element[];
  roundGeometry(svg);
  return print(svg).replaceAll(/^<svg[^>]*>|<\/svg>$/g, "");
}

Deno.test("roundGeometry() keeps what a screen shows of places and lengths", () => {
  const changes: [before: string, after: string][] = [
    ['<circle cx="1.23456" r="2.5"></circle>', '<circle cx="1.23" r="2.5" />'],
    ['<rect x="-0.0001" width="1e-7"></rect>', '<rect x="0" width="0" />'],
    [
      '<path d="M56.123456,30.9999L99.999999-3.14159A3,3,0,0,1,10.555,2"></path>',
      '<path d="M56.12,31L100-3.14A3,3,0,0,1,10.55,2" />',
    ],
    [
      '<g transform="translate(10.123456,0.5) rotate(-90.0001)"></g>',
      '<g transform="translate(10.12,0.5) rotate(-90)" />',
    ],
    [
      '<polyline points="1.23456,2 3,4.99999"></polyline>',
      '<polyline points="1.23,2 3,5" />',
    ],
  ];
  for (const [before, after] of changes) assertEquals(rounded(before), after);
});

Deno.test("roundGeometry() writes a long line in steps that lead to the same places", () => {
  const line = (places: number[][]) =>
    `<path d="M${places.map((place) => place.join(",")).join("L")}"></path>`;
  const short = Array.from({ length: 8 }, (_, i) => [i, 0.5 * i]);
  assert(rounded(line(short)).includes("L7,3.5"));
  assertEquals(
    rounded(line([...short, [8, 3.25], [7.5, 3.3], [7.5, 3.3]])),
    '<path d="M0,0l1 .5 1 .5 1 .5 1 .5 1 .5 1 .5 1 .5 1-.25-.5.05 0 0" />',
  );
  // Rounding before the difference: errors do not add up.
  const long = Array.from({ length: 300 }, (_, i) => [i / 7, Math.sqrt(i)]);
  const steps = rounded(line(long)).split("l")[1].match(
    /-?(\d+(\.\d*)?|\.\d+)/g,
  )!;
  assertEquals(steps.length, 2 * 299);
  const end = [0, 1].map((axis) =>
    steps.filter((_, i) => i % 2 === axis)
      .reduce((sum, step) => sum + Number(step), 0).toFixed(2)
  );
  assertEquals(end, [(299 / 7).toFixed(2), Math.sqrt(299).toFixed(2)]);
});

Deno.test("roundGeometry() leaves alone what rounding could spoil", () => {
  for (
    const same of [
      '<path d="m1.23456,2 l0.00123,0.00456" />', // errors would add up
      '<path d="M1.504.506 1.999.5L0 01.55551" />', // numbers without spaces
      '<g transform="scale(100.1234)"><rect x="0.00123" /></g>',
      '<linearGradient x1="0.12345"><stop offset="0.12345" /></linearGradient>',
      '<text x="12" textLength="5">1.23456</text>',
      '<rect x="12.34567%" opacity="0.12345" />',
    ]
  ) assertEquals(rounded(same), same);
  // One unit is many pixels.
  assertStringIncludes(
    rounded('<rect x="0.123456"/>', 'width="500" viewBox="0 0 1 1"'),
    'x="0.12346"',
  );
});
