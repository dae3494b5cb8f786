/**
 * A figure on the screen, measured.
 *
 * @module
 */
/// <reference lib="dom" />
import type { Locator } from "playwright-core";

/** A figure, as the page shows it. */
export interface ShownFigure {
  alt: string;
  /** In CSS pixels. */
  width: number;
  height: number;
  /** Whether light is written on dark. */
  isDark: boolean;
  /** The title's words, its size on the screen in CSS pixels, and its contrast to its background. */
  title: { text: string; size: number; contrast: number };
}

/** Scrolls to a figure's image and measures it and its title. */
export async function look(image: Locator): Promise<ShownFigure> {
  await image.scrollIntoViewIfNeeded();
  // An image that loads above this one would move it while its picture is
  // taken.
  await image.evaluate(async () => {
    await Promise.all(Array.from(document.images, (image) => image.decode()));
    for (let frame = 0; frame < 2; frame++) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
  });
  const picture = await image.screenshot({ scale: "css" });
  return await image.evaluate(measure, picture.toBase64());
}

/** Measures the image in the page; `picture` is how it looks on the screen, a PNG. */
async function measure(
  image: HTMLImageElement,
  picture: string,
): Promise<ShownFigure> {
  const { width, height } = image.getBoundingClientRect();
  const svg = new DOMParser().parseFromString(
    await (await fetch(image.src)).text(),
    "image/svg+xml",
  );
  // Its text cannot be measured inside an image.
  const copy = document.importNode(svg.documentElement, true);
  copy.style = `position:fixed;top:0;width:${width}px;visibility:hidden`;
  document.body.append(copy);
  const title = copy.querySelector("text[font-weight='700']")!;
  const box = title.getBoundingClientRect();
  const size = parseFloat(getComputedStyle(title).fontSize) * width /
    image.naturalWidth;
  copy.remove();

  const seen = new Image();
  seen.src = `data:image/png;base64,${picture}`;
  await seen.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [seen.width, seen.height];
  const context = canvas.getContext("2d")!;
  context.drawImage(seen, 0, 0);
  const { data } = context.getImageData(0, box.top, seen.width, box.height);
  // Luminance and contrast as WCAG defines them.
  const linear = (byte: number) =>
    byte <= 10 ? byte / 255 / 12.92 : ((byte / 255 + 0.055) / 1.055) ** 2.4;
  const luminance = (at: number) =>
    0.2126 * linear(data[at]) + 0.7152 * linear(data[at + 1]) +
    0.0722 * linear(data[at + 2]);
  let [darkest, lightest] = [1, 0];
  for (let i = 0; i < data.length; i += 4) {
    const here = luminance(i);
    darkest = Math.min(darkest, here);
    lightest = Math.max(lightest, here);
  }
  const contrast = (lightest + 0.05) / (darkest + 0.05);
  const text = title.textContent;
  return {
    ...{ alt: image.alt, width, height, isDark: luminance(0) < 0.2 },
    title: { text, size, contrast },
  };
}
