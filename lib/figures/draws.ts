import * as Plot from "@observablehq/plot";
import {
  argmax,
  sample,
  seededRandom,
  softmax,
  type Vector,
} from "../kernels/mod.ts";
import { compose, type Figure, WIDTH, type Words } from "./house/compose.ts";
import { counted, list, logitsText, plain } from "./house/format.ts";
import { label, labelWidth, nameWidth } from "./house/label.ts";
import { namesFor, ownWords } from "./house/options.ts";
import { classColor } from "./house/palette.ts";
import { wrongValue } from "./house/refusals.ts";
import { chosenTemperatures } from "./house/temperatures.ts";
import type { TemperatureMultiplesOptions } from "./temperature_multiples.ts";

/** Options of draws(). */
export interface DrawsOptions extends TemperatureMultiplesOptions {
  /** The number of draws at each temperature, from 1 to 300; 60 when not given. */
  count?: number;
  /** Another seed draws others; 14 when not given. */
  seed?: number;
}

function dataOf(
  logits: Vector,
  { classes, temperatures, count = 60, seed = 14 }: DrawsOptions,
) {
  if (!Number.isInteger(count) || count < 1 || count > 300) {
    throw wrongValue("draw classes", "a count from 1 to 300", count);
  }
  const chosen = chosenTemperatures("draw classes", temperatures);
  const names = namesFor(logits, classes);
  const strips = chosen.map((temperature) => {
    const p = softmax(logits, { temperature });
    const random = seededRandom(seed);
    const drawn = Array.from({ length: count }, () => sample(p, random));
    const counts = names.map((_, i) => drawn.filter((k) => k === i).length);
    return { heading: `T = ${plain(temperature)}`, temperature, drawn, counts };
  });
  return { logits, names, count, strips };
}

type Data = ReturnType<typeof dataOf>;

function words({ logits, names, count, strips }: Data): Words {
  const top = argmax(logits);
  const sorted = strips.toSorted((a, b) => a.temperature - b.temperature);
  const ends = [sorted[0], sorted.at(-1)!]
    .map(({ heading, counts }) => `${counts[top]} at ${heading}`);
  const said = strips.map(({ heading, counts }) => {
    const drawn = names.map((name, i) => `${name} ${counts[i]}`);
    return ` ${heading}: ${list(drawn.filter((_, i) => counts[i] > 0))}.`;
  });
  const strip = counted(strips.length, "strip");
  return {
    title: `Of ${counted(count, "draw")}, ${names[top]} gets ${
      [...new Set(ends)].join(" and ")
    }`,
    subtitle: `Draws from softmax of ${
      logitsText(logits)
    } divided by T, in order, with the same random numbers at each T`,
    alt: `${strip} of ${counted(count, "square")}, coloured by class.${
      said.join("")
    }`,
  };
}

/** Squares in a row, and pixels: between two strips, and of a line of the legend. */
const [COLUMNS, GAP, LINE] = [20, 14, 26];

/**
 * Draws classes at random from softmax at several temperatures: a strip of
 * coloured squares for each, in the order drawn.
 *
 * @param logits scores of the classes, shape [classes]
 * @throws {TypeError | RangeError} as softmax() does, when there is no
 *   temperature, and when the count is not a whole number from 1 to 300
 */
export function draws(logits: Vector, options: DrawsOptions = {}): Figure {
  const own = ownWords(options, ["classes", "temperatures", "count", "seed"]);
  const data = dataOf(logits, options);
  const { names, count, strips } = data;
  const headings = strips.map(({ heading }) => heading);
  const left = nameWidth(headings);
  const size = Math.floor((WIDTH - left) / COLUMNS);
  const legend = legendOf(names, size);
  const height = size * Math.ceil(count / COLUMNS) + GAP;
  const squares = strips.flatMap(({ drawn }, k) =>
    drawn.map((index, n) => ({
      index,
      x: left + size * (n % COLUMNS),
      y: legend.height + height * k + size * (Math.floor(n / COLUMNS) + 0.5),
    }))
  );
  return compose({ ...words(data), ...own }, [{
    height: legend.height + height * strips.length,
    margin: 0,
    x: { type: "identity", axis: null },
    y: { type: "identity", axis: null },
    marks: [
      // The squares of a class are the pieces of one thick line.
      names.map((_, index) =>
        Plot.line(
          [...legend.entries, ...squares].filter((d) => d.index === index)
            .flatMap(({ x, y }) => [[x + 1, y], [x + size - 1, y], [NaN, y]]),
          {
            stroke: classColor(index),
            strokeLinecap: "butt",
            // Colours repeat after eight classes: from the ninth on, squares are flat.
            strokeWidth: index < 8 ? size - 2 : 4,
          },
        )
      ),
      label(legend.entries, {
        x: (d) => d.x + size + 5,
        y: "y",
        text: (d) => names[d.index],
        textAnchor: "start",
      }),
      label(headings, {
        x: 0,
        y: (_, k) => legend.height + height * k + (height - GAP) / 2,
        textAnchor: "start",
        fontWeight: 700,
      }),
    ],
  }]);
}

/** A square and a name for each class, in as few lines as they need. */
function legendOf(names: string[], size: number) {
  let [x, y] = [0, LINE / 2];
  const entries = names.map((name, index) => {
    const width = size + 5 + labelWidth([name]);
    if (x > 0 && x + width > WIDTH) [x, y] = [0, y + LINE];
    const entry = { index, x, y };
    x += width + 16;
    return entry;
  });
  return { entries, height: y + LINE / 2 + GAP };
}
