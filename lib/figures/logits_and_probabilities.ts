import { softmax, type Vector } from "../kernels/mod.ts";
import {
  bars,
  compose,
  CONTENT,
  type Figure,
  fixed,
  list,
  nameClassesOf,
  nameWidth,
  numberWidth,
  plain,
  probability,
  significant,
} from "./house/mod.ts";

/** The room between the two panels, in pixels. */
const GAP = 12;

interface Options {
  classes?: string[];
  temperature?: number;
}

/**
 * Each class with its logit and its probability.
 *
 * @param logits shape [classes]
 * @throws {TypeError | RangeError} as softmax() does, and when classes has
 *   another length
 */
export function logitsAndProbabilitiesData(
  logits: Vector,
  { classes, temperature = 1 }: Options = {},
) {
  const names = nameClassesOf(logits, classes);
  const p = softmax(logits, { temperature });
  return names.map((name, i) => ({
    name,
    logit: logits[i],
    probability: p[i],
  }));
}

/**
 * Draws logits beside the probabilities that softmax makes of them.
 *
 * @param logits scores of the classes, shape [classes]
 * @param options classes: their names; temperature: that of softmax, 1 when not
 *   given
 * @throws {TypeError | RangeError} as softmax() does, and when classes has
 *   another length
 */
export function logitsAndProbabilities(
  logits: Vector,
  options: Options = {},
): Figure {
  const data = logitsAndProbabilitiesData(logits, options);
  const { temperature = 1 } = options;
  const names = data.map((d) => d.name);
  const shown = data.map((d) => d.logit).filter(Number.isFinite);
  const low = Math.min(0, ...shown);
  const high = Math.max(0, ...shown);
  // The panels share what the names leave.
  const left = (CONTENT.width + nameWidth(names)) / 2 - GAP / 2;
  return compose({
    title: finding(data, temperature),
    subtitle: temperature === 1
      ? "Logits are any numbers; softmax makes them positive with sum 1"
      : `Softmax at temperature ${plain(temperature)}`,
    alt: `Two rows of bars, logits beside their probabilities${
      temperature === 1 ? "" : ` at temperature ${plain(temperature)}`
    }. ${
      data.map((d) =>
        `${d.name}: logit ${fixed(d.logit, 2)}, probability ${
          probability(d.probability, 3)
        }.`
      ).join(" ")
    }`,
  }, [{
    x: CONTENT.x,
    options: bars(names, data.map((d) => d.logit), {
      heading: "logit",
      format: (z) => fixed(z, 2),
      domain: low === high ? [0, 1] : [low, high],
      room: numberWidth(data.map((d) => fixed(d.logit, 2))),
      width: left,
      named: true,
    }),
  }, {
    x: CONTENT.x + left + GAP,
    options: bars(names, data.map((d) => d.probability), {
      heading: "probability",
      format: (p) => probability(p),
      domain: [0, 1],
      room: numberWidth(data.map((d) => probability(d.probability))),
      width: CONTENT.width - left - GAP,
      named: false,
      track: true,
    }),
  }]);
}

function finding(
  data: ReturnType<typeof logitsAndProbabilitiesData>,
  temperature: number,
): string {
  const [first, second] = data.toSorted((a, b) => b.logit - a.logit);
  if (!second) return "With one class there is no choice: its probability is 1";
  if (second.logit === -Infinity) {
    return `Every other class is masked: ${first.name} has probability 1`;
  }
  if (first.logit === second.logit) {
    const ties = data.filter((d) => d.logit === first.logit);
    return `Equal logits, equal probabilities: ${
      list(ties.map((d) => d.name))
    } have ${probability(first.probability)} each`;
  }
  const lead = first.logit - second.logit;
  const ratio = Math.exp(lead / temperature);
  const size = plain(Number(lead.toPrecision(2)));
  const start = `A lead of ${size} ${
    size === "1" ? "logit" : "logits"
  } makes ${first.name} `;
  return Number.isFinite(ratio) && temperature !== Infinity
    ? `${start}${significant(ratio)} times as likely as ${second.name}`
    : `${start}${
      ratio === 1 ? "no more likely than" : "certain against"
    } ${second.name}`;
}
