/**
 * Rewrites TeX that MathJax reads and temml does not, so that temml reads all
 * but rare things. MathJax itself would be 52 MB in 8,000 files; temml is 2 MB.
 *
 * @module
 */

/** The macros of a page, by name. */
export type Macros = Record<string, unknown>;

/** What temml hands to a macro that is a function. */
interface Expander {
  consumeSpaces(): void;
  future(): { text: string };
  popToken(): unknown;
  consumeArg(closing: string[]): { tokens: { text: string }[] };
}

/** A regular expression for all that matches, with backslashes as they are. */
const every = (parts: TemplateStringsArray, ...values: string[]) =>
  new RegExp(String.raw(parts, ...values), "g");

/** A regular expression for the inside of braces, five deep. */
let inside = String.raw`(?:\\[^]|[^{}\\])*`;
for (let depth = 0; depth < 4; depth++) {
  inside = String.raw`(?:\\[^]|[^{}\\]|\{${inside}\})*`;
}
const GROUP = String.raw`\{(${inside})\}`;
const NAME = String.raw`\s*\{?\s*(\\[a-zA-Z]+|\\[^])\s*\}?\s*`;

const ARGUMENTS = String.raw`(?:\[(\d)\]\s*)?(?:\[([^\]]*)\]\s*)?`;

const COMMAND = every`\\(?:re)?newcommand\*?${NAME}${ARGUMENTS}${GROUP}`;
const ENVIRONMENT =
  every`\\(?:re)?newenvironment\*?\s*\{([a-zA-Z]+)\}\s*${ARGUMENTS}${GROUP}\s*${GROUP}`;
const DELIMITER = every`\\DeclarePairedDelimiter${NAME}${GROUP}\s*${GROUP}`;
const OPERATOR = every`\\DeclareMathOperator(\*?)${NAME}${GROUP}`;

/** Drops an argument. */
const no = (n: number) => String.raw`\@firstoftwo{}{#${n}}`;

/** Commands of MathJax in those of temml. */
export const COMMANDS: Macros = {
  "\\mbox": "\\text{#1}",
  "\\require": no(1),
  "\\class": "{#2}" + no(1),
  "\\cssId": "{#2}" + no(1),
  "\\style": "{#2}" + no(1),
  "\\href": "{#2}" + no(1),
  "\\data": "{#2}" + no(1),
  "\\texttip": "{#1}" + no(2),
  "\\mathtip": "{#1}" + no(2),
  "\\scr": "\\mathscr",
  "\\mmlToken": "{#2}" + no(1),
  "\\enclose": "\\boxed{#2}" + no(1),
  "\\cases": "\\begin{cases}#1\\end{cases}",
  "\\pmatrix": "\\begin{pmatrix}#1\\end{pmatrix}",
  "\\eqalign": "\\begin{aligned}#1\\end{aligned}",
  "\\eqalignno": "\\begin{aligned}#1\\end{aligned}",
  "\\leqalignno": "\\begin{aligned}#1\\end{aligned}",
  "\\displaylines": "\\begin{gathered}#1\\end{gathered}",
  "\\hdotsfor": "\\dots" + no(1),
  "\\cline": no(1),
  "\\multicolumn": "{#3}" + no(1) + no(2),
  "\\intertext": "\\\\\\text{#1}\\\\",
  "\\shoveleft": "#1",
  "\\shoveright": "#1",
  "\\hfill": "\\quad",
  "\\ensuremath": "{#1}",
  "\\mathbbm": "\\mathbb{#1}",
  "\\mathds": "\\mathbb{#1}",
  "\\symbf": "\\mathbf{#1}",
  "\\symup": "\\mathrm{#1}",
  "\\mit": "\\it",
  "\\oldstyle": "",
  "\\null": "{}",
  "\\strut": "{}",
  "\\skew": no(1),
  "\\Rule": "\\rule{#1}{#2}" + no(3),
  "\\Space": "\\hspace{#1}" + no(2) + no(3),
  "\\nicefrac": "\\tfrac{#1}{#2}",
  "\\undertilde": "\\underset{\\sim}{#1}",
};

/** Other forms, and their replacements. */
const FORMS: [RegExp, string | ((...groups: string[]) => string)][] = [
  [/&(lt|gt|amp);/g, (_, name) => ({ lt: "<", gt: ">", amp: "&" })[name]!],
  [
    every`\\begin\{(array|eqnarray\*?)\}\s*(?:\[[tbc]\])?(?:${GROUP})?`,
    (all, name, columns) =>
      name !== "array"
        ? `\\begin{array}{rcl}${columns === undefined ? "" : `{${columns}}`}`
        : columns === undefined
        ? all
        : `\\begin{array}{${plainColumns(columns)}}`,
  ],
  [/\\end\{eqnarray\*?\}/g, "\\end{array}"],
  [/\\(begin|end)\{flalign(\*?)\}/g, "\\$1{align$2}"],
  [/\\(begin|end)\{multlined\}(?:\[[^\]]*\])*/g, "\\$1{gathered}"],
  [
    every`\\begin\{(?:sub)?numcases\}\s*${GROUP}`,
    "$1\\begin{cases}",
  ],
  [/\\end\{(?:sub)?numcases\}/g, "\\end{cases}"],
  [
    /\\begin\{empheq\}\s*(?:\[[^\]]*\])?\s*\{(\w+\*?)\}([^]*?)\\end\{empheq\}/g,
    "\\begin{$1}$2\\end{$1}",
  ],
  [/\\(begin|end)\{(displaymath|math|subequations)\}/g, ""],
  [/\\root\s*([^\\{}]+|\{[^{}]*\})\\of(?![a-zA-Z])/g, "\\sqrt[$1]"],
  [/\\buildrel\s*([^{}]*?)\\over(?![a-zA-Z])/g, "\\overset{$1}"],
  [/\\bbox\s*\[[^\]]*\]/g, ""],
  [
    /\\unicode\s*(?:\[[^\]]*\])*\{\s*(?:x([\da-f]{1,6})|(\d{1,7}))\s*\}/gi,
    (_, hex, decimal) => {
      const code = hex ? parseInt(hex, 16) : Number(decimal);
      return code <= 0x10ffff ? `\\text{${String.fromCodePoint(code)}}` : "";
    },
  ],
  [
    /\\(text|mbox)\{([^{}$\\]*)\}/g,
    (_, name, text) => `\\${name}{${text.replaceAll(/[_#&]/g, "\\$&")}}`,
  ],
  [every`\\toggle\s*${GROUP}[^]*?\\endtoggle`, "{$1}"],
  [
    every`([_^])\s*(\\(?:sqrt|[dt]?frac|binom)\s*(?:\[[^\]]*\])?(?:\{${inside}\})+)`,
    "$1{$2}",
  ],
];

/**
 * Rewrites a formula for temml.
 *
 * @param macros where the formula's definitions go; they hold for the whole page
 * @returns the formula without those definitions
 */
export function translate(tex: string, macros: Macros): string {
  const rest = tex
    .replaceAll(OPERATOR, (_, star, name, body) => {
      macros[name] = `\\operatorname${star}{${body}}`;
      return "";
    })
    .replaceAll(COMMAND, (_, name, count, first, body) => {
      macros[name] = macro(Number(count ?? 0), first, body);
      return "";
    })
    .replaceAll(ENVIRONMENT, (_, name, count, first, begin, end) => {
      macros[`\\begin@${name}`] = macro(Number(count ?? 0), first, begin);
      macros[`\\end@${name}`] = end;
      return "";
    })
    .replaceAll(DELIMITER, (_, name, left, right) => {
      macros[name] = `${left}#1${right}`;
      macros[`${name}@star`] = `\\left${left}#1\\right${right}`;
      return "";
    })
    .replaceAll(/(\\[a-zA-Z]+)\*/g, (all, name) => {
      return macros[`${name}@star`] ? `${name}@star ` : all;
    })
    .replaceAll(/\\(begin|end)\{([a-zA-Z]+)\}/g, (all, part, name) => {
      const own = `\\${part}@${name}`;
      return own in macros ? `${own} ` : all;
    });
  for (const [, tag] of rest.matchAll(/\\tag\*?\s*\{([^{}]*)\}/g)) {
    const [, name] = /\\label\s*\{([^{}]*)\}/.exec(rest) ?? [];
    if (name !== undefined) macros[`tag of ${name}`] = tag;
  }
  return FORMS.reduce(
    (text, [form, by]) => text.replaceAll(form, by as string),
    rest,
  ).replaceAll(/\\(eq)?ref\s*\{([^{}]*)\}/g, (_, eq, name) => {
    const tag = macros[`tag of ${name}`] ?? "???"; // as in JupyterLab
    return `\\text{${eq ? `(${tag})` : tag}}`;
  });
}

/** A macro with so many arguments, of which the first may be optional. */
function macro(count: number, first: string | undefined, body: string) {
  // Temml counts the arguments that the body uses.
  const isUsed = (n: number) => body.includes(`#${n}`);
  for (let n = 1; n <= count; n++) if (!isUsed(n)) body += no(n);
  if (first === undefined) return body;
  return (expander: Expander) => {
    let value = first;
    expander.consumeSpaces();
    if (expander.future().text === "[") {
      expander.popToken();
      value = expander.consumeArg(["]"]).tokens.reverse()
        .map(({ text }) => /^\\[a-z]/i.test(text) ? `${text} ` : text).join("");
    }
    return body.replaceAll(
      /#(\d)/g,
      (_, n) => n === "1" ? `{${value}}` : `#${n - 1}`,
    );
  };
}

/** The columns of an array that MathML knows: left, centred, right, and lines. */
function plainColumns(columns: string): string {
  const repeat = every`\*\s*\{\s*(\d{1,2})\s*\}\s*${GROUP}`;
  return columns
    .replaceAll(repeat, (_, n, part) => part.repeat(Number(n)))
    .replaceAll(every`[@!<>]\s*${GROUP}`, "")
    .replaceAll(every`[pmb]\s*${GROUP}`, "l");
}
