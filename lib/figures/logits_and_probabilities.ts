import { softmax, type Vector } from "../kernels/mod.ts";
import {
  bars,
  compose,
  CONTENT,
  type Figure,
  type FigureOptions,
  fixed,
  list,
  nameClassesOf,
  nameWidth,
  probability,
  rounded,
  significant,
  type Words,
} from "./house/mod.ts";

function dataOf(logits: Vector, { classes }: FigureOptions) {
  const names = nameClassesOf(logits, classes);
  const p = softmax(logits);
  return names.map((name, i) => ({
    name,
    logit: logits[i],
    probability: p[i],
  }));
}

type Data = ReturnType<typeof dataOf>;

function words(data: Data): Words {
  const said = data.map(({ name, logit, probability: p }) =>
    `${name}: logit ${fixed(logit, 2)}, probability ${probability(p, 3)}.`
  );
  return {
    title: titleOf(data),
    subtitle: "Logits are any numbers; softmax makes them positive with sum 1",
    alt: `Two rows of bars, logits beside their probabilities. ${
      said.join(" ")
    }`,
  };
}

function titleOf(data: Data): string {
  const [first, second] = data.toSorted((a, b) => b.logit - a.logit);
  const lead = first.logit - (second?.logit ?? -Infinity);
  const ratio = Math.exp(lead);
  if (ratio === 1 || ratio === Infinity) {
    const leaders = data.filter((d) => d.probability === first.probability);
    return `The highest probability is ${probability(first.probability)}, of ${
      list(leaders.map((d) => d.name))
    }`;
  }
  const logits = rounded(lead, 2);
  return `A lead of ${logits} ${
    logits === "1" ? "logit" : "logits"
  } makes ${first.name} ${
    significant(ratio)
  } times as likely as ${second.name}`;
}

/** Pixels between the two panels. */
const GAP = 12;

/**
 * Draws logits beside the probabilities that softmax makes of them.
 *
 * @param logits scores of the classes, shape [classes]
 * @throws {TypeError | RangeError} as softmax() does
 */
export function logitsAndProbabilities(
  logits: Vector,
  options: FigureOptions = {},
): Figure {
  const data = dataOf(logits, options);
  const names = data.map((d) => d.name);
  const finite = data.map((d) => d.logit).filter(Number.isFinite);
  const low = Math.min(0, ...finite);
  const high = Math.max(0, ...finite);
  // The panels share the width that the names leave.
  const left = (CONTENT.width + nameWidth(names)) / 2 - GAP / 2;
  return compose(words(data), [{
    x: CONTENT.x,
    options: bars(names, data.map((d) => d.logit), {
      heading: "logit",
      format: (z) => fixed(z, 2),
      domain: low === high ? [0, 1] : [low, high],
      width: left,
      isNamed: true,
    }),
  }, {
    x: CONTENT.x + left + GAP,
    options: bars(names, data.map((d) => d.probability), {
      heading: "probability",
      format: (p) => probability(p),
      domain: [0, 1],
      width: CONTENT.width - left - GAP,
      hasTrack: true,
    }),
  }]);
}
