/**
 * Shared by everything that draws or shows a picture: the ink, the rounding of
 * numbers, escaped text, and the form of an image.
 *
 * @module
 */

export { escapeMarkup } from "./escape.ts";
export { svgImage } from "./image.ts";
export { INK, MUTED, type Shade } from "./ink.ts";
export { roundNumbers } from "./round.ts";
