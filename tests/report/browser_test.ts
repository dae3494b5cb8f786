import { assertEquals } from "@std/assert";
import { renderIndex, renderReport } from "../../lib/report/mod.ts";
import { browserTest } from "../browser.ts";
import { checkLooks, countShown } from "./look.ts";
import { sample, wide } from "./sample.ts";

const REPORT = renderReport(sample(), {
  name: "sample.ipynb",
  index: { title: "All lessons", href: "index.html" },
  previous: { title: "Before", href: "before.html" },
  next: { title: "After", href: "after.html" },
});
const PAGES = {
  report: REPORT.html,
  wide: renderReport(wide(), { name: "wide.ipynb" }).html,
  index: renderIndex(
    [1, 2].map((i) => ({ href: `${i}.html`, report: REPORT })),
    { title: "All lessons", intro: "What they are about." },
  ),
};

browserTest(
  "a report and its index look right in light and dark, wide and narrow",
  (browser, t) => checkLooks(browser, t, PAGES),
);

browserTest(
  "a report asks for nothing, breaks no policy and needs no JavaScript",
  async (browser) => {
    const { figures, formulas } = REPORT;
    assertEquals(await countShown(browser, { report: REPORT.html }), {
      report: { figures, formulas },
    });
  },
);

browserTest(
  "a report prints whole on A4: folds open, code wrapped, in light colours",
  async (browser) => {
    const path = await Deno.makeTempFile({ suffix: ".html" });
    try {
      await Deno.writeTextFile(path, REPORT.html);
      const context = await browser.newContext({
        colorScheme: "dark",
        bypassCSP: true,
        // The width of A4 within the page's margins.
        viewport: { width: 665, height: 960 },
      });
      const page = await context.newPage();
      await page.goto(`file://${path}`);
      await page.emulateMedia({ media: "print" });
      const seen = await page.evaluate(() => {
        const ink = (node: Element) => getComputedStyle(node).color;
        return {
          clipped: [...document.querySelectorAll("main *")].filter((node) =>
            !node.closest("svg, math") &&
            node.scrollWidth > node.clientWidth + 1 &&
            getComputedStyle(node).display !== "inline"
          ).map((node) => node.outerHTML.slice(0, 80)),
          folded: [...document.querySelectorAll("main details > pre")].filter((
            node,
          ) => !node.checkVisibility({ contentVisibilityAuto: true }))
            .length,
          navigation: [...document.querySelectorAll("nav")].filter((node) =>
            node.checkVisibility()
          ).length,
          ink: [ink(document.body), ink(document.querySelector("main svg")!)],
        };
      });
      assertEquals(seen, {
        clipped: [],
        folded: 0,
        navigation: 0,
        ink: ["rgb(29, 31, 35)", "rgb(28, 32, 38)"],
      });
    } finally {
      await Deno.remove(path);
    }
  },
);
