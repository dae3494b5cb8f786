import { softmax } from "../kernels/mod.ts";
import type { Words } from "./house/compose.ts";
import type { Explorer } from "./house/explorer.ts";
import { probability } from "./house/format.ts";
import { type FigureOptions, namesOf, ownWords } from "./house/options.ts";
import { wrongValue } from "./house/refusals.ts";
import { slider } from "./house/slider.ts";
import { logitsAndProbabilities } from "./logits_and_probabilities.ts";

/** The gap at which the slider starts, which the still image shows, and the widest gap. */
const [START, LAST] = [2, 10];

/** The colour of the ratio, one that classes of the lessons do not have. */
const RATIO = 6;

function dataOf({ classes }: FigureOptions) {
  const count = classes === undefined ? 2 : Number(classes?.length);
  const all = namesOf("class", count, classes);
  if (all.length < 2) {
    throw wrongValue("draw a gap", "at least two classes", all.length);
  }
  const pair = [0, all.length - 1];
  const names = pair.map((index) => all[index]);
  // Each step of the gap multiplies the ratio by e.
  const states = Array.from({ length: LAST + 1 }, (_, gap) => {
    const p = Array.from(softmax([gap, 0]));
    const ratio = times(p[0] / p[1]);
    const likely = gap === 0 ? "just as likely" : `${ratio} times as likely`;
    return { gap, p, ratio, says: `${names[0]} is ${likely} as ${names[1]}` };
  });
  return { all, pair, names, states };
}

type Data = ReturnType<typeof dataOf>;

function words({ names: [high, low], states }: Data): Required<Words> {
  const said = [0, 1, 2, 5, 10].map((gap) => {
    const [first, last] = states[gap].p.map((share) => probability(share, 3));
    return `gap = ${gap}: ${high} ${first}, ${low} ${last}; ${
      states[gap].says
    }.`;
  });
  return {
    title: `Each 1 more in the gap makes the ratio ${
      states[1].ratio
    } times as large`,
    subtitle: `Softmax of two logits, ${high} above ${low} by a gap`,
    alt: [
      `A slider of ${states.length} gaps and three bars: two probabilities, and their ratio on a log scale.`,
      ...said,
    ].join(" "),
  };
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
 * @throws {TypeError | RangeError} when the classes are not names, or fewer than two
 */
export function gapExplorer(options: FigureOptions = {}): Explorer {
  const own = ownWords(options, ["classes"]);
  const data = dataOf(options);
  const { all, pair, names, states } = data;
  return slider({
    ...words(data),
    ...own,
    slider: "Gap between the logits",
    scale: states.map(({ gap }) => String(gap)),
    // The ratio's bar is as long as its logarithm: it grows where the others stand still.
    names: [...names, "ratio (log)"],
    classes: [...pair, RATIO],
    states: states.map(({ gap, p, ratio, says }) => ({
      name: `gap = ${gap}`,
      groups: [{
        bars: [
          ...p.map((share) => ({ share, number: probability(share, 3) })),
          { share: gap / LAST, number: ratio },
        ],
        says,
      }],
    })),
    start: START,
    // Whatever lies between the two, the ratio is that of their gap.
    still: logitsAndProbabilities(
      all.map((_, i, { length }) => START * (1 - i / (length - 1))),
      { classes: all },
    ),
  });
}
