import { assert, assertEquals } from "@std/assert";
import { renderReport, renderSite, type SitePage } from "@lab/report";
import { gradientCheck } from "@lab/display";
import { browserTest } from "../browser.ts";
import { checkPages, open } from "./look.ts";
import { A4 } from "./paper.ts";
import type { Page } from "playwright-core";
import type { Notebook } from "@lab/nbformat";
import { liveSoftmax } from "@lab/figures";
import { bundle, explorers } from "../figures/samples.ts";
import { render } from "./read.ts";
import { code, display, figure, md, notebook, sample, wide } from "./sample.ts";

/** A front page with two reports. */
const FRONT = notebook(
  md("# Reports\n\nOf what a model makes of scores."),
  code("await show(f)", [display(figure("Three bars."))], {
    tags: ["remove-input"],
  }),
  md("The text beside it goes on.\n\n## Contents"),
);

/** The pages of a set, by the paths of their notebooks. */
function site(set: Record<string, Notebook>): Record<string, SitePage> {
  const { pages } = renderSite(
    Object.entries(set).map(([stem, notebook]) => {
      return { name: stem, stem, notebook };
    }),
  );
  return Object.fromEntries(pages.map((page) => [page.file, page]));
}

const SET = { before: notebook(), report: sample(), after: notebook() };
const LISTED = site(SET);
const REPORT = LISTED["report.html"].report!;

/** The same explorer twice, two others, and a softmax that the page computes. */
const EXPLORERS = render(
  ...[
    explorers.gapExplorer,
    explorers.gapExplorer,
    explorers["lossRace, long names"],
    explorers["gapExplorer, long names"],
    () => liveSoftmax([1.2, 0.3, -0.8]),
  ].map((make) => code("await show(f)", [display(bundle(make()))])),
).html;
const WIDE = renderReport(wide(), { name: "wide.ipynb" }).html;

browserTest(
  "a report, an index and a front page look right in light and dark, wide and narrow, and on paper, ask for nothing, break no policy and need no JavaScript",
  async (browser, t) => {
    const { report } = await checkPages(browser, t, {
      report: REPORT.html,
      explorers: EXPLORERS,
      index: LISTED["index.html"].html,
      front:
        site({ index: FRONT, a: notebook(), b: notebook() })["index.html"].html,
    });
    const { figures, formulas } = REPORT;
    assertEquals(report, { figures, formulas });
    await checkPages(browser, t, { wide: WIDE }, { onPaper: false });
  },
);

browserTest(
  "a phone shows a wide table with its caption in the window and its numbers whole, and the last column of one with long heads",
  async (browser) => {
    const row = (...data: number[]) => {
      return { data: new Float64Array(data), rows: 1, cols: 2 };
    };
    const check = gradientCheck(row(0.5, 1e-9), row(0.5 + 2 ** -40, 2e-9));
    const wide = check.bundle({
      rows: ["a day with a long name"],
      classes: ["a class with a long name", "another"],
    });
    const cells = (name: string, texts: string[]) =>
      texts.map((text) => `<${name} align="right">${text}</${name}>`).join("");
    const heads = ["gap", "a right answer costs 0 from", "mean loss (nats)"];
    const numbers = ["16.64", "-4.5398899e-5", "-12.46930985"];
    const long = `<table><tr>${cells("th", heads)}</tr>` +
      `<tr>${cells("td", numbers)}</tr></table>`;
    const { html } = render(
      code("check", [display(wide), display({ "text/html": long })]),
    );
    const viewport = { width: 375, height: 800 };
    await open(browser, html, { viewport }, async (page) => {
      const { right, ...seen } = await page.evaluate(() => {
        const [box, other] = document.querySelectorAll("main .scroll");
        const caption = () =>
          document.querySelector("caption")!.getBoundingClientRect();
        const before = caption();
        box.scrollLeft = 1000;
        const range = document.createRange();
        const broken = [...box.querySelectorAll("td[align=right]")]
          .filter((cell) => {
            range.selectNodeContents(cell);
            return range.getClientRects().length > 1;
          });
        return {
          scrolled: box.scrollLeft > 0,
          right: before.right,
          moved: caption().left - before.left,
          broken: broken.map((cell) => cell.textContent),
          hidden: other.scrollWidth - other.clientWidth,
        };
      });
      assert(right <= 375, String(right));
      assertEquals(seen, { scrolled: true, moved: 0, broken: [], hidden: 0 });
    });
  },
);

/** The settings of a reader who wishes it dark, calm and clear. */
const WISHES = {
  colorScheme: "dark",
  reducedMotion: "reduce",
  contrast: "more",
} as const;

browserTest(
  "a report serves a reader on paper, with the keyboard, and with wishes",
  (browser, t) =>
    open(browser, REPORT.html, WISHES, async (page) => {
      await t.step("less motion and more contrast for those who wish it", () =>
        checkWishes(page));
      await t.step(
        "prints with its folds open, without navigation, in light colours",
        () =>
          checkPrint(page),
      );
      await page.emulateMedia({ media: "screen" });
      await t.step(
        "skip link first, focus seen everywhere, folds that open",
        () => checkKeyboard(page),
      );
      await t.step("shows where its reader is in the contents", () =>
        checkContents(page));
    }),
);

async function checkWishes(page: Page): Promise<void> {
  const seen = await page.evaluate(() => {
    const style = getComputedStyle(document.documentElement);
    return {
      scroll: style.scrollBehavior,
      mutedIsInk:
        style.getPropertyValue("--muted") === style.getPropertyValue("--ink"),
    };
  });
  assertEquals(seen, { scroll: "auto", mutedIsInk: true });
}

async function checkPrint(page: Page): Promise<void> {
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize(A4);
  // A fold opens in the frame after.
  await page.waitForFunction(() =>
    [...document.querySelectorAll("main details > pre")].every((node) =>
      node.checkVisibility({ contentVisibilityAuto: true })
    )
  );
  const seen = await page.evaluate(() => {
    const ink = (node: Element) => getComputedStyle(node).color;
    return {
      navigation: [...document.querySelectorAll("nav")].filter((node) =>
        node.checkVisibility()
      ).length,
      ink: [ink(document.body), ink(document.querySelector("main svg")!)],
    };
  });
  assertEquals(seen, {
    navigation: 0,
    ink: ["rgb(28, 32, 38)", "rgb(28, 32, 38)"],
  });
}

async function checkKeyboard(page: Page): Promise<void> {
  const focus = () =>
    page.evaluate(() => {
      const node = document.activeElement!;
      const { outlineStyle, outlineWidth } = getComputedStyle(node);
      const box = node.getBoundingClientRect();
      return {
        name: `${node.tagName} ${node.className} ${node.textContent}`
          .slice(0, 60),
        id: node.id,
        isSeen: outlineStyle !== "none" &&
          Number.parseFloat(outlineWidth) >= 2 && box.width > 0 &&
          box.bottom > 0 && node.checkVisibility({ opacityProperty: true }),
      };
    });
  await page.keyboard.press("Tab");
  const skip = await focus();
  assertEquals(skip.name, "A skip Skip to the text");
  assertEquals(skip.isSeen, true);
  await page.keyboard.press("Enter");
  assertEquals(new URL(page.url()).hash, "#main");

  await page.reload();
  const unseen: string[] = [];
  let stops = 0;
  for (;; stops++) {
    await page.keyboard.press("Tab");
    const { name, isSeen } = await focus();
    if (name.startsWith("BODY")) break;
    if (!isSeen) unseen.push(name);
  }
  assertEquals(unseen, []);
  assert(stops > 30, `${stops} stops`);

  const folds = await page.locator("main details > summary").all();
  assert(folds.length > 2);
  for (const [i, fold] of folds.slice(0, 3).entries()) {
    const isOpen = () =>
      fold.evaluate((node) => (node.parentNode as HTMLDetailsElement).open);
    const before = await isOpen();
    await fold.focus();
    await page.keyboard.press(i % 2 ? "Space" : "Enter");
    assertEquals(await isOpen(), !before);
  }
}

async function checkContents(page: Page): Promise<void> {
  await page.setViewportSize({ width: 1280, height: 900 });
  const current = () =>
    page.locator("body > nav.contents a").evaluateAll((links) =>
      links.filter((link) => getComputedStyle(link).fontWeight === "600")
        .map((link) => link.textContent)
    );
  for (const title of ["What came out", "Three properties"]) {
    await page.locator("h2, h3").filter({ hasText: title })
      .evaluate((heading) => heading.scrollIntoView());
    await page.evaluate(() => new Promise(requestAnimationFrame));
    assertEquals(await current(), [title]);
  }
}

browserTest(
  "a report's explorers move by keyboard, each by itself, are named for a screen reader, and print as they are set",
  (browser) =>
    open(
      browser,
      EXPLORERS,
      { javaScriptEnabled: false },
      async (page) => {
        const groups = page.getByRole("radiogroup", { name: "Gap between" });
        assertEquals(await page.locator(":is(svg, img):visible").count(), 0);
        const [first, second] = [groups.nth(0), groups.nth(1)];
        const gap = (name: string) => ({ name: `gap = ${name}`, exact: true });
        assertEquals(await first.getByRole("radio").count(), 11);
        await first.getByRole("radio", gap("2")).focus();
        await page.keyboard.press("ArrowRight");
        assertEquals(
          await first.getByRole("radio", gap("3")).isChecked(),
          true,
        );
        const read = (group: typeof first) =>
          group.locator("p:visible").allInnerTexts();
        const words = (texts: string[]) => texts.join().split(/\s+/).join(" ");
        assertEquals(
          words(await read(first)),
          "gap = 3 buy 0.953 sell 0.047 ratio (log) 20.1 buy is 20.1 times as likely as sell",
        );
        assertEquals(
          words(await read(second)),
          "gap = 2 buy 0.881 sell 0.119 ratio (log) 7.39 buy is 7.39 times as likely as sell",
        );
        const tree = await first.ariaSnapshot();
        assert(tree.includes('- radio "gap = 3" [checked]'), tree);
        assert(tree.includes('- radio "gap = 1"\n'), tree);
        assert(!tree.includes("0.881"), tree);
        await page.keyboard.press("End"); // No key of the row.
        await page.keyboard.press("ArrowLeft");
        await page.keyboard.press("ArrowLeft");
        await page.emulateMedia({ media: "print", colorScheme: "dark" });
        assertEquals(words(await read(first)).slice(0, 7), "gap = 1");
        const bar = first.locator("p:visible i").first();
        const { paper, adjust } = await bar.evaluate((node) => ({
          paper:
            getComputedStyle(node.closest("div.html > div")!).backgroundColor,
          adjust: getComputedStyle(node).getPropertyValue("print-color-adjust"),
        }));
        assertEquals([paper, adjust], ["rgb(253, 253, 251)", "exact"]);
      },
    ),
);
