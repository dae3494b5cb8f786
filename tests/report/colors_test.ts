import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import {
  AA,
  contrast,
  readable,
  rgb,
  THEMES,
} from "../../lib/report/colors.ts";
import { SHEET } from "../../lib/report/page_styles.ts";

/** The grounds that each text colour stands on. */
const ON: Record<string, string[]> = {
  paper: Object.keys(THEMES.light).filter((name) =>
    !/paper|ground|line/.test(name)
  ),
  ground: Object.keys(THEMES.light).filter((name) =>
    !/paper|ground|line/.test(name)
  ),
  "note-ground": ["ink", "muted", "accent"],
  "error-ground": [
    "ink",
    "muted",
    "red",
    "green",
    "yellow",
    "blue",
    "magenta",
    "cyan",
    "accent",
  ],
};

Deno.test("contrast() is 21 for black on white, 1 for a colour on itself, and WCAG's 4.54 for #767676", () => {
  assertEquals(contrast([0, 0, 0], [255, 255, 255]), 21);
  assertEquals(contrast([9, 99, 199], [9, 99, 199]), 1);
  assertAlmostEquals(contrast(rgb("#767676"), rgb("#ffffff")), 4.54, 0.005);
});

Deno.test("every text colour of the page has AA contrast on every ground that it stands on, light and dark", () => {
  for (const [theme, colors] of Object.entries(THEMES)) {
    for (const [ground, texts] of Object.entries(ON)) {
      for (const name of texts) {
        const ratio = contrast(rgb(colors[name]), rgb(colors[ground]));
        assert(ratio >= AA, `${theme}: ${name} on ${ground} is ${ratio}`);
      }
    }
  }
});

Deno.test("every rule that sets both ground and text has AA contrast", () => {
  const rules = SHEET.matchAll(/background: (#\w+);\s+color: (#\w+)/g);
  const expand = (hex: string) =>
    rgb(hex.length === 4 ? hex.replaceAll(/\w/g, "$&$&") : hex);
  let checked = 0;
  for (const [rule, ground, text] of rules) {
    checked++;
    assert(contrast(expand(text), expand(ground)) >= AA, rule);
  }
  assertEquals(checked, 9);
});

Deno.test("the style sheet uses no variable that it does not define", () => {
  const defined = new Set(
    [...SHEET.matchAll(/(--[\w-]+):/g)].map((match) => match[1]),
  );
  for (const [, name] of SHEET.matchAll(/var\((--[\w-]+)/g)) {
    assert(defined.has(name), name);
  }
});

Deno.test("readable() keeps colours that can be read and changes those that cannot", () => {
  assertEquals(readable([0, 0, 0], [255, 255, 255]), [0, 0, 0]);
  for (
    const ground of [[255, 255, 255], [20, 20, 20], [120, 120, 120]] as const
  ) {
    assert(contrast(readable([130, 130, 130], ground), ground) >= AA);
  }
});
