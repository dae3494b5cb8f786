/**
 * Pages on paper: Chromium prints them, and Poppler's pdftotext reads them
 * back.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import type { Page } from "playwright-core";

/** The width of A4 within the page's margins, in pixels. */
export const A4 = { width: 665, height: 960 };

/** The content of the page that should be on paper. */
interface Wanted {
  /** The text outside figures, formulas and code. */
  texts: string[];
  /** Each block of code and printed text. */
  blocks: string[];
  /** The texts in each figure, title and axis labels among them. */
  figures: string[][];
  links: string[];
}

/**
 * Checks what a page has on paper: in the layout for print nothing is cut off.
 * Unless it is quick, it prints the page and finds everything on it: each
 * character of code and text, folds open, each figure on one sheet, addresses
 * written out. Without pdftotext it does not print, but in CI it fails.
 *
 * @param page a page in the media print, in a window of the size A4
 */
export async function checkPaper(page: Page, quick: boolean): Promise<void> {
  const clipped = await page.evaluate(() =>
    [...document.querySelectorAll("main, main *")].filter((node) =>
      !node.closest("svg, math") &&
      node.scrollWidth > node.clientWidth + 1 &&
      getComputedStyle(node).display !== "inline"
    ).map((node) => node.outerHTML.slice(0, 80))
  );
  assertEquals(clipped, []);
  if (quick || !hasPdfToText() && Deno.env.get("CI") !== "true") return;
  const wanted = await page.evaluate((): Wanted => {
    const main = document.querySelector("main")!;
    const texts: string[] = [];
    const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const parent = walker.currentNode.parentElement!;
      // JSON stays folded as it is, because its contents may be long.
      const isElsewhere =
        parent.closest("svg, math, pre, .json, .more > summary, .show-me") ||
        !parent.checkVisibility() ||
        // The states of a figure that its reader did not choose.
        getComputedStyle(parent).visibility === "hidden";
      if (!isElsewhere) texts.push(walker.currentNode.textContent!);
    }
    const all = (selector: string, inside: Element = main) => [
      ...inside.querySelectorAll(selector),
    ];
    return {
      texts,
      blocks: all("pre").map((pre) => pre.textContent!),
      figures: all("figure svg").map((svg) =>
        all("text, tspan", svg).filter((text) => !text.children.length)
          .map((text) => text.textContent!)
      ),
      links: all("a[href^=http]").map((a) => a.getAttribute("href")!),
    };
  });
  check(wanted, await readPdf(await page.pdf({ preferCSSPageSize: true })));
}

function hasPdfToText(): boolean {
  try {
    new Deno.Command("pdftotext", { args: ["-v"], stderr: "null" })
      .outputSync();
    return true;
  } catch {
    return false;
  }
}

/** The text of each sheet, in the order in which it was drawn. */
async function readPdf(pdf: Uint8Array): Promise<string[]> {
  const path = await Deno.makeTempFile({ suffix: ".pdf" });
  await Deno.writeFile(path, pdf);
  const { success, stdout } = await new Deno.Command("pdftotext", {
    args: ["-raw", "-enc", "UTF-8", path, "-"],
  }).output();
  await Deno.remove(path);
  assert(success);
  return new TextDecoder().decode(stdout).split("\f").slice(0, -1);
}

/** A text without the things that a printer may change: spaces, and forms of one character. */
function solid(text: string): string {
  return text.normalize("NFKC").replaceAll(/\s+/g, "");
}

/** The number of times each word occurs, without hyphens, which a browser adds at the ends of lines. */
function words(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  const whole = text.normalize("NFKC").replaceAll(/[-‐\u00ad]\s*/g, "");
  for (const [word] of whole.matchAll(/[\p{L}\p{N}]+/gu)) {
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
}

function check(wanted: Wanted, sheets: string[]): void {
  const paper = solid(sheets.join("\n"));
  // By lines, because the content of a fold is drawn after the text that
  // follows it on its sheet.
  const lines = wanted.blocks.flatMap((text) => text.split("\n"));
  assertEquals(lines.filter((line) => !paper.includes(solid(line))), []);
  assertEquals(wanted.links.filter((href) => !paper.includes(solid(href))), []);
  // By words, because a formula within a line is drawn before or after the
  // line.
  const printed = words(sheets.join("\n"));
  const missing = [...words(wanted.texts.join("\n"))].filter(([word, count]) =>
    (printed.get(word) ?? 0) < count
  );
  assertEquals(missing, []);
  const bySheet = sheets.map(solid);
  const split = wanted.figures.filter((texts) =>
    !bySheet.some((sheet) => texts.every((text) => sheet.includes(solid(text))))
  );
  assertEquals(split, []);
}
