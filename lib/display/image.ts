import type { MimeBundle } from "../nbformat/mod.ts";

/**
 * An SVG document as Jupyter shows it everywhere: an image with its text
 * alternative.
 *
 * Not `image/svg+xml`, which JupyterLab hides in a notebook that was not run
 * yet, shows without the alternative, and code hosts mangle. An image in HTML
 * is shown by all, follows a dark theme, and keeps its alternative.
 *
 * @param svg a complete SVG document with its size
 * @param alt what a reader would see, in words
 */
export function svgImage(svg: string, alt: string): MimeBundle {
  const bytes = new TextEncoder().encode(svg);
  const base64 = btoa(
    Array.from(bytes, (b) => String.fromCharCode(b)).join(""),
  );
  const text = alt.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  return {
    "text/html":
      `<img alt="${text}" src="data:image/svg+xml;base64,${base64}">`,
    "text/plain": alt,
  };
}
