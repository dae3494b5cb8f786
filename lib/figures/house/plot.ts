import * as ObservablePlot from "@observablehq/plot";
import { compose, type Figure, WIDTH, type Words } from "./compose.ts";

export type { Figure, Words };

/** Observable Plot: the marks, scales and transforms that plot() draws. */
export const Plot: typeof ObservablePlot = ObservablePlot;

/**
 * Options of plot(): those of Plot.plot, without the words, which the figure
 * draws itself, and the width, which is its own.
 */
export type PlotFigureOptions =
  & Omit<
    NonNullable<Parameters<typeof Plot.plot>[0]>,
    "title" | "subtitle" | "caption" | "figure" | "document" | "width"
  >
  & Words;

/**
 * Draws a figure in the house style.
 *
 * ```ts
 * plot({
 *   title: "Squares grow faster and faster",
 *   alt: "A rising curve through (1, 1), (2, 4) and (3, 9)",
 *   marks: [Plot.line([[1, 1], [2, 4], [3, 9]])],
 * });
 * ```
 *
 * @param options those of Plot.plot (https://observablehq.com/plot/features/plots)
 *   and the figure's title, subtitle and text alternative
 * @throws {TypeError} when title or alt is missing, or a legend is asked for:
 *   label the marks themselves
 */
export function plot(options: PlotFigureOptions): Figure {
  const { title, subtitle, alt, height = 320, ...rest } = options;
  return compose({ title, subtitle, alt }, [{
    marginTop: 30,
    marginRight: 14,
    marginBottom: 44,
    marginLeft: 46,
    ...rest,
    height,
    // Plot sets its axis labels 3 pixels from its own edges.
    left: -3,
    width: WIDTH + 6,
  }]);
}
