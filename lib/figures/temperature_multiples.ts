import { argmax, softmax, type Vector } from "../kernels/mod.ts";
import { track } from "./house/bars.ts";
import { counted, logitsText, plain, probability } from "./house/format.ts";
import { label, nameWidth, numberWidth } from "./house/label.ts";
import { likeliest, ofAll } from "./house/likeliest.ts";
import { type FigureOptions, namesFor, ownWords } from "./house/options.ts";
import { classColor, colors } from "./house/palette.ts";
import { type Figure, Plot, plot, type Words } from "./house/plot.ts";
import { chosenTemperatures } from "./house/temperatures.ts";

/** Options of temperatureMultiples(). */
export interface TemperatureMultiplesOptions extends FigureOptions {
  /** From 0 to Infinity; 0.1, 0.5, 1, 2 and 10 when not given. */
  temperatures?: number[];
}

/** More classes than this are cut to the likeliest. */
const MOST = 10;

function dataOf(
  logits: Vector,
  { classes, temperatures: chosen }: TemperatureMultiplesOptions,
) {
  const temperatures = chosenTemperatures("draw softmax", chosen);
  const names = namesFor(logits, classes);
  const kept = likeliest(softmax(logits), MOST);
  return {
    logits,
    kept,
    names: kept.map((index) => names[index]),
    groups: temperatures.map((temperature) => {
      const all = softmax(logits, { temperature });
      return {
        heading: `T = ${plain(temperature)}`,
        temperature,
        p: kept.map((index) => all[index]),
      };
    }),
  };
}

type Data = ReturnType<typeof dataOf>;

function words({ logits, names, groups }: Data): Words {
  const sorted = groups.toSorted((a, b) => a.temperature - b.temperature);
  const [coldest, hottest] = [sorted[0], sorted.at(-1)!];
  const top = argmax(coldest.p);
  const [cold, hot] = [coldest, hottest].map((d) => probability(d.p[top]));
  const name = names[top];
  const said = groups.map(({ heading, p }) => {
    const shares = names.map((name, i) => `${name} ${probability(p[i], 3)}`);
    return `${heading}: ${shares.join(", ")}.`;
  });
  return {
    title: groups.length === 1
      ? `At ${coldest.heading} ${name} has ${cold}`
      : cold === hot
      ? `Temperature hardly changes this: ${name} keeps ${cold}`
      : `Low temperature concentrates probability: ${name} has ${cold} at ${coldest.heading} and ${hot} at ${hottest.heading}`,
    subtitle: `Probabilities of ${logitsText(logits)} divided by T${
      ofAll(names.length, logits.length)
    }`,
    alt: [
      `${counted(groups.length, "group")} of bars, one per temperature.`,
      ...said,
    ].join(" "),
  };
}

/** Pixels of a bar's row, and between two groups. */
const [ROW, GAP] = [20, 16];

/**
 * Draws softmax at several temperatures as small multiples with one scale.
 *
 * @param logits scores of the classes, shape [classes]
 * @throws {TypeError | RangeError} as softmax() does, and when there is no
 *   temperature
 */
export function temperatureMultiples(
  logits: Vector,
  options: TemperatureMultiplesOptions = {},
): Figure {
  const own = ownWords(options, ["classes", "temperatures"]);
  const data = dataOf(logits, options);
  const { names, kept, groups } = data;
  const bars = groups.flatMap(({ p }, group) =>
    names.map((name, i) => ({ group, index: kept[i], name, p: p[i] }))
  );
  const headings = groups.map(({ heading }) => heading);
  const left = nameWidth(headings) + 8 + nameWidth(names);
  const right = numberWidth(bars.map((d) => probability(d.p)));
  const height = (ROW * names.length + GAP) * groups.length;
  const gap = GAP * groups.length / height;
  const at = { fy: "group", y: "index" };
  return plot({
    ...words(data),
    ...own,
    height,
    marginTop: 0,
    marginBottom: 0,
    marginLeft: left,
    marginRight: right,
    fy: {
      axis: null,
      domain: [...groups.keys()],
      paddingInner: gap,
      paddingOuter: gap / 2,
    },
    x: { axis: null, domain: [0, 1] },
    y: { axis: null, type: "band", domain: kept, padding: 0.15 },
    marks: [
      track(bars, { ...at, x2: 1 }),
      Plot.barX(bars, {
        ...at,
        x1: 0,
        x2: "p",
        fill: (d) => classColor(d.index),
      }),
      Plot.ruleX([0], { stroke: colors.muted }),
      label(bars, {
        ...at,
        frameAnchor: "right",
        text: (d) => probability(d.p),
        dx: right - 3,
      }),
      label(bars, {
        ...at,
        frameAnchor: "left",
        text: "name",
        dx: -8,
        textAnchor: "end",
      }),
      label(headings, {
        fy: (_, i) => i,
        frameAnchor: "left",
        dx: 3 - left,
        fontWeight: 700,
      }),
    ],
  });
}
