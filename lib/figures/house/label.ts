import * as Plot from "@observablehq/plot";
import { colors, TEXT } from "./palette.ts";
import { textWidth } from "./wrap.ts";

/** Paper around the letters, to keep them readable on top of lines. */
const HALO: Plot.TextOptions = {
  stroke: colors.paper,
  strokeWidth: 4,
  fill: "currentColor",
};

/**
 * Plot's text mark.
 *
 * @param options Plot's own; halo: whether the text keeps clear of lines behind it
 */
export function label(
  data: Plot.Data,
  { halo = false, ...options }: Plot.TextOptions & { halo?: boolean },
): Plot.Text {
  return Plot.text(data, { ...(halo ? HALO : {}), ...options });
}

/** The width in pixels of the longest of some labels, in a wide font. */
export function labelWidth(texts: string[]): number {
  return TEXT * Math.max(...texts.map(textWidth));
}

/** Pixels for the numbers at the ends of bars, with the gap before them. */
export function numberWidth(numbers: string[]): number {
  return Math.ceil(labelWidth(numbers)) + 8;
}

/** Pixels for the names left of bars, with the gap after them. */
export function nameWidth(names: string[]): number {
  return Math.ceil(labelWidth(names)) + 10;
}
