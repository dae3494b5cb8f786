import { escapeMarkup } from "./escape.ts";

/**
 * An SVG document as an image with its text alternative, which every Jupyter
 * program shows: a MIME bundle.
 *
 * It is not `image/svg+xml`: JupyterLab hides that in a notebook that has not
 * run yet and drops the alternative, and code hosts mangle it. An image in HTML
 * is shown everywhere, follows a dark theme, and keeps its alternative.
 *
 * @param svg a complete SVG document with its size
 * @param alt what a reader would see, in words
 * @param width in pixels, where there is room; the document's own when not given
 */
export function svgImage(
  svg: string,
  alt: string,
  width?: number,
): { "text/html": string; "text/plain": string } {
  const base64 = new TextEncoder().encode(svg).toBase64();
  return {
    "text/html": `<img alt="${escapeMarkup(alt)}"${
      width ? ` width="${width}"` : ""
    } src="data:image/svg+xml;base64,${base64}">`,
    "text/plain": alt,
  };
}
