import { assertEquals } from "@std/assert";
import { elements, main, render, text } from "./read.ts";
import { md } from "./sample.ts";

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
