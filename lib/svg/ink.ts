/** A colour on a light page, and its counterpart on a dark one. */
export interface Shade {
  /** The colour on a light page, as CSS writes it. */
  light: string;
  /** The colour on a dark page. */
  dark: string;
}

/** The colour of text and of a figure's main line. */
export const INK: Shade = { light: "#1c2026", dark: "#e8eaed" };

/** The colour of secondary text and lines. */
export const MUTED: Shade = { light: "#5a626c", dark: "#a3abb6" };
