import type * as Plot from "@observablehq/plot";
import { label, labelWidth } from "./label.ts";
import { TEXT } from "./palette.ts";

/** A point in pixels of the plot. */
export interface Spot {
  x: number;
  y: number;
}

/** A text for a point. */
export interface Tag extends Spot {
  text: string;
  /** Whether it lies on its point, like the height of a level line. */
  isOn?: boolean;
}

/** The distance of a text from its point, in pixels. */
const AWAY = 10;

/** Points closer than this look like one, in pixels. */
const SAME = 2;

/** Where a text may stand, the best first: right, left, above, below, and between these. */
const PLACES = [[1, 0], [-1, 0], [0, -1], [0, 1]].concat(
  [[1, -1], [-1, -1], [1, 1], [-1, 1]],
);

/** A place that a text covers. */
export interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/**
 * Labels beside their points, each where it covers no label before it, is nearer
 * to no other dot, and covers least of the lines. One that finds no such place is
 * left out.
 *
 * @param tags those that matter most first
 * @param lines points of the lines that are drawn
 * @param size the width and height of the plot
 * @param boxes what other texts cover
 */
export function freeLabels(
  tags: Tag[],
  dots: Spot[],
  lines: Spot[],
  [width, height]: [number, number],
  boxes: Box[] = [],
): Plot.Text[] {
  return tags.flatMap((tag) => {
    const w = labelWidth([tag.text]);
    const [best] = (tag.isOn ? [[0, 0]] : PLACES).map(([x, y]) => {
      const left = tag.x + x * AWAY - (1 - x) * w / 2;
      const top = tag.y + y * (AWAY + TEXT / 2) - TEXT / 2;
      const box = { left, right: left + w, top, bottom: top + TEXT };
      const covers = lines.filter((p) => distance(p, box) === 0).length;
      return { x, y, box, covers };
    }).filter(({ box }) =>
      box.left >= 0 && box.right <= width && box.top >= 0 &&
      box.bottom <= height && !boxes.some((other) => overlap(box, other)) &&
      !dots.some((dot) => distance(dot, box) + SAME < distance(tag, box))
    ).sort((a, b) => a.covers - b.covers);
    if (!best) return [];
    boxes.push(best.box);
    return label([tag], {
      x: "x",
      y: "y",
      text: "text",
      dx: best.x * AWAY,
      dy: best.y * (AWAY + TEXT / 2),
      textAnchor: best.x > 0 ? "start" : best.x < 0 ? "end" : "middle",
      halo: true,
    });
  });
}

function distance({ x, y }: Spot, { left, right, top, bottom }: Box): number {
  return Math.hypot(
    Math.max(left - x, x - right, 0),
    Math.max(top - y, y - bottom, 0),
  );
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom &&
    b.top < a.bottom;
}
