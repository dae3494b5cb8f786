import { softmax } from "../kernels/mod.ts";
import { Explorer, plain, probability } from "./house/mod.ts";
import { oddsRatio } from "./odds_ratio.ts";

interface Options {
  classes?: string[];
  pair?: [number, number];
}

/** The gaps of the slider: each step multiplies the ratio by e. */
const GAPS = Array.from({ length: 11 }, (_, i) => i);

/** The gap at which the slider starts, that of the running example. */
const START = 2;

/** Softmax of two logits for each gap between them, and how many times as likely the higher one is. */
export function gapExplorerData() {
  return GAPS.map((gap) => {
    const [high, low] = softmax([gap, 0]);
    return { gap, p: [high, low], ratio: high / low };
  });
}

/**
 * A slider for the gap between two logits: the reader widens it, and sees the
 * two probabilities and their ratio. It needs no script.
 *
 * @param options classes: the names of all classes; pair: the class with the
 *   higher logit and the one with the lower, the first and the last when not
 *   given
 * @throws {RangeError} when the pair is not two of the classes
 */
export function gapExplorer(
  {
    classes = ["buy", "hold", "sell"],
    pair = [0, classes.length - 1],
  }: Options = {},
): Explorer {
  const [high, low] = pair.map((index) => {
    if (classes[index] === undefined) {
      throw new RangeError(
        `Cannot draw a gap: need two of ${classes.length} classes, got ${
          pair.join(" and ")
        }`,
      );
    }
    return classes[index];
  });
  const data = gapExplorerData();
  const says = (ratio: number) =>
    ratio === 1
      ? `${high} is just as likely as ${low}`
      : `${high} is ${times(ratio)} times as likely as ${low}`;
  const said = data.filter(({ gap }) => [0, 1, 2, 5, 10].includes(gap));
  const step = data.find(({ gap }) => gap === 1)!.ratio;
  return new Explorer({
    title: `Each 1 more in the gap makes the ratio ${
      times(step)
    } times as large`,
    subtitle: `Softmax of two logits, ${high} above ${low} by a gap`,
    alt: `A slider of ${data.length} gaps and two bars. ${
      said.map(({ gap, p, ratio }) =>
        `gap = ${gap}: ${high} ${probability(p[0], 3)}, ${low} ${
          probability(p[1], 3)
        }; ${says(ratio)}.`
      ).join(" ")
    }`,
    slider: "Gap between the logits",
    scale: ["0", "5", "10"],
    names: [high, low],
    classes: pair,
    states: data.map(({ gap, p, ratio }) => ({
      name: `gap = ${plain(gap)}`,
      bars: p.map((share) => ({ share, number: probability(share, 3) })),
      says: says(ratio),
    })),
    start: GAPS.indexOf(START),
    still: oddsRatio(),
  });
}

/** A ratio with three digits, or all before the point. */
function times(ratio: number): string {
  return ratio < 100 ? ratio.toPrecision(3) : ratio.toFixed(0);
}
