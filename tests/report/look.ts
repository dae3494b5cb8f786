import { assert, assertEquals } from "@std/assert";
import type Axe from "axe-core";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { A4, checkPrinted } from "./paper.ts";

/** The theme and the width, in pixels, of a window by day and of a phone by night. */
const SETTINGS: ["light" | "dark", number][] = [["light", 1280], ["dark", 375]];

/** Axe's rules that need to know what lies on what, which takes most of its time. */
const LAYERS = ["color-contrast", "link-in-text-block"];

/**
 * Looks at pages as files, without network: each asks for nothing, has no script,
 * breaks no policy, and comes whole onto paper; in both settings nothing spills,
 * is empty, or fails axe.
 *
 * @param quick whether axe looks only at the phone, and not at the colours
 * @param onPaper whether they are printed
 * @returns the figures and formulas that each page shows
 */
export async function checkPages(
  browser: Browser,
  t: Deno.TestContext,
  pages: Record<string, string>,
  { quick = false, onPaper = true } = {},
): Promise<Record<string, { figures: number; formulas: number }>> {
  const shown: Record<string, { figures: number; formulas: number }> = {};
  const context = await browser.newContext({ offline: true, viewport: A4 });
  const path = await Deno.makeTempFile({ suffix: ".html" });
  const url = `file://${path}`;
  for (const [name, html] of Object.entries(pages)) {
    await t.step(name, async () => {
      await Deno.writeTextFile(path, html);
      const page = await context.newPage();
      const asked: string[] = [];
      const logged: string[] = [];
      page.on("request", (request) => asked.push(request.url()));
      page.on("console", (message) => logged.push(message.text()));
      page.on("pageerror", (error) => logged.push(String(error)));
      await page.goto(url);
      assertEquals(asked.filter((url) => !url.startsWith("data:")), [url]);
      assertEquals(logged, []);
      assertEquals(await page.locator("script").count(), 0);
      if (onPaper) await checkPrinted(page);
      for (const [colorScheme, width] of SETTINGS) {
        await page.emulateMedia({ media: "screen", colorScheme });
        await page.setViewportSize({ width, height: 900 });
        await checkNothingSpills(page);
        shown[name] = await checkEverythingShows(page);
        if (!quick || width < 400) {
          await checkAccessible(page, quick ? LAYERS : []);
        }
      }
      await page.close();
    });
  }
  await context.close();
  await Deno.remove(path);
  return shown;
}

/** The page itself never scrolls sideways; wide content scrolls in its own box. */
async function checkNothingSpills(page: Page): Promise<void> {
  const { scroll, client } = await page.evaluate(() => {
    const root = document.documentElement;
    return { scroll: root.scrollWidth, client: root.clientWidth };
  });
  assert(scroll <= client, `${scroll} px wide in a window of ${client} px`);
  // A page does not scroll to the left: content that spills there is cut off.
  const cut = await page.evaluate(() =>
    [...document.querySelectorAll("main :is(svg, img, p, pre, table)")]
      .filter((node) => node.getBoundingClientRect().left < 0)
      .map((node) => node.outerHTML.slice(0, 80))
  );
  assertEquals(cut, []);
}

/** Every figure and formula has a size when all folds are open, and "Show me" is chosen on all cards. Returns their numbers. */
async function checkEverythingShows(page: Page) {
  const { figures, formulas, empty } = await page.evaluate(() => {
    for (const fold of document.querySelectorAll("main details")) {
      fold.setAttribute("open", "");
    }
    for (
      const choice of document.querySelectorAll<HTMLInputElement>(
        ".show-me input",
      )
    ) choice.checked = true;
    const figures = [...document.querySelectorAll("main :is(svg, img)")];
    const formulas = [...document.querySelectorAll("main math")];
    const empty = [...figures, ...formulas].filter((node) => {
      // The figure for which a still stands is beside it.
      const shown = node.closest(".u-lab-sm-still")?.parentElement ?? node;
      const { width, height } = shown.getBoundingClientRect();
      return !(width > 2 && height > 2);
    });
    return {
      figures: figures.length,
      formulas: formulas.length,
      empty: empty.map((node) => node.outerHTML.slice(0, 80)),
    };
  });
  assertEquals(empty, []);
  return { figures, formulas };
}

async function checkAccessible(page: Page, without: string[]): Promise<void> {
  // Loading it needs a permission.
  const { default: axe } = await import("axe-core");
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(
    (without) =>
      (globalThis as unknown as { axe: typeof Axe }).axe.run({
        preload: false, // The page's policy lets it load nothing.
        resultTypes: ["violations"], // Describing the rules that pass takes most of the time.
        rules: Object.fromEntries(
          without.map((id) => [id, { enabled: false }]),
        ),
      }),
    without,
  );
  assertEquals(
    violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]),
    [],
  );
}

/** Opens a page from disk as readers with these settings see it, and runs fn on it. */
export async function open(
  browser: Browser,
  html: string,
  options: BrowserContextOptions,
  fn: (page: Page) => Promise<void>,
): Promise<void> {
  const path = await Deno.makeTempFile({ suffix: ".html" });
  const context = await browser.newContext({
    offline: true,
    bypassCSP: true,
    ...options,
  });
  try {
    await Deno.writeTextFile(path, html);
    const page = await context.newPage();
    await page.goto(`file://${path}`);
    await fn(page);
  } finally {
    await context.close();
    await Deno.remove(path);
  }
}
