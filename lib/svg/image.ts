import { escapeMarkup } from "./escape.ts";

/**
 * An SVG document as Jupyter shows it everywhere: an image with its text
 * alternative, as a MIME bundle.
 *
 * Not `image/svg+xml`, which JupyterLab hides in a notebook that has not run
 * yet and shows without the alternative, and which code hosts mangle. An image
 * in HTML is shown by all, follows a dark theme, and keeps its alternative.
 *
 * @param svg a complete SVG document with its size
 * @param alt what a reader would see, in words
 */
export function svgImage(
  svg: string,
  alt: string,
): { "text/html": string; "text/plain": string } {
  const base64 = new TextEncoder().encode(svg).toBase64();
  return {
    "text/html": `<img alt="${
      escapeMarkup(alt)
    }" src="data:image/svg+xml;base64,${base64}">`,
    "text/plain": alt,
  };
}
