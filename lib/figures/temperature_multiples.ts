import { argmax, softmax, type Vector } from "../kernels/mod.ts";
import { bars, nameWidth, numberWidth } from "./bars.ts";
import { namesOf } from "./classes.ts";
import { compose, CONTENT } from "./compose.ts";
import type { Figure } from "./figure.ts";
import { logitsText, plain, probability } from "./format.ts";

/** The room between two panels, in pixels. */
const GAP = 10;

interface Options {
  classes?: string[];
  temperatures?: number[];
}

/**
 * The probabilities of the same logits at several temperatures.
 *
 * @param logits shape [classes]
 * @throws {TypeError | RangeError} as softmax() does, when classes has another
 *   length, and when there is no temperature
 */
export function temperatureMultiplesData(
  logits: Vector,
  { classes, temperatures = [0.1, 0.5, 1, 2, 10] }: Options = {},
) {
  if (temperatures.length === 0) {
    throw new RangeError("Cannot draw softmax: need at least one temperature");
  }
  const names = namesOf(logits, classes);
  return temperatures.map((temperature) => {
    const p = softmax(logits, { temperature });
    return {
      temperature,
      classes: names.map((name, i) => ({ name, probability: p[i] })),
    };
  });
}

/**
 * Draws softmax at several temperatures as small multiples with one scale.
 *
 * @param logits scores of the classes, shape [classes]
 * @param options classes: their names; temperatures: 0.1, 0.5, 1, 2 and 10 when
 *   not given
 * @throws {TypeError | RangeError} as softmax() does, when classes has another
 *   length, and when there is no temperature
 */
export function temperatureMultiples(
  logits: Vector,
  options: Options = {},
): Figure {
  const data = temperatureMultiplesData(logits, options);
  const names = data[0].classes.map((c) => c.name);
  const sorted = data.toSorted((a, b) => a.temperature - b.temperature);
  const [coldest, hottest] = [sorted[0], sorted.at(-1)!];
  const top = argmax(coldest.classes.map((c) => c.probability));
  const [cold, hot] = [coldest, hottest].map((d) =>
    probability(d.classes[top].probability)
  );
  const first = nameWidth(names);
  const room = numberWidth(
    data.flatMap((d) => d.classes.map((c) => probability(c.probability))),
  );
  // Side by side as far as the bars stay long, then in rows.
  const columns = data.length === 4 ? 2 : Math.min(3, data.length);
  const width = (CONTENT.width - first - GAP * (columns - 1)) / columns;
  const panels = data.map((d, i) => {
    const column = i % columns;
    const options = bars(names, d.classes.map((c) => c.probability), {
      heading: `T = ${plain(d.temperature)}`,
      format: (p) => probability(p),
      domain: [0, 1],
      room,
      width: column === 0 ? first + width : width,
      named: column === 0,
      track: true,
    });
    return {
      x: CONTENT.x + (column === 0 ? 0 : first + column * (width + GAP)),
      y: Math.floor(i / columns) * (options.height + GAP),
      options,
    };
  });
  return compose(
    {
      title: data.length === 1
        ? `At T = ${plain(coldest.temperature)} ${names[top]} has ${cold}`
        : cold === hot
        ? `Temperature hardly changes this: ${names[top]} keeps ${cold}`
        : `Low temperature concentrates probability: ${
          names[top]
        } has ${cold} at T = ${plain(coldest.temperature)} and ${hot} at T = ${
          plain(hottest.temperature)
        }`,
      subtitle: `Probabilities of ${logitsText(logits)} divided by T`,
      alt: `${data.length} groups of bars, one a temperature. ${
        data.map((d) =>
          `T = ${plain(d.temperature)}: ${
            d.classes.map((c) => `${c.name} ${probability(c.probability, 3)}`)
              .join(", ")
          }.`
        ).join(" ")
      }`,
    },
    panels,
  );
}
