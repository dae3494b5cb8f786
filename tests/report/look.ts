import { assert, assertEquals } from "@std/assert";
import type Axe from "axe-core";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";

/** Runs fn with pages as files of a folder, given as URLs by name. */
async function asFiles(
  pages: Record<string, string>,
  fn: (urls: Record<string, string>) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    const urls: Record<string, string> = {};
    for (const [name, html] of Object.entries(pages)) {
      await Deno.writeTextFile(`${folder}/${name}.html`, html);
      urls[name] = `file://${folder}/${name}.html`;
    }
    await fn(urls);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** The theme and the width, in pixels, of a window by day and of a phone by night. */
const SETTINGS: ["light" | "dark", number][] = [["light", 1280], ["dark", 375]];

/**
 * Looks at pages as files, without network, in both settings: nothing spills, is
 * empty, or fails axe.
 *
 * @param axeOnce whether axe, which takes most of the time, looks at each page in
 * one of the settings only, by turns
 */
export async function checkLooks(
  browser: Browser,
  t: Deno.TestContext,
  pages: Record<string, string>,
  { axeOnce = false } = {},
): Promise<void> {
  await asFiles(pages, async (urls) => {
    for (const [turn, [colorScheme, width]] of SETTINGS.entries()) {
      const context = await browser.newContext({
        colorScheme,
        viewport: { width, height: 900 },
        offline: true,
        // The page's policy would stop axe, and this is about the reader's view.
        bypassCSP: true,
      });
      for (const [i, [name, url]] of Object.entries(urls).entries()) {
        await t.step(`${name}, ${colorScheme}, ${width} px`, async () => {
          const page = await context.newPage();
          await page.goto(url);
          await checkNothingSpills(page);
          await checkEverythingShows(page);
          if (!axeOnce || i % 2 === turn) await checkAccessible(page);
          await page.close();
        });
      }
      await context.close();
    }
  });
}

/** Counts the figures and formulas that each page shows with network and JavaScript off, and checks that it requests and logs nothing. */
export async function countShown(
  browser: Browser,
  pages: Record<string, string>,
): Promise<Record<string, { figures: number; formulas: number }>> {
  const shown: Record<string, { figures: number; formulas: number }> = {};
  await asFiles(pages, async (urls) => {
    for (const [name, url] of Object.entries(urls)) {
      const context = await browser.newContext({
        javaScriptEnabled: false,
        offline: true,
      });
      const page = await context.newPage();
      const asked: string[] = [];
      const logged: string[] = [];
      page.on("request", (request) => asked.push(request.url()));
      page.on("console", (message) => logged.push(message.text()));
      page.on("pageerror", (error) => logged.push(String(error)));
      await page.goto(url);
      assertEquals(asked.filter((url) => !url.startsWith("data:")), [url]);
      assertEquals(logged, []);
      await unfold(page);
      const count = async (selector: string) => {
        const sizes = await page.locator(selector).evaluateAll((nodes) =>
          nodes.map((node) => {
            // The figure for which a still stands is beside it.
            const shown = node.closest(".u-lab-sm-still")?.parentElement;
            const { width, height } = (shown ?? node).getBoundingClientRect();
            return { width, height, html: node.outerHTML.slice(0, 80) };
          })
        );
        for (const { width, height, html } of sizes) {
          assert(width > 2 && height > 2, `${name}: ${html}`);
        }
        return sizes.length;
      };
      shown[name] = {
        figures: await count("main svg, main img"),
        formulas: await count("main math"),
      };
      await context.close();
    }
  });
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

/** Opens all folds, and chooses "Show me" on all cards. */
async function unfold(page: Page): Promise<void> {
  await page.locator("main details").evaluateAll((folds) => {
    for (const fold of folds) fold.setAttribute("open", "");
  });
  await page.locator(".show-me input").evaluateAll<void, HTMLInputElement>(
    (choices) => {
      for (const choice of choices) choice.checked = true;
    },
  );
}

/** Every figure and formula has a size when all is unfolded. */
async function checkEverythingShows(page: Page): Promise<void> {
  await unfold(page);
  const empty = await page.locator("main :is(svg, img, math)").evaluateAll(
    (nodes) =>
      nodes.filter((node) => {
        if (node.closest(".u-lab-sm-still")) return false;
        const { width, height } = node.getBoundingClientRect();
        return !(width > 2 && height > 2);
      }).map((node) => node.outerHTML.slice(0, 80)),
  );
  assertEquals(empty, []);
}

async function checkAccessible(page: Page): Promise<void> {
  // Loading it needs a permission.
  const { default: axe } = await import("axe-core");
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: typeof Axe }).axe.run({
      resultTypes: ["violations"], // Describing the rules that pass takes most of the time.
    })
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
