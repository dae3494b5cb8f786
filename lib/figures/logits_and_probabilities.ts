import { softmax, type Vector } from "../kernels/mod.ts";
import {
  bars,
  compose,
  CONTENT,
  type Figure,
  type FigureOptions,
  fixed,
  listFew,
  nameClassesOf,
  nameWidth,
  numberWidth,
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
    exp: Math.exp(logits[i]),
    probability: p[i],
  }));
}

type Data = ReturnType<typeof dataOf>;

function words(data: Data): Words {
  const said = data.map(({ name, logit, exp, probability: p }) =>
    `${name}: logit ${score(logit)}, exponential ${size(exp)}, probability ${
      probability(p, 3)
    }.`
  );
  return {
    title: titleOf(data),
    subtitle: "exp makes every logit positive, and each is divided by the sum",
    alt:
      `Three panels of bars: the logits, their exponentials, and the probabilities. ${
        said.join(" ")
      }`,
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
    const leaders = data.filter((d) => d.probability === first.probability);
    return `The highest probability is ${probability(first.probability)}, of ${
      listFew(leaders.map((d) => d.name), "classes")
    }`;
  }
  const logits = rounded(lead, 2);
  return `A lead of ${logits} ${
    logits === "1" ? "logit" : "logits"
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

/** Pixels between two panels. */
const GAP = 12;

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
  const data = dataOf(logits, options);
  const names = data.map((d) => d.name);
  const finite = (values: number[]) => values.filter(Number.isFinite);
  const z = finite(data.map((d) => d.logit));
  const [low, high] = [Math.min(0, ...z), Math.max(0, ...z)];
  const panels = [{
    heading: "logit",
    values: data.map((d) => d.logit),
    format: score,
    domain: (low === high ? [0, 1] : [low, high]) as [number, number],
  }, {
    heading: "exp(logit)",
    values: data.map((d) => d.exp),
    format: size,
    domain: [0, Math.max(...finite(data.map((d) => d.exp))) || 1] as [
      number,
      number,
    ],
  }, {
    heading: "probability",
    values: data.map((d) => d.probability),
    format: (p: number) => probability(p),
    domain: [0, 1] as [number, number],
    hasTrack: true,
  }];
  // The bars of all panels share the width that names and numbers leave.
  const first = nameWidth(names);
  const rooms = panels.map(({ values, format, domain: [low, high] }) =>
    numberWidth(values.map(format)) * (low < 0 && high > 0 ? 2 : 1)
  );
  const length = (CONTENT.width - first - 2 * GAP -
    rooms.reduce((a, b) => a + b)) / panels.length;
  let x = CONTENT.x;
  return compose(
    words(data),
    panels.map(({ values, ...options }, i) => {
      const width = (i === 0 ? first : 0) + rooms[i] + length;
      const at = x;
      x += width + GAP;
      return {
        x: at,
        options: bars(names, values, { ...options, width, isNamed: i === 0 }),
      };
    }),
  );
}
