import { assertEquals } from "@std/assert";
import { cleanDeclarations, cleanSheet } from "../../lib/report/clean_css.ts";
import { renameInSheet, scopeSheet } from "../../lib/report/scope_css.ts";

Deno.test("cleanDeclarations() keeps looks and drops anything that loads, moves or covers", () => {
  const cases: [given: string, kept: string][] = [
    ["color: red; font-weight: bold", "color:red;font-weight:bold"],
    ["background: url(https://example.org/a.png)", ""],
    ["background: url( 'data:image/png;base64,AA' )", ""],
    ["background: u\\72l(https://example.org/)", ""],
    ["background: image-set('https://example.org/a.png' 1x)", ""],
    ["background: -webkit-image-set('https://example.org/a.png' 1x)", ""],
    ["background: cross-fade('a.png', 'b.png')", ""],
    ["fill: url(#gradient)", "fill:url(#gradient)"],
    ["--x: url(https://example.org/)", ""],
    ["--x: 3px; width: calc(var(--x) * 2)", "--x:3px;width:calc(var(--x)*2)"],
    ["position: fixed; inset: 0; z-index: 9; top: 0", ""],
    ["transform: translateY(-100vh)", ""],
    [
      "margin: -100px; margin-left: calc(0px - 9em); margin-top: 1em",
      "margin-top:1em",
    ],
    [
      "behavior: url(#x); -moz-binding: url(#x); width: expression(alert(1))",
      "",
    ],
    ["animation: spin 1s; transition: all 1s", ""],
    ["COLOR: RED !important", "COLOR:RED!important"],
    ['content: "</style><script>"', 'content:"\\3c /style>\\3c script>"'],
    ["color: red; ; }} body{color:blue}", "color:red"],
    [
      "appearance: none; print-color-adjust: exact",
      "appearance:none;print-color-adjust:exact",
    ],
    ["not css at all", ""],
    ["display:block math;", "display:block math"],
  ];
  for (const [given, kept] of cases) {
    assertEquals(cleanDeclarations(given, false), kept, given);
  }
});

Deno.test("cleanDeclarations() lets an element move within a frame that clips it", () => {
  assertEquals(
    cleanDeclarations("transform: rotate(9deg); margin: -1px", true),
    "transform:rotate(9deg);margin:-1px",
  );
});

Deno.test("cleanSheet() keeps rules, and at-rules that choose or define a name", () => {
  const cases: [given: string, kept: string][] = [
    ["a { color: red } b { position: fixed }", "a{color:red}"],
    ["@import 'https://example.org/a.css'; a { color: red }", "a{color:red}"],
    ["@import url(//example.org); @charset 'x'; @namespace 'x';", ""],
    ["@font-face { font-family: x; src: url(x) }", ""],
    ["@media print { a { color: red } }", "@media print{a{color:red}}"],
    ["@media print { @import 'x'; }", ""],
    [
      "@supports (display: grid) { a { color: red } }",
      "@supports (display:grid){a{color:red}}",
    ],
    ["@layer page { a { color: red } } @keyframes k { to { color: red } }", ""],
    ["@page { size: A3 } @property --x { color: red }", ""],
    ["@constructor x { color: red } @__proto__ x { color: red }", ""],
    [
      "@property --x { syntax: '<integer>'; inherits: true; initial-value: 0 }",
      '@property --x{syntax:"\\3c integer>";inherits:true;initial-value:0}',
    ],
    [
      "@property --x { syntax: '<image>'; initial-value: url(//example.org) }",
      '@property --x{syntax:"\\3c image>"}',
    ],
    [
      "@property --x --y { inherits: true } @property { inherits: true }",
      "",
    ],
    [
      "@counter-style x { symbols: url(//example.org) 'a'; speak-as: y; suffix: ')' }",
      '@counter-style x{suffix:")"}',
    ],
    [
      "a { width: calc(1px * exp(log(2)) * sign(3)); counter-reset: x calc(var(--y)) }",
      "a{width:calc(1px*exp(log(2))*sign(3));counter-reset:x calc(var(--y))}",
    ],
    [
      "a { counter-reset: var(--y) 9; counter-increment: x var(--y); counter-set: x 1 }",
      "",
    ],
    ["a { color: red; & b { color: blue } }", "a{color:red}"],
    ["a { background: url(x) } /* </style> */ }}} <!-- -->", ""],
    ["{ color: red } 3a { color: red }", ""],
  ];
  for (const [given, kept] of cases) {
    assertEquals(cleanSheet(given), kept, given);
  }
});

Deno.test("scopeSheet() keeps every selector inside the element", () => {
  const cases: [given: string, scoped: string][] = [
    ["a{color:red}", ".c a{color:red}"],
    ["a,b>c{color:red}", ".c a,.c b>c{color:red}"],
    ["*{color:red}", ".c *{color:red}"],
    [":root{--x:1}", ".c{--x:1}"],
    ["html body p{color:red}", ".c p{color:red}"],
    ["html>body>p{color:red}", ".c>p{color:red}"],
    ["body.dark p{color:red}", ".c.dark p{color:red}"],
    ["svg:root text{color:red}", ".c svg text{color:red}"],
    ["html+nav,a{color:red}", ".c a{color:red}"],
    [":checked+p{color:red}", ".c :checked+p{color:red}"],
    [":has(:checked) p{color:red}", ".c :has(:checked) p{color:red}"],
    ["body~main{color:red}", ""],
    ["&{color:red}", ""],
    ["@media print{body{color:red}}", "@media print{.c{color:red}}"],
    [
      "@property --x{inherits:true}a{--x:1;--y:calc(var(--x) + var(--ink))}",
      "@property --c-x{inherits:true}.c a{--c-x:1;--y:calc(var(--c-x) + var(--ink))}",
    ],
    [
      '@counter-style disc{system:extends x;fallback:x}@counter-style x{symbols:"x"}a{list-style:disc;content:counter(x,disc)}',
      '@counter-style c-disc{system:extends c-x;fallback:c-x}@counter-style c-x{symbols:"x"}.c a{list-style:c-disc;content:counter(u-x,c-disc)}',
    ],
    [
      "@media (prefers-color-scheme:dark){a{color:red}}",
      "@media screen and (prefers-color-scheme:dark){.c a{color:red}}",
    ],
  ];
  for (const [given, scoped] of cases) {
    const own = (name: string) => name;
    const sheet = renameInSheet(cleanSheet(given), own, own);
    assertEquals(scopeSheet(sheet, "c"), scoped, given);
  }
});

Deno.test("renameInSheet() renames ids and classes as the elements are renamed, and all counters", () => {
  assertEquals(
    renameInSheet(
      '#a\\.b .c{fill:url(#d);counter-reset:n 9 page;content:counters(n,"n",disc)}',
      (id) => `o1.${id}`,
      (name) => `u-${name}`,
    ),
    '#o1\\.a\\.b .u-c{fill:url(#o1.d);counter-reset:u-n 9 u-page;content:counters(u-n,"n",disc)}',
  );
});
