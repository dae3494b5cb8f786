import { assert, assertEquals } from "@std/assert";
import type Axe from "axe-core";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { A4, checkPaper } from "./paper.ts";

/** A wide window by day and a phone by night. */
const WIDE = { colorScheme: "light", width: 1280 } as const;
const PHONE = { colorScheme: "dark", width: 375 } as const;

/** The narrowest window, in which a page need only not spill. */
const NARROWEST = 320;

/**
 * Looks at pages as files, without network: each asks for nothing, has no script,
 * breaks no policy, and comes whole onto paper; in a wide window and on a phone
 * nothing spills, is empty, or fails axe.
 *
 * @param quick whether to leave out what the style sheet decides for all pages
 * alike: the wide window, the colours, and whether the print shows what its
 * layout has room for
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
  const context = await browser.newContext({ offline: true });
  const page = await context.newPage();
  const seen = watch(page);
  const path = await Deno.makeTempFile({ suffix: ".html" });
  const url = `file://${path}`;
  for (const [name, html] of Object.entries(pages)) {
    await t.step(name, async () => {
      await Deno.writeTextFile(path, html);
      seen.length = 0;
      // A change of the setting lays out the page anew, so it comes before the page.
      await page.setViewportSize(A4);
      await page.emulateMedia({ media: "print", colorScheme: "light" });
      await page.goto(url);
      assertEquals(seen, [url]);
      assertEquals(await page.locator("script").count(), 0);
      if (onPaper) await checkPaper(page, quick);
      for (const { width, colorScheme } of quick ? [PHONE] : [WIDE, PHONE]) {
        await page.emulateMedia({ media: "screen", colorScheme });
        await page.setViewportSize({ width, height: 900 });
        await checkNothingSpills(page);
        shown[name] = await checkEverythingShows(page);
        // The structure of a page is the same in both.
        const by = quick ? "others" : width > 400 ? "layers" : "all";
        await checkAccessible(page, by);
      }
      if (!quick) {
        await page.setViewportSize({ width: NARROWEST, height: 900 });
        await checkNothingSpills(page);
      }
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

/** Axe's rules that need to know what lies on what, which takes most of its time. */
const LAYERS = ["color-contrast", "link-in-text-block"];

/** Checks a page by all rules of axe, by those of layers, or by the others. */
async function checkAccessible(
  page: Page,
  by: "all" | "layers" | "others",
): Promise<void> {
  // Loading it needs a permission.
  const { default: axe } = await import("axe-core");
  const isThere = await page.evaluate(() => "axe" in globalThis);
  if (!isThere) await page.evaluate(axe.source);
  const { violations } = await page.evaluate(
    ({ by, layers }) => {
      if (by === "others") {
        // Of these only the text matters, and a drawing's label.
        for (const node of document.querySelectorAll("svg, math, pre > *")) {
          node.textContent = node.matches("svg") ? "" : node.textContent;
        }
      }
      return (globalThis as unknown as { axe: typeof Axe }).axe.run({
        preload: false, // The page's policy lets it load nothing.
        resultTypes: ["violations"], // Describing the rules that pass takes most of the time.
        ...by === "layers" ? { runOnly: layers } : {},
        rules: Object.fromEntries(
          layers.map((id) => [id, { enabled: by !== "others" }]),
        ),
      });
    },
    { by, layers: LAYERS },
  );
  assertEquals(
    violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]),
    [],
  );
}

/** Records the requests, messages, errors and dialogs of a page from now on. */
function watch(page: Page): string[] {
  const seen: string[] = [];
  page.on("request", (request) => {
    if (!request.url().startsWith("data:")) seen.push(request.url());
  });
  page.on("console", (message) => seen.push(message.text()));
  page.on("pageerror", (error) => seen.push(String(error)));
  page.on("dialog", async (dialog) => {
    seen.push(`dialog ${dialog.message()}`);
    await dialog.dismiss();
  });
  return seen;
}

/** Opens a page from disk as readers with these settings see it, and runs fn on it and on what it has done so far. */
export async function open(
  browser: Browser,
  html: string,
  options: BrowserContextOptions,
  fn: (page: Page, seen: string[]) => Promise<void>,
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
    const seen = watch(page);
    await page.goto(`file://${path}`);
    await fn(page, seen);
  } finally {
    await context.close();
    await Deno.remove(path);
  }
}
