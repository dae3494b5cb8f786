import { softmax } from "../kernels/mod.ts";
import { Explorer } from "./house/explorer.ts";
import { probability } from "./house/format.ts";
import type { FigureOptions } from "./house/name_classes.ts";
import { logitsAndProbabilities } from "./logits_and_probabilities.ts";
import type { Words } from "./house/figure.ts";

/** The gap at which the slider starts: that of the running example, and of the still image. */
const START = 2;

/** The widest gap. */
const LAST = 10;

/** The colour of the ratio, one that classes of the lessons do not have. */
const RATIO = 6;

function dataOf({ classes = ["buy", "hold", "sell"] }: FigureOptions) {
  if (classes.length < 2) {
    throw new RangeError(
      `Cannot draw a gap: need at least two classes, got ${classes.length}`,
    );
  }
  const pair = [0, classes.length - 1];
  // Each step of the gap multiplies the ratio by e.
  const states = Array.from({ length: LAST + 1 }, (_, gap) => {
    const [high, low] = softmax([gap, 0]);
    return { gap, p: [high, low], ratio: high / low };
  });
  return {
    all: classes,
    pair,
    names: pair.map((index) => classes[index]),
    states,
  };
}

type Data = ReturnType<typeof dataOf>;

function words({ names: [high, low], states }: Data): Required<Words> {
  const step = times(states[1].ratio);
  const said = states.filter(({ gap }) => [0, 1, 2, 5, 10].includes(gap))
    .map(({ gap, p, ratio }) => {
      const [first, last] = p.map((share) => probability(share, 3));
      const than = comparison(high, low, ratio);
      return `gap = ${gap}: ${high} ${first}, ${low} ${last}; ${than}.`;
    });
  return {
    title: `Each 1 more in the gap makes the ratio ${step} times as large`,
    subtitle: `Softmax of two logits, ${high} above ${low} by a gap`,
    alt:
      `A slider of ${states.length} gaps and three bars: two probabilities, and their ratio on a log scale. ${
        said.join(" ")
      }`,
  };
}

function comparison(high: string, low: string, ratio: number): string {
  return ratio === 1
    ? `${high} is just as likely as ${low}`
    : `${high} is ${times(ratio)} times as likely as ${low}`;
}

/** A ratio with three digits, or all digits before the point if there are more. */
function times(ratio: number): string {
  return ratio < 100 ? ratio.toPrecision(3) : ratio.toFixed(0);
}

/**
 * A slider for the gap between two logits, of the first class and the last: the
 * reader widens it, and sees the two probabilities and their ratio. It needs no
 * script.
 *
 * @throws {RangeError} when there are fewer than two classes
 */
export function gapExplorer(options: FigureOptions = {}): Explorer {
  const data = dataOf(options);
  const [high, low] = data.names;
  return new Explorer({
    ...words(data),
    slider: "Gap between the logits",
    scale: data.states.map(({ gap }) => String(gap)),
    // The ratio's bar is as long as its logarithm: it grows where the others stand still.
    names: [...data.names, "ratio (log)"],
    classes: [...data.pair, RATIO],
    states: data.states.map(({ gap, p, ratio }) => ({
      name: `gap = ${gap}`,
      groups: [{
        bars: [
          ...p.map((share) => ({ share, number: probability(share, 3) })),
          { share: gap / LAST, number: times(ratio) },
        ],
        says: comparison(high, low, ratio),
      }],
    })),
    start: START,
    // Whatever lies between the two, the ratio is that of their gap.
    still: logitsAndProbabilities(
      data.all.map((_, i, { length }) => START * (1 - i / (length - 1))),
      { classes: data.all },
    ),
  });
}
