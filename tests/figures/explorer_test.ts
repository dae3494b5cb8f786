/// <reference lib="dom" />
import { assert, assertEquals } from "@std/assert";
import type { Page } from "playwright-core";
import {
  type Explorer,
  gapExplorer,
  liveSoftmax,
  lossRace,
} from "@lab/figures";
import { crossEntropyGrad, softmax } from "@lab/kernels";
import { style } from "../../lib/figures/house/palette.ts";
import { browserTest, testIn } from "../browser.ts";
import { findFirefox, inFirefox } from "../firefox.ts";
import { open } from "../report/look.ts";
import { render } from "../report/read.ts";
import { code, display } from "../report/sample.ts";
import { compare, look } from "./live_numbers.ts";
import { bundle, explorers } from "./samples.ts";
import { overlaps, says } from "./texts.ts";

/** The samples, and each as HTML. */
const sliders = Object.entries(explorers)
  .map(([name, make]) => [name, make()] as const);
const [[, gap], [, slow]] = sliders;
const html = (explorer: Explorer) => bundle(explorer)["text/html"];

const many = [-3, -2.2, 1.5, -0.25, 0.2, -1.7, -2.7, 1.1, 1.08, 2.6];
const live = {
  "three classes": liveSoftmax([1.2, 0.3, -0.8], {
    classes: ["buy", "hold", "sell"],
  }),
  "two classes, far apart": liveSoftmax([500, 3], {
    classes: ['"a" <b>', "\\"],
    shows: ["stable", "naive", "gradient", "loss", "entropy"],
  }),
  "ten classes": liveSoftmax(many, { target: 9 }),
};

/** The states of an explorer, in order: its heading, its numbers, and the line below. */
function states(explorer: Explorer) {
  return explorer.html("x").matchAll(/<b>([^<]+)<\/b>(.+?)<em>([^<]+)<\/em>/g)
    .map(([, heading, bars, below]) => ({
      heading,
      numbers: bars.matchAll(/<i>([^<]+)<\/i>/g)
        .map(([, n]) => n.replace("&lt;", "<").replace("&gt;", ">")).toArray(),
      below,
    })).toArray();
}

Deno.test("gapExplorer() multiplies the ratio by e with each step", () => {
  states(gapExplorer()).forEach(({ heading, numbers, below }, gap) => {
    assertEquals(heading, `gap = ${gap}`);
    const p = softmax([gap, 0])[0];
    assertEquals(numbers[0], p > 0.9995 ? ">0.999" : p.toFixed(3));
    const ratio = Math.exp(gap);
    says(
      below,
      gap === 0
        ? "just as likely"
        : ` ${
          gap < 5 ? ratio.toPrecision(3) : Math.round(ratio)
        } times as likely`,
    );
  });
});

Deno.test("gapExplorer() keeps the colours of its two classes", () => {
  const colors = html(gap).matchAll(/--k\w:var\(--class-(\d)\)/g).map(([, i]) =>
    i
  );
  assertEquals([...colors], ["0", "2", "6"]); // The third is the ratio.
});

Deno.test("lossRace() says after how many steps each loss passes one half, whatever the logits", () => {
  for (
    const [logits, target, title] of [
      [
        [-10, 0, 10],
        0,
        "Cross-entropy passes one half after 22 steps, squared error not within 2,000,000",
      ],
      [
        [-5, 0, 5],
        0,
        "Cross-entropy passes one half after 12 steps, squared error after 1,674",
      ],
      [[0, 0], 1, "Both losses pass one half after 1 step"],
      [
        [5, 0, 0],
        0,
        "Both losses pass one half after 0 steps",
      ],
      [
        [-1e308, 1e308],
        0,
        "Neither loss passes one half within 2,000,000 steps",
      ],
    ] as const
  ) {
    const race = logits[0] === -10 ? slow : lossRace([...logits], target);
    assertEquals(race.title, title);
    // More would be hard to hit on a phone.
    assert(Number(/slider of (\d+)/.exec(race.alt)![1]) <= 12);
  }
});

Deno.test("lossRace() takes the steps of crossEntropyGrad() and stops where a loss passes one half", () => {
  let z = [-10, 0, 10];
  for (let step = 0; step < 22; step++) {
    assert(softmax(z)[0] <= 0.5);
    const g = crossEntropyGrad(z, 0);
    z = z.map((v, i) => v - 0.5 * g[i]);
  }
  says(
    slow.alt,
    `After 22 steps: cross-entropy ${softmax(z)[0].toFixed(3)}, slope`,
  );
});

Deno.test("lossRace() has the slopes of both losses", () => {
  const logits = [-0.8, 0.3, 1.2];
  const squared = (first: number) => {
    const [a, b, c] = softmax([first, ...logits.slice(1)]);
    return (a - 1) ** 2 + b ** 2 + c ** 2;
  };
  const slope = (squared(-0.8 + 1e-5) - squared(-0.8 - 1e-5)) / 2e-5;
  const minus = (value: number) => value.toFixed(2).replace("-", "−");
  says(
    lossRace(logits, 0).alt,
    `After 0 steps: cross-entropy 0.088, slope ${
      minus(crossEntropyGrad(logits, 0)[0])
    }; squared error 0.088, slope ${minus(slope)}.`,
  );
});

Deno.test("an explorer that is shown twice has two groups of buttons, the first always of one name", () => {
  const group = (explorer: Explorer) =>
    new Set(
      html(explorer).matchAll(/ name="([^"]+)"/g).map(([, name]) => name),
    );
  const make = () => gapExplorer({ classes: ["one", "two"] });
  const [first, second, other] = [
    group(make()),
    group(make()),
    group(gapExplorer({ classes: ["one", "other"] })),
  ];
  assertEquals([first.size, second.size, other.size], [1, 1, 1]);
  const [name] = first;
  assertEquals([...second], [`${name}-2`]);
  assert(!other.has(name));
});

Deno.test("every explorer has a title, a text, a still image and one button that is chosen", () => {
  for (const [name, explorer] of sliders) {
    assert(explorer.title.length <= 100, explorer.title);
    const { "text/html": html, "text/plain": plain } = bundle(explorer);
    assertEquals(plain, explorer.alt, name);
    assert(html.startsWith('<div class="lab-still"><img alt="'), name);
    assert(html.includes(style), name);
    assertEquals(html.match(/ checked /g)?.length, 1, name);
    const labels = html.matchAll(/<input [^>]*aria-label="([^"]+)"/g)
      .map(([, label]) => label).toArray();
    assertEquals(labels.length, new Set(labels).size, name);
    // JupyterLab takes the arrow keys from a button without it.
    assertEquals(
      html.match(/<input [^>]* data-lm-suppress-shortcuts>/g)?.length,
      labels.length,
      name,
    );
    assertEquals(states(explorer).map((state) => state.heading), labels, name);
    assertEquals(
      html.match(/<(script|form|button)\b| on\w+=| id=/),
      null,
      name,
    );
  }
});

browserTest(
  "explorers: follow the page's colour scheme, even if the system's is another",
  async (browser) => {
    const page = await browser.newPage();
    const paper = async (
      colorScheme: "light" | "dark",
      css: string,
      theme = "",
    ) => {
      await page.emulateMedia({ colorScheme });
      await page.setContent(
        `<style>${css}</style><body class="${theme}">${html(gap)}`,
      );
      return await page.locator(".lab-ex")
        .evaluate((node) => getComputedStyle(node).backgroundColor);
    };
    const [light, dark] = ["rgb(255, 255, 255)", "rgb(21, 24, 29)"];
    const both = ":root{color-scheme:light dark}";
    assertEquals(await paper("light", both), light);
    assertEquals(await paper("dark", both), dark);
    assertEquals(await paper("light", ":root{color-scheme:dark}"), dark);
    assertEquals(await paper("dark", ":root{color-scheme:light}"), light);
    assertEquals(await paper("light", "", "vscode-dark"), dark);
    assertEquals(await paper("dark", "", "vscode-light"), light);
    assertEquals(
      await paper("light", ":root{--lab-paper:#010203}"),
      "rgb(1, 2, 3)",
    );
  },
);

browserTest(
  "explorers: every state fits, wide and narrow, no text cut off or on another, and the height stays",
  async (browser) => {
    const page = await browser.newPage();
    await page.setContent(
      `<script>${overlaps}</script>` +
        sliders.map(([, explorer]) => html(explorer)).join(""),
    );
    // The sheet keeps this free at the end of a bar's track, at 15 px per em.
    const free = 15 * Number(/100% - ([\d.]+)em/.exec(html(gap))![1]);
    for (const width of [1280, 320]) {
      await page.setViewportSize({ width, height: 800 });
      const found = await page.evaluate(
        (free) =>
          [...document.querySelectorAll(".lab-ex")].map((frame) => {
            const found: string[] = [];
            const heights = new Set<number>();
            for (const button of frame.querySelectorAll("input")) {
              button.checked = true;
              const box = frame.getBoundingClientRect();
              heights.add(box.height);
              const state = button.nextElementSibling!;
              // The words themselves, not the boxes that are as wide as the bars.
              const texts: { text: string | null; at: DOMRect }[] = [];
              const walker = document.createTreeWalker(
                state,
                NodeFilter.SHOW_TEXT,
              );
              while (walker.nextNode()) {
                const range = document.createRange();
                range.selectNodeContents(walker.currentNode);
                const at = range.getBoundingClientRect();
                const text = walker.currentNode.textContent;
                texts.push({ text, at });
                if (!at.width || at.left < box.left || at.right > box.right) {
                  found.push(`cut off: ${text}`);
                }
                // A number keeps clear of its bar's track.
                const bar = walker.currentNode.parentElement!;
                const room = bar.getBoundingClientRect().right - at.left;
                if (bar.matches("i") && room > free) {
                  found.push(`on its bar: ${text}`);
                }
              }
              found.push(...overlaps(texts, 1));
            }
            if (frame.scrollWidth > frame.clientWidth) found.push("spills");
            if (heights.size !== 1) found.push("changes its height");
            return found;
          }),
        free,
      );
      sliders.forEach(([name], i) =>
        assertEquals(found[i], [], `${name}, ${width}`)
      );
    }
  },
);

browserTest(
  "explorers: the arrow keys move each by itself, and the bars follow",
  async (browser) => {
    const page = await browser.newPage();
    await page.setContent(html(gap) + html(gap));
    const shown = () =>
      page.locator(".lab-ex").evaluateAll((explorers) =>
        explorers.map((explorer) => {
          const [state, ...others] = [...explorer.querySelectorAll("p")]
            .filter((p) => p.checkVisibility({ visibilityProperty: true }));
          const [heading, bar] = [...state.querySelectorAll("b, i")];
          return [
            heading.textContent,
            bar.textContent,
            getComputedStyle(bar).getPropertyValue("--P"),
            others.length,
          ];
        })
      );
    const start = ["gap = 2", "0.881", ".881", 0];
    assertEquals(await shown(), [start, start]);
    await page.keyboard.press("Tab");
    await page.keyboard.press("ArrowRight");
    assertEquals(await shown(), [["gap = 3", "0.953", ".953", 0], start]);
    for (let i = 0; i < 3; i++) await page.keyboard.press("ArrowLeft");
    const level = ["gap = 0", "0.500", ".5", 0];
    assertEquals(await shown(), [level, start]);
    await page.keyboard.press("Tab");
    for (let i = 0; i < 8; i++) await page.keyboard.press("ArrowRight");
    assertEquals(await shown(), [level, ["gap = 10", ">0.999", "1", 0]]);
  },
);

browserTest(
  "explorers: a still image stands for them on paper, without their style sheet, and in a browser without exp()",
  async (browser) => {
    const page = await browser.newPage();
    const both = html(gap) + html(live["ten classes"]);
    const seen = async (html: string) => {
      await page.setContent(html);
      return await page.locator(".lab-still, .lab-sm-still, .lab-figure")
        .evaluateAll((all) => all.map((node) => node.checkVisibility()));
    };
    const [still, moving] = [[true, false], [false, true]];
    assertEquals(await seen(both), [...moving, ...moving]);
    const untrusted = both.replaceAll(/<style>.*?<\/style>/gs, "");
    // Some programs also remove one of the two that hide the figure, some the other.
    for (const other of ["", " hidden ", "display:none;"]) {
      const html = untrusted.replaceAll(other, other && " ");
      assertEquals(await seen(html), [...still, ...still], other);
    }
    assertEquals(
      await seen(both.replaceAll("exp(", "expo(")),
      [...moving, ...still],
    );
    await page.emulateMedia({ media: "print" });
    assertEquals(await seen(both), [...moving, ...still]);
  },
);

/** A page of liveSoftmax()s, as the exporter writes it. */
const { html: report } = render(
  ...Object.values(live)
    .map((figure) => code("f()", [display(bundle(figure))])),
);

browserTest(
  "liveSoftmax(): Chromium shows the kernels' numbers in random states, under the page's policy",
  (browser) =>
    open(
      browser,
      report,
      { bypassCSP: false },
      (page) =>
        compare(
          (states) => page.evaluate<unknown, typeof states>(look, states),
          "float64",
        ),
    ),
);

testIn(
  "Firefox",
  findFirefox,
  "liveSoftmax(): Firefox shows the kernels' numbers in random states, and overflows where float32 does",
  async () => {
    const path = await Deno.makeTempFile({ suffix: ".html" });
    await Deno.writeTextFile(path, report);
    await inFirefox(`file://${path}`, (evaluate) =>
      compare(async (states) => {
        const script = `(${look})(${JSON.stringify(states)})`;
        return JSON.parse(await evaluate(`JSON.stringify(${script})`));
      }, "float32"));
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
    await page.setContent(html(live["three classes"]));
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
    const page = await browser.newPage();
    await page.setContent(Object.values(live).map(html).join(""));
    for (const width of [1280, 375]) {
      await page.setViewportSize({ width, height: 800 });
      const found = await page.locator(".lab-sm").evaluateAll((figures) =>
        figures.map((figure) => {
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
        })
      );
      assertEquals(found, [[], [], []], `${width} pixels wide`);
    }
  },
);

Deno.test("liveSoftmax(): its still image shows where naive softmax is lost, or else the probabilities", () => {
  const { title, alt } = live["three classes"].still;
  assertEquals(
    title,
    "Add 710 to every score: softmax stays, naive softmax is lost",
  );
  says(alt, "buy 0.649 and NaN, hold 0.264 and NaN, sell 0.088 and 0.");
  assertEquals(
    liveSoftmax([-5, -7]).still.title,
    "A lead of 2 logits makes class 0 7.39 times as likely as class 1",
  );
});

Deno.test("liveSoftmax() starts at the reader's own scores, and has any of them as a position", () => {
  const { "text/html": html, "text/plain": plain } = bundle(
    liveSoftmax([-0.8, 500, 499.1, 1.0004], { classes: [..."abcd"] }),
  );
  const chosen = html.matchAll(/<label>([^<]+)<input[^>]* checked /g)
    .map(([, text]) => text);
  const own = ["−0.8", "500", "499.1", "1.0004"];
  assertEquals([...chosen], [...own, "0", "1", "a"]);
  assertEquals(
    plain.match(/float32 at the latest when c is above −411.28/)?.length,
    1,
  );
});
