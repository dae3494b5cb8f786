import * as Plot from "@observablehq/plot";
import type { Figure, Words } from "./house/figure.ts";
import { counted, fixed, list } from "./house/format.ts";
import { label } from "./house/label.ts";
import { colors } from "./house/palette.ts";
import { plot } from "./house/plot.ts";
import { powersOfTen } from "./house/temperature_range.ts";

/** Options of lossOverSteps(). */
export interface LossOverStepsOptions {
  /** The lowest loss that is possible, in nats. */
  floor: number;
  /** The losses of examples held out, in nats, at the same steps: a second curve. */
  heldOut?: ArrayLike<number>;
  /** The first step to draw, by default 0. */
  from?: number;
}

/** The curve has this many points per decade of steps. */
const POINTS = 16;

/** Up to this step each loss is a dot: there is none between two steps. */
const DOTS = 10;

/** The loss counts as lowest within this many nats of the floor. */
const MET = 5e-4;

function dataOf(
  losses: ArrayLike<number>,
  { floor, heldOut = [], from = 0 }: LossOverStepsOptions,
) {
  const last = losses.length - 1;
  const all = [floor, ...Array.from(losses), ...Array.from(heldOut)];
  const odd = all.find((x) => !Number.isFinite(x));
  if (odd !== undefined || !(last >= 1)) {
    throw new RangeError(
      `Cannot draw the loss over steps: need a finite floor and at least two finite losses, got ${
        odd ?? losses.length
      }`,
    );
  }
  if (heldOut.length !== 0 && heldOut.length !== losses.length) {
    throw new TypeError(
      `Cannot draw the loss over steps: need as many losses held out, ${losses.length}, got ${heldOut.length}`,
    );
  }
  if (!(Number.isInteger(from) && from >= 0 && from < last)) {
    throw new RangeError(
      `Cannot draw the loss over steps: need a whole step below ${last} to draw from, got ${from}`,
    );
  }
  const best = Array.from(heldOut).indexOf(Math.min(...Array.from(heldOut)));
  const steps = new Set([from, last]);
  if (best >= from) steps.add(best);
  for (let step = 1; step <= DOTS; step++) {
    if (step > from && step < last) steps.add(step);
  }
  for (let k = 0; 10 ** (k / POINTS) < last; k++) {
    const step = Math.round(10 ** (k / POINTS));
    if (step > from) steps.add(step);
  }
  const points = [...steps].sort((a, b) => a - b)
    .map((step) => ({ step, loss: losses[step], heldOut: heldOut[step] }));
  return {
    floor,
    points,
    start: points[0],
    end: points.at(-1)!,
    best: points.find(({ step }) => step === best),
  };
}

type Data = ReturnType<typeof dataOf>;

function words({ floor, points, start, end, best }: Data): Words {
  const above = end.loss - floor;
  const said = points.filter(({ step }) =>
    step === start.step || step === end.step ||
    Number.isInteger(Math.log10(step))
  );
  const alt =
    `A curve of the loss over the steps on a log axis, and a dashed line at ${
      fixed(floor, 4)
    } nats, the lowest loss that is possible. The loss is ${
      list(said.map(({ step, loss }) => `${fixed(loss, 4)} ${when(step)}`))
    }.`;
  const subtitle = `Mean loss ${
    start.step === 0
      ? "over"
      : `from step ${start.step.toLocaleString("en")} on, of`
  } ${counted(end.step, "step")} of gradient descent`;
  if (best) {
    return {
      title: best.step === end.step
        ? `Examples held out cost ${
          fixed(best.heldOut, 4)
        } nats in the end, the least so far`
        : `Examples held out cost least ${when(best.step)}, and ${
          fixed(end.heldOut - best.heldOut, 4)
        } nats more in the end`,
      subtitle,
      alt: `${alt} A second curve, of examples held out, begins at ${
        fixed(start.heldOut, 4)
      }, is lowest at ${fixed(best.heldOut, 4)} ${
        when(best.step)
      }, and ends at ${fixed(end.heldOut, 4)}.`,
    };
  }
  return {
    title: `The loss ${end.loss < start.loss ? "falls" : "goes"} from ${
      fixed(start.loss, 3)
    } to ${fixed(end.loss, 3)} nats, ${
      Math.abs(above) < MET ? "" : `${fixed(above, 3)} above `
    }the lowest that is possible`,
    subtitle,
    alt,
  };
}

function when(step: number): string {
  return step === 0 ? "at the start" : `after ${counted(step, "step")}`;
}

/** The loss before the first step stands here, as a log axis has no 0. */
const BEFORE = 10 ** -0.5;

/**
 * Draws how the loss falls over the steps of training, on a log axis, against
 * the lowest that is possible.
 *
 * @param losses the losses after 0, 1, 2, ... steps, in nats
 * @throws {RangeError} when there are fewer than two losses, or a loss or the
 *   floor is not finite
 */
export function lossOverSteps(
  losses: ArrayLike<number>,
  options: LossOverStepsOptions,
): Figure {
  const data = dataOf(losses, options);
  const { floor, points, start, end, best } = data;
  const x = (d: typeof start) => d.step || BEFORE;
  const values = points.map(({ loss }) => loss);
  if (best) values.push(...points.map(({ heldOut }) => heldOut));
  const low = Math.min(floor, ...values), high = Math.max(floor, ...values);
  const room = 0.1 * (high - low || 1);
  const dots = points.filter(({ step }) => step <= DOTS);
  return plot({
    ...words(data),
    height: 330,
    x: {
      type: "log",
      domain: [x(start), end.step],
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
      // A mark, as the scale itself would label powers of ten only.
      Plot.axisX(
        new Set([x(start), ...powersOfTen([start.step || 1, end.step])]),
        {
          text: (x) => x === BEFORE ? "0" : x.toLocaleString("en"),
          label: "steps",
        },
      ),
      Plot.ruleY([floor], {
        stroke: colors.cool,
        strokeWidth: 2,
        strokeDasharray: "7 4",
      }),
      label([`lowest possible: ${fixed(floor, 4)}`], {
        y: floor,
        frameAnchor: "left",
        dx: 6,
        dy: 13,
        textAnchor: "start",
      }),
      Plot.line(points, { x, y: "loss", strokeWidth: 2.5 }),
      Plot.dot(dots, { x, y: "loss", r: 3.5, fill: "currentColor" }),
      best ? heldOutMarks(data, x) : null,
      Plot.dot([start, end], {
        x,
        y: "loss",
        r: 6,
        fill: (d) => d === start && !best ? colors.warm : "currentColor",
      }),
      label([`${when(start.step)}: ${fixed(start.loss, 4)}`], {
        x: x(start),
        y: start.loss,
        dx: 8,
        dy: -15,
        textAnchor: "start",
      }),
      label([best ? `training: ${fixed(end.loss, 4)}` : fixed(end.loss, 4)], {
        x: end.step,
        y: end.loss,
        dx: 6,
        dy: -16,
        textAnchor: "end",
      }),
    ],
  });
}

/** The curve of the examples held out, its lowest point and its end. */
function heldOutMarks(
  { points, start, end, best }: Data,
  x: (d: Data["end"]) => number,
) {
  const across = Math.log(x(best!) / x(start)) / Math.log(x(end) / x(start));
  return [
    Plot.line(points, {
      x,
      y: "heldOut",
      stroke: colors.warm,
      strokeWidth: 2.5,
    }),
    Plot.dot([best!], { x, y: "heldOut", r: 6, fill: colors.warm }),
    label([`held out: ${fixed(best!.heldOut, 4)}`], {
      x: x(best!),
      y: best!.heldOut,
      dy: -16,
      textAnchor: across < 0.3 ? "start" : across > 0.7 ? "end" : "middle",
    }),
  ];
}
