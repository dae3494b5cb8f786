import { assert, assertEquals, assertMatch } from "@std/assert";
import type { Figure } from "@lab/figures";
import { style } from "../../lib/figures/house/palette.ts";
import { lessons, strained } from "./samples.ts";

const figures = Object.entries({ ...lessons, ...strained });

/** Every attribute of a document as [name, value]. */
function attributes(svg: string): [string, string][] {
  return svg.matchAll(/ ([\w:-]+)="([^"]*)"/g)
    .map(([, name, value]) => [name, value] as [string, string]).toArray();
}

/** What the text elements of a document say. */
function texts(svg: string): string {
  return svg.replace(style, "").replace(/<[^>]+>/g, "")
    .replaceAll("&quot;", '"').replaceAll("&lt;", "<").replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}

for (const [name, make] of figures) {
  let made: Figure | undefined;
  const draw = () => made ??= make();

  Deno.test(`${name}: is one labelled image that says its title`, () => {
    const { svg, title, alt } = draw();
    assertMatch(
      svg,
      /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" class="lab-figure" role="img" aria-label="[^"]+" width="500" height="\d+" viewBox="0 0 500 \d+" /,
    );
    const labels = attributes(svg).filter(([name]) => name.startsWith("aria-"));
    const label = alt.replaceAll("&", "&amp;").replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;").replaceAll('"', "&quot;");
    assertEquals(labels, [["aria-label", label]]);
    assert(texts(svg).startsWith(title), texts(svg).slice(0, 100));
    assert(title.length <= 100, `${title.length} characters: ${title}`);
  });

  Deno.test(`${name}: is well-formed XML without scripts`, () => {
    const { svg } = draw();
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

  Deno.test(`${name}: has the one style and no colour of its own`, () => {
    const { svg } = draw();
    assertEquals(svg.split("<style").length, 2);
    assert(svg.includes(style));
    for (const [name, value] of attributes(svg)) {
      assert(name !== "style" && !name.startsWith("on"), name);
      if (name === "fill" || name === "stroke") {
        assertMatch(value, /^(none|currentColor|var\(--[a-z0-9-]+\))$/);
      }
    }
  });

  Deno.test(`${name}: draws numbers only, with at most two decimals`, () => {
    for (const [name, value] of attributes(draw().svg)) {
      if (name === "aria-label") continue;
      assert(!/NaN|undefined|Infinity|null/.test(value), `${name}="${value}"`);
      assert(!/\.\d{3}/.test(value), `${name}="${value}"`);
    }
  });

  Deno.test(`${name}: has its own ids, and refers to no others`, () => {
    const { svg } = draw();
    const ids = attributes(svg).filter(([name]) => name === "id")
      .map(([, value]) => value);
    assertEquals(new Set(ids).size, ids.length);
    assert(ids.every((id) => /^lab-[a-z0-9]+-\d+$/.test(id)), ids.join());
    for (const [, id] of svg.matchAll(/(?:url\(|href=")#([^)"]+)/g)) {
      assert(ids.includes(id), id);
    }
  });

  Deno.test(`${name}: is the same bytes whatever was drawn before`, () => {
    const first = draw().svg;
    strained["plot, clipped and with markers"]();
    assertEquals(make().svg, first);
  });

  Deno.test(`${name}: is small`, () => {
    const { length } = draw().svg;
    assert(length < 25_000, `${length} characters`);
  });
}

Deno.test("Figure shows itself in a notebook as an image with its alternative", () => {
  const figure = lessons.lossCurve();
  const display = Reflect.get(figure, Symbol.for("Jupyter.display"));
  const bundle = display.call(figure);
  assertEquals(bundle["text/plain"], figure.alt);
  assertMatch(
    bundle["text/html"],
    /^<img alt="[^"]+" src="data:image\/svg\+xml;base64,[^"]+">$/,
  );
});
