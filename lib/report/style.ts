/**
 * The style sheet of every page.
 *
 * It lies in a layer of its own, under those of the notebook's outputs, so that
 * an output looks as its author made it.
 *
 * @module
 */

import { THEMES } from "./colours.ts";

const variables = (theme: Record<string, string>) =>
  Object.entries(theme).map(([name, colour]) => `--${name}: ${colour};`)
    .join(" ");

/** The 16 colours of terminals as text; black and white keep away from the paper. */
const ANSI_TEXT = ["red", "green", "yellow", "blue", "magenta", "cyan"]
  .map((name) =>
    `.ansi-${name}-fg, .ansi-bright-${name}-fg { color: var(--${name}); }`
  ).join("\n");

/** The same as grounds, with text that can be read on them, in both themes. */
const ANSI_GROUNDS = Object.entries(THEMES.light)
  .filter(([name]) => /^(red|green|blue|magenta|cyan)$/.test(name))
  .map(([name, colour]) =>
    `.ansi-${name}-bg, .ansi-bright-${name}-bg { background: ${colour}; color: #fff; }`
  ).join("\n");

const PAGE = `
:root {
  color-scheme: light dark;
  ${variables(THEMES.light)}
  --serif: Charter, "Bitstream Charter", "Sitka Text", Cambria, "Noto Serif", "DejaVu Serif", serif;
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif;
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
  --measure: 36rem;
  --column: 43rem;
  --edge: clamp(1rem, 4vw, 2rem);
  scroll-padding-top: 1rem;
  -webkit-text-size-adjust: 100%;
  text-size-adjust: 100%;
}
@media screen and (prefers-color-scheme: dark) {
  :root { ${variables(THEMES.dark)} }
}
@media (prefers-contrast: more) {
  :root { --muted: var(--ink); --comment: var(--ink); --line: var(--ink); }
  a { text-decoration-thickness: 2px; }
}
@media (prefers-reduced-motion: no-preference) {
  :root { scroll-behavior: smooth; }
}

*, ::before, ::after { box-sizing: border-box; }
body {
  margin: 0;
  background: var(--paper);
  color: var(--ink);
  font: clamp(1.0625rem, 1rem + 0.3vw, 1.125rem)/1.6 var(--serif);
  font-kerning: normal;
  overflow-wrap: break-word;
}
.top, main, .contents, footer {
  width: min(100%, var(--column) + 2 * var(--edge));
  margin-inline: auto;
  padding-inline: var(--edge);
}
main { padding-block: 1.5rem 4rem; }
:is(p, ul, ol, dl, blockquote, details, hr, h2, h3, h4, h5, h6) { max-width: var(--measure); }
.outputs :is(p, ul, ol, dl, details) { max-width: none; }
p, ul, ol, dl, blockquote, table, pre, figure { margin: 0 0 1.1em; }
/* In Chromium, pretty breaks lines far too early near a formula. */
p { hyphens: auto; }
p:not(:has(math)) { text-wrap: pretty; }
ul, ol { padding-left: 1.4em; }
li + li { margin-top: 0.25em; }
li > :is(ul, ol) { margin: 0.25em 0 0; }
.task { list-style: none; }
.box { display: inline-block; width: 1.4em; margin-left: -1.4em; font-family: var(--sans); }
blockquote { --back: var(--note-ground); padding: 0.7em 1em; border-left: 4px solid var(--accent); border-radius: 0 6px 6px 0; background: var(--back); }
blockquote > :last-child { margin-bottom: 0; }
hr { border: 0; border-top: 1px solid var(--line); margin: 2.5em 0; }
small { font-size: 0.85em; }
mark { background: #fff0a8; color: #1d1f23; }
sub, sup { line-height: 0; }
abbr[title] { text-decoration: underline dotted; }

h1, h2, h3, h4, h5, h6 { font-family: var(--sans); font-weight: 650; line-height: 1.25; text-wrap: balance; margin: 1.8em 0 0.6em; break-after: avoid; hyphens: manual; }
h1 { font-size: clamp(1.75rem, 1.3rem + 2.2vw, 2.5rem); letter-spacing: -0.02em; line-height: 1.12; }
h2 { font-size: 1.5rem; letter-spacing: -0.01em; margin-top: 2.2em; }
h3 { font-size: 1.2rem; }
h4, h5, h6 { font-size: 1rem; }
main > :first-child, main > :first-child > :first-child { margin-top: 0; }
:is(h1, h2, h3, h4, h5, h6) > a { color: inherit; text-decoration: none; }
:is(h1, h2, h3, h4, h5, h6) > a:hover { text-decoration: underline 1px; }
:is(h1, h2, h3, h4, h5, h6):target { text-decoration: underline 2px var(--accent); text-underline-offset: 0.2em; }

a { color: var(--accent); text-decoration: underline 1px; text-underline-offset: 0.15em; }
a:hover { text-decoration-thickness: 2px; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 2px; }
.skip { position: absolute; left: 1rem; top: -10rem; padding: 0.5rem 1rem; background: var(--paper); font-family: var(--sans); z-index: 1; }
.skip:focus { top: 1rem; }

.top nav { display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem; padding-block: 1rem; font: 0.875rem/1.5 var(--sans); }
.top nav a:first-child { margin-right: auto; }
.contents { font: 0.875rem/1.45 var(--sans); }
nav.contents { display: none; }
.contents ol { list-style: none; padding: 0; margin: 0; }
.contents ol ol { padding-left: 1em; }
.contents li, .contents li + li { margin: 0.35em 0 0; }
.contents a { color: var(--muted); text-decoration: none; }
.contents a:is(:hover, :focus-visible) { color: var(--accent); text-decoration: underline; }
.contents nav { padding-bottom: 0.5rem; }
nav.contents > ol { scroll-target-group: auto; }
nav.contents a:target-current { color: var(--accent); font-weight: 600; }
details.contents { max-width: none; }
@media screen and (min-width: 76rem) {
  body:has(nav.contents) { display: grid; grid-template-columns: 1fr 15rem minmax(0, calc(var(--column) + 2 * var(--edge))) 1.4fr; align-items: start; }
  body:has(nav.contents) > * { grid-column: 3; }
  details.contents { display: none; }
  body > nav.contents { display: block; grid-column: 2; grid-row: 1 / span 3; position: sticky; top: 0; max-height: 100vh; overflow-y: auto; padding: 4.6rem 1rem 2rem 0; }
}

details { margin: 0 0 1.1em; }
summary { cursor: pointer; font-family: var(--sans); font-size: 0.95rem; font-weight: 600; padding-block: 0.25em; }
details:not(.contents) { border: 1px solid var(--line); border-radius: 6px; padding: 0.35rem 1rem; }
details:not(.contents)[open] { padding-bottom: 0.9rem; }
details > :nth-child(2) { margin-top: 0.6em; }
details > :last-child { margin-bottom: 0; }

pre, code, kbd, samp { font-family: var(--mono); font-variant-ligatures: none; font-size-adjust: none; }
code, kbd, samp { font-size: 0.85em; overflow-wrap: anywhere; }
:not(pre) > code { background: var(--ground); border-radius: 3px; padding: 0.1em 0.3em; }
blockquote :not(pre) > code { background: var(--paper); }
pre { font-size: 0.8125rem; line-height: 1.55; tab-size: 2; padding: 0.8rem 1rem; border-radius: 6px; }
pre > :is(code, samp) { font-size: inherit; overflow-wrap: normal; }
.cell { margin: 0 0 1.6em; position: relative; }
.here { position: absolute; z-index: 1; top: 0; right: 0; padding: 0.3rem 0.6rem; font: 0.75rem/1.2 var(--sans); color: var(--muted); text-decoration: none; user-select: none; border-radius: 6px; background: var(--ground); opacity: 0; }
.here::before { content: "#"; }
.cell:hover > .here, .here:is(:focus-visible, :target) { opacity: 1; }
:target > pre, .here:target ~ pre { outline: 2px solid var(--accent); }
.more, details.more { border: 0; padding: 0; margin: 0 0 0.6rem; }
details.more > summary, .display > details > summary { font-size: 0.8125rem; }
.more > summary { user-select: none; color: var(--accent); }
.json { font: 0.8125rem/1.6 var(--mono); overflow-wrap: anywhere; }
.json details, .json details[open] { border: 0; padding: 0; margin: 0; max-width: none; }
.json details > :not(summary) { margin: 0 0 0 1.6em; }
.json summary { font: inherit; padding: 0; color: var(--muted); }
.footnotes { font-size: 0.9em; }
.footnotes-sep { margin: 1.5em 0 1em; }
.footnotes p { margin-bottom: 0.5em; }
dt { font-weight: 600; }
dd { margin: 0 0 0.6em 1.4em; }
.cell > pre { margin: 0; }
.outputs { margin: 0.6rem 0 0; padding-left: calc(1rem - 2px); border-left: 2px solid var(--line); }
.outputs > *, .outputs .display > * { margin: 0 0 0.6rem; }
.outputs > :last-child, .outputs :is(.display, .html, .prose) > :last-child { margin-bottom: 0; }
.outputs pre { padding: 0.15rem 0; border-radius: 0; }
.outputs .display > pre:has(code) { padding: 0; }
.html { position: relative; contain: layout paint; overflow-x: auto; font: 0.9375rem/1.5 var(--sans); }
.label { font: 600 0.75rem/1.4 var(--sans); margin: 0; color: var(--muted); }
.stderr { border-left: 3px dashed var(--yellow); padding: 0.3rem 0.8rem; background: var(--ground); border-radius: 3px; }
.error { border-left: 3px solid var(--red); padding: 0.4rem 0.8rem; background: var(--error-ground); border-radius: 3px; }
.stderr .label { color: var(--yellow); }
.error .label { color: var(--red); }
.stderr pre, .error pre { margin: 0; }
.error :is(pre, samp) { white-space: pre-wrap; overflow-wrap: anywhere; }
.absent { color: var(--muted); font-style: italic; }

.scroll { margin: 0 0 1.1em; }
.scroll > table { width: max-content; max-width: max(100%, 34rem); }

/* What scrolls has a shadow at the edge beyond which it goes on: covers that move with the content hide it at the ends.
   The shadow is less high than they are, for where a box ends within a pixel theirs and its ends differ. */
pre, .scroll, .formula, figure.wide {
  --shade: color-mix(in srgb, var(--ink) 22%, transparent);
  overflow: auto hidden;
  background:
    linear-gradient(90deg, var(--back, var(--paper)) 40%, transparent) 0 0 / 2rem 100% local,
    linear-gradient(270deg, var(--back, var(--paper)) 40%, transparent) 100% 0 / 2rem 100% local,
    linear-gradient(90deg, var(--shade), transparent) 0 50% / 0.6rem calc(100% - 4px),
    linear-gradient(270deg, var(--shade), transparent) 100% 50% / 0.6rem calc(100% - 4px),
    var(--back, var(--paper));
  background-repeat: no-repeat;
}
pre, .stderr { --back: var(--ground); }
.error { --back: var(--error-ground); }
.outputs pre { --back: var(--paper); }
.outputs :is(.stderr, .error) pre { --back: inherit; }
table { border-collapse: collapse; font: 0.9375rem/1.45 var(--sans); font-variant-numeric: tabular-nums; margin: 0; }
th, td { padding: 0.35em 0.8em; border-bottom: 1px solid var(--line); }
@media (max-width: 40rem) {
  table { font-size: 0.875rem; }
  th, td { padding-inline: 0.5em; }
}
/* Where the table says nothing: an attribute such as align weighs less than any rule. */
th:not([align]) { text-align: left; }
:is(th, td):not([valign]) { vertical-align: baseline; }
th { font-weight: 600; border-bottom-width: 2px; }
th[scope="row"] { font-weight: inherit; border-bottom-width: 1px; }
/* A number such as 1e-10 is not broken at its sign. */
td[align="right"], th[scope="row"] { white-space: nowrap; }
/* What a wide table says stays in view while it scrolls. */
caption { caption-side: bottom; position: sticky; left: 0; max-width: calc(100vw - 4.5rem); text-align: left; color: var(--muted); font-size: 0.875rem; padding-top: 0.5em; }

.figure { margin: 0 0 1.1em; max-width: 100%; }
span.figure { display: inline-block; margin: 0; vertical-align: middle; }
.figure > :is(svg, img) { display: block; }
:is(.figure, .html, .prose) :is(svg, img) { max-width: 100%; height: auto; }
.prose :is(div, section, article, span) { max-width: 100%; }
figcaption { font: 0.875rem/1.45 var(--sans); color: var(--muted); }
@media (max-width: 40rem) {
  :is(.prose, .display) > figure:is(.full, .wide) { --inset: 0px; margin-inline: calc(-1 * var(--edge) - var(--inset)) calc(-1 * var(--edge)); max-width: calc(100% + 2 * var(--edge) + var(--inset)); }
  .outputs :is(.prose, .display) > figure:is(.full, .wide) { --inset: 1rem; }
  :is(.prose, .display) > figure.full { padding-inline: 0.25rem; }
  figure.full > svg { margin-inline: auto; }
  :is(.prose, .display) > figure.wide { padding-inline: var(--edge); }
  figure.wide > svg { width: 100%; min-width: 460px; }
}
@media screen and (prefers-color-scheme: dark) {
  .on-white { ${
  variables(THEMES.light)
} --back: #fff; background: #fff; color: var(--ink); color-scheme: light; border-radius: 4px; width: fit-content; padding: 0.4rem; }
}

.formula { display: block; width: fit-content; min-width: min(100%, var(--measure)); max-width: 100%; padding-block: 0.3em; margin: 0 0 1.1em; }
.together { white-space: nowrap; }
span.formula { display: inline-block; min-width: 0; margin: 0; vertical-align: middle; }
p:has(+ .formula) { margin-bottom: 0.5em; }
math { font-family: "Cambria Math", "STIX Two Math", "Latin Modern Math", "Libertinus Math", "TeX Gyre Termes Math", "DejaVu Math TeX Gyre", "Noto Sans Math", math; font-size-adjust: none; line-height: normal; text-indent: 0; letter-spacing: normal; font-feature-settings: "dtls" off; }
:is(h1, h2, h3, h4, h5, h6, strong, b, th, summary) math { font-weight: inherit; }

.steps { display: flex; flex-wrap: wrap; gap: 1rem 1.5rem; border-top: 1px solid var(--line); padding-block: 1.5rem 3rem; }
.steps a { flex: 1 1 12rem; font: 600 1rem/1.4 var(--sans); text-decoration: none; }
.steps span { display: block; font-weight: 400; font-size: 0.875rem; color: var(--muted); }
.steps > :nth-child(2) { text-align: center; }
.steps > :last-child:not(:first-child), .steps > [rel="next"] { text-align: right; }
@media (max-width: 40rem) {
  .steps { flex-direction: column; }
  .steps > a:nth-child(n) { flex: none; text-align: left; }
}

.cards { --figure: 28rem; list-style: none; padding: 0; max-width: none; counter-reset: card; }
.cards li { padding-block: 2.25rem; margin: 0; border-top: 1px solid var(--line); position: relative; counter-increment: card; }
.cards .figure { margin: 0 0 1rem; overflow: hidden; background: none; }
.cards .figure > svg { width: 100%; max-width: var(--figure); min-width: 0; }
.cards :is(h2, h3) { margin: 0 0 0.4em; font-size: 1.35rem; }
.cards :is(h2, h3)::before { content: counter(card) ". "; }
.cards :is(h2, h3) a::after { content: ""; position: absolute; inset: 0; }
.cards p { margin: 0; }
@media (min-width: 60rem) {
  main.index:has(.figure) { width: min(100%, 60rem + 2 * var(--edge)); }
  .cards li:has(.figure) { display: grid; grid-template-columns: var(--figure) minmax(0, 1fr); gap: 3rem; align-items: start; }
  .cards .figure { margin: 0; }
}

/* Of a front page: a picture whose code is not shown stands beside the text before it. */
@media screen and (min-width: 66rem) {
  .front { display: grid; grid-template-columns: minmax(0, 1fr) 32rem; column-gap: 3.5rem; align-items: start; width: min(100%, 68rem + 2 * var(--edge)); }
  .front > * { grid-column: 1 / -1; }
  .front > .prose:has(+ .cell > .here + .outputs) { grid-column: 1; }
  .front > .prose + .cell:has(> .here + .outputs) { grid-column: 2; margin-top: 0; }
  .front > .prose:has(+ .cell > .here + .outputs) > :first-child { margin-top: 0; }
  .front .outputs { border: 0; padding: 0; margin: 0; }
}
.front > :first-child > h1 + p { font-size: 1.25rem; line-height: 1.5; }

.h-comment, .h-quote { color: var(--comment); font-style: italic; }
.h-keyword, .h-literal, .h-selector-tag, .h-name { color: var(--keyword); }
.h-deletion { color: var(--red); }
.h-string, .h-regexp, .h-addition { color: var(--string); }
.h-number, .h-symbol, .h-bullet { color: var(--number); }
.h-title, .h-section, .h-attr, .h-attribute { color: var(--function); }
.h-type, .h-built_in, .h-class, .h-title.class_ { color: var(--type); }
.h-subst { color: var(--ink); }

.ansi-black-fg, .ansi-bright-black-fg { color: var(--muted); }
.ansi-white-fg, .ansi-bright-white-fg { color: var(--ink); }
${ANSI_TEXT}
${ANSI_GROUNDS}
.ansi-black-bg, .ansi-bright-black-bg { background: #1d1f23; color: #fff; }
.ansi-white-bg, .ansi-bright-white-bg { background: #e4e4e4; color: #1d1f23; }
.ansi-yellow-bg, .ansi-bright-yellow-bg { background: #f2d675; color: #1d1f23; }
`;

/** What MathML needs of temml's own style sheet (Temml-Local.css) with fonts of the reader's. */
const MATH = `
math.tml-display { display: block; width: 100%; }
math * { border-color: currentColor; }
mfrac > :nth-child(2), msqrt, mover > :first-child { math-shift: compact; }
.tml-right { text-align: right; }
.tml-left { text-align: left; }
mtable.tml-jot > mtr > mtd { padding-block: 0.7ex; }
mtable.tml-small mtd { padding-block: 0.35ex; }
.menclose { display: inline-block; position: relative; padding: 0.5ex 0; text-align: left; }
.tml-overline { padding-top: 0.1em; border-top: 0.065em solid; }
.tml-underline { padding-bottom: 0.1em; border-bottom: 0.065em solid; }
.tml-fbox { padding: 3pt; border: 1px solid; }
.tml-cancel { display: inline-block; position: absolute; left: 0.5px; bottom: 0; width: 100%; height: 100%; background-color: currentColor; print-color-adjust: exact; }
.upstrike { clip-path: polygon(0.05em 100%, 0 calc(100% - 0.05em), calc(100% - 0.05em) 0, 100% 0.05em); }
.downstrike { clip-path: polygon(0 0.05em, 0.05em 0, 100% calc(100% - 0.05em), calc(100% - 0.05em) 100%); }
.sout { clip-path: polygon(0 calc(55% + 0.0333em), 0 calc(55% - 0.0333em), 100% calc(55% - 0.0333em), 100% calc(55% + 0.0333em)); }
@supports (not (-moz-appearance: none)) {
  .tml-sml-pad { padding-left: 0.05em; }
  .tml-med-pad { padding-left: 0.1em; }
  .tml-lrg-pad { padding-left: 0.15em; }
  math:not(.tml-display) { display: inline-flex; flex-wrap: wrap; align-items: baseline; }
}
@supports (not (-webkit-backdrop-filter: blur(1px))) and (not (-moz-appearance: none)) {
  .chr-sml { transform: translate(0.07em, 0); }
  .chr-sml-vec { transform: scale(0.75) translate(0.07em, 0); }
  .chr-med { transform: translate(0.14em, 0); }
  .chr-med-vec { transform: scale(0.75) translate(0.14em, 0); }
  .chr-lrg { transform: translate(0.21em, 0); }
  .chr-lrg-vec { transform: scale(0.75) translate(0.21em, 0); }
  .tml-tilde-2 { transform: scale(2, 1.1); }
  .tml-tilde-3 { transform: scale(3, 1.1); }
  .tml-tilde-4 { transform: scale(4, 1.1); }
  .tml-hat-1 { transform: scale(1.9, 1); }
  .tml-hat-2 { transform: scale(3.9, 1); }
  .tml-hat-3 { transform: scale(5.8, 1); }
  .tml-hat-4 { transform: scale(7.8, 1); }
  .tml-right { text-align: -webkit-right; }
  .tml-left { text-align: -webkit-left; }
}
`;

const PRINT = `
@page { size: A4; margin: 18mm 17mm 20mm; }
@media print {
  :root { color-scheme: light; }
  body { font-size: 10.5pt; line-height: 1.45; background: none; }
  .top, .contents, .steps, .skip, .here, .more > summary, .footnote-backref { display: none; }
  main { width: auto; padding: 0; }
  :is(p, ul, ol, dl, blockquote, details) { max-width: none; }
  p, li { orphans: 3; widows: 3; }
  pre, pre > * { white-space: pre-wrap; overflow-wrap: anywhere; }
  pre { font-size: 8.5pt; border: 1px solid var(--line); }
  .outputs pre { border: 0; }
  .whole, .figure, table, tr, .formula, .label, blockquote, .error, .stderr { break-inside: avoid; }
  .cell > pre:not(:last-child), blockquote, summary, .label, .leading, p:has(+ .formula) { break-after: avoid; }
  .figure > :is(svg, img) { max-width: min(100%, 110mm); max-height: 230mm; }
  pre, .scroll, .formula, .html, .figure.wide { overflow: visible; background: none; }
  .html { contain: none; }
  table { font-size: 9pt; }
  details:not([open], .json *)::details-content { content-visibility: visible; block-size: auto; }
  summary { list-style: none; }
  main a[href^="http"]::after { content: " (" attr(href) ")"; font-size: 0.85em; overflow-wrap: anywhere; }
}
`;

/** The whole sheet, without comments. Figures of ours take the page's paper as theirs. */
export const CSS = `@layer page, output;
@layer page {
${PAGE}${MATH}${PRINT}}
:root { --lab-paper: var(--paper); }
`.replaceAll(/\/\*.*?\*\/\n?/gs, "");
