import * as Plot from "@observablehq/plot";
import { argmax, softmax, type Vector } from "../kernels/mod.ts";
import {
  classColor,
  colors,
  type Figure,
  logitsText,
  nameClassesOf,
  nameWidth,
  numberWidth,
  plain,
  plot,
  probability,
} from "./house/mod.ts";

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
  const names = nameClassesOf(logits, classes);
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
  const bars = data.flatMap((d, group) =>
    d.classes.map((c, index) => ({ ...c, index, group }))
  );
  const headings = data.map((d, group) => ({
    text: `T = ${plain(d.temperature)}`,
    group,
  }));
  const margin = {
    // Bold headings are a little wider than names.
    left: nameWidth(headings.map((d) => d.text)) + 8 + nameWidth(names),
    right: numberWidth(bars.map((d) => probability(d.probability))),
  };
  const barHeight = 20;
  const gap = 16;
  const height = (barHeight * names.length + gap) * data.length;
  const place = { fy: "group", y: "index" };
  const text = { ...place, fontSize: 15 };
  return plot({
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
    height,
    marginTop: 0,
    marginBottom: 0,
    marginLeft: margin.left,
    marginRight: margin.right,
    fy: {
      axis: null,
      domain: headings.map((d) => d.group),
      paddingInner: gap * data.length / height,
      paddingOuter: gap * data.length / height / 2,
    },
    x: { axis: null, domain: [0, 1] },
    y: { axis: null, type: "band", domain: names.keys(), padding: 0.15 },
    marks: [
      Plot.barX(bars, {
        ...place,
        x1: 0,
        x2: 1,
        fill: colors.grid,
        fillOpacity: 0.45,
      }),
      Plot.barX(bars, {
        ...place,
        x1: 0,
        x2: "probability",
        fill: (d) => classColor(d.index),
      }),
      Plot.ruleX([0], { stroke: colors.muted }),
      Plot.text(bars, {
        ...text,
        frameAnchor: "right",
        text: (d) => probability(d.probability),
        dx: margin.right - 3,
        textAnchor: "end",
      }),
      Plot.text(bars, {
        ...text,
        frameAnchor: "left",
        text: "name",
        dx: -8,
        textAnchor: "end",
      }),
      Plot.text(headings, {
        fy: "group",
        frameAnchor: "left",
        text: "text",
        dx: 3 - margin.left,
        textAnchor: "start",
        fontSize: 15,
        fontWeight: 700,
      }),
    ],
  });
}
