/**
 * A notebook with everything that a page must show, and small functions with
 * which the report's tests make notebooks.
 *
 * @module
 */

import { svgImage } from "@lab/svg";
import type {
  Cell,
  CodeCell,
  Json,
  MarkdownCell,
  MimeBundle,
  Notebook,
  Output,
} from "@lab/nbformat";

let cells = 0;

/** A Markdown cell. */
export function md(
  source: string,
  attachments?: Record<string, MimeBundle>,
): MarkdownCell {
  return {
    id: `m${++cells}`,
    cell_type: "markdown",
    metadata: {},
    source,
    ...(attachments ? { attachments } : {}),
  };
}

/** A code cell with its outputs. */
export function code(
  source: string,
  outputs: Output[] = [],
  metadata: Record<string, Json> = {},
): CodeCell {
  return {
    id: `c${++cells}`,
    cell_type: "code",
    metadata,
    source,
    execution_count: null,
    outputs,
  };
}

/** Something displayed. */
export function display(
  data: MimeBundle,
  metadata: Record<string, Json> = {},
): Output {
  return { output_type: "display_data", data, metadata };
}

/** Something printed. */
export function printed(
  text: string,
  name: "stdout" | "stderr" = "stdout",
): Output {
  return { output_type: "stream", name, text };
}

/** A notebook of these cells. */
export function notebook(...cells: Cell[]): Notebook {
  return {
    cells,
    metadata: { language_info: { name: "typescript" } },
    nbformat: 4,
    nbformat_minor: 5,
  };
}

/** A figure as the lessons draw them, with a style element and an id. */
export function figure(alt: string): MimeBundle {
  const bars = [0.09, 0.24, 0.67].map((p, i) =>
    `<rect x="${60 + i * 190}" y="${260 - p * 300}" width="150" height="${
      p * 300
    }" fill="url(#fade)"/><text x="${135 + i * 190}" y="285">${p}</text>`
  ).join("");
  return svgImage(
    '<svg xmlns="http://www.w3.org/2000/svg" class="lab-figure" role="img" ' +
      `aria-label="${alt}" width="640" height="320" viewBox="0 0 640 320">` +
      "<style>.lab-figure{--ink:var(--lab-ink,#1c2026);color:var(--ink)}" +
      "@media(prefers-color-scheme:dark){.lab-figure{--ink:var(--lab-ink,#e8eaed)}}" +
      ".lab-figure text{fill:currentColor;font:14px sans-serif;text-anchor:middle}</style>" +
      '<defs><linearGradient id="fade" y2="1" x2="0"><stop stop-color="#2b62cc"/>' +
      `<stop offset="1" stop-color="#018bb8"/></linearGradient></defs>${bars}</svg>`,
    alt,
  );
}

/** A grey dot, 16 by 16 pixels. */
export const PNG =
  "iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAAAAAA6mKC9AAAAMklEQVR42mP4jwYYwGQUGCAEoqIQIgxIfLAIAzIfJMKAwgeK0EgAw1pMh2E6HdNzyAAAE36adeLeQNsAAAAASUVORK5CYII=";

/** A cell of every kind, and every kind of output. */
export function sample(): Notebook {
  return notebook(
    md(`# From scores to probabilities with $\\operatorname{softmax}$

A model that must choose between **buy**, **hold** and **sell** gives each a *score*. This page turns scores
$z = (z_1, \\dots, z_n)$ into probabilities $p_i = e^{z_i} / \\sum_j e^{z_j}$, and asks what the difference
between two scores is worth. Prices such as $5 and $6 are no formulas, nor is \\$7.

By the end you can say why a gap of $2.0$ is a ratio of $e^2 \\approx 7.39$, and read
[the next part](02_cross_entropy.ipynb), which builds on [the definition](#The-definition).`),
    md(`## The definition

$$
\\operatorname{softmax}(z)_i = \\frac{e^{z_i}}{\\sum_{j=1}^{n} e^{z_j}}
$$

It does not change when a constant is added to every score:

\\begin{align}
\\operatorname{softmax}(z + c)_i &= \\frac{e^{z_i + c}}{\\sum_{j} e^{z_j + c}} \\\\
&= \\frac{e^{c}\\, e^{z_i}}{e^{c} \\sum_{j} e^{z_j}} = \\operatorname{softmax}(z)_i
\\end{align}

A long one, which scrolls on a phone: $$\\frac{\\partial L}{\\partial z_i} = -\\frac{1}{p_y} \\frac{\\partial p_y}{\\partial z_i} = -\\frac{1}{p_y}\\, p_y\\,(\\delta_{iy} - p_i) = p_i - \\delta_{iy} = \\operatorname{softmax}(z)_i - \\operatorname{onehot}(y)_i$$

### Three properties

1. Every $p_i$ is positive, as $e^x > 0$ for all $x \\in \\mathbb{R}$.
2. They sum to one: $\\sum_i p_i = 1$.
3. The order stays: $z_i > z_j \\implies p_i > p_j$.

> "A number that the prose states is computed in a cell near it." With \`const p = softmax(z)\` that is $p_1$.`),
    code(
      `import { softmax } from "@lab/kernels";

/** Scores for buy, hold and sell. */
const logits = [2.0, 1.0, 0.1];
const p = softmax(logits, { temperature: 1 }); // shape [3]
for (const [i, name] of ["buy", "hold", "sell"].entries()) {
  console.log(\`\${name.padEnd(5)} \${p[i].toFixed(4)}\`);
}`,
      [
        printed("buy   0.6590\nhold  0.2424\nsell  0.0986\n"),
      ],
    ),
    code(`await show(bars(p), { alt: "Three bars." });`, [
      display(
        figure(
          "Three bars: buy 0.09, hold 0.24, sell 0.67. The last is the tallest.",
        ),
      ),
    ]),
    md(`> **Before you run:** which bar is the tallest when $z_1 = 0.1$?
>
> - The last, with $p_3$
> - $p_1$
>
> <details><summary>Replies</summary>
>
> - Right: $z_3$ is the largest.
> - No, see [the definition](#The-definition).
>
> </details>`),
    code(`await show(bars(p));`, [
      display(figure("The same three bars again.")),
    ]),
    md(
      `## Tables, lists and folds

| decision | logit | probability | $P(y \\mid x)$ | what a reader would do with it |
| :------- | ----: | ----------: | :-----------: | :----------------------------- |
| buy      |   2.0 |      0.6590 |    $p_1$      | a position of 66 % of the most |
| hold     |   1.0 |      0.2424 |    $p_2$      | none                           |
| sell     |   0.1 |      0.0986 |    $p_3$      | none                           |

<details>
<summary>Solution: the ratio of two probabilities is $e^{z_i - z_j}$</summary>

\`\`\`ts
const ratio = Math.exp(2.0 - 0.0); // 7.389
\`\`\`

So a gap of 2.0 is a ratio of $e^2$.

</details>

- A list with \`code\`, *emphasis*, ~~a mistake~~ and a [link](https://example.org/).
- Another item
  - nested, with an image: ![a grey dot](attachment:dot.png)

#### In other languages

\`\`\`python
def softmax(z):
    e = np.exp(z - z.max())  # stable
    return e / e.sum()
\`\`\`

\`\`\`bash
deno task report notebooks/01_softmax.ipynb --out reports # every flag
\`\`\``,
      { "dot.png": { "image/png": PNG } },
    ),
    md("## What came out"),
    code(
      `const table = logits.map((z, i) => ({ decision: ["buy", "hold", "sell"][i], logit: z, probability: p[i], "log-probability": Math.log(p[i]) }));
table`,
      [{
        output_type: "execute_result",
        execution_count: 3,
        metadata: {},
        data: {
          "text/plain":
            '[\n  { decision: \x1b[32m"buy"\x1b[39m, logit: \x1b[33m2\x1b[39m, probability: \x1b[33m0.6590011388859679\x1b[39m, seen: \x1b[1mtrue\x1b[22m },\n  { decision: \x1b[32m"hold"\x1b[39m, logit: \x1b[33m1\x1b[39m, probability: \x1b[33m0.2424329707047139\x1b[39m, seen: \x1b[90mundefined\x1b[39m }\n]',
        },
      }],
    ),
    code("await rank(table)", [
      display({
        "text/html":
          `<style>.best { font-weight: 700; background: #dfeeff } table.ranks th { color: #335 }</style>
<table class="ranks"><caption>Ranks of the three decisions</caption><thead><tr><th>decision</th><th>rank</th></tr></thead>
<tbody><tr class="best"><td>buy</td><td style="text-align:right">1</td></tr><tr><td>hold</td><td style="text-align:right">2</td></tr></tbody></table>`,
        "text/plain": "buy 1, hold 2",
      }),
      display({
        "text/markdown": "Of the two, **buy** has $\\log p = -0.417$.",
      }),
      display({ "application/json": { best: "buy", p: 0.659, all: [1, 2] } }),
      display({ "text/latex": "$$\\log p_y = z_y - \\log\\sum_j e^{z_j}$$" }),
      display({
        "image/png": PNG,
        "text/plain": "A grey dot.",
      }, { "image/png": { width: 40, height: 40 } }),
      display({
        "image/svg+xml":
          '<svg width="120" height="60"><title>A white disc with a name</title><circle cx="30" cy="30" r="25" fill="none" stroke="black"/><text x="60" y="35">disc</text></svg>',
      }),
    ]),
    code(`for await (const step of train()) report(step);`, [
      printed("  0%|          |\r 50%|█████     |\r100%|██████████| 60/60\n"),
      printed(
        "\x1b[1m\x1b[33mwarning\x1b[0m: \x1b[38;5;208mthe learning rate\x1b[0m is \x1b[41mhigh\x1b[0m\n",
        "stderr",
      ),
    ]),
    code(`softmax([1, NaN]);`, [{
      output_type: "error",
      ename: "RangeError",
      evalue: "Cannot take softmax: logit 1 is NaN",
      traceback: [
        "\x1b[31mRangeError\x1b[39m: Cannot take softmax: logit 1 is NaN",
        "    at softmax (file:///lib/kernels/softmax.ts:31:11)",
        "    at <anonymous>:1:22",
      ],
    }]),
    code(`console.log("seen once the fold is open");`, [printed("folded\n")], {
      tags: ["hide-input"],
    }),
    md(`## More of everything

A claim with a note[^1], another with a longer one[^long], and the first again[^1].

Logit
: A score before softmax, any real number $z_i$.

Nat
: The unit of surprise with the natural logarithm.
: A bit is $\\ln 2$ nats.

- [x] stable softmax
- [ ] label smoothing

\`\`\`sql
SELECT decision, avg(p) FROM trades WHERE p > 0.5 GROUP BY decision; -- confident
\`\`\`

\`\`\`html
<figure class="bars"><img src="p.png" alt="Three bars"></figure>
\`\`\`

\`\`\`diff
- loss = -log(softmax(z)[y])
+ loss = logSumExp(z) - z[y]
\`\`\`

![a dot as data](data:image/png;base64,${PNG})

[^1]: So says the page itself.
[^long]: With a formula, $e^0 = 1$.

    And a second paragraph.`),
    code("await show(report)", [
      display({
        "application/json": {
          run: { seed: 14, steps: 3, rate: 0.5, name: "softmax regression" },
          losses: Array.from({ length: 30 }, (_, i) => ({
            step: i,
            loss: 1.0986 / (1 + i / 50),
            note: "the loss goes down from ln 3, as it should",
          })),
          done: true,
          next: null,
        },
      }),
      display({
        "application/vnd.vegalite.v5+json": {
          mark: "bar",
          data: { values: [{ a: 1 }, { a: 2 }] },
          encoding: { x: { field: "a", type: "quantitative" } },
        },
        "text/plain": "<VegaLite 5 object>",
      }),
    ]),
    code("for (let i = 1; i <= 80; i++) console.log(step(i))", [
      printed(
        Array.from(
          { length: 80 },
          (_, i) =>
            `step ${i + 1}: loss \x1b[33m${(1 / (i + 1)).toFixed(4)}\x1b[39m`,
        )
          .join("\n"),
      ),
    ]),
    md(`## What you saw

Every number above was computed on this page. Next: [cross-entropy](02_cross_entropy.ipynb#The-loss).`),
  );
}

/** Everything that could be wider than a phone. */
export function wide(): Notebook {
  const word = "a".repeat(120);
  const sum = "a + b + c + d + e + f + g + h + i + j + k + l + m + n + o + p";
  const fraction = `\\frac{${sum}}{2}`;
  const svg = '<svg width="900" height="40" aria-label="A bar."><rect ' +
    'width="900" height="40"/></svg>';
  return notebook(
    md(`# Wide things: ${word}

Text $${sum} = 1$, text $${fraction}$ and $\\begin{pmatrix}${
      sum.replaceAll("+", "&")
    }\\end{pmatrix}$.

## $$${sum} = 1$$

- An item: $$${sum} = 1$$

> $$${sum} = 1$$

\\begin{align}${sum} &= 1 \\\\ &= 2\\end{align}

${word} \`${word}\` [${word}](https://example.org/${word})

| ${word} | $${fraction}$ |
| :------ | ------------- |
| one     | $${fraction}$ |

<div style="width: 2000px">wide</div>
<pre>${word}</pre>

${svg}

![A bar.](data:image/svg+xml,${encodeURIComponent(svg)}) in the text`),
    code(`const name = "${word}";`, [
      printed(word),
      printed(word, "stderr"),
      { output_type: "error", ename: word, evalue: word, traceback: [word] },
      display({ "text/html": '<div style="width: 2000px">wide</div>' }),
      display({ "text/html": `<pre>${word}</pre>${svg}` }),
      display({ "text/latex": `$\\displaystyle ${fraction}$` }),
      display({ "application/json": { [word]: word } }),
      display({ "image/svg+xml": svg }),
    ]),
  );
}
