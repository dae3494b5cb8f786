/// <reference lib="dom" />
import {
  assert,
  assertEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import type { Page } from "playwright-core";
import { liveSoftmax } from "@lab/figures";
import { crossEntropy, entropy, softmax } from "@lab/kernels";
import { browserTest, testIn } from "../browser.ts";
import { findFirefox, inFirefox } from "../firefox.ts";
import { open } from "../report/look.ts";
import { render } from "../report/read.ts";
import { code, display } from "../report/sample.ts";
import { bundle } from "./samples.ts";

const many = [-3, -2.2, 1.5, -0.25, 0.2, -1.7, -2.7, 1.1, 1.08, 2.6];
const figures = {
  "three classes": liveSoftmax([1.2, 0.3, -0.8], {
    classes: ["buy", "hold", "sell"],
  }),
  "two classes, far apart": liveSoftmax([500, 3], {
    classes: ['"a" <b>', "\\"],
    shows: ["stable", "naive", "gradient", "loss", "entropy"],
  }),
  "ten classes": liveSoftmax(many, { target: 9 }),
};

/** A page of them, as the exporter writes it. */
const html = () =>
  render(
    ...Object.values(figures).map((figure) =>
      code("f()", [display(bundle(figure))])
    ),
  ).html;

/** A dial or the choice of the right class: the text of each button. */
type Dials = string[][];
/** One button of each dial, and what the page then shows. */
interface Shown {
  columns: string[][];
  lines: string[];
}

/** Runs in the page: the dials of each figure, or the text that each state makes of its counters. */
function look(states?: number[][][]) {
  const styles = new Map<string, CSSCounterStyleRule>();
  const collect = (rules: CSSRuleList) => {
    for (const rule of rules) {
      const { name } = rule as CSSCounterStyleRule;
      if ("symbols" in rule) styles.set(name, rule as CSSCounterStyleRule);
      if ("cssRules" in rule) collect(rule.cssRules as CSSRuleList);
    }
  };
  for (const { cssRules } of document.styleSheets) collect(cssRules);
  const write = (value: number, name: string): string => {
    const style = styles.get(name)!;
    const symbols = [...style.symbols.matchAll(/"((?:\\.|[^"])*)"/g)]
      .map(([, text]) => text.replaceAll(/\\(.)/g, "$1"));
    if (style.system.startsWith("cyclic")) return symbols[0];
    const [low, high] = style.system.startsWith("extends")
      ? style.range.split(" ").map((end) =>
        end === "infinite" ? Infinity : Number(end)
      )
      : [0, symbols.length - 1];
    if (value < low || value > high) return write(value, style.fallback);
    if (symbols.length) return symbols[value];
    const digits = String(Math.abs(value));
    return value < 0 ? `.${digits.padStart(3, "0")}` : digits;
  };
  const text = (node: Element) => {
    const { content, counterReset } = getComputedStyle(node, "::before");
    const values = new Map(
      [...counterReset.matchAll(/(\S+) (-?\d+)/g)].map(([, name, value]) => [
        name,
        Number(value),
      ]),
    );
    const parts = /counter\(([\w-]+), ([\w-]+)\)|"((?:\\.|[^"])*)"/g;
    return [...content.matchAll(parts)].map(([, name, style, said]) =>
      said ?? write(values.get(name)!, style)
    ).join("");
  };
  return [...document.querySelectorAll("[role=table]")].map((table, i) => {
    const figure = table.parentElement!;
    const groups = Object.values(
      Object.groupBy(figure.querySelectorAll("input"), ({ name }) => name),
    ) as HTMLInputElement[][];
    if (!states) {
      return groups.map((group) =>
        group.map((button) => button.parentElement!.textContent)
      );
    }
    return states[i].map((state) => {
      state.forEach((at, group) => groups[group][at].checked = true);
      const rows = [...table.querySelectorAll("[role=row]")].slice(1)
        .map((row) => [...row.querySelectorAll("[role=cell]")].map(text));
      return {
        columns: rows[0].map((_, i) => rows.map((row) => row[i])),
        lines: [...figure.querySelectorAll("p")].map(text),
      };
    });
  });
}

/** 100 states, the same in every run. */
function randomStates(dials: Dials[]): number[][][] {
  let seed = 14;
  const random = (below: number) => {
    seed = (seed * 48271) % 0x7fffffff;
    return seed % below;
  };
  return dials.map((groups, figure) =>
    Array.from(
      { length: [50, 40, 10][figure] },
      () => groups.map((group) => random(group.length)),
    )
  );
}

/** Whether the text says this number, with three decimals. Slack is the browser's own error. */
function says(text: string, x: number, isLimit: boolean, slack: number) {
  if (text === "NaN") return Number.isNaN(x);
  if (text === "∞") return x === Infinity;
  if (text === "0" || text === "1") return isLimit && x === Number(text);
  const half = 0.0005 + slack;
  if (text.startsWith("<")) {
    return text === "<0.001" && !(x === 0 && isLimit) && x <= half;
  }
  if (text.startsWith(">")) return text === ">0.999" && x >= 1 - half;
  return /^\d+\.\d{3}$/.test(text) && x !== 0 &&
    Math.abs(Number(text) - x) <= half;
}

/** Looks at all figures of the page in 100 states and compares each number with the kernels'. */
async function compare(
  run: (states?: number[][][]) => Promise<unknown>,
  float: "float32" | "float64",
) {
  const [type, slack] = float === "float64"
    ? [(x: number) => x, 1e-9]
    : [Math.fround, 1e-4];
  const dials = await run() as Dials[];
  const states = randomStates(dials);
  const shown = await run(states) as Shown[][];
  const faults: string[] = [];
  const ends = new Set<string>();
  dials.forEach((groups, figure) =>
    states[figure].forEach((state, n) => {
      const values = state.map((at, group) =>
        Number(
          groups[group][at].replace("−", "-").replace("∞", "Infinity"),
        )
      );
      const { columns: [stable, naive, gradient], lines } = shown[figure][n];
      const count = stable.length;
      const [c, temperature] = values.slice(count);
      const target = state[count + 2];
      const z = values.slice(0, count);
      const isLimit = temperature === 0;
      const p = softmax(z, { temperature });
      const check = (what: string, text: string, x: number, exact = isLimit) =>
        says(text, x, exact, slack) ||
        faults.push(
          `${what} ${text} for ${x}: ${z}, c ${c}, T ${temperature}`,
        );
      stable.forEach((text, i) => check("stable", text, p[i]));
      const signed = /^([<>]?)([+−]?)(.*)$/;
      gradient.forEach((text, i) => {
        const [, than, sign, digits] = signed.exec(text)!;
        const minus = i === target;
        assertEquals(sign, text === "0" ? "" : minus ? "−" : "+", text);
        const about = minus
          ? than.replace(/[<>]/, (x) => x === "<" ? ">" : "<")
          : than;
        const other = p.reduce((sum, q, j) => j === i ? sum : sum + q, 0);
        check("gradient", about + digits, minus ? other : p[i]);
      });
      const e = z.map((z) => type(Math.exp((z + c) / temperature)));
      const sum = type(e.reduce((sum, x) => type(sum + x), 0));
      const q = e.map((x) => type(x / sum));
      // Below its smallest normal number float32 keeps few digits, and has no reciprocals.
      const isLost = float === "float32" && sum > 0 && sum < 1e-36;
      if (!isLost) {
        naive.forEach((text, i) => check("naive", text, q[i], true));
      }
      const [loss, entropyText] = lines.length === 3 ? lines : [lines[0]];
      const name = Object.values(figures)[figure];
      assert(loss.startsWith("Loss −log p("), `${name.title}: ${loss}`);
      const best = Math.max(...z);
      const nats = isLimit
        ? z[target] < best ? Infinity : Math.log(
          z.filter((score) => score === best).length,
        )
        : crossEntropy(
          temperature === Infinity
            ? z.map(() => 0)
            : z.map((x) => x / temperature),
          target,
        );
      check("loss", /: (.*) nats$/.exec(loss)![1], nats);
      if (entropyText) {
        check(
          "entropy",
          /^Entropy: (.*) nats$/.exec(entropyText)![1],
          entropy(p),
        );
      }
      const end = lines.at(-1)!;
      ends.add(end);
      const expected = isLimit
        ? /division by T = 0/
        : sum === Infinity
        ? new RegExp(`overflow.* ${float}`)
        : isLost
        ? /underflow|agree|wrong digits/
        : sum === 0
        ? /underflow/
        : /agree|wrong digits/;
      if (!expected.test(end)) {
        faults.push(`${end} at ${z}, c ${c}, T ${temperature}`);
      }
    })
  );
  assertEquals(faults, []);
  assert(ends.size >= 4, [...ends].join("\n"));
}

browserTest(
  "liveSoftmax(): Chromium shows the kernels' numbers in 100 random states, under the page's policy",
  async (browser) => {
    await open(browser, html(), { bypassCSP: false }, async (page) => {
      await compare(
        (states) => page.evaluate(look, states) as Promise<unknown>,
        "float64",
      );
    });
  },
);

testIn(
  "Firefox",
  findFirefox,
  "liveSoftmax(): Firefox shows the kernels' numbers in 100 random states, and overflows where float32 does",
  async () => {
    const path = await Deno.makeTempFile({ suffix: ".html" });
    await Deno.writeTextFile(path, html());
    await inFirefox(`file://${path}`, (evaluate) =>
      compare(
        async (states) =>
          JSON.parse(
            await evaluate(
              `JSON.stringify((${look})(${JSON.stringify(states)}))`,
            ),
          ),
        "float32",
      ));
    await Deno.remove(path);
  },
);

/** The texts that a screen reader gets from Chromium, without what lies between them. */
async function heard(page: Page): Promise<string> {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  return nodes.filter(({ role }) => role?.value === "StaticText")
    .map(({ name }) => name!.value).join("");
}

browserTest(
  "liveSoftmax(): the keyboard moves each dial by itself, and a screen reader gets the numbers",
  async (browser) => {
    const page = await browser.newPage();
    await page.setContent(bundle(figures["three classes"])["text/html"]);
    const start = await heard(page);
    assert(start.includes("0.6490.649−0.3510.2640.264+0.264"), start);
    assert(start.includes("Loss −log p(buy): 0.433 nats"), start);
    assert(start.includes("Naive and stable agree."), start);
    const keys = ["Tab", "Tab", "Tab", "Tab", "ArrowLeft", "Tab", "ArrowLeft"];
    for (const key of keys) await page.keyboard.press(key);
    const moved = await heard(page);
    assert(moved.includes("0/0 is not a number"), moved);
    assert(moved.includes("0.207NaN+0.207"), moved);
    const groups = await page.locator("[role=radiogroup]").evaluateAll((all) =>
      all.map((group) => [
        group.ariaLabel,
        group.querySelector(":checked")!.parentElement!.textContent,
      ])
    );
    assertEquals(groups, [
      ["Score of buy", "1.2"],
      ["Score of hold", "0.3"],
      ["Score of sell", "−0.8"],
      ["Constant c, added to every score", "−1000"],
      ["Temperature T", "0.7"],
    ]);
  },
);

browserTest(
  "liveSoftmax(): fingers hit each button on a phone, nothing spills, and no state changes the height",
  async (browser) => {
    for (const width of [1280, 375]) {
      const page = await browser.newPage({ viewport: { width, height: 800 } });
      for (const [name, figure] of Object.entries(figures)) {
        await page.setContent(bundle(figure)["text/html"]);
        const found = await page.evaluate(() => {
          const figure = document.querySelector(".lab-sm")!;
          const { left, right } = figure.getBoundingClientRect();
          const faults: string[] = [];
          const heights = new Set<number>();
          for (const button of figure.querySelectorAll("input")) {
            const { width, height } = button.getBoundingClientRect();
            if (width < 24 || height < 24) faults.push(`small: ${width}`);
          }
          for (const name of ["Constant", "Temperature"]) {
            const group = figure.querySelectorAll<HTMLInputElement>(
              `[aria-label^=${name}] input`,
            );
            for (const button of group) {
              button.checked = true;
              heights.add(figure.getBoundingClientRect().height);
            }
          }
          for (const node of figure.querySelectorAll("*")) {
            const box = node.getBoundingClientRect();
            const isOut = box.width && (box.left < left || box.right > right);
            if (isOut || node.scrollWidth > node.clientWidth + 20) {
              faults.push(`spills: ${node.outerHTML.slice(0, 99)}`);
            }
          }
          if (heights.size > 1) faults.push(`${[...heights]} px high`);
          return faults;
        });
        assertEquals(found, [], `${name}, ${width}`);
      }
      await page.close();
    }
  },
);

browserTest(
  "liveSoftmax(): a still image stands for it on paper, without its style sheet, and in a browser without exp()",
  async (browser) => {
    const page = await browser.newPage();
    const html = bundle(figures["ten classes"])["text/html"];
    const seen = async (html: string) => {
      await page.setContent(html);
      return [
        await page.locator(".lab-sm-still").isVisible(),
        await page.locator(".lab-sm").isVisible(),
      ];
    };
    assertEquals(await seen(html), [false, true]);
    const untrusted = html.replaceAll(/<style>.*?<\/style>/gs, "");
    assertEquals(await seen(untrusted), [true, false]);
    assertEquals(await seen(untrusted.replace(" hidden ", " ")), [true, false]);
    assertEquals(await seen(html.replaceAll("exp(", "expo(")), [true, false]);
    await page.emulateMedia({ media: "print" });
    assertEquals(await seen(html), [true, false]);
  },
);

Deno.test("liveSoftmax(): its still image shows where naive softmax is lost, or else the probabilities", () => {
  const { title, alt } = figures["three classes"].still;
  assertEquals(
    title,
    "Add 710 to every score: softmax stays, naive softmax is lost",
  );
  assertStringIncludes(
    alt,
    "buy 0.649 and NaN, hold 0.264 and NaN, sell 0.088 and 0.",
  );
  assertEquals(
    liveSoftmax([-5, -7]).still.title,
    "A lead of 2 logits makes class 0 7.39 times as likely as class 1",
  );
});

Deno.test("liveSoftmax() starts at the reader's own scores, and has any of them as a position", () => {
  const { "text/html": html, "text/plain": plain } = bundle(
    liveSoftmax([-0.8, 500], { classes: ["a", "b"] }),
  );
  const chosen = html.matchAll(/<label>([^<]+)<input[^>]* checked /g)
    .map(([, text]) => text);
  assertEquals([...chosen], ["−0.8", "500", "0", "1", "a"]);
  assertEquals(
    plain.match(/float32 at the latest when c is above −411.28/)?.length,
    1,
  );
});

Deno.test("liveSoftmax() computes 2 to 10 classes of finite scores, and says so", () => {
  const cases: [() => unknown, string][] = [
    [() => liveSoftmax([1]), "need 2 to 10 classes, got 1"],
    [() => liveSoftmax(Array(11).fill(0)), "need 2 to 10 classes, got 11"],
    [() => liveSoftmax([0, Infinity]), "need finite logits, got Infinity"],
    [() => liveSoftmax([0, 1], { target: 2 }), "need a target below 2, got 2"],
    [
      () => liveSoftmax([0, 1], { dials: ["heat" as "shift"] }),
      "need dials in an array out of scores, temperature and shift, got heat",
    ],
    [
      () => liveSoftmax([0, 1], { dials: "shift" as unknown as ["shift"] }),
      "need dials in an array out of scores, temperature and shift, got shift",
    ],
    [
      () => liveSoftmax([0, 1], { shows: ["loss"] }),
      "need a column, stable, naive or gradient, got loss",
    ],
  ];
  for (const [call, message] of cases) {
    assertThrows(
      call,
      RangeError,
      `Cannot compute softmax in the page: ${message}`,
    );
  }
});
