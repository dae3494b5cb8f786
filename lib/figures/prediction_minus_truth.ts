import {
  crossEntropyGrad,
  oneHot,
  softmax,
  type Vector,
} from "../kernels/mod.ts";
import { bars, nameWidth } from "./bars.ts";
import { classNames } from "./classes.ts";
import { compose, WIDTH } from "./compose.ts";
import type { Figure } from "./figure.ts";
import { fixed, probability, significant } from "./format.ts";

interface Options {
  classes?: string[];
}

/**
 * The gradient of the loss of one example as prediction minus truth:
 * ∂L/∂z = softmax(z) − one_hot(target).
 *
 * @param logits shape [classes]
 * @param target the true class
 * @throws {TypeError | RangeError} as crossEntropyGrad() does, and when classes
 *   has another length
 */
export function predictionMinusTruthData(
  logits: Vector,
  target: number,
  { classes }: Options = {},
) {
  const gradient = crossEntropyGrad(logits, target);
  const p = softmax(logits);
  const truth = oneHot(target, logits.length);
  return classNames(logits.length, classes).map((name, i) => ({
    name,
    prediction: p[i],
    truth: truth[i],
    gradient: gradient[i],
  }));
}

/** Draws the gradient of one example as prediction minus truth. */
export function predictionMinusTruth(
  logits: Vector,
  target: number,
  options: Options = {},
): Figure {
  const data = predictionMinusTruthData(logits, target, options);
  const names = data.map((d) => d.name);
  const signed = (g: number) =>
    g !== 0 && Math.abs(g) < 0.005
      ? significant(g, 1)
      : `${g > 0 ? "+" : ""}${fixed(g, 2)}`;
  const truth = data[target];
  // One unit is as long in all three panels, so that lengths can be compared.
  const first = nameWidth(names);
  const unit = (WIDTH - first - 4 * 6 - 3 * 44 - 50) / 4;
  const widths = [first + 6 + unit + 44, 12 + unit + 44, 0];
  widths[2] = WIDTH - widths[0] - widths[1];
  const panel = {
    domain: [0, 1] as [number, number],
    room: [0, 44] as [number, number],
  };
  return compose({
    title: truth.gradient === 0
      ? `${truth.name} has probability 1: nothing is left to learn`
      : `Only the true class, ${truth.name}, has a negative gradient: ${
        signed(truth.gradient)
      }`,
    subtitle:
      "Bars to the left ask for a higher logit, bars to the right for a lower one",
    alt:
      `Three rows of bars: the probabilities, minus the one-hot truth, equals the gradient. ${
        data.map((d) =>
          `${d.name}: ${probability(d.prediction, 3)} minus ${d.truth} is ${
            signed(d.gradient)
          }.`
        ).join(" ")
      }`,
  }, [
    {
      options: bars(names, data.map((d) => d.prediction), {
        ...panel,
        heading: "prediction p",
        format: (p) => probability(p),
        width: widths[0],
        named: true,
      }),
    },
    {
      x: widths[0],
      options: bars(names, data.map((d) => d.truth), {
        ...panel,
        heading: "− truth y",
        format: (y) => String(y),
        width: widths[1],
        named: false,
      }),
    },
    {
      x: widths[0] + widths[1],
      options: bars(names, data.map((d) => d.gradient), {
        heading: "= gradient p − y",
        format: signed,
        domain: [-1, 1],
        room: [50, 44],
        width: widths[2],
        named: false,
      }),
    },
  ]);
}
