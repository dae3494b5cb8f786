/**
 * Shared by all pictures of this project, whoever draws or shows them: their
 * ink, the rounding of their numbers, escaped text, and their form as an image.
 *
 * @module
 */

export { escapeMarkup } from "./escape.ts";
export { svgImage } from "./image.ts";
export { INK, MUTED, type Shade } from "./ink.ts";
export { roundNumbers } from "./round.ts";
