import { assert, assertEquals } from "@std/assert";
import type { Page } from "playwright-core";
import { runNotebook } from "@lab/jupyter";
import { type MimeBundle, parseNotebook } from "@lab/nbformat";
import { renderReport } from "@lab/report";
import { browserTest } from "../browser.ts";
import { open } from "./look.ts";

const name = "plot_gallery.ipynb";
const cwd = new URL("../fixtures/notebooks/", import.meta.url).pathname;

/** The parts of each plot as drawn: their places within the plot, their paint, and the gaps of legends. */
interface Drawn {
  parts: { at: number[]; paint: string }[];
  gaps: number[];
}

/** Reads the plots below the elements with a class. */
async function read(page: Page, className: string): Promise<Drawn[]> {
  const json = await page.evaluate((className) => {
    const shapes =
      ":is(circle, image, line, path, rect, text, use):not(defs *, pattern *, clipPath *, marker *)";
    const drawn = [...document.querySelectorAll(`.${className}`)].map((
      around,
    ) => ({
      parts: [...around.querySelectorAll("svg")].flatMap((svg) => {
        const box = svg.getBoundingClientRect();
        const scale = box.width / svg.viewBox.baseVal.width;
        return [...svg.querySelectorAll(shapes)].map((part) => {
          const { left, top, width, height } = part.getBoundingClientRect();
          const style = getComputedStyle(part);
          return {
            at: [left - box.left, top - box.top, width, height]
              .map((length) => length / scale),
            paint: [
              ...[part.tagName, style.fill, style.stroke, style.strokeWidth],
              ...[style.fillOpacity, style.opacity, style.fontWeight],
            ].join(" ").replaceAll(/#o\d+\./g, "#"), // a prefix of the page's
          };
        });
      }),
      gaps: [...around.querySelectorAll("span + span")].map((swatch) =>
        swatch.getBoundingClientRect().left -
        swatch.previousElementSibling!.getBoundingClientRect().right
      ),
    }));
    return JSON.stringify(drawn); // Passed as a value it takes far longer.
  }, className);
  return JSON.parse(json);
}

browserTest(
  "every kind of plot is drawn in the page as its markup is, light and dark",
  async (browser) => {
    const notebook = await runNotebook(
      parseNotebook(await Deno.readTextFile(cwd + name)),
      { cwd, name },
    );
    const { html, figures } = renderReport(notebook, { name });
    assert(figures > 40, `${figures} figures`);
    // As JupyterLab puts it: the markup itself.
    const raw = notebook.cells.flatMap((cell) =>
      cell.cell_type === "code" ? cell.outputs : []
    ).map((output) => {
      const { data } = output as { data: MimeBundle };
      const markup = data["text/html"] ?? data["image/svg+xml"];
      return `<div class="raw">${markup}</div>`;
    }).join("\n");
    const shown: Drawn[][] = [];
    const inks: string[] = [];
    await open(browser, html, {}, (page) =>
      eachSetting(page, async (width) => {
        shown.push(await read(page, "outputs"));
        const [ink, needed] = await page.evaluate(() => [
          getComputedStyle(document.body).color,
          document.documentElement.scrollWidth,
        ]);
        inks.push(String(ink));
        assertEquals(needed, width);
      }));
    const page = `<!DOCTYPE html><style>:root { color-scheme: light dark }
      body { color: light-dark(${inks}) }</style>${raw}`;
    await open(
      browser,
      page,
      {},
      (page) =>
        eachSetting(page, async (width, i) => {
          const expected = await read(page, "raw");
          assertEquals(shown[i].length, expected.length);
          for (const [j, { parts, gaps }] of expected.entries()) {
            const drawn = shown[i][j];
            const of = `${width} px wide, figure ${j + 1}`;
            assertEquals(
              drawn.parts.map(({ paint }) => paint),
              parts.map(({ paint }) => paint),
              of,
            );
            // A narrow page draws small text with other hints, or scrolls.
            if (width < 900) continue;
            for (const [k, { at }] of parts.entries()) {
              const gap = at.map((x, l) => Math.abs(x - drawn.parts[k].at[l]));
              assert(Math.max(...gap) < 2, `${of}, part ${k + 1}: ${gap}`);
            }
            for (const [k, gap] of gaps.entries()) {
              assert(Math.abs(gap - drawn.gaps[k]) < 2, `${of}: legend`);
            }
          }
        }),
    );
  },
);

/** Looks at a page in a light wide window, then in a dark narrow one. */
async function eachSetting(
  page: Page,
  look: (width: number, index: number) => Promise<void>,
): Promise<void> {
  for (
    const [i, [colorScheme, width]] of [
      ["light", 900] as const,
      ["dark", 360] as const,
    ].entries()
  ) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 900 });
    await look(width, i);
  }
}
