import { softmax, type Vector } from "../kernels/mod.ts";
import { barDomain, barPanels } from "./house/bars.ts";
import { compose, type Figure, type Words } from "./house/compose.ts";
import {
  fixed,
  listFew,
  logitText,
  probability,
  rounded,
  significant,
} from "./house/format.ts";
import { likeliest, ofAll } from "./house/likeliest.ts";
import { type FigureOptions, namesFor, ownWords } from "./house/options.ts";

/** More classes than this are cut to the likeliest. */
const MOST = 20;

function dataOf(logits: Vector, { classes }: FigureOptions) {
  const names = namesFor(logits, classes);
  const p = softmax(logits);
  const rows = likeliest(p, MOST).map((index) => ({
    index,
    name: names[index],
    logit: logits[index],
    exp: Math.exp(logits[index]),
    p: p[index],
  }));
  const z = rows.map((d) => d.logit);
  /** A logit with two decimals where that is short. */
  const score = (logit: number) =>
    Math.abs(logit) < 100 ? fixed(logit, 2) : logitText(logit, z, 4);
  return { rows, score, count: names.length };
}

type Data = ReturnType<typeof dataOf>;

function words({ rows, score, count }: Data): Words {
  const said = rows.map(({ name, logit, exp, p }) =>
    `${name}: logit ${score(logit)}, exponential ${size(exp)}, probability ${
      probability(p, 3)
    }.`
  );
  return {
    title: titleOf(rows),
    subtitle: `exp makes every logit positive, and each is divided by the sum${
      ofAll(rows.length, count)
    }`,
    alt: [
      "Three panels of bars: the logits, their exponentials, and the probabilities.",
      ...said,
    ].join(" "),
  };
}

/** The finding: what the lead of the highest logit over the lowest finite one is worth. */
function titleOf(rows: Data["rows"]): string {
  const sorted = rows.filter((d) => Number.isFinite(d.logit))
    .sort((a, b) => b.logit - a.logit);
  const [first, last] = [sorted[0], sorted.at(-1)!];
  const lead = first.logit - last.logit;
  const ratio = significant(Math.exp(lead));
  if (ratio === "1.00" || ratio === "∞") {
    const leaders = rows.filter((d) => d.p === first.p).map((d) => d.name);
    return `The highest probability is ${probability(first.p)}, of ${
      listFew(leaders, "classes")
    }`;
  }
  const logits = rounded(lead, 2);
  return `A lead of ${logits} logit${
    logits === "1" ? "" : "s"
  } makes ${first.name} ${ratio} times as likely as ${last.name}`;
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
  const { rows, score } = data;
  const z = rows.map((d) => d.logit), exps = rows.map((d) => d.exp);
  return compose(
    { ...words(data), ...own },
    barPanels(rows.map((d) => d.name), [{
      heading: "logit",
      values: z,
      format: score,
      domain: barDomain(z),
    }, {
      heading: "exp(logit)",
      short: "exp",
      values: exps,
      format: size,
      domain: barDomain(exps),
    }, {
      heading: "probability",
      short: "p",
      values: rows.map((d) => d.p),
      format: (p) => probability(p),
      hasTrack: true,
    }], rows.map((d) => d.index)),
  );
}
