/**
 * What every picture of this project has in common, whoever draws or shows it:
 * its ink, its numbers, its text, and how it is shown as an image.
 *
 * @module
 */

export { escapeMarkup } from "./escape.ts";
export { svgImage } from "./image.ts";
export { INK, MUTED, type Shade } from "./ink.ts";
export { roundNumbers } from "./round.ts";
