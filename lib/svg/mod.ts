/**
 * What every picture of this project shares, whoever draws or shows it: its
 * ink, how it rounds numbers and escapes text, and its form as an image.
 *
 * @module
 */

export { escapeMarkup } from "./escape.ts";
export { svgImage } from "./image.ts";
export { INK, MUTED, type Shade } from "./ink.ts";
export { roundNumbers } from "./round.ts";
