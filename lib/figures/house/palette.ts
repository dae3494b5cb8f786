/**
 * The house style of the figures: colours for light and dark pages.
 *
 * A figure follows the colour scheme of the page that shows it. A page may
 * also set any of the variables `--lab-ink`, `--lab-paper`, `--lab-muted`,
 * `--lab-grid`, `--lab-warm`, `--lab-cool` and `--lab-class-0` to
 * `--lab-class-7` on an ancestor of the figure.
 *
 * @module
 */

import { INK, MUTED, type Shade } from "../../svg/mod.ts";

/**
 * Every colour of the figures. Text colours (ink, muted) have a contrast of at
 * least 4.5 to the paper, mark colours at least 3. The classes differ in
 * lightness as well as in hue, so they survive grey print and colour blindness.
 */
export const palette: Record<string, Shade> = {
  ink: INK,
  paper: { light: "#ffffff", dark: "#15181d" },
  muted: MUTED,
  grid: { light: "#d9dde2", dark: "#3a414b" },
  warm: { light: "#c2410c", dark: "#ff9157" },
  cool: { light: "#0f766e", dark: "#3fc9b8" },
  "class-0": { light: "#2b62cc", dark: "#4f93ff" },
  "class-1": { light: "#b08513", dark: "#fbd34d" },
  "class-2": { light: "#7f1d32", dark: "#c9485a" },
  "class-3": { light: "#146b33", dark: "#c2f5da" },
  "class-4": { light: "#5f3b86", dark: "#8b6cbd" },
  "class-5": { light: "#976283", dark: "#b992b0" },
  "class-6": { light: "#4f2a05", dark: "#ff8a27" },
  "class-7": { light: "#018bb8", dark: "#76d3fb" },
};

/** Colours for marks, as CSS values that follow the page. */
export const colors = {
  /** Text and the main line of a figure. */
  ink: "var(--ink)",
  /** The background. */
  paper: "var(--paper)",
  /** Secondary text and lines. */
  muted: "var(--muted)",
  /** Guides that stay in the background. */
  grid: "var(--grid)",
  /** For what the figure points at, what fails, what is too high. */
  warm: "var(--warm)",
  /** For what holds, what is too low. */
  cool: "var(--cool)",
};

/** The colour of a class, the same in every figure; repeats after eight. */
export function classColor(index: number): string {
  return `var(--class-${index % 8})`;
}

/**
 * The size of all text, in a figure's own units: a figure as wide as a phone of
 * 375 pixels, 367 of them its own, shows it 12 pixels high. Room for text is
 * measured in this size.
 */
export const TEXT = 16.4;

/** The width of a page's column in pixels, which a figure fills. */
export const COLUMN = 690;

/**
 * The style element of every figure, always the same text. A figure is as wide
 * as the page's column; where that is wide, its text needs fewer of its units.
 * A page sets another size as `--lab-text`.
 */
export const style = [
  "<style>",
  `.lab-figure{${
    variables(({ light }) => light)
  };color:var(--ink);background:var(--paper);display:block;max-width:100%;height:auto}`,
  `@media(prefers-color-scheme:dark){.lab-figure{${
    variables(({ dark }) => dark)
  }}}`,
  `@media screen{svg.lab-figure{width:${COLUMN}px}}`,
  "@media(min-width:600px){svg.lab-figure{font-size:var(--lab-text,12.5px)}.lab-figure>[font-weight]{font-size:1.3em}}",
  "</style>",
].join("");

/** The colours, other than CanvasText, of a figure where colours are forced, which would else remove its bars: they are backgrounds. */
const FORCED: Record<string, string> = { paper: "Canvas", grid: "GrayText" };

/**
 * The style elements of a figure that is part of the page instead of an image: it
 * follows the page's `color-scheme`, as an image does. JupyterLab sets that by
 * its own theme, which may differ from the system's; VS Code names its theme in
 * a class.
 */
export const inlineStyle =
  `${style}<style>@supports(color:light-dark(red,red)){.lab-figure{${
    variables(({ light, dark }) => `light-dark(${light},${dark})`)
  }}}.vscode-dark .lab-figure{color-scheme:dark}@media(forced-colors:active){div.lab-figure{${
    Object.keys(palette).map((name) =>
      `--${name}:${FORCED[name] ?? "CanvasText"}`
    ).join(";")
  };forced-color-adjust:none}}</style>`;

function variables(color: (shade: Shade) => string): string {
  return Object.entries(palette)
    .map(([name, shade]) => `--${name}:var(--lab-${name},${color(shade)})`)
    .join(";");
}
