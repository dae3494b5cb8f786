import * as Plot from "@observablehq/plot";
import { crossEntropy, type Matrix, matrix, softmax } from "../kernels/mod.ts";
import {
  colors,
  everyOther,
  type Figure,
  fixed,
  plain,
  plot,
  significant,
} from "./house/mod.ts";

interface Options {
  /** A loss to compare with, and its name. */
  reference?: { name: string; loss: number };
}

/** The temperatures that are drawn. */
const RANGE = [0.5, 50];

/**
 * The mean loss of forecasts in nats over the temperature, with the temperature
 * that makes it smallest: where the mean score of what happened is the mean
 * score that the forecasts expected.
 *
 * @param logits shape [rows, classes]
 * @param targets the true classes, shape [rows]
 * @throws {TypeError | RangeError} as crossEntropy() does, and when a logit is not
 *   finite
 */
export function lossOverTemperatureData(logits: Matrix, targets: number[]) {
  const { rows, cols } = logits;
  const scores = Array.from(logits.data);
  const odd = scores.find((z) => !Number.isFinite(z));
  if (odd !== undefined) {
    throw new RangeError(
      `Cannot draw the loss over temperature: need finite logits, got ${odd}`,
    );
  }
  const lossAt = (temperature: number) => {
    if (temperature === Infinity) return Math.log(cols);
    if (temperature === 0) {
      const { data } = softmax(logits, { temperature });
      return targets.reduce(
        (sum, target, i) => sum - Math.log(data[i * cols + target]) / rows,
        0,
      );
    }
    return crossEntropy(
      matrix(
        Array.from(
          { length: rows },
          (_, i) =>
            scores.slice(i * cols, (i + 1) * cols).map((z) => z / temperature),
        ),
      ),
      targets,
    );
  };
  const at = (temperature: number) => ({
    temperature,
    loss: lossAt(temperature),
  });
  /** The score of what happened minus the one expected, summed: negative where more heat helps. */
  const surplus = (temperature: number) => {
    const p = softmax(logits, { temperature }).data;
    const expected = scores.reduce((sum, z, k) => sum + p[k] * z, 0);
    const happened = targets.reduce(
      (sum, target, i) => sum + scores[i * cols + target],
      0,
    );
    return happened - expected;
  };
  let best = Infinity;
  if (surplus(0) >= 0) {
    best = 0;
  } else if (surplus(Infinity) > 0) {
    let [low, high] = [-20, 20]; // powers of e
    while (high - low > 1e-12) {
      const middle = (low + high) / 2;
      if (surplus(Math.exp(middle)) < 0) low = middle;
      else high = middle;
    }
    best = Math.exp(high);
  }
  const [first, last] = RANGE.map(Math.log);
  return {
    curve: Array.from(
      { length: 81 },
      (_, i) => at(Math.exp(first + (last - first) * i / 80)),
    ),
    marked: at(1),
    best: at(best),
    hot: at(Infinity),
  };
}

/**
 * Draws the mean loss of forecasts in nats over the temperature on a log axis,
 * with its limit and its lowest point.
 *
 * @param logits shape [rows, classes]
 * @param targets the true classes, shape [rows]
 * @param options reference: a loss to compare with, and its name
 * @throws {TypeError | RangeError} as crossEntropy() does, and when a logit is not
 *   finite
 */
export function lossOverTemperature(
  logits: Matrix,
  targets: number[],
  { reference }: Options = {},
): Figure {
  const { curve, marked, best, hot } = lossOverTemperatureData(logits, targets);
  const isInfinite = best.temperature === Infinity;
  const limit = `ln ${logits.cols} = ${fixed(hot.loss, 4)}`;
  const bestT = best.temperature === 0 ? "0" : significant(best.temperature);
  const shown = [...curve, hot].map((d) => d.loss);
  if (reference) shown.push(reference.loss);
  const low = Math.min(...shown);
  const high = Math.max(...shown);
  const room = (high - low) * 0.18;
  const isShown = !isInfinite && best.temperature > RANGE[0] &&
    best.temperature < RANGE[1];
  const edge = RANGE[1] * 1.35;
  const label = (d: { temperature: number; loss: number }, name: string) =>
    `T = ${name}: ${fixed(d.loss, 3)}`;
  return plot({
    title: isInfinite
      ? `The hotter the better: no finite temperature beats ${limit} nats`
      : `At T = ${bestT} the loss is lowest: ${
        fixed(best.loss, 4)
      } nats, against ${fixed(marked.loss, 4)} at T = 1`,
    subtitle: `Mean loss of ${logits.rows} ${
      logits.rows === 1 ? "forecast" : "forecasts"
    } with their logits divided by T`,
    alt: `A curve of the mean loss over the temperature on a log axis: ${
      [curve[0], marked, curve.at(-1)!].map((d) =>
        `${fixed(d.loss, 4)} nats at T = ${
          plain(Number(d.temperature.toPrecision(3)))
        }`
      ).join(", ")
    } and ${fixed(hot.loss, 4)} as T goes to infinity. ${
      isInfinite
        ? "It falls all the way."
        : `It is lowest, ${fixed(best.loss, 4)}, at T = ${bestT}.`
    }${
      reference
        ? ` A line marks ${reference.name}, ${fixed(reference.loss, 4)}.`
        : ""
    }`,
    height: 330,
    marginLeft: 56,
    marginRight: 22,
    x: { type: "log", domain: [RANGE[0], edge], axis: null },
    y: {
      domain: [low - room, high + room / 3],
      label: "mean loss (nats)",
      ticks: 5,
      grid: true,
    },
    marks: [
      Plot.axisX([0.5, 1, 2, 5, 10, 20], {
        text: plain,
        label: "temperature T (log scale)",
      }),
      Plot.text(["∞"], {
        x: () => edge,
        frameAnchor: "bottom",
        dy: 17,
        fontSize: 14,
      }),
      reference
        ? [
          Plot.ruleY([reference.loss], {
            stroke: colors.cool,
            strokeWidth: 1.75,
            strokeDasharray: "5 4",
          }),
          Plot.text([`${reference.name}: ${fixed(reference.loss, 3)}`], {
            x: () => edge,
            y: reference.loss,
            textAnchor: "end",
            dy: -10,
            fontSize: 15,
            fill: colors.cool,
          }),
        ]
        : null,
      Plot.line(everyOther(curve), {
        x: "temperature",
        y: "loss",
        strokeWidth: 2.5,
      }),
      Plot.dot([{ ...hot, temperature: edge }], {
        x: "temperature",
        y: "loss",
        r: 6,
        fill: isInfinite ? colors.warm : "currentColor",
      }),
      Plot.text([{ ...hot, temperature: edge }], {
        x: "temperature",
        y: "loss",
        text: () => limit,
        textAnchor: "end",
        dx: 6,
        dy: 20,
        fontSize: 15,
      }),
      Plot.dot([marked], { x: "temperature", y: "loss", r: 5 }),
      Plot.text([marked], {
        x: "temperature",
        y: "loss",
        text: (d) => label(d, "1"),
        textAnchor: "start",
        dx: 10,
        dy: -8,
        fontSize: 15,
      }),
      isShown
        ? [
          Plot.dot([best], {
            x: "temperature",
            y: "loss",
            r: 6,
            fill: colors.warm,
          }),
          Plot.text([best], {
            x: "temperature",
            y: "loss",
            text: (d) => label(d, bestT),
            dy: 20,
            fontSize: 15,
            fontWeight: 700,
          }),
        ]
        : null,
    ],
  });
}
