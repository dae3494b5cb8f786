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
function read(page: Page, className: string): Promise<Drawn[]> {
  return page.evaluate((className) => {
    const shapes =
      ":is(circle, image, line, path, rect, text, use):not(defs *, pattern *, clipPath *, marker *)";
    return [...document.querySelectorAll(`.${className}`)].map((around) => ({
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
  }, className);
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
    for (
      const [colorScheme, width] of [["light", 900], ["dark", 360]] as const
    ) {
      const setting = { colorScheme, viewport: { width, height: 900 } };
      let shown: Drawn[] = [];
      let ink = "";
      await open(browser, html, setting, async (page) => {
        shown = await read(page, "outputs");
        const [color, needed] = await page.evaluate(() => [
          getComputedStyle(document.body).color,
          document.documentElement.scrollWidth,
        ]);
        assertEquals(needed, width);
        ink = String(color);
      });
      const page = `<!DOCTYPE html><style>body { color: ${ink} }</style>${raw}`;
      await open(browser, page, setting, async (page) => {
        const expected = await read(page, "raw");
        assertEquals(shown.length, expected.length);
        for (const [i, { parts, gaps }] of expected.entries()) {
          const of = `${colorScheme}, figure ${i + 1}`;
          assertEquals(
            shown[i].parts.map(({ paint }) => paint),
            parts.map(({ paint }) => paint),
            of,
          );
          // A narrow page draws small text with other hints, or scrolls.
          if (width < 900) continue;
          for (const [j, { at }] of parts.entries()) {
            const gap = at.map((x, k) => Math.abs(x - shown[i].parts[j].at[k]));
            assert(Math.max(...gap) < 2, `${of}, part ${j + 1}: ${gap}`);
          }
          for (const [j, gap] of gaps.entries()) {
            assert(Math.abs(gap - shown[i].gaps[j]) < 2, `${of}: legend`);
          }
        }
      });
    }
  },
);
