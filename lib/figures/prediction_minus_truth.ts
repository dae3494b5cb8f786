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
  type FigureOptions,
  labelWidth,
  nameClassesOf,
  nameWidth,
  numberWidth,
  plain,
  probability,
  signed,
  type Words,
} from "./house/mod.ts";

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

/** Pixels between two panels. */
const GAP = 8;

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
  const names = rows.map((d) => d.name);
  const formats = {
    prediction: (p: number) => probability(p),
    truth: plain,
    gradient: (g: number) => signed(g, 2),
  };
  // The gradient's panel is as wide as its bars and its heading need.
  const reach = Math.max(0.35, ...rows.map((d) => Math.abs(d.gradient)));
  // One unit is as long in all three panels, so that lengths can be compared:
  // names, 0 to 1, number, 0 to 1, number, number, -reach to reach, number.
  const first = nameWidth(names);
  const [p, y, g] = (["prediction", "truth", "gradient"] as const)
    .map((of) => numberWidth(rows.map((d) => formats[of](d[of]))));
  const unit = (CONTENT.width - first - p - y - 2 * g - 2 * GAP) /
    (2 + 2 * reach);
  // Where bars are short, headings that are formulas alone keep clear of each other.
  const isShort = unit + p + GAP < labelWidth(["prediction p"]) + 8;
  const widths = [first + unit + p, unit + y, 2 * (reach * unit + g)];
  return compose(words(data), [{
    x: CONTENT.x,
    options: bars(names, rows.map((d) => d.prediction), {
      heading: isShort ? "p" : "prediction p",
      format: formats.prediction,
      domain: [0, 1],
      width: widths[0],
      isNamed: true,
      hasTrack: true,
    }),
  }, {
    x: CONTENT.x + widths[0] + GAP,
    options: bars(names, rows.map((d) => d.truth), {
      heading: isShort ? "− y" : "− truth y",
      format: formats.truth,
      domain: [0, 1],
      width: widths[1],
      hasTrack: true,
    }),
  }, {
    x: CONTENT.x + widths[0] + widths[1] + 2 * GAP,
    options: bars(names, rows.map((d) => d.gradient), {
      heading: isShort ? "= p − y" : "= gradient p − y",
      format: formats.gradient,
      domain: [-reach, reach],
      width: widths[2],
    }),
  }]);
}
