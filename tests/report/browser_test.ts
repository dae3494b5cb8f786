import { assert, assertEquals } from "@std/assert";
import type Axe from "axe-core";
import type { Page } from "playwright-core";
import { renderIndex, renderReport } from "../../lib/report/mod.ts";
import { browserTest } from "../browser.ts";
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

/** Each page opened from disk in each theme and width, without network. */
browserTest(
  "a report and its index look right in light and dark, wide and narrow",
  async (browser, t) => {
    const folder = await Deno.makeTempDir();
    try {
      for (const [name, html] of Object.entries(PAGES)) {
        await Deno.writeTextFile(`${folder}/${name}.html`, html);
      }
      for (const colorScheme of ["light", "dark"] as const) {
        for (const width of [1280, 375]) {
          for (const name of Object.keys(PAGES)) {
            await t.step(`${name}, ${colorScheme}, ${width} px`, async () => {
              const context = await browser.newContext({
                colorScheme,
                viewport: { width, height: 900 },
                offline: true,
                // The page's policy would stop axe, and this is about the reader's view.
                bypassCSP: true,
              });
              const page = await context.newPage();
              await page.goto(`file://${folder}/${name}.html`);
              await checkNothingSpills(page);
              await checkEverythingShows(page);
              await checkAccessible(page);
              await context.close();
            });
          }
        }
      }
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
);

/** The page itself never scrolls sideways; what is wide scrolls in its own box. */
async function checkNothingSpills(page: Page): Promise<void> {
  const { scroll, client } = await page.evaluate(() => {
    const root = document.documentElement;
    return { scroll: root.scrollWidth, client: root.clientWidth };
  });
  assert(scroll <= client, `${scroll} px wide in a window of ${client} px`);
}

/** Every figure and formula has a size, folds opened. */
async function checkEverythingShows(page: Page): Promise<void> {
  const empty = await page.evaluate(() => {
    for (const fold of document.querySelectorAll("details")) fold.open = true;
    return [...document.querySelectorAll("main svg, main img, main math")]
      .filter((node) => {
        const { width, height } = node.getBoundingClientRect();
        return !(width > 2 && height > 2);
      }).map((node) => node.outerHTML.slice(0, 80));
  });
  assertEquals(empty, []);
}

async function checkAccessible(page: Page): Promise<void> {
  // Loading it needs a permission.
  const { default: axe } = await import("axe-core");
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: typeof Axe }).axe.run()
  );
  assertEquals(
    violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]),
    [],
  );
}

browserTest(
  "a report asks for nothing, breaks no policy and needs no JavaScript",
  async (browser) => {
    const path = await Deno.makeTempFile({ suffix: ".html" });
    try {
      await Deno.writeTextFile(path, REPORT.html);
      const context = await browser.newContext({ javaScriptEnabled: false });
      const page = await context.newPage();
      const asked: string[] = [];
      const logged: string[] = [];
      page.on("request", (request) => asked.push(request.url()));
      page.on("console", (message) => logged.push(message.text()));
      page.on("pageerror", (error) => logged.push(String(error)));
      await page.goto(`file://${path}`);
      assertEquals(asked.filter((url) => !url.startsWith("data:")), [
        `file://${path}`,
      ]);
      assertEquals(logged, []);
      assertEquals(await page.locator("main svg").count(), 3);
      for (const formula of await page.locator("main math").all()) {
        const inFold = await formula.locator("xpath=ancestor::details").count();
        if (inFold) continue;
        const box = await formula.boundingBox();
        assert(
          box && box.width > 2 && box.height > 2,
          await formula.innerHTML(),
        );
      }
    } finally {
      await Deno.remove(path);
    }
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
