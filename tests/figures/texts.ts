import { assertStringIncludes } from "@std/assert";
import { TEXT } from "../../lib/figures/house/palette.ts";
import { textWidth } from "../../lib/figures/house/wrap.ts";

/** The edges of a part of a figure, in the figure's own pixels. */
interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** The one-line texts of a figure, as wide as a wide font sets them, and its rectangles. */
export function boxesOf(svg: string) {
  const texts: (Box & { text: string })[] = [];
  const rects: (Box & { fill: string })[] = [];
  let at = { x: 0, y: 0, anchor: "middle", fill: "" };
  const outer: typeof at[] = [];
  const tags = /<(\/?)(\w+)((?: [\w:-]+="[^"]*")*) ?(\/?)>([^<]*)/g;
  for (const [, ends, tag, all, isEmpty, text] of svg.matchAll(tags)) {
    if (ends) {
      at = outer.pop()!;
      continue;
    }
    const attributes = Object.fromEntries(
      all.matchAll(/ ([\w:-]+)="([^"]*)"/g).map((
        [, name, value],
      ) => [name, value]),
    );
    const [dx, dy] = attributes.transform?.match(/-?[\d.]+/g) ?? [0, 0];
    const { "text-anchor": anchor = at.anchor, fill = at.fill } = attributes;
    const here = {
      x: at.x + Number(dx),
      y: at.y + Number(dy ?? 0),
      anchor,
      fill,
    };
    const box = (left: number, top: number, width: number, height: number) => ({
      left: here.x + left,
      right: here.x + left + width,
      top: here.y + top,
      bottom: here.y + top + height,
    });
    if (tag === "rect") {
      const { x, y, width, height } = attributes;
      rects.push({ ...box(+x, +y, +width, +height), fill });
    } else if (tag === "text" && text) {
      const width = TEXT * textWidth(text);
      const share = { start: 0, middle: 0.5, end: 1 }[anchor]!;
      const middle = parseFloat(attributes.y) < 0.5 ? 0 : 0.4 * TEXT;
      texts.push({ ...box(-share * width, middle - 6, width, 12), text });
    }
    if (!isEmpty) {
      outer.push(at);
      at = here;
    }
  }
  return { texts, rects };
}

/** The texts that are cut off, and the pairs that lie on each other. */
export function faultsOf(svg: string): string[] {
  const { texts } = boxesOf(svg);
  return texts.flatMap((a, i) => [
    ...a.left < -1 || a.right > 501 ? [`cut off: ${a.text}`] : [],
    ...texts.slice(i + 1).filter((b) =>
      a.left + 1 < b.right && b.left + 1 < a.right && a.top + 1 < b.bottom &&
      b.top + 1 < a.bottom
    ).map((b) => `${a.text} on ${b.text}`),
  ]);
}

/**
 * The pairs of texts that lie on each other: in pixels of a figure by more than 4,
 * as boxes of text are higher than their ink. It also runs in pages.
 */
export function overlaps(
  texts: { text: string | null; at: DOMRect }[],
  scale: number,
): string[] {
  return texts.flatMap((a, i) =>
    texts.slice(i + 1).filter(({ at }) =>
      Math.min(a.at.right, at.right) - Math.max(a.at.left, at.left) > 1 &&
      Math.min(a.at.bottom, at.bottom) - Math.max(a.at.top, at.top) > 4 * scale
    ).map((b) => `overlap: ${a.text} | ${b.text}`)
  );
}

/** Checks that a text has these parts. */
export function says(text: string, ...parts: string[]): void {
  for (const part of parts) assertStringIncludes(text, part);
}
