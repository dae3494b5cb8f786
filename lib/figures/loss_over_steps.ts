import * as Plot from "@observablehq/plot";
import { colors, type Figure, fixed, list, plot } from "./house/mod.ts";

/** Points a decade of steps. */
const POINTS = 24;

/** Where the loss before the first step is drawn: log axes have no 0. */
const BEFORE = 10 ** -0.5;

/** How near the floor counts as having met it, in nats. */
const MET = 5e-4;

interface Options {
  /** The lowest loss that is possible, in nats. */
  floor: number;
}

/**
 * The loss after 0, 1, 2, 3, ... steps, thinned out to points that are even on
 * a log axis.
 *
 * @param losses those after 0, 1, 2, ... steps, in nats
 * @throws {RangeError} when there are fewer than two losses, or a loss or the
 *   floor is not finite
 */
export function lossOverStepsData(
  losses: ArrayLike<number>,
  { floor }: Options,
) {
  const last = losses.length - 1;
  if (!(last >= 1)) {
    throw new RangeError(
      `Cannot draw the loss over steps: need the loss before the first step and after it, got ${losses.length} losses`,
    );
  }
  const wrong = [floor, ...Array.from(losses)].find((x) => !Number.isFinite(x));
  if (wrong !== undefined) {
    throw new RangeError(
      `Cannot draw the loss over steps: need finite losses and a finite floor, got ${wrong}`,
    );
  }
  const steps = new Set([0, last]);
  for (let k = 0; 10 ** (k / POINTS) < last; k++) {
    steps.add(Math.round(10 ** (k / POINTS)));
  }
  return [...steps].sort((a, b) => a - b)
    .map((step) => ({ step, loss: losses[step] }));
}

/**
 * Draws how the loss falls over the steps of training, on a log axis, against
 * the lowest that is possible.
 *
 * @param losses those after 0, 1, 2, ... steps, in nats
 * @param options floor: the lowest loss that is possible, in nats
 * @throws {RangeError} when there are fewer than two losses, or a loss or the
 *   floor is not finite
 */
export function lossOverSteps(
  losses: ArrayLike<number>,
  options: Options,
): Figure {
  const { floor } = options;
  const points = lossOverStepsData(losses, options);
  const [start, end] = [points[0], points.at(-1)!];
  const isMet = Math.abs(end.loss - floor) < MET;
  const count = (step: number) =>
    `${step.toLocaleString("en")} ${step === 1 ? "step" : "steps"}`;
  const decades = Math.floor(Math.log10(end.step));
  const ticks = [
    BEFORE,
    ...Array.from({ length: decades + 1 }, (_, k) => 10 ** k),
  ];
  const told = points.filter(({ step }) =>
    step === 0 || step === end.step || Number.isInteger(Math.log10(step))
  );
  const all = [floor, ...points.map(({ loss }) => loss)];
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const room = 0.1 * (high - low || 1);
  return plot({
    title: `The loss ${end.loss < start.loss ? "falls" : "goes"} from ${
      fixed(start.loss, 3)
    } to ${fixed(end.loss, 3)} nats, ${
      isMet
        ? "the lowest that is possible"
        : `${fixed(end.loss - floor, 3)} above the lowest that is possible`
    }`,
    subtitle: `Mean loss over ${count(end.step)} of gradient descent`,
    alt:
      `A curve of the loss over the steps on a log axis, and a dashed line at ${
        fixed(floor, 4)
      } nats, the lowest loss that is possible. The loss is ${
        list(told.map((d) =>
          d.step === 0
            ? `${fixed(d.loss, 4)} at the start`
            : `${fixed(d.loss, 4)} after ${count(d.step)}`
        ))
      }.`,
    height: 330,
    x: {
      type: "log",
      domain: [BEFORE, end.step],
      axis: null,
      insetLeft: 10,
      insetRight: 12,
    },
    y: {
      label: "mean loss (nats)",
      domain: [low - 1.6 * room, high + room],
      ticks: 5,
      grid: true,
    },
    marks: [
      Plot.axisX(ticks, {
        text: (x: number) => x === BEFORE ? "0" : x.toLocaleString("en"),
        label: "steps",
      }),
      Plot.ruleY([floor], {
        stroke: colors.cool,
        strokeWidth: 2,
        strokeDasharray: "7 4",
      }),
      Plot.text([floor], {
        y: (d) => d,
        frameAnchor: "left",
        dx: 6,
        dy: 13,
        textAnchor: "start",
        text: () => `lowest possible: ${fixed(floor, 4)}`,
        fontSize: 15,
      }),
      Plot.line(points, {
        x: (d) => d.step || BEFORE,
        y: "loss",
        strokeWidth: 2.5,
      }),
      Plot.dot([start, end], {
        x: (d) => d.step || BEFORE,
        y: "loss",
        r: 6,
        fill: (d) => d === start ? colors.warm : "currentColor",
      }),
      Plot.text([start], {
        x: () => BEFORE,
        y: "loss",
        text: () => `at the start: ${fixed(start.loss, 4)}`,
        dx: 8,
        dy: -15,
        textAnchor: "start",
        fontSize: 15,
      }),
      Plot.text([end], {
        x: "step",
        y: "loss",
        text: (d) => fixed(d.loss, 4),
        dx: 6,
        dy: -16,
        textAnchor: "end",
        fontSize: 15,
      }),
    ],
  });
}
