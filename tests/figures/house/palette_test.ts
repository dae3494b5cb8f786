import { assert, assertEquals } from "@std/assert";
import {
  classColor,
  colors,
  palette,
  style,
} from "../../../lib/figures/house/palette.ts";

type Rgb = [number, number, number];

/** Linear red, green and blue: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function linear(hex: string): Rgb {
  return [1, 3, 5].map((i) => {
    const c = parseInt(hex.slice(i, i + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as Rgb;
}

function luminance([r, g, b]: Rgb): number {
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(a: string, b: string): number {
  const both = [luminance(linear(a)), luminance(linear(b))];
  return (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05);
}

/** CIE L*, 0 black to 100 white: the brightness of a colour in grey print. */
function lightness(hex: string): number {
  const y = luminance(linear(hex));
  return y > 216 / 24389 ? 116 * Math.cbrt(y) - 16 : (24389 / 27) * y;
}

/** Oklab, where distances are those that people see: https://bottosson.github.io/posts/oklab/ */
function oklab([r, g, b]: Rgb): Rgb {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

/** Machado, Oliveira and Fernandes (2009), severity 1, on linear colours. */
const VISION: Record<string, Rgb[]> = {
  normal: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

function seen(hex: string, vision: Rgb[]): Rgb {
  const c = linear(hex);
  return oklab(
    vision.map((row) =>
      Math.min(1, Math.max(0, row.reduce((sum, v, i) => sum + v * c[i], 0)))
    ) as Rgb,
  );
}

/** Half of each colour, as a browser blends them. */
function mix(a: string, b: string): string {
  return "#" + [1, 3, 5].map((i) => {
    const [p, q] = [a, b].map((hex) => parseInt(hex.slice(i, i + 2), 16));
    return Math.round((p + q) / 2).toString(16).padStart(2, "0");
  }).join("");
}

function pairs<T>(items: T[]): [T, T][] {
  return items.flatMap((a, i) =>
    items.slice(i + 1).map((b) => [a, b] as [T, T])
  );
}

const classes = Object.keys(palette).filter((name) =>
  name.startsWith("class-")
);

for (const scheme of ["light", "dark"] as const) {
  const paper = palette.paper[scheme];

  Deno.test(`palette: ${scheme}, text has a contrast of 4.5, on tinted cells too, and marks of 3`, () => {
    // The number at the marked point of a figure is text in the warm colour.
    for (const name of ["ink", "muted", "warm", "cool"]) {
      assert(contrast(palette[name][scheme], paper) >= 4.5, name);
    }
    for (const name of ["warm", "cool", "muted"]) {
      // Half is the strongest tint that a figure puts behind text.
      const tint = mix(palette[name][scheme], paper);
      assert(contrast(palette.ink[scheme], tint) >= 4.5, `${name} ${tint}`);
    }
    for (const name of classes) {
      assert(contrast(palette[name][scheme], paper) >= 3, name);
    }
  });

  Deno.test(`palette: ${scheme}, buy, hold and sell differ in grey print`, () => {
    for (const [a, b] of pairs(classes.slice(0, 3))) {
      const gap = Math.abs(
        lightness(palette[a][scheme]) - lightness(palette[b][scheme]),
      );
      // A step of 10 in L* is one step of the Munsell scale of greys.
      assert(gap >= 12, `${a} ${b}: ${gap}`);
    }
  });

  Deno.test(`palette: ${scheme}, classes differ for the colour blind`, () => {
    for (const [vision, matrix] of Object.entries(VISION)) {
      for (const [a, b] of pairs(classes)) {
        const [p, q] = [a, b].map((name) =>
          seen(palette[name][scheme], matrix)
        );
        const gap = Math.hypot(...p.map((v, i) => v - q[i]));
        // 0.02 in Oklab is just noticeable side by side. The running
        // example's three classes are far apart; the rest have labels too.
        const three = [a, b].every((name) => classes.indexOf(name) < 3);
        assert(gap >= (three ? 0.2 : 0.05), `${vision} ${a} ${b}: ${gap}`);
      }
    }
  });
}

Deno.test("style sets every variable for both schemes, each one open to the page", () => {
  for (const [name, { light, dark }] of Object.entries(palette)) {
    for (const color of [light, dark]) {
      const rule = `--${name}:var(--lab-${name},${color})`;
      assertEquals(style.split(rule).length, 2, rule);
    }
  }
});

Deno.test("classColor() and colors name variables that the style sets", () => {
  for (let i = 0; i < 20; i++) {
    assert(style.includes(`${classColor(i).slice(4, -1)}:`), classColor(i));
  }
  assertEquals(classColor(8), classColor(0));
  for (const color of Object.values(colors)) {
    assert(style.includes(`${color.slice(4, -1)}:`), color);
  }
});
