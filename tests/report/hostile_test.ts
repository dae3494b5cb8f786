import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { fromHtml } from "hast-util-from-html";
import { createHash } from "node:crypto";
import { renderReport, renderSite } from "@lab/report";
import { print } from "../../lib/report/hast.ts";
import type { Cell, Notebook, Output } from "@lab/nbformat";
import { browserTest } from "../browser.ts";
import { open } from "./look.ts";
import { assertInert, elements, render, styles, text } from "./read.ts";
import { code, display, md, notebook, PNG, printed } from "./sample.ts";

const PAYLOADS = [
  "<script>alert(1)</script>",
  "<SCRIPT SRC=//example.org/a.js></SCRIPT>",
  "<img src=x onerror=alert(1)>",
  "<svg onload=alert(1)><script>alert(1)</script></svg>",
  "<svg><foreignObject><iframe src=javascript:alert(1)></iframe></foreignObject></svg>",
  "<svg><a href='javascript:alert(1)' xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
  "<svg><use href='data:image/svg+xml,<svg id=x onload=alert(1)/>#x'/></svg>",
  "<svg><animate attributeName=href values=javascript:alert(1) /><set attributeName=onload to=alert(1) /></svg>",
  "<svg><image href='https://example.org/a.png'/><image xlink:href='data:image/svg+xml,x'/></svg>",
  "<svg><style>@import 'https://example.org/a.css'; * { background: url(//example.org) }</style></svg>",
  "<svg><rect fill='url(https://example.org/#a)' style='fill:url(//example.org/#a)'/></svg>",
  '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  "<math><annotation-xml encoding='text/html'><script>alert(1)</script></annotation-xml></math>",
  "<math href='javascript:alert(1)'><mi xlink:href='javascript:alert(1)'>x</mi></math>",
  "<form action=javascript:alert(1)><button formaction=javascript:alert(1)>x</button><input autofocus onfocus=alert(1)></form>",
  "<input type=radio name=submit form=f formaction=javascript:alert(1) formmethod=post onchange=alert(1) autofocus required value=1 checked>",
  "<input type=image src=//example.org/a.png><input type=RADIO name=main id=main><input type=' radio'><input type=text list=x><input name=x type=file>",
  "<form id=f action=//example.org><input type=radio name=getElementById><input type=submit></form><label for=main><input type=radio name=body tabindex=1 accesskey=x></label>",
  "<style>input{position:fixed;inset:0;appearance:none} :has(input:checked) *{background:url(//example.org/checked)} input:checked::after{content:attr(name)}</style><input type=radio checked>",
  "<svg><input type=radio onclick=alert(1)></svg><math><input type=radio name=x></math>",
  "<a href='javascript:alert(1)'>a</a><a href=' java\nscript:alert(1)'>b</a><a href='\x01javascript:alert(1)'>c</a>",
  "<a href='data:text/html,<script>alert(1)</script>'>d</a><a href='vbscript:x'>e</a>",
  "<iframe srcdoc='<script>alert(1)</script>'></iframe><object data=x></object><embed src=x>",
  "<base href=https://example.org/><meta http-equiv=refresh content='0;url=https://example.org'><link rel=stylesheet href=//example.org>",
  "<style>body { display: none } @import url(//example.org); :root ~ * { color: red }</style>",
  "<style>@property --ink{syntax:'<color>';inherits:true;initial-value:red} @property --u{syntax:'<image>';inherits:true;initial-value:url(//example.org)} @counter-style disc{symbols:url(//example.org) 'x'} p{--n:card 9;counter-reset:var(--n);counter-increment:card 9;background:var(--u)}</style><p style='counter-increment:card 9'>",
  "</style></head><script>alert(1)</script>",
  "<div style='position:fixed;inset:0;background:url(//example.org)' class='skip' id='main'>x</div>",
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
  "<template><script>alert(1)</script></template><xmp><script>alert(1)</script></xmp><plaintext>",
  "<textarea><script>alert(1)</script></textarea><title><script>alert(1)</script></title>",
  "<video poster=//example.org src=//example.org><source srcset=//example.org></video><img srcset=//example.org src=data:image/png;base64,AA>",
  "<p background=//example.org ping=//example.org>x</p><!--><script>alert(1)</script>-->",
  "<svg><title><style><script>alert(1)</script></style></title><desc><img src=x onerror=alert(1)></desc></svg>",
  "<svg><g/onclick=alert(1)><![CDATA[<script>alert(1)</script>]]></svg>",
  "\x1b]8;;javascript:alert(1)\x07link\x1b]8;;\x07 \x1b[31m<script>alert(1)</script>",
  "[a](javascript:alert(1)) [b](data:text/html,x) ![c](javascript:alert(1)) <javascript:alert(1)>",
  "![a](data:image/svg+xml,%3Csvg%20onload%3Dalert(1)%3E%3Cscript%3Ealert(1)%3C/script%3E%3C/svg%3E)",
  "```<script>\n</code></pre><script>alert(1)</script>\n```",
  "$\\text{<script>alert(1)</script>}$ $</math><script>alert(1)</script>$ $a<b$",
  "# </title><script>alert(1)</script>",
  "<style>p{background:url(#a);list-style:url(#a);cursor:url(#a),auto;content:url(#a)}</style><p style='background:url(#a);border-image:url(#a)'>x",
  "\uE0000\uE001 \uE00099\uE001 $x$",
];

/** Every place of a notebook that a payload can be in. */
function everywhere(payload: string): Cell[] {
  return [
    md(payload),
    md(`# ${payload}`),
    md(`x\n\n<div>${payload}</div>\n`),
    code(payload, [
      printed(payload),
      printed(payload, "stderr"),
      {
        output_type: "error",
        ename: payload,
        evalue: payload,
        traceback: [payload],
      },
    ]),
    ...["text/html", "text/markdown", "text/latex", "text/plain"].map((type) =>
      code("f()", [display({ [type]: payload })])
    ),
    code("f()", [display({ "application/json": { [payload]: payload } })]),
    code("f()", [display({ "image/png": PNG, "text/plain": payload })]),
    code("f()", [
      display({
        "image/svg+xml": `<svg>${payload}</svg>`,
        "text/plain": payload,
      }),
    ]),
    code("f()", [display({
      "text/html": `<img alt="${
        payload.replaceAll('"', "&quot;")
      }" src="data:image/svg+xml,${
        encodeURIComponent(`<svg>${payload}</svg>`)
      }">`,
    })]),
    {
      id: "raw",
      cell_type: "raw",
      metadata: { format: "text/markdown" },
      source: payload,
    },
  ];
}

/** A browser that reads the page gets the very tree that was checked and written. */
function assertReadsAsWritten(html: string, tree = fromHtml(html)): void {
  const written = html.slice(
    html.indexOf("\n<main id=main>") + 1,
    html.lastIndexOf("</main>") + "</main>".length,
  );
  assertEquals(print(elements(tree, "main")[0]), written);
}

/** A page with every payload everywhere, and a figure of ours at its end. */
let hostile: string | undefined;
function hostilePage(): string {
  const ours =
    '<svg width="99" height="9" aria-label="ours"><path d="M0 0h9"/></svg>';
  return hostile ??= render(
    ...PAYLOADS.flatMap(everywhere),
    code("ours", [display({ "image/svg+xml": ours })]),
  ).html;
}

Deno.test("renderReport() makes hostile cells and outputs inert", () => {
  const tree = fromHtml(hostilePage());
  assertInert(tree);
  assertReadsAsWritten(hostilePage(), tree);
});

Deno.test("renderSite() makes hostile names, titles, summaries and figures inert", () => {
  for (const payload of PAYLOADS) {
    const line = payload.replaceAll("\n", " ");
    const quoted = `\`\`\`\` ${line} \`\`\`\``;
    const svg = { "image/svg+xml": `<svg>${payload}</svg>` };
    const prose = notebook(md(`# ${line}\n\n${payload}`));
    const set: Record<string, Notebook> = {
      index: prose, // The front page, which lists the others.
      [payload]: notebook(), // The title of an empty notebook is its name.
      quotes: notebook(md(`# ${quoted}\n\n${quoted}`)),
      figure: notebook(code("f()", [display(svg)])),
      prose,
    };
    const { pages } = renderSite(
      Object.entries(set).map(([stem, notebook]) => {
        return { name: payload, stem, notebook };
      }),
    );
    for (const { html } of pages) assertInert(html, payload);
  }
});

Deno.test("renderReport() keeps our figure beside the elements that it leaves out, and names those", () => {
  const { html, warnings } = render(
    code("f()", [display({
      "text/html":
        "<script>x</script><iframe></iframe><svg width=99 height=9 aria-label=figure><script/><foreignObject>f</foreignObject><path d='M0 0h9'/></svg>",
    })]),
  );
  assertEquals(elements(html, "path")[0].properties.d, "M0 0h9");
  assertEquals(text(elements(html, "main")[0]).trim(), "Test\nf()");
  assertEquals(warnings, [
    "test.ipynb, cell 1: a report holds no <script>: it was left out",
    "test.ipynb, cell 1: a report holds no <iframe>: it was left out",
    "test.ipynb, cell 1: a report holds no <foreignObject>: it was left out",
  ]);
});

Deno.test("renderReport() has a policy that allows its one style element, by hash, and images as data", () => {
  const output = "<style>p { color: red }</style><p style='color: blue'>";
  const { html } = render(code("f()", [display({ "text/html": output })]));
  const css = styles(html);
  const [policy] = elements(html, "meta").flatMap(({ properties }) =>
    String(properties.httpEquiv) === "Content-Security-Policy"
      ? [properties.content]
      : []
  );
  const hash = createHash("sha256").update(
    html.slice(html.indexOf("<style>") + 7, html.indexOf("</style>")),
  ).digest("base64");
  assertEquals(
    policy,
    `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'`,
  );
  assert(css.length > 1000);
});

Deno.test("renderReport() gives every id once and refers to ids that exist", () => {
  const hostileIds =
    "<div id=main><p id=cell-1></p><p id='main'></p><a href='#main'>x</a><label for=x aria-labelledby='main gone'></label></div>";
  const svg =
    "<svg aria-label=a width=99><defs><clipPath id=c><path id=C d='M0 0h1'/></clipPath></defs><g clip-path='url(#c)'><use href='#C' xlink:href=\"#C\"/></g></svg>";
  const { html } = render(
    md("# Main\n\n## Cell 1\n\n<p id=a></p><p id=a></p>"),
    md("<p id=a></p>\n\n[own](#a)"),
    ...[hostileIds, svg, svg].map((source) =>
      code("f()", [display({ "text/html": source })])
    ),
  );
  const ids = elements(html).flatMap(({ properties: { id } }) =>
    id ? [String(id)] : []
  );
  assertEquals(ids.length, new Set(ids).size, ids.join(" "));
  for (const node of elements(html)) {
    const { href, xLinkHref, clipPath } = node.properties;
    const targets = [href, xLinkHref].flatMap((value) =>
      String(value ?? "").startsWith("#") ? [String(value).slice(1)] : []
    );
    if (clipPath) targets.push(String(clipPath).slice(5, -1));
    for (const target of targets) assert(ids.includes(target), target);
  }
});

Deno.test("renderReport() keeps radio buttons, each output's in a group of its own, and no other control", () => {
  const controls =
    "<form><label><input type=radio name=a checked aria-label='T = 1'></label><input type=radio name=b>" +
    "<input type=radio name=a><input type=radio><input type=checkbox name=a><input name=a><button>x</button><select name=a></select></form>";
  const { html } = render(
    md(controls),
    ...[1, 2].map(() => code("f()", [display({ "text/html": controls })])),
  );
  assertInert(html);
  const groups = elements(html, "input").map(({ properties }) =>
    properties.name
  );
  assertEquals(groups.length, 12);
  const names = [0, 4, 8].map((i) => {
    const [a, b, again, none] = groups.slice(i, i + 4);
    assertEquals([again, none], [a, undefined]);
    assert(a !== b);
    return [a, b];
  }).flat();
  assertEquals(new Set(names).size, 6, names.join(" "));
  assertEquals(elements(html, "input")[0].properties.ariaLabel, "T = 1");
});

Deno.test("renderReport() defines no property, counter or counter style of an output by a name that the page or another output has", () => {
  const styled = (sheet: string) =>
    code("f()", [display({
      "text/html":
        `<style>@property --ink{syntax:"*";inherits:true} @counter-style disc{symbols:"x"} ${sheet}</style><p style="counter-reset:card 9">x</p>`,
    })]);
  const css = styles(
    render(
      styled("p{counter-reset:card}"),
      styled("p{counter-increment:card;--x:card;list-style:disc}"),
    ).html,
  );
  const names = (pattern: RegExp) =>
    css.matchAll(pattern).map(([, name]) => name).toArray();
  const defined = names(/@(?:property|counter-style) ([\w-]+)/g);
  assertEquals(defined, ["--c1-ink", "c1-disc", "--c2-ink", "c2-disc"]);
  const own = names(/u-card/g).length;
  assertEquals(own, names(/counter-(?:reset|increment):(u-card)/g).length);
  assert(own >= 3 && css.includes("list-style:c2-disc"), css.slice(-500));
});

const word = fc.constantFrom(
  ...PAYLOADS.flatMap((payload) => payload.split(/(?=[<>"'&])|\b/)),
  ..."$ $$ \\ ` ``` # | - * _ > [ ] ( ) { } < & ; : \n \r \b \t \x1b[31m \x1b[2K \x00 \uE000 \uE001 \ud800 é 🏽"
    .split(" "),
  "\n\n",
  " ",
);
const words = fc.oneof(
  { arbitrary: fc.constant("a line\x1b[32m\n".repeat(60)), weight: 1 },
  fc.array(word, { maxLength: 30 }).map((parts) => parts.join("")),
  fc.constantFrom(...PAYLOADS),
  // As fast-check's unit "binary", which takes a second and a half to make, and with lone surrogates.
  fc.array(fc.nat(0x10ffff), { maxLength: 40 })
    .map((points) => String.fromCodePoint(...points)),
);
const json = fc.jsonValue() as fc.Arbitrary<never>;
const bundle = fc.dictionary(
  fc.constantFrom(
    "text/html",
    "image/svg+xml",
    "text/markdown",
    "text/latex",
    "text/plain",
    "image/png",
    "application/javascript",
    "application/vnd.vegalite.v5+json",
    "x/y",
  ),
  words,
  { maxKeys: 3 },
);
const output: fc.Arbitrary<Output> = fc.oneof(
  fc.record({
    output_type: fc.constant("stream" as const),
    name: fc.constantFrom("stdout" as const, "stderr" as const),
    text: words,
  }),
  fc.record({
    output_type: fc.constant("display_data" as const),
    data: fc.oneof(bundle, fc.record({ "application/json": json })),
    metadata: fc.dictionary(fc.constantFrom("image/png", "x"), json, {
      maxKeys: 2,
    }),
  }),
  fc.record({
    output_type: fc.constant("error" as const),
    ename: words,
    evalue: words,
    traceback: fc.array(words, { maxLength: 3 }),
  }),
);
const metadata = fc.dictionary(
  fc.constantFrom("tags", "format", "x"),
  fc.oneof(json, fc.constant(["hide-input"] as never)),
  { maxKeys: 2 },
);
const cell: fc.Arbitrary<Cell> = fc.oneof(
  fc.record({
    id: fc.constant("m"),
    cell_type: fc.constantFrom("markdown" as const, "raw" as const),
    metadata,
    source: words,
    attachments: fc.dictionary(fc.constantFrom("a.png", "b.svg"), bundle, {
      maxKeys: 2,
    }),
  }),
  fc.record({
    id: fc.constantFrom("c", "C", "a b", "main", "1", '"><script>'),
    cell_type: fc.constant("code" as const),
    metadata,
    source: words,
    execution_count: fc.constant(null),
    outputs: fc.array(output, { maxLength: 3 }),
  }),
);

Deno.test("renderReport() of any notebook is an inert page", () => {
  fc.assert(
    fc.property(
      fc.array(cell, { maxLength: 4 }),
      fc.dictionary(fc.constantFrom("language_info", "kernelspec"), json),
      words,
      (cells, metadata, name) => {
        const { html } = renderReport({ ...notebook(...cells), metadata }, {
          name,
        });
        const tree = fromHtml(html);
        assertInert(tree);
        assertReadsAsWritten(html, tree);
      },
    ),
    { numRuns: 120, seed: 14 },
  );
});

browserTest(
  "hostile notebooks run nothing, ask for nothing and break no policy, and our figure is still drawn",
  async (browser) => {
    // Without the policy, the sanitiser alone must be enough.
    for (const bypassCSP of [false, true]) {
      await open(browser, hostilePage(), { bypassCSP }, async (page, seen) => {
        await page.evaluate(() => {
          for (const fold of document.querySelectorAll("details")) {
            fold.open = true;
          }
        });
        await page.waitForTimeout(300);
        assertEquals(seen, [page.url()]);
        const box = await page.locator('main svg[aria-label="ours"]').last()
          .boundingBox();
        assert(box && box.width > 90 && box.height > 2);
        const cover = await page.evaluate(() => {
          scrollTo(0, 0);
          return document.elementFromPoint(20, 5)?.closest("main, body")
            ?.tagName;
        });
        assert(cover === "MAIN" || cover === "BODY");
      });
    }
  },
);

browserTest(
  "the policy of a report alone stops whatever its text would run or load",
  async (browser) => {
    const { html } = render(md("text"));
    const main = html.indexOf("</main>");
    const tab = await (await browser.newContext({ offline: true })).newPage();
    const seen: string[] = [];
    tab.on("dialog", async (dialog) => {
      seen.push(`dialog ${dialog.message()}`);
      await dialog.dismiss();
    });
    // Unlike an event, this does not see what the policy has stopped.
    await tab.route("**/*", (route) => {
      seen.push("a request");
      return route.abort();
    });
    for (const payload of PAYLOADS) {
      // A policy does not keep a page from sending its reader elsewhere.
      if (payload.includes("http-equiv=refresh")) continue;
      await tab.setContent(html.slice(0, main) + payload + html.slice(main));
    }
    await tab.waitForTimeout(300);
    assertEquals(seen, []);
  },
);
