import { assertEquals } from "@std/assert";
import { browserTest } from "../browser.ts";
import { anyInput, bundle, explorers, lessons, strained } from "./samples.ts";

/** Boxes of text may overlap by this much: their line height is more than ink. */
const INK = 4;

browserTest(
  "figures: no text is cut off, lies on another, or on a bar of temperatureMultiples(), or is less than 12 pixels high on a phone, in the fonts of this machine",
  async (browser) => {
    const samples = Object.entries({ ...lessons, ...strained, ...anyInput });
    const page = await browser.newPage();
    await page.setContent(
      `<body style="margin:0">` +
        samples.map(([name, make]) =>
          `<div id="${name.replaceAll('"', "")}">${make().svg}</div>`
        ).join(""),
    );
    // A report gives a figure all of a phone's width but 8 pixels.
    for (const width of [1280, 367]) {
      await page.setViewportSize({ width, height: 800 });
      const faults = await page.evaluate((ink) =>
        // @ts-ignore: runs in the page
        [...globalThis.document.querySelectorAll("body > div")].flatMap(
          (sample) => {
            const svg = sample.querySelector("svg")!;
            const box = svg.getBoundingClientRect();
            const scale = box.width / 500;
            const texts = [...svg.querySelectorAll("text")]
              // A line is one text. In a text of several lines, the parts count.
              .flatMap((text) => {
                const parts = text.querySelectorAll("tspan");
                return parts.length ? [...parts] : [text];
              })
              .filter((text) => text.textContent.trim() !== "")
              .map((text) => ({
                text: text.textContent,
                at: text.getBoundingClientRect(),
              }));
            const faults = texts
              .filter(({ at }) =>
                at.left < box.left || at.right > box.right ||
                at.top < box.top || at.bottom > box.bottom + 1
              )
              .map(({ text }) => `cut off: ${text}`);
            for (const text of svg.querySelectorAll("text")) {
              // @ts-ignore: runs in the page
              const size = scale * parseFloat(getComputedStyle(text).fontSize);
              if (size < 12) {
                faults.push(`${size} pixels: ${text.textContent}`);
              }
            }
            texts.forEach((a, i) =>
              texts.slice(i + 1).forEach((b) => {
                const across = Math.min(a.at.right, b.at.right) -
                  Math.max(a.at.left, b.at.left);
                const down = Math.min(a.at.bottom, b.at.bottom) -
                  Math.max(a.at.top, b.at.top);
                if (across > 1 && down > ink * scale) {
                  faults.push(`overlap: ${a.text} | ${b.text}`);
                }
              })
            );
            const bars = sample.id.startsWith("temperatureMultiples")
              ? [...svg.querySelectorAll("rect")]
              : [];
            for (const bar of bars.map((bar) => bar.getBoundingClientRect())) {
              for (const { text, at } of texts) {
                if (
                  bar.left < at.right && at.left < bar.right &&
                  bar.top < at.bottom && at.top < bar.bottom
                ) faults.push(`on a bar: ${text}`);
              }
            }
            return faults.map((fault) => `${sample.id}: ${fault}`);
          },
        ), INK);
      assertEquals(faults, [], `${width} pixels wide`);
    }
  },
);

browserTest(
  "figures: follow the page's colour scheme and the variables it sets",
  async (browser) => {
    const { svg } = lessons.lossCurve();
    const page = await browser.newPage();
    const colours = async (colorScheme: "light" | "dark", css: string) => {
      await page.emulateMedia({ colorScheme });
      await page.setContent(`<style>${css}</style>${svg}`);
      return page.evaluate(() => {
        // @ts-ignore: runs in the page
        const { document, getComputedStyle } = globalThis;
        const { color, backgroundColor } = getComputedStyle(
          document.querySelector("svg")!,
        );
        return [color, backgroundColor];
      });
    };
    assertEquals(await colours("light", ""), [
      "rgb(28, 32, 38)",
      "rgb(255, 255, 255)",
    ]);
    assertEquals(await colours("dark", ""), [
      "rgb(232, 234, 237)",
      "rgb(21, 24, 29)",
    ]);
    assertEquals(
      await colours("dark", ":root{--lab-ink:#010203;--lab-paper:transparent}"),
      ["rgb(1, 2, 3)", "rgba(0, 0, 0, 0)"],
    );
  },
);

browserTest(
  "explorers: follow the page's colour scheme, even if the system's is another",
  async (browser) => {
    const html = bundle(explorers.gapExplorer())["text/html"];
    const page = await browser.newPage();
    const paper = async (
      colorScheme: "light" | "dark",
      css: string,
      theme = "",
    ) => {
      await page.emulateMedia({ colorScheme });
      await page.setContent(
        `<style>${css}</style><body class="${theme}">${html}`,
      );
      return await page.locator(".lab-ex").evaluate((node) =>
        // @ts-ignore: runs in the page
        globalThis.getComputedStyle(node).backgroundColor
      );
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
    const faults: string[] = [];
    const made = Object.entries(explorers)
      .map(([name, make]) => [name, bundle(make())["text/html"]]);
    for (const width of [1280, 320]) {
      const page = await browser.newPage({ viewport: { width, height: 800 } });
      for (const [name, html] of made) {
        await page.setContent(html);
        // The sheet keeps this free at the end of a bar's track, at 15 px per em.
        const free = 15 * Number(/100% - ([\d.]+)em/.exec(html)![1]);
        const found = await page.evaluate((free) => {
          // @ts-ignore: runs in the page
          const { document } = globalThis;
          const frame = document.querySelector(".lab-ex")!;
          const found: string[] = [];
          const heights = new Set<number>();
          for (const button of frame.querySelectorAll("input")) {
            button.checked = true;
            const box = frame.getBoundingClientRect();
            heights.add(box.height);
            const state = button.nextElementSibling!;
            // The words themselves, not the boxes that are as wide as the bars.
            const texts: { text: string; at: DOMRect }[] = [];
            const walker = document.createTreeWalker(state, 4);
            while (walker.nextNode()) {
              const range = document.createRange();
              range.selectNodeContents(walker.currentNode);
              const at = range.getBoundingClientRect();
              const text = String(walker.currentNode.textContent);
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
            texts.forEach((a, i) =>
              texts.slice(i + 1).forEach((b) => {
                const across = Math.min(a.at.right, b.at.right) -
                  Math.max(a.at.left, b.at.left);
                const down = Math.min(a.at.bottom, b.at.bottom) -
                  Math.max(a.at.top, b.at.top);
                if (across > 1 && down > 4) {
                  found.push(`overlap: ${a.text} | ${b.text}`);
                }
              })
            );
          }
          if (frame.scrollWidth > frame.clientWidth) found.push("spills");
          if (heights.size !== 1) found.push("changes its height");
          return found;
        }, free);
        faults.push(...found.map((fault) => `${name}, ${width}: ${fault}`));
      }
      await page.close();
    }
    assertEquals(faults, []);
  },
);

browserTest(
  "explorers: the arrow keys move each by itself, and the bars follow",
  async (browser) => {
    const page = await browser.newPage();
    const { gapExplorer } = explorers;
    await page.setContent(
      [1, 2].map(() => bundle(gapExplorer())["text/html"]).join(""),
    );
    const shown = () =>
      page.locator(".lab-ex").evaluateAll((explorers) =>
        explorers.map((explorer) => {
          const [state, ...others] = [...explorer.querySelectorAll("p")]
            .filter((p) => p.checkVisibility({ visibilityProperty: true }));
          const [heading, bar] = [...state.querySelectorAll("b, i")];
          return [
            heading.textContent,
            bar.textContent,
            // @ts-ignore: runs in the page
            globalThis.getComputedStyle(bar).getPropertyValue("--P"),
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
  "explorers: without their style sheet a still image stands for them",
  async (browser) => {
    const page = await browser.newPage();
    const html = bundle(explorers.gapExplorer())["text/html"];
    const seen = async (html: string) => {
      await page.setContent(html);
      return [
        await page.locator(".lab-still").isVisible(),
        await page.locator(".lab-ex").isVisible(),
      ];
    };
    assertEquals(await seen(html), [false, true]);
    const untrusted = html.replaceAll(/<style>.*?<\/style>/g, "");
    assertEquals(await seen(untrusted), [true, false]);
    // Some programs remove one of the two, some the other.
    assertEquals(await seen(untrusted.replace(" hidden ", " ")), [true, false]);
    assertEquals(
      await seen(untrusted.replace("display:none;", "")),
      [true, false],
    );
  },
);
