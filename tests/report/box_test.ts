import { assertEquals } from "@std/assert";
import { browserTest } from "../browser.ts";
import { open } from "./look.ts";
import { render } from "./read.ts";
import { code, display, md } from "./sample.ts";

/** Ink in a colour that the page has nowhere else. */
const INK = "#f0f";

const text = (style: string) =>
  `<span style="color:${INK};${style}">&#9608;&#9608;</span>`;
const shown = (data: Record<string, string>) => code("f()", [display(data)]);
const html = (sheet: string, markup = text("")) =>
  shown({ "text/html": `<style>${sheet}</style>${markup}` });
const svg = (attributes: string, sheet = "") =>
  `<svg width="40" height="40" aria-label="a" ${attributes}><style>${sheet}</style>` +
  `<rect x="-3000" y="-3000" width="9000" height="9000" fill="${INK}"/></svg>`;
const visible = 'style="overflow:visible"';

const CELLS = [
  ...[
    "font-size:900px;line-height:0",
    `outline:600px solid ${INK}`,
    `box-shadow:0 0 0 600px ${INK}`,
    `text-shadow:0 -300px ${INK},0 300px ${INK}`,
    `filter:drop-shadow(0 -300px ${INK})`,
    `border:1px solid;border-image:linear-gradient(${INK},${INK}) 1/1/600px`,
    "vertical-align:-900px;line-height:0",
    "letter-spacing:-900px",
  ].flatMap((style) => [
    md(text(style)),
    md(`## ${text(style)}`),
    html("", text(style)),
  ]),
  md(`<a class="tml-cancel" style="background:${INK}">x</a>`),
  md(`<a class="menclose skip here" style="background:${INK}">x</a>`),
  html(`:root{margin:-600px -900px;background:${INK}}`),
  html(
    `body{display:contents} span{margin:-900px;font-size:900px;line-height:0}`,
  ),
  html(`:root{transform:scale(99);background:${INK}}`),
  html(`:root{outline:600px solid ${INK};box-shadow:0 0 0 600px ${INK}}`),
  html(
    `span{display:block;margin:-900px;transform:scale(50);background:${INK}}`,
  ),
  md(svg(visible)),
  md(`![a](data:image/svg+xml,${encodeURIComponent(svg(visible))})`),
  html("", `<p>x${svg(`transform="scale(50)" ${visible}`)}`),
  shown({
    "image/svg+xml": svg(visible, "svg{margin:-900px;transform:scale(50)}"),
  }),
  shown({
    "image/svg+xml": svg(visible, `:root{margin:-900px;display:inline}`),
  }),
  md(`$\\smash{\\color{${INK}}\\rule{90px}{900px}}$`),
  md(`$\\kern-900px\\color{${INK}}\\rule{900px}{90px}$`),
  shown({ "text/latex": `$$\\smash{\\color{${INK}}\\rule{90px}{900px}}$$` }),
  md(`$\\color{${INK}}\\cancel{x\\rule{90px}{9px}}$`),
];

browserTest(
  "what a cell shows stays in its own box, on screen and in print",
  async (browser) => {
    const page = render(
      ...CELLS.flatMap((cell) => [md("Text between the cells."), cell]),
    );
    const viewport = { width: 900, height: 800 }; // With room at both sides.
    await open(browser, page.html, { viewport }, async (tab) => {
      for (const media of ["screen", "print"] as const) {
        await tab.emulateMedia({ media });
        const shot = (await tab.screenshot({ fullPage: true })).toBase64();
        const outside = await tab.evaluate(inkOutside, shot);
        assertEquals(outside, [], media);
      }
    });
  },
);

browserTest(
  "on a dark page a stroke is as large as its formula, and a drawing without a width fills its line in the page's ink",
  async (browser) => {
    const unsized = (ink: string) =>
      `<svg viewBox="0 0 300 100" aria-label="a"><path stroke="${ink}" d="M0 0"/><text>b</text></svg>`;
    const page = render(
      md("$\\cancel{x}$, $\\xcancel{y}$ and $\\sout{z}$"),
      ...["red", "currentColor"].flatMap((ink) => [
        md(unsized(ink)),
        shown({ "image/svg+xml": unsized(ink) }),
        shown({ "text/html": unsized(ink) }),
      ]),
    );
    await open(browser, page.html, { colorScheme: "dark" }, async (tab) => {
      const seen = await tab.evaluate(() => ({
        strokes: [...document.querySelectorAll(".tml-cancel")].map((stroke) =>
          stroke.getBoundingClientRect().width /
          stroke.parentElement!.getBoundingClientRect().width
        ),
        narrow: [...document.querySelectorAll("svg")].filter((svg) =>
          svg.getBoundingClientRect().width < 500
        ).length,
        inks: [...document.querySelectorAll("svg text")].map((text) =>
          getComputedStyle(text).fill === getComputedStyle(document.body).color
        ),
      }));
      assertEquals(seen, {
        strokes: [1, 1, 1],
        narrow: 0,
        inks: [false, false, false, true, true, true],
      });
    });
  },
);

/** The places of ink that lie in no cell of the kind above. Runs in the page. */
async function inkOutside(shot: string): Promise<number[][]> {
  const image = new Image();
  image.src = `data:image/png;base64,${shot}`;
  await image.decode();
  const { width, height } = image;
  const context = new OffscreenCanvas(width, height).getContext("2d")!;
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  const boxes = [...document.querySelectorAll("main > *")]
    .filter(({ textContent }) => !/^Te(xt|st)/.test(textContent.trim()))
    .map((cell) => cell.querySelector(".outputs") ?? cell)
    .map((box) => box.getBoundingClientRect());
  const found: number[][] = [];
  for (let i = 0; i < data.length && found.length < 5; i += 4) {
    if (data[i] < 240 || data[i + 1] > 90 || data[i + 2] < 240) continue;
    const [x, y] = [i / 4 % width, Math.floor(i / 4 / width)];
    const isInside = boxes.some(({ left, right, top, bottom }) =>
      x >= left - 1 && x <= right && y >= top - 1 && y <= bottom
    );
    if (!isInside) found.push([x, y]);
  }
  return found;
}
