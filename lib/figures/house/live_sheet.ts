/**
 * The style sheet that computes softmax from the buttons that are chosen.
 *
 * A variable that is registered as an integer is computed where it is set, and CSS
 * makes 0 of NaN there; any other is put in as text, so that an Infinity or a NaN
 * lives to the end of the formula. (0*x is NaN for both, so 1 - 0*x says whether x is
 * finite. Firefox divides by way of 1/x, which is Infinity for the smallest x.) None
 * is registered as a number: Chromium would round it to six digits.
 *
 * @module
 */

import { classColor, COLUMN } from "./palette.ts";

/** What differs between the sheets of figures. */
export interface LiveSettings {
  /** The names of the classes. */
  names: string[];
  /** The values of each dial by its letter: a to j for the scores, t for T, s for c. */
  dials: Record<string, number[]>;
  /** Scores, for those without a dial. */
  logits: number[];
  /** Which of the columns and lines there are. */
  shows: ("stable" | "naive" | "gradient" | "loss" | "entropy")[];
}

/**
 * The style element of a figure.
 *
 * @param scope the class of the figure, which no figure with another sheet has
 */
export function liveSheet(settings: LiveSettings, scope: string): string {
  const rules = [...looks(settings), ...arithmetic(settings, scope)].join("");
  // Browsers with the last of these, relative colours, also have @property and :has().
  return `<style>@supports(width:calc(1px*sign(exp(1)))) and (color:rgb(from red r g b)){${rules}}</style>`;
}

/** Whether the reader chooses the right class. */
export function hasTarget({ shows }: Pick<LiveSettings, "shows">): boolean {
  return shows.includes("loss") || shows.includes("gradient");
}

const property = (name: string) =>
  `@property --_${name}{syntax:"<integer>";inherits:true;initial-value:0}`;

const counterStyle = (name: string, rules: string) =>
  `@counter-style ${name}{${rules}}`;

/** Prints 0 as the first of these texts, 1 as the second, ... */
function texts(...texts: string[]): string {
  const quoted = texts.map((text) =>
    `"${
      text.replaceAll(
        /["\\\n<]/g,
        (character) => `\\${character.charCodeAt(0).toString(16)} `,
      )
    }"`
  );
  return `system:fixed 0;symbols:${quoted.join(" ")}`;
}

/** Rules that set these variables. */
function set(selector: string, variables: Record<string, unknown>): string {
  const all = Object.entries(variables)
    .map(([name, value]) => `--${name}:${value}`);
  return `${selector}{${all.join(";")}}`;
}

// A number is printed as a beginning, or a word, and a fraction. That counts minus
// its thousandths, with the point for a sign; above 0 it is empty.
const NUMBERS = [
  counterStyle("lab-e", 'system:cyclic;symbols:""'),
  counterStyle("lab-z", 'system:fixed 0;symbols:".000";fallback:lab-e'),
  counterStyle(
    "lab-f",
    'system:extends decimal;negative:".";pad:4 "0";range:-999 -1;fallback:lab-z',
  ),
  // Of a probability, a gradient, and the gradient of the right class.
  counterStyle(
    "lab-p",
    texts(
      ...["0", "<0", ">0", "0", "1", "NaN"],
      ...["+0", "<+0", ">+0", "0", "+1", ""],
      ...["−0", ">−0", "<−0", "0", "−1"],
    ),
  ),
  ...["k", "e", "w"].map(property),
];

/** For the loss and the entropy. */
const NATS = [
  counterStyle(
    "lab-i",
    "system:extends decimal;range:0 infinite;fallback:lab-e",
  ),
  counterStyle("lab-w", texts("", "<0", "0", ">", "∞")),
  ...["I", "F"].map(property),
];
const NATS_TEXT = 'counter(w,lab-w) counter(i,lab-i) counter(f,lab-f) " nats"';

/** For what happens to the naive softmax. */
const VERDICT = [
  counterStyle(
    "lab-v",
    texts(
      "Naive and stable agree.",
      "Naive: wrong digits. Its exponentials are too close to 0.",
      "Naive: overflow. This browser’s style sheets compute in float32, where exp ends at 88.72. ∞/∞ is not a number.",
      "Naive: overflow. This browser’s style sheets compute in float64, where exp ends at 709.78. ∞/∞ is not a number.",
      "Naive: underflow. The exponentials sink to 0, and 0/0 is not a number.",
      "Naive: division by T = 0 gives no numbers. Stable takes the limit.",
    ),
  ),
  ...["o", "h", "d", "v"].map(property),
];

/** The rules that depend on the classes and on the dials. */
function arithmetic(settings: LiveSettings, scope: string): string[] {
  const { names, dials, logits, shows } = settings;
  const each = (term: (z: string) => string, join = " + ") =>
    names.map((_, i) => term(`var(--z${i})`)).join(join);
  const naive = (z: string) => `exp(var(--i,var(--b))*(${z} + var(--c)))`;
  const stable = (z: string) => `exp(var(--b)*(${z} - var(--m)))`;
  const chosen = (button: string) => `.${scope}:has(.${button}:checked)`;
  // b is 1/T. At 0 that is large enough for the limit; naively it is Infinity.
  const inverse = (T: number) =>
    T === 0
      ? { b: "1e30", i: "infinity", x: 1, _v: 5 }
      : { b: T === Infinity ? 0 : `calc(1/${T})` };
  return [
    set(`.${scope}`, {
      ...{ b: 1, c: 0, x: 0 },
      ...Object.fromEntries(logits.map((z, i) => [`z${i}`, z])),
      m: `max(${each((z) => z, ",")})`,
      S: `(${each(stable)})`,
      ...(shows.includes("naive") && {
        s: `(${each(naive)})`,
        // 1 where the sum is a number, the largest error, and 1 in float64.
        _o: "calc(1 - 0*(var(--s)/var(--s)))",
        _h: `calc(1000*max(${
          each((z) => `${naive(z)}/var(--s) - ${stable(z)}/var(--S)`, ",")
        }))`,
        _d: "calc(1 - 0*exp(89))",
        _v:
          "calc(var(--_o)*min(1,var(--_h)) + (1 - var(--_o))*(4 - min(1,var(--s))*(2 - var(--_d))))",
      }),
      ...(shows.includes("entropy") && {
        A: `(${each((z) => `${stable(z)}*(var(--m) - ${z})`)})/var(--S)`,
      }),
    }),
    ...Object.entries(dials).flatMap(([letter, values]) =>
      values.map((value, i) =>
        set(
          chosen(letter + i),
          letter === "t" ? inverse(value) : {
            [letter === "s" ? "c" : `z${"abcdefghij".indexOf(letter)}`]: value,
          },
        )
      )
    ),
    ...names.map((_, i) =>
      set(`.${scope} .r${i}`, { z: `var(--z${i})`, C: classColor(i) })
    ),
    ...(hasTarget(settings)
      ? names.flatMap((_, i) => [
        set(chosen(`y${i}`), { Z: `var(--z${i})`, y: i }),
        set(`${chosen(`y${i}`)} .r${i}`, { Y: 1 }),
      ])
      : []),
    ...(shows.includes("loss")
      ? [
        counterStyle(`${scope}-t`, texts(...names)),
        `.${scope} .lab-l::before{content:"Loss −log p(" counter(y,${scope}-t) "): " ${NATS_TEXT}}`,
      ]
      : []),
  ];
}

const bar = (color: string, start: string, length: string) =>
  `linear-gradient(${color},${color}) ${start} 100%/${length} 10px no-repeat`;

// A number of thousandths k, or of whole nats I and thousandths F, that looks like 0, like 1, or is too long.
const LOW = "(1 - min(1,var(--_k)))";
const HIGH = "max(0,var(--_k) - 999)";
const TINY = "(1 - min(1,var(--_I) + var(--_F)))";
const HUGE = "max(0,var(--_I) - 999999)";

/** The rules that figures have in common. */
function looks(settings: LiveSettings): string[] {
  const { shows } = settings;
  return [
    ".lab-sm-still{display:none!important}",
    `.lab-sm{display:block!important;max-width:${COLUMN}px;box-sizing:border-box;padding:14px min(14px,1.5%);font:15px/1.35 system-ui,sans-serif;print-color-adjust:exact}`,
    ".lab-sm strong{display:block;font-size:18px;line-height:23px;text-wrap:balance}",
    ".lab-sm>span,.lab-sm [role=columnheader]{color:var(--muted);font-size:min(14px,3.7vw);line-height:1.2;overflow-wrap:normal}.lab-sm small{font-size:12px}",
    ".lab-sm p{margin:12px 0 0}",
    // A dial: its name beside it, or above it on a phone.
    ".lab-dial{display:flex;flex-wrap:wrap;column-gap:8px;margin-top:6px}",
    ".lab-dial b{flex:1 0 7em;max-width:100%;overflow-wrap:anywhere;line-height:1.1;padding-top:6px}.lab-dial i{font-weight:400;font-style:normal;color:var(--muted)}",
    ".lab-dial>[role]{flex:99 1 330px;display:grid;grid-auto-flow:column;grid-auto-columns:minmax(0,1fr);background:linear-gradient(var(--grid),var(--grid)) 0 13.5px/100% 3px no-repeat}",
    ".lab-sm label{display:flex;flex-direction:column-reverse;align-items:center;white-space:nowrap;font-size:12px;line-height:16px;color:var(--muted)}",
    // A button lies over its text, so that both can be hit.
    ".lab-sm input{appearance:none;border:0;border-radius:6px;width:100%;height:46px;margin:0 0 -16px;cursor:pointer;background:radial-gradient(circle at 50% 15px,var(--muted) 3px,#0000 4px)}",
    ".lab-sm input:hover{background:radial-gradient(circle at 50% 15px,var(--muted) 6px,#0000 7px)}",
    ".lab-sm input:checked{background:radial-gradient(circle at 50% 15px,var(--C,var(--ink)) 9px,#0000 10px)}",
    ".lab-sm input:focus-visible{outline:2px solid var(--ink);outline-offset:-1px}",
    ".lab-sm label:has(:checked){color:inherit}",
    // The results.
    ".lab-sm [role=table]{display:grid;grid-template-columns:fit-content(28%) repeat(var(--cols),minmax(0,1fr));gap:8px min(16px,3%);margin-top:14px}",
    ".lab-sm [role=row]{display:contents;--Y:0;--P:exp(var(--b)*(var(--z) - var(--m)))/var(--S)}",
    ".lab-sm [role=rowheader]{overflow-wrap:anywhere;font-weight:700;align-self:center}",
    `.lab-sm [role=cell]{--q:var(--P);--l:0%;--u:100%;--_k:calc(1000*var(--_w)*(var(--q)));--_e:var(--x);--_w:calc(1 - 0*(var(--q)));padding-bottom:14px;font-size:min(17px,4vw);white-space:nowrap;font-variant-numeric:tabular-nums;color:color-mix(in srgb,var(--ink) calc(100%*var(--_w)),var(--warm));background:${
      bar("var(--C)", "var(--l)", "calc(var(--u)*var(--_k)/1000)")
    },${bar("color-mix(in srgb,var(--grid) 45%,transparent)", "0", "100%")}}`,
    `.lab-sm [role=cell]::before{counter-reset:l calc(${LOW}*(1 + 2*var(--_e)) + ${HIGH}*(2 + 2*var(--_e)) + 4*(1 - var(--_w)) + var(--g,0)) f calc(${LOW}*(2*var(--_e) - 1) + ${HIGH}*(1 + 1000*var(--_e)) + 2*(1 - var(--_w)) - var(--_k));content:counter(l,lab-p) counter(f,lab-f)}`,
    ...NUMBERS,
    ...(hasTarget(settings)
      ? [
        ".lab-sm [role=rowheader] label{flex-direction:row-reverse;justify-content:flex-end;gap:4px;font:inherit;color:inherit;white-space:normal;min-height:28px}",
        ".lab-sm [role=rowheader] input{width:24px;height:28px;margin:0;flex:none;background:radial-gradient(circle,#0000 6px,var(--muted) 7px 8px,#0000 9px)}",
        ".lab-sm [role=rowheader] :checked{background:radial-gradient(circle,var(--ink) 5px,#0000 6px 7px,var(--ink) 8px 9px,#0000 10px)}",
      ]
      : []),
    ...(shows.includes("naive")
      ? [
        ...VERDICT,
        ".lab-sm .lab-n{--q:exp(var(--i,var(--b))*(var(--z) + var(--c)))/var(--s);--_e:calc(var(--_w)*(1 - sign(var(--q))*sign(1 - var(--q))))}",
        ".lab-v{min-height:2.7em;color:color-mix(in srgb,var(--muted) calc(100%*var(--_o)),var(--warm))}.lab-v::before{counter-reset:v calc(var(--_v));content:counter(v,lab-v)}",
        "@media(max-width:600px){.lab-v{min-height:4.05em}}",
      ]
      : []),
    // From the middle to the right, or to the left for the right class.
    ...(shows.includes("gradient")
      ? [
        ".lab-sm .lab-g{--q:abs(var(--Y) - var(--P));--u:50%;--l:calc(50%*(1000 - var(--Y)*var(--_k))/(1000 - .5*var(--_k)));--g:calc(6 + 6*var(--Y))}",
      ]
      : []),
    ...(shows.includes("loss") || shows.includes("entropy")
      ? [
        ...NATS,
        ".lab-l{--L:(log(var(--S)) - var(--b)*(var(--Z) - var(--m)));font-weight:700}",
        ".lab-h{--L:(log(var(--S)) + (1 - var(--x))*var(--b)*var(--A))}",
        ".lab-l,.lab-h{--_I:min(1000000,round(down,var(--L) + .0005,1));--_F:min(999,1000*(var(--L) - var(--_I)))}",
        `.lab-l::before,.lab-h::before{counter-reset:y calc(var(--y,0)) w calc(${TINY}*(1 + var(--x)) + ${HUGE}*(3 + var(--x))) i calc(var(--_I) - ${TINY} - 2000000*${HUGE}*var(--x)) f calc(${TINY}*(2*var(--x) - 1) + 1000*${HUGE} - var(--_F))}`,
        `.lab-h::before{content:"Entropy: " ${NATS_TEXT}}`,
      ]
      : []),
    "@media print{.lab-sm{display:none!important}.lab-sm-still{display:block!important}}",
  ];
}
