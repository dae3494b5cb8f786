import {
  crossEntropyGrad,
  oneHot,
  softmax,
  type Vector,
} from "../kernels/mod.ts";
import {
  bars,
  compose,
  CONTENT,
  type Figure,
  nameClassesOf,
  nameWidth,
  numberWidth,
  plain,
  probability,
  signed,
} from "./house/mod.ts";

/** The room between two panels, in pixels. */
const GAP = 8;

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
  const names = nameClassesOf(logits, classes);
  const gradient = crossEntropyGrad(logits, target);
  const p = softmax(logits);
  const truth = oneHot(target, logits.length);
  return names.map((name, i) => ({
    name,
    prediction: p[i],
    truth: truth[i],
    gradient: gradient[i],
  }));
}

/**
 * Draws the gradient of one example's loss in its logits as softmax(z) minus
 * one_hot(target).
 *
 * @param logits scores of the classes, shape [classes]
 * @param target the true class
 * @param options classes: their names
 * @throws {TypeError | RangeError} as crossEntropyGrad() does, and when classes
 *   has another length
 */
export function predictionMinusTruth(
  logits: Vector,
  target: number,
  options: Options = {},
): Figure {
  const data = predictionMinusTruthData(logits, target, options);
  const names = data.map((d) => d.name);
  const truth = data[target];
  const rooms = [
    numberWidth(data.map((d) => probability(d.prediction))),
    numberWidth(data.map((d) => plain(d.truth))),
    numberWidth(data.map((d) => signed(d.gradient, 2))),
  ];
  // The gradient's panel reaches as far as its bars do, and its heading.
  const reach = Math.max(0.35, ...data.map((d) => Math.abs(d.gradient)));
  // One unit is as long in all three panels, so that lengths can be compared:
  // names, 0 to 1, number, 0 to 1, number, number, -reach to reach, number.
  const first = nameWidth(names);
  const unit = (CONTENT.width - first - rooms[0] - rooms[1] - 2 * rooms[2] -
    2 * GAP) / (2 + 2 * reach);
  const widths = [
    first + unit + rooms[0],
    unit + rooms[1],
    2 * (reach * unit + rooms[2]),
  ];
  const lefts = [0, widths[0] + GAP, widths[0] + widths[1] + 2 * GAP]
    .map((x) => CONTENT.x + x);
  return compose({
    title: truth.gradient === 0
      ? `${truth.name} has probability 1: nothing is left to learn`
      : `Only the true class, ${truth.name}, has a negative gradient: ${
        signed(truth.gradient, 2)
      }`,
    subtitle:
      "Bars to the left ask for a higher logit, bars to the right for a lower one",
    alt:
      `Three rows of bars: the probabilities, minus the one-hot truth, equals the gradient. ${
        data.map((d) =>
          `${d.name}: ${probability(d.prediction, 3)} minus ${d.truth} is ${
            signed(d.gradient, 2)
          }.`
        ).join(" ")
      }`,
  }, [{
    x: lefts[0],
    options: bars(names, data.map((d) => d.prediction), {
      heading: "prediction p",
      format: (p) => probability(p),
      domain: [0, 1],
      room: rooms[0],
      width: widths[0],
      named: true,
      track: true,
    }),
  }, {
    x: lefts[1],
    options: bars(names, data.map((d) => d.truth), {
      heading: "− truth y",
      format: plain,
      domain: [0, 1],
      room: rooms[1],
      width: widths[1],
      named: false,
      track: true,
    }),
  }, {
    x: lefts[2],
    options: bars(names, data.map((d) => d.gradient), {
      heading: "= gradient p − y",
      format: (g) => signed(g, 2),
      domain: [-reach, reach],
      room: rooms[2],
      width: widths[2],
      named: false,
    }),
  }]);
}
