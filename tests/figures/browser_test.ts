import { assertEquals } from "@std/assert";
import { browserTest } from "../browser.ts";
import { lessons, strained } from "./samples.ts";

/** How far two boxes of text may meet: their line height is more than ink. */
const INK = 4;

browserTest(
  "figures: no text is cut off or lies on another, in the fonts of this machine",
  async (browser) => {
    const page = await browser.newPage();
    const faults: string[] = [];
    for (const [name, make] of Object.entries({ ...lessons, ...strained })) {
      await page.setContent(make().svg);
      const found: string[] = await page.evaluate((ink) => {
        // @ts-ignore: runs in the page
        const { document } = globalThis;
        const box = document.querySelector("svg")!.getBoundingClientRect();
        const texts = [...document.querySelectorAll("text")]
          // A line is one text; of texts with several, the parts count.
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
            at.left < box.left || at.right > box.right || at.top < box.top ||
            at.bottom > box.bottom + 1
          )
          .map(({ text }) => `cut off: ${text}`);
        texts.forEach((a, i) =>
          texts.slice(i + 1).forEach((b) => {
            const across = Math.min(a.at.right, b.at.right) -
              Math.max(a.at.left, b.at.left);
            const down = Math.min(a.at.bottom, b.at.bottom) -
              Math.max(a.at.top, b.at.top);
            if (across > 1 && down > ink) {
              faults.push(`overlap: ${a.text} | ${b.text}`);
            }
          })
        );
        return faults;
      }, INK);
      faults.push(...found.map((fault) => `${name}: ${fault}`));
    }
    assertEquals(faults, []);
  },
);

browserTest(
  "temperatureMultiples() keeps names and numbers clear of its bars",
  async (browser) => {
    const page = await browser.newPage();
    for (const [name, make] of Object.entries({ ...lessons, ...strained })) {
      if (!name.startsWith("temperatureMultiples")) continue;
      await page.setContent(make().svg);
      const met: string[] = await page.evaluate(() => {
        // @ts-ignore: runs in the page
        const { document } = globalThis;
        const bars = [...document.querySelectorAll("rect")]
          .map((bar) => bar.getBoundingClientRect());
        return [...document.querySelectorAll("text")].filter((text) => {
          const at = text.getBoundingClientRect();
          return bars.some((bar) =>
            bar.left < at.right && at.left < bar.right &&
            bar.top < at.bottom && at.top < bar.bottom
          );
        }).map((text) => text.textContent);
      });
      assertEquals(met, [], name);
    }
  },
);

browserTest(
  "figures: follow the page's colour scheme and the variables it sets",
  async (browser) => {
    const { svg } = lessons.lossCurve();
    const colours = async (colorScheme: "light" | "dark", css: string) => {
      const page = await browser.newPage({ colorScheme });
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
