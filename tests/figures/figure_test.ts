/// <reference lib="dom" />
import { assert, assertEquals, assertMatch } from "@std/assert";
import type { Figure } from "@lab/figures";
import { style } from "../../lib/figures/house/palette.ts";
import { browserTest } from "../browser.ts";
import { anyInput, bundle, lessons, strained } from "./samples.ts";
import { overlaps } from "./texts.ts";

const samples = Object.entries({ ...lessons, ...strained, ...anyInput });

/** The samples' figures, each drawn once. */
const drawn = new Map<string, Figure>();

function draw(name: string, make: () => Figure): Figure {
  const figure = drawn.get(name) ?? make();
  drawn.set(name, figure);
  return figure;
}

/** A test of every sample, whose failure begins with the name of the sample. */
function everyFigure(
  promise: string,
  check: (figure: Figure) => void,
) {
  Deno.test(`every figure ${promise}`, () => {
    for (const [name, make] of samples) {
      try {
        check(draw(name, make));
      } catch (error) {
        if (error instanceof Error) error.message = `${name}: ${error.message}`;
        throw error;
      }
    }
  });
}

/** Every attribute of a document as [name, value]. */
function attributes(svg: string): [string, string][] {
  return svg.matchAll(/ ([\w:-]+)="([^"]*)"/g)
    .map(([, name, value]) => [name, value] as [string, string]).toArray();
}

/** The text of a document as its reader sees it. */
function textOf(svg: string): string {
  return svg.replace(style, "").replace(/<[^>]+>/g, "")
    .replaceAll("&quot;", '"').replaceAll("&lt;", "<").replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}

everyFigure("is one labelled image that says its title", (figure) => {
  const { svg, title, alt } = figure;
  assertMatch(
    svg,
    /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" class="lab-figure" role="img" aria-label="[^"]+" width="500" height="\d+" viewBox="0 0 500 \d+" /,
  );
  const labels = attributes(svg).filter(([name]) => name.startsWith("aria-"));
  const label = alt.replaceAll("&", "&amp;").replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;").replaceAll('"', "&quot;");
  assertEquals(labels, [["aria-label", label]]);
  assert(textOf(svg).startsWith(title), textOf(svg).slice(0, 100));
  assert(title.length <= 100, `${title.length} characters: ${title}`);
});

everyFigure(
  "leaves no word of its title and subtitle alone on a line",
  ({ svg }) => {
    const blocks = svg.matchAll(
      /<text text-anchor="start" [^>]*><tspan.*?<\/text>/g,
    );
    for (const [block] of blocks) {
      const lines = [...block.matchAll(/>([^<]+)<\/tspan>/g)].map(([, text]) =>
        text
      );
      assert(
        lines.length === 1 || lines.every((line) => /[ \u00a0]/.test(line)),
        lines.join("|"),
      );
    }
  },
);

everyFigure("is well-formed XML without scripts", ({ svg }) => {
  const open: string[] = [];
  const tags = /<(\/?)([\w:]+)((?: [\w:-]+="[^"<]*")*) ?(\/?)>/g;
  assertEquals(svg.replace(tags, "").match(/<[^>]*/), null);
  for (const [, closes, tag, , empty] of svg.matchAll(tags)) {
    if (closes) assertEquals(open.pop(), tag);
    else if (!empty) open.push(tag);
  }
  assertEquals(open, []);
  assertEquals(svg.match(/&(?!(amp|lt|gt|quot|#\d+);)/), null);
  assertEquals(svg.match(/<(script|foreignObject|image|a)\b/), null);
});

everyFigure("has the one style and no colour of its own", ({ svg }) => {
  assertEquals(svg.split("<style").length, 2);
  assert(svg.includes(style));
  for (const [name, value] of attributes(svg)) {
    assert(name !== "style" && !name.startsWith("on"), name);
    if (name === "fill" || name === "stroke") {
      assertMatch(value, /^(none|currentColor|var\(--[a-z0-9-]+\))$/);
    }
  }
});

everyFigure("draws only numbers, with at most two decimals", ({ svg }) => {
  for (const [name, value] of attributes(svg)) {
    if (name === "aria-label") continue;
    assert(!/NaN|undefined|Infinity|null/.test(value), `${name}="${value}"`);
    assert(!/\.\d{3}/.test(value), `${name}="${value}"`);
  }
});

everyFigure("has its own ids, and refers to no others", ({ svg }) => {
  const ids = attributes(svg).filter(([name]) => name === "id")
    .map(([, value]) => value);
  assertEquals(new Set(ids).size, ids.length);
  assert(ids.every((id) => /^lab-[a-z0-9]+-\d+$/.test(id)), ids.join());
  for (const [, id] of svg.matchAll(/(?:url\(|href=")#([^")]+)/g)) {
    assert(ids.includes(id), id);
  }
});

Deno.test("a figure is the same whatever was drawn before, also one with ids", () => {
  for (const name of ["plot, clipped and with markers", "draws"]) {
    const make = { ...lessons, ...strained }[name];
    assertEquals(make().svg, draw(name, make).svg, name);
  }
});

everyFigure("is small", ({ svg }) => {
  assert(svg.length < 25_000, `${svg.length} characters`);
});

Deno.test("a figure shows itself in a notebook as an image with its alternative", () => {
  const figure = lessons.lossCurve();
  const { "text/html": html, "text/plain": plain } = bundle(figure);
  assertEquals(plain, figure.alt);
  assertMatch(
    html,
    /^<img alt="[^"]+" width="690" src="data:image\/svg\+xml;base64,[^"]+">$/,
  );
});

browserTest(
  "figures: no text is cut off, lies on another, or on a bar of temperatureMultiples(), or is less than 12 pixels high on a phone, in the fonts of this machine",
  async (browser) => {
    const page = await browser.newPage();
    await page.setContent(
      `<script>${overlaps}</script><body style="margin:0">` +
        samples.map(([name, make]) =>
          `<div id="${name.replaceAll('"', "")}">${draw(name, make).svg}</div>`
        ).join(""),
    );
    // A report gives a figure all of a phone's width but 8 pixels.
    for (const width of [1280, 367]) {
      await page.setViewportSize({ width, height: 800 });
      const faults = await page.locator("body > div").evaluateAll((samples) =>
        samples.flatMap((sample) => {
          const svg = sample.querySelector("svg")!;
          const box = svg.getBoundingClientRect();
          const scale = box.width / 500;
          // In a text of several lines, each line is one.
          const lines = svg.querySelectorAll("text:not(:has(tspan)), tspan");
          const texts = [...lines].filter((line) => line.textContent.trim())
            .map((line) => ({
              text: line.textContent,
              at: line.getBoundingClientRect(),
            }));
          const faults = texts
            .filter(({ at }) =>
              at.left < box.left || at.right > box.right ||
              at.top < box.top || at.bottom > box.bottom + 1
            )
            .map(({ text }) => `cut off: ${text}`);
          for (const text of svg.querySelectorAll("text")) {
            const size = scale * parseFloat(getComputedStyle(text).fontSize);
            if (size < 12) {
              faults.push(`${size} pixels: ${text.textContent}`);
            }
          }
          faults.push(...overlaps(texts, scale));
          const bars = sample.id.startsWith("temperatureMultiples")
            ? [...svg.querySelectorAll("rect")]
            : [];
          for (const bar of bars.map((bar) => bar.getBoundingClientRect())) {
            for (const { text, at } of texts) {
              if (
                bar.left < at.right && at.left < bar.right &&
                bar.top < at.bottom && at.top < bar.bottom
              ) faults.push(`on a bar: ${text}`);
            }
          }
          return faults.map((fault) => `${sample.id}: ${fault}`);
        })
      );
      assertEquals(faults, [], `${width} pixels wide`);
    }
  },
);

browserTest(
  "figures: follow the page's colour scheme and the variables it sets",
  async (browser) => {
    const { svg } = lessons.lossCurve();
    const page = await browser.newPage();
    const colours = async (colorScheme: "light" | "dark", css: string) => {
      await page.emulateMedia({ colorScheme });
      await page.setContent(`<style>${css}</style>${svg}`);
      return page.evaluate(() => {
        const { color, backgroundColor } = getComputedStyle(
          document.querySelector("svg")!,
        );
        return [color, backgroundColor];
      });
    };
    assertEquals(await colours("light", ""), [
      "rgb(28, 32, 38)",
      "rgb(255, 255, 255)",
    ]);
    assertEquals(await colours("dark", ""), [
      "rgb(232, 234, 237)",
      "rgb(21, 24, 29)",
    ]);
    assertEquals(
      await colours("dark", ":root{--lab-ink:#010203;--lab-paper:transparent}"),
      ["rgb(1, 2, 3)", "rgba(0, 0, 0, 0)"],
    );
  },
);
