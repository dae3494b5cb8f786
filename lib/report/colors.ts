/**
 * The page's colours, and the contrast by which they are chosen:
 * https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
 *
 * @module
 */

import { INK, MUTED } from "../svg/mod.ts";

/** Red, green and blue, each 0 to 255. */
export type Rgb = readonly [number, number, number];

/** The colours of the page by the names of their CSS variables. Each kind of text has AA contrast on its ground. */
export const THEMES: Record<"light" | "dark", Record<string, string>> = {
  light: {
    "paper": "#fdfdfb",
    "ground": "#f4f4f0",
    "note-ground": "#edf3fb",
    "error-ground": "#fcefed",
    "line": "#d8d9d6",
    "ink": INK.light,
    "muted": MUTED.light,
    "accent": "#0b57b0",
    "keyword": "#7327b8",
    "string": "#14603c",
    "number": "#8f4700",
    "comment": "#5e656e",
    "function": "#0b57b0",
    "type": "#08606a",
    "red": "#ab231b",
    "green": "#19642f",
    "yellow": "#715300",
    "blue": "#0b57b0",
    "magenta": "#852785",
    "cyan": "#08606a",
  },
  dark: {
    "paper": "#16181c",
    "ground": "#1f2227",
    "note-ground": "#1b2534",
    "error-ground": "#2d1f20",
    "line": "#3a3e46",
    "ink": INK.dark,
    "muted": MUTED.dark,
    "accent": "#8fbaff",
    "keyword": "#cba6ff",
    "string": "#98d4a4",
    "number": "#efb27c",
    "comment": "#9aa1ac",
    "function": "#8fbaff",
    "type": "#80d2d8",
    "red": "#ff9d92",
    "green": "#90d69c",
    "yellow": "#e4c465",
    "blue": "#8fbaff",
    "magenta": "#e8a6e8",
    "cyan": "#80d2d8",
  },
};

/** `#rrggbb` as numbers. */
export function rgb(hex: string): Rgb {
  const value = parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

function luminance(color: Rgb): number {
  const [r, g, b] = color.map((channel) => {
    const c = channel / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** The contrast ratio of two colours, 1 to 21. */
export function contrast(a: Rgb, b: Rgb): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

/** The least contrast that WCAG's level AA asks of body text. */
export const AA = 4.5;

/** The colour, or the nearest one towards black or white that can be read on the ground. */
export function readable(color: Rgb, ground: Rgb): Rgb {
  const end = contrast([0, 0, 0], ground) > contrast([255, 255, 255], ground)
    ? 0
    : 255;
  let mixed = color;
  for (let share = 0; contrast(mixed, ground) < AA && share < 1;) {
    share = Math.min(1, share + 1 / 16);
    mixed = color.map((c) =>
      Math.round(c + (end - c) * share)
    ) as unknown as Rgb;
  }
  return mixed;
}
