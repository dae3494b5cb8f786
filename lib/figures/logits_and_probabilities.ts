import { softmax, type Vector } from "../kernels/mod.ts";
import { barDomain, barPanels } from "./house/bars.ts";
import { compose, type Figure, type Words } from "./house/compose.ts";
import {
  fixed,
  listFew,
  probability,
  rounded,
  significant,
} from "./house/format.ts";
import { type FigureOptions, namesFor, ownWords } from "./house/options.ts";

function dataOf(logits: Vector, { classes }: FigureOptions) {
  const names = namesFor(logits, classes);
  const p = softmax(logits);
  return names.map((name, i) => ({
    name,
    logit: logits[i],
    exp: Math.exp(logits[i]),
    p: p[i],
  }));
}

type Data = ReturnType<typeof dataOf>;

function words(data: Data): Words {
  const said = data.map(({ name, logit, exp, p }) =>
    `${name}: logit ${score(logit)}, exponential ${size(exp)}, probability ${
      probability(p, 3)
    }.`
  );
  return {
    title: titleOf(data),
    subtitle: "exp makes every logit positive, and each is divided by the sum",
    alt: [
      "Three panels of bars: the logits, their exponentials, and the probabilities.",
      ...said,
    ].join(" "),
  };
}

/** The finding: what the lead of the highest logit over the lowest finite one is worth. */
function titleOf(data: Data): string {
  const sorted = data.filter((d) => Number.isFinite(d.logit))
    .sort((a, b) => b.logit - a.logit);
  const [first, last] = [sorted[0], sorted.at(-1)!];
  const lead = first.logit - last.logit;
  const ratio = significant(Math.exp(lead));
  if (ratio === "1.00" || ratio === "∞") {
    const leaders = data.filter((d) => d.p === first.p).map((d) => d.name);
    return `The highest probability is ${probability(first.p)}, of ${
      listFew(leaders, "classes")
    }`;
  }
  const logits = rounded(lead, 2);
  return `A lead of ${logits} logit${
    logits === "1" ? "" : "s"
  } makes ${first.name} ${ratio} times as likely as ${last.name}`;
}

/** A logit with two decimals where that is short. */
function score(logit: number): string {
  return Math.abs(logit) < 100 ? fixed(logit, 2) : rounded(logit, 4);
}

/** A positive number in at most seven characters. */
function size(value: number): string {
  return value === 0 ? "0" : significant(value, value >= 1e5 ? 2 : 3);
}

/**
 * Draws logits, their exponentials, and the probabilities that softmax makes of
 * them.
 *
 * @param logits scores of the classes, shape [classes]
 * @throws {TypeError | RangeError} as softmax() does
 */
export function logitsAndProbabilities(
  logits: Vector,
  options: FigureOptions = {},
): Figure {
  const own = ownWords(options, ["classes"]);
  const data = dataOf(logits, options);
  const exps = data.map((d) => d.exp);
  return compose(
    { ...words(data), ...own },
    barPanels(data.map((d) => d.name), [{
      heading: "logit",
      values: logits,
      format: score,
      domain: barDomain(logits),
    }, {
      heading: "exp(logit)",
      short: "exp",
      values: exps,
      format: size,
      domain: barDomain(exps),
    }, {
      heading: "probability",
      short: "p",
      values: data.map((d) => d.p),
      format: (p) => probability(p),
      hasTrack: true,
    }]),
  );
}
