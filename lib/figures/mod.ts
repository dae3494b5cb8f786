/**
 * The figures of the lessons: data in, {@linkcode Figure} out.
 *
 * @module
 */

export type { Matrix, OnePerRow, Targets, Vector } from "../kernels/mod.ts";
export { digitsKept } from "./digits_kept.ts";
export { draws, type DrawsOptions } from "./draws.ts";
export {
  forecastTriangle,
  type ForecastTriangleParts,
} from "./forecast_triangle.ts";
export { gapExplorer } from "./gap_explorer.ts";
export { gradientFading } from "./gradient_fading.ts";
export type { GradientFadingOptions, Moment } from "./gradient_fading.ts";
export { gradientHeatmap } from "./gradient_heatmap.ts";
export type { GradientHeatmapOptions } from "./gradient_heatmap.ts";
export { Explorer } from "./house/explorer.ts";
export { Figure, type Words } from "./house/compose.ts";
export type { FigureOptions, WordOptions } from "./house/options.ts";
export { classColor, colors } from "./house/palette.ts";
export { Plot, plot, type PlotFigureOptions } from "./house/plot.ts";
export { liveSoftmax, type LiveSoftmaxOptions } from "./live_softmax.ts";
export { logitsAndProbabilities } from "./logits_and_probabilities.ts";
export { lossAgainstBaseRate } from "./loss_against_base_rate.ts";
export type { Forecaster } from "./loss_against_base_rate.ts";
export { lossArea } from "./loss_area.ts";
export { lossCurve } from "./loss_curve.ts";
export { lossOverSteps, type LossOverStepsOptions } from "./loss_over_steps.ts";
export {
  lossOverTemperature,
  type LossOverTemperatureOptions,
} from "./loss_over_temperature.ts";
export { lossRace } from "./loss_race.ts";
export { overflowMap } from "./overflow_map.ts";
export { polynomialError } from "./polynomial_error.ts";
export { predictionMinusTruth } from "./prediction_minus_truth.ts";
export { reliabilityDiagram } from "./reliability_diagram.ts";
export { roofline } from "./roofline.ts";
export type { BatchTimes, Spread } from "./roofline.ts";
export { speedRatios } from "./speed_ratios.ts";
export type { SpeedTiming } from "./speed_ratios.ts";
export { stepSizeError } from "./step_size_error.ts";
export { temperatureMultiples } from "./temperature_multiples.ts";
export type { TemperatureMultiplesOptions } from "./temperature_multiples.ts";
export { temperatureSpectrum } from "./temperature_spectrum.ts";
export { transitionHeatmap } from "./transition_heatmap.ts";
export { worstErrors } from "./worst_errors.ts";
export type { ContenderErrors } from "./worst_errors.ts";
