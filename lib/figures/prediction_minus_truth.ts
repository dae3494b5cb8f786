import {
  crossEntropyGrad,
  oneHot,
  softmax,
  type Vector,
} from "../kernels/mod.ts";
import { barPanels } from "./house/bars.ts";
import { compose, type Figure, type Words } from "./house/compose.ts";
import { plain, probability, signed } from "./house/format.ts";
import { likeliest, ofAll } from "./house/likeliest.ts";
import { type FigureOptions, namesFor, ownWords } from "./house/options.ts";

/** More classes than this are cut to the true one and the likeliest. */
const MOST = 20;

function dataOf(logits: Vector, target: number, { classes }: FigureOptions) {
  const names = namesFor(logits, classes);
  // First, as it refuses a target that is not a class.
  const gradient = crossEntropyGrad(logits, target);
  const p = softmax(logits), y = oneHot(target, logits.length);
  const kept = likeliest(p, MOST, [target]);
  return { names, target, p, y, gradient, kept };
}

type Data = ReturnType<typeof dataOf>;

function words({ names, target, p, y, gradient, kept }: Data): Words {
  const entry = (i: number) => signed(gradient[i], 2);
  const said = kept.map((i) =>
    `${names[i]}: ${probability(p[i], 3)} minus ${y[i]} is ${entry(i)}.`
  );
  const name = names[target];
  return {
    title: gradient[target] === 0
      ? `${name} has probability 1: nothing is left to learn`
      : `Only the true class, ${name}, has a negative gradient: ${
        entry(target)
      }`,
    subtitle:
      `Bars to the left ask for a higher logit, bars to the right for a lower one${
        ofAll(kept.length, names.length)
      }`,
    alt: [
      "Three rows of bars: the probabilities, minus the one-hot truth, equals the gradient.",
      ...said,
    ].join(" "),
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
  const own = ownWords(options, ["classes"]);
  const data = dataOf(logits, target, options);
  const { names, kept } = data;
  const [p, y, gradient] = [data.p, data.y, data.gradient]
    .map((all) => kept.map((i) => all[i]));
  // The gradient's panel is as wide as its bars and its heading need. One unit
  // is as long in all three panels, so that lengths can be compared.
  const reach = Math.max(0.35, ...gradient.map(Math.abs));
  return compose(
    { ...words(data), ...own },
    barPanels(kept.map((i) => names[i]), [{
      heading: "prediction p",
      short: "p",
      values: p,
      format: (p) => probability(p),
      hasTrack: true,
    }, {
      heading: "− truth y",
      short: "− y",
      values: y,
      format: plain,
      hasTrack: true,
    }, {
      heading: "= gradient p − y",
      short: "= p − y",
      values: gradient,
      format: (g) => signed(g, 2),
      domain: [-reach, reach],
      span: 2 * reach,
    }], kept),
  );
}
