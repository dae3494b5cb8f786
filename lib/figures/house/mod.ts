/**
 * Shared by all figures: the frame with title and alternative, colours,
 * labels, numbers in words. Only this folder knows the document that Plot draws
 * into.
 *
 * @module
 */

export { barPanels, type Bars, track } from "./bars.ts";
export { compose, CONTENT, type Panel, type Words } from "./compose.ts";
export {
  contenderPanels,
  isOurs,
  limitRule,
  OURS,
  spreads,
} from "./contenders.ts";
export { Explorer, showLive } from "./explorer.ts";
export {
  type Corner,
  cornersOf,
  place,
  type Point,
  sharesOf,
  trianglePlot,
} from "./forecast_space.ts";
export { namedForecasts } from "./forecasts.ts";
export type { Tag } from "./free_labels.ts";
export { Figure } from "./figure.ts";
export {
  capital,
  counted,
  fixed,
  list,
  listFew,
  logitsText,
  nats,
  percent,
  plain,
  powerOfTen,
  probability,
  roughly,
  rounded,
  scientific,
  signed,
  significant,
  twoDigits,
} from "./format.ts";
export { label, labelWidth, nameWidth, numberWidth } from "./label.ts";
export { MONTH, yearAxis, yearOf } from "./month.ts";
export {
  type FigureOptions,
  nameClasses,
  nameClassesOf,
} from "./name_classes.ts";
export { hash } from "./ids.ts";
export { hasTarget, type LiveSettings, liveSheet } from "./live_sheet.ts";
export { classColor, colors } from "./palette.ts";
export { Plot, plot, type PlotFigureOptions } from "./plot.ts";
export {
  checkTemperatures,
  powersOfTen,
  temperatureAxis,
  temperatureRange,
  temperatureSteps,
} from "./temperature_range.ts";
export { spread } from "./spread.ts";
