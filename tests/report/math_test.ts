import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { ReportError } from "@lab/report";
import { classes } from "../../lib/report/hast.ts";
import { takeFormulas } from "../../lib/report/formulas.ts";
import { elements, main, render, renderWith, text } from "./read.ts";
import { code, display, md } from "./sample.ts";

/** Each formula in Markdown as its TeX, display formulas between bars. */
function found(markdown: string): string[] {
  return takeFormulas(markdown).formulas.map(({ tex, display }) =>
    display ? `|${tex}|` : tex
  );
}

Deno.test("takeFormulas() finds what JupyterLab finds", () => {
  const cases: [markdown: string, formulas: string[]][] = [
    ["a $x$ b $y_1$", ["x", "y_1"]],
    ["$ padded $", ["padded"]],
    ["$$x$$", ["|x|"]],
    ["where $$\na\n- b\n$$ holds", ["|a\n- b|"]],
    ["\\\\(x\\\\) and \\\\[y\\\\]", ["x", "|y|"]],
    ["\\begin{align}a&=b\\\\c&=d\\end{align}", [
      "|\\begin{align}a&=b\\\\c&=d\\end{align}|",
    ]],
    ["\\begin{equation*}x\\end{equation*}", [
      "|\\begin{equation*}x\\end{equation*}|",
    ]],
    ["$\\text{if $x$ is}$", ["\\text{if $x$ is}"]],
    ["$\\text{\\$5}$", ["\\text{\\$5}"]],
    ["> $$\n> a\n> $$", ["|a|"]],
    ["over\n$two\nlines$", ["two\nlines"]],
    ["$a$$b$", ["a", "b"]],
    // Braces that do not balance: the last dollar of the paragraph.
    ["$\\{ {a$ b", ["\\{ {a"]],
  ];
  for (const [markdown, formulas] of cases) {
    assertEquals(found(markdown), formulas, markdown);
  }
});

Deno.test("takeFormulas() leaves prices, escapes, code and unclosed dollars", () => {
  for (
    const markdown of [
      "$5 and $6",
      "from $5 to $10",
      "US$5, US$6",
      "five $ or ten$ of it",
      "$5 or $ten",
      "\\$x$",
      "`$x$` and ``$a`b$``",
      "```\n$x$\n```",
      "   ~~~sh\n   echo $A $B\n   ~~~",
      "```\n$x$ never closed",
      "$a\n\nb$",
      "$$ $$",
      "\\(x\\) \\[y\\]",
      "\\begin{align} a",
      "one $",
    ]
  ) assertEquals(found(markdown), [], markdown);
});

Deno.test("renderReport() renders formulas as MathML in prose, tables, headings and folds", () => {
  const { html, formulas } = render(md(
    "# On $x$\n\n$|y|$ in text\n\n| a $P(a|b)$ | b |\n|--|--|\n| $c$ | d |\n\n" +
      "<details><summary>fold $e$</summary>\n\n$$f$$\n\n</details>",
  ));
  assertEquals(formulas, 6);
  assertEquals(elements(main(html), "math").length, 6);
  assertEquals(elements(html, "td").map(text), ["c", "d"]);
  assertEquals(
    elements(html, "math").filter((m) => m.properties.display === "block")
      .length,
    1,
  );
});

Deno.test("renderReport() keeps TeX as written in code and in addresses", () => {
  const { html, formulas } = render(md(
    "    indented $x$\n\n[link](https://example.org/?a=$b$ 'title $c$')\n",
  ));
  assertEquals(formulas, 0);
  assertEquals(elements(html, "code").map(text), ["indented $x$"]);
  const link = elements(main(html), "a").at(-1)!;
  assertEquals(
    decodeURI(String(link.properties.href)),
    "https://example.org/?a=$b$",
  );
  assertEquals(link.properties.title, "title $c$");
});

Deno.test("renderReport() ends a paragraph at a display formula and goes on after it", () => {
  const { html } = render(md("Before $$x$$ after"));
  const shape = main(html).children.flatMap((node) =>
    node.type === "element" ? node.children : []
  ).flatMap((node) => node.type === "element" ? [node.tagName] : []);
  assertEquals(shape, ["a", "p", "div", "p"]);
});

Deno.test("renderReport() knows a TeX definition in all later formulas", () => {
  const { html } = render(
    md("$$\\newcommand{\\E}{\\mathbb{E}} \\def\\twice#1{#1 #1}$$"),
    md("$\\DeclareMathOperator{\\soft}{softmax}$"),
    md("Then $\\E[X] = \\twice{a}$, $\\soft z$."),
    md("$\\newcommand{\\E}{E} \\E$"),
  );
  assertEquals(elements(html, "math").map(text), [
    "𝔼[X]=aa",
    "softmax\u2061z",
    "E",
  ]);
});

Deno.test("renderReport() shows TeX that cannot be read as it is, and warns; if it is strict, it fails", () => {
  const cases: [tex: string, warning: string][] = [
    ["\\frac{1}{", "\\frac{1}{:"],
    ["\\middle|", "\\middle|: \\middle without preceding \\left"],
    // Runs out of expansions instead of time.
    ["\\def\\x{\\x\\x}\\x", ""],
  ];
  for (const [tex, warning] of cases) {
    for (
      const cell of [
        md(`Then $${tex}$.`),
        code("x", [display({ "text/latex": `$${tex}$` })]),
      ]
    ) {
      const cells = [md("fine"), cell];
      const { html, warnings } = render(...cells);
      const [shown] = elements(main(html), "code").slice(-1);
      assertEquals([text(shown), classes(shown)[0]], [`$${tex}$`, "unread"]);
      assertEquals(warnings.length, 1);
      assertStringIncludes(
        warnings[0],
        `test.ipynb, cell 2: cannot read the formula ${warning}`,
      );
      const strictly = () => renderWith({ strict: true }, ...cells);
      assertEquals(assertThrows(strictly, ReportError).message, warnings[0]);
    }
  }
});

Deno.test("renderReport() draws no equation numbers, like JupyterLab", () => {
  const { html } = render(md("\\begin{align}a&=b\\end{align}"));
  assertEquals(text(elements(html, "math")[0]).trim(), "a=b");
});

Deno.test("renderReport() names a link, heading or header cell that holds only a formula by the formula's text", () => {
  const { html } = render(
    md("# Title\n\n## $e^{z_i}$\n\n| $x_1$ | b |\n|--|--|\n| c | d |"),
  );
  const named = elements(main(html)).flatMap(({ tagName, properties }) =>
    properties.ariaLabel ? [[tagName, properties.ariaLabel]] : []
  );
  assertEquals(named, [["math", "e^(z_i)"], ["math", "x_1"]]);
});

Deno.test("renderReport() keeps the punctuation around a formula in its line", () => {
  const { html } = render(md("See ($x$), $y$; or $z$ and $w$"));
  const paragraph = elements(main(html), "p")[0];
  assertEquals(text(paragraph), "See (x), y; or z and w");
  assertEquals(
    elements(paragraph, "span").map(text),
    ["(x),", "y;"],
  );
});

Deno.test("renderReport() sets primes beside their base, however many, and other scripts as they were", () => {
  const shape = (tex: string) => {
    const [math] = elements(render(md(`$${tex}$`)).html, "math");
    const tags = elements({ type: "root", children: math.children })
      .map(({ tagName }) => tagName).filter((name) => /^msu/.test(name));
    return [...tags, text(math)].join(" ");
  };
  const cases: [tex: string, shape: string][] = [
    ["f'", "f′"],
    ["L'''", "L‴"],
    ["f^{\\prime\\prime}", "f″"],
    ["(e^x)'", "msup (ex)′"],
    ["{f'}'", "f′′"],
    ["x'_i", "msub x′i"],
    ["u'^2", "msup u′2"],
    ["x_i'^2", "msubsup x′i2"],
    ["x_i^2", "msubsup xi2"],
  ];
  for (const [tex, expected] of cases) assertEquals(shape(tex), expected, tex);
});

Deno.test("renderReport() gives an operator after a bracket its space, and a function's bare name none", () => {
  const { html } = render(
    md("$p_k\\bigl([\\,k=i\\,]-p_i\\bigr)$ and ($\\log$ is natural)"),
  );
  const alone = elements(html, "mrow").filter(({ children: [only, ...rest] }) =>
    only.type === "element" && only.tagName === "mo" && !rest.length
  );
  assertEquals(alone, []);
  const log = elements(html, "math")[1];
  assertEquals(
    elements(log).map(({ tagName }) => tagName),
    ["math", "mrow", "mi"],
  );
});

/** What a reader sees of formulas in one notebook, one after the other. */
function seen(...formulas: string[]): string[] {
  const { html, warnings } = render(...formulas.map((tex) => md(`$$${tex}$$`)));
  assertEquals(warnings, []);
  return elements(main(html), "math").map((math) =>
    text(math).replaceAll(/\s+|[\u2061-\u2064]/g, "")
  );
}

Deno.test("renderReport() reads the definitions that MathJax reads, also of names that temml has", () => {
  const cases: [tex: string, shown: string][] = [
    ["\\newcommand{\\R}{\\mathbb{R}}\\newcommand\\N{N}\\R\\N", "ℝN"],
    ["\\renewcommand{\\undefinedBefore}{u}\\undefinedBefore", "u"],
    ["\\newcommand{\\norm}[1]{\\lVert #1\\rVert}\\norm{x}", "‖x‖"],
    ["\\newcommand{\\Set}[1]{\\{#1\\}}\\Set{a}", "{a}"],
    ["\\newcommand{\\vec}[1]{(#1)}\\vec{x}", "(x)"],
    ["\\newcommand{\\opt}[2][y]{#1#2}\\opt{x}\\opt[\\alpha z]{x}", "yxαzx"],
    ["\\newcommand{\\second}[2]{#2}\\second{a}{b}", "b"],
    ["\\DeclareMathOperator*{\\argmax}{arg\\,max}\\argmax_x", "argmaxx"],
    ["\\DeclareMathOperator\\tr{Tr}\\tr A", "TrA"],
    [
      "\\newenvironment{pair}[1]{#1\\left(}{\\right)}\\begin{pair}{f}x\\end{pair}",
      "f(x)",
    ],
    [
      "\\DeclarePairedDelimiter\\nrm{\\lVert}{\\rVert}\\nrm{x}\\nrm*{\\frac12}",
      "‖x‖‖12‖",
    ],
    ["\\R+\\opt{1}\\begin{pair}g\\nrm y\\end{pair}", "ℝ+y1g(‖y‖)"], // in a later formula
  ];
  assertEquals(
    seen(...cases.map(([tex]) => tex)),
    cases.map(([, shown]) => shown),
  );
});

Deno.test("renderReport() reads the commands and environments that MathJax reads", () => {
  const cases: [tex: string, shown: string][] = [
    ["\\begin{eqnarray}a&=&b\\\\c&=&d\\end{eqnarray}", "a=bc=d"],
    ["\\begin{flalign*}a&=b\\end{flalign*}", "a=b"],
    ["\\begin{displaymath}a\\end{displaymath}", "a"],
    ["\\begin{array}[t]{@{}l*{2}{c|}p{2cm}}a&b&c&d\\end{array}", "abcd"],
    ["\\begin{matrix}a\\\\\\hdotsfor{1}\\end{matrix}", "a…"],
    ["\\cases{a&b\\cr c&d}", "{abcd"],
    ["\\pmatrix{a&b\\cr c&d}", "(abcd)"],
    ["\\eqalign{a&=b\\cr}\\eqalignno{c&=d&(1)\\cr}", "a=bc=d(1)"],
    ["\\begin{multlined}[t]a\\\\b\\end{multlined}", "ab"],
    ["\\begin{numcases}{f=}a&b\\end{numcases}", "f={ab"],
    ["\\begin{empheq}[box=\\fbox]{align*}a&=b\\end{empheq}", "a=b"],
    ["\\mathtip{a}{b}\\scr L", "aℒ"],
    ["\\displaylines{a\\cr b}", "ab"],
    ["\\root 3 \\of x", "x3"],
    ["\\buildrel a\\over b", "ba"],
    ["x_\\sqrt{2}^\\frac12", "x212"],
    ["\\mbox{a b}\\text{c_d # e}", "abc_d#e"],
    ["\\require{cancel}\\href{https://example.org}{a}", "a"],
    ["\\class{k}{a}\\cssId{k}{b}\\style{color:red}{c}", "abc"],
    ["\\bbox[red,5px]{a}\\enclose{circle}{b}", "ab"],
    ["\\unicode{x263a}\\unicode{9786}", "☺☺"],
    ["\\mathds{1}\\ensuremath{x}\\null\\strut\\hfill y", "𝟙xy"],
    ["\\toggle{a}{b}\\endtoggle\\texttip{c}{d}", "ac"],
    ["\\begin{align}a\\intertext{so}b\\end{align}", "asob"],
    ["a &lt; b", "a<b"],
    ["a\\tag{A1}\\label{one}", "a(A1)"],
    ["\\eqref{one}\\ref{one}\\eqref{two}", "(A1)A1(???)"],
  ];
  assertEquals(
    seen(...cases.map(([tex]) => tex)),
    cases.map(([, shown]) => shown),
  );
});

Deno.test("renderReport() shows a command that it does not know in red and the rest, and warns", () => {
  const { html, warnings } = render(md("$a + \\nosuch{x} \\nor^2$"), md("$b$"));
  assertEquals(
    elements(main(html), "math").map((math) => text(math)),
    ["a+\\nosuchx\\nor2", "b"],
  );
  assertEquals(warnings.length, 1);
});
