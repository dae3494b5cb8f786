import {
  crossEntropyGrad,
  oneHot,
  softmax,
  type Vector,
} from "../kernels/mod.ts";
import { barPanels } from "./house/bars.ts";
import { compose } from "./house/compose.ts";
import type { Figure, Words } from "./house/figure.ts";
import { plain, probability, signed } from "./house/format.ts";
import { type FigureOptions, nameClassesOf } from "./house/name_classes.ts";

function dataOf(logits: Vector, target: number, { classes }: FigureOptions) {
  const names = nameClassesOf(logits, classes);
  // First, as it refuses a target that is not a class.
  const gradient = crossEntropyGrad(logits, target);
  const p = softmax(logits);
  const truth = oneHot(target, logits.length);
  const rows = names.map((name, i) => ({
    name,
    prediction: p[i],
    truth: truth[i],
    gradient: gradient[i],
  }));
  return { rows, target: rows[target] };
}

type Data = ReturnType<typeof dataOf>;

function words({ rows, target }: Data): Words {
  const entry = signed(target.gradient, 2);
  const said = rows.map(({ name, prediction, truth, gradient }) =>
    `${name}: ${probability(prediction, 3)} minus ${truth} is ${
      signed(gradient, 2)
    }.`
  );
  return {
    title: target.gradient === 0
      ? `${target.name} has probability 1: nothing is left to learn`
      : `Only the true class, ${target.name}, has a negative gradient: ${entry}`,
    subtitle:
      "Bars to the left ask for a higher logit, bars to the right for a lower one",
    alt:
      `Three rows of bars: the probabilities, minus the one-hot truth, equals the gradient. ${
        said.join(" ")
      }`,
  };
}

/**
 * Draws the gradient of one example's loss in its logits as softmax(z) minus
 * one_hot(target).
 *
 * @param logits scores of the classes, shape [classes]
 * @param target the true class
 * @throws {TypeError | RangeError} as crossEntropyGrad() does
 */
export function predictionMinusTruth(
  logits: Vector,
  target: number,
  options: FigureOptions = {},
): Figure {
  const data = dataOf(logits, target, options);
  const { rows } = data;
  // The gradient's panel is as wide as its bars and its heading need. One unit
  // is as long in all three panels, so that lengths can be compared.
  const reach = Math.max(0.35, ...rows.map((d) => Math.abs(d.gradient)));
  return compose(
    words(data),
    barPanels(rows.map((d) => d.name), [{
      heading: "prediction p",
      short: "p",
      values: rows.map((d) => d.prediction),
      format: (p) => probability(p),
      domain: [0, 1],
      hasTrack: true,
    }, {
      heading: "− truth y",
      short: "− y",
      values: rows.map((d) => d.truth),
      format: plain,
      domain: [0, 1],
      hasTrack: true,
    }, {
      heading: "= gradient p − y",
      short: "= p − y",
      values: rows.map((d) => d.gradient),
      format: (g) => signed(g, 2),
      domain: [-reach, reach],
      span: 2 * reach,
    }]),
  );
}
