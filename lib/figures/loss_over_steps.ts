import * as Plot from "@observablehq/plot";
import {
  colors,
  type Figure,
  fixed,
  label,
  list,
  plot,
  powersOfTen,
  type Words,
} from "./house/mod.ts";

/** Options of lossOverSteps(). */
export interface LossOverStepsOptions {
  /** The lowest loss that is possible, in nats. */
  floor: number;
}

/** The curve has this many points per decade of steps. */
const POINTS = 24;

/** The loss counts as lowest within this many nats of the floor. */
const MET = 5e-4;

function dataOf(losses: ArrayLike<number>, { floor }: LossOverStepsOptions) {
  const last = losses.length - 1;
  const odd = [floor, ...Array.from(losses)].find((x) => !Number.isFinite(x));
  if (odd !== undefined || !(last >= 1)) {
    throw new RangeError(
      `Cannot draw the loss over steps: need a finite floor and at least two finite losses, got ${
        odd ?? losses.length
      }`,
    );
  }
  const steps = new Set([0, last]);
  for (let k = 0; 10 ** (k / POINTS) < last; k++) {
    steps.add(Math.round(10 ** (k / POINTS)));
  }
  const points = [...steps].sort((a, b) => a - b)
    .map((step) => ({ step, loss: losses[step] }));
  return { floor, points, start: points[0], end: points.at(-1)! };
}

type Data = ReturnType<typeof dataOf>;

function words({ floor, points, start, end }: Data): Words {
  const above = end.loss - floor;
  const said = points.filter(({ step }) =>
    step === 0 || step === end.step || Number.isInteger(Math.log10(step))
  );
  return {
    title: `The loss ${end.loss < start.loss ? "falls" : "goes"} from ${
      fixed(start.loss, 3)
    } to ${fixed(end.loss, 3)} nats, ${
      Math.abs(above) < MET ? "" : `${fixed(above, 3)} above `
    }the lowest that is possible`,
    subtitle: `Mean loss over ${count(end.step)} of gradient descent`,
    alt:
      `A curve of the loss over the steps on a log axis, and a dashed line at ${
        fixed(floor, 4)
      } nats, the lowest loss that is possible. The loss is ${
        list(said.map(({ step, loss }) =>
          `${fixed(loss, 4)} ${
            step === 0 ? "at the start" : `after ${count(step)}`
          }`
        ))
      }.`,
  };
}

function count(steps: number): string {
  return `${steps.toLocaleString("en")} ${steps === 1 ? "step" : "steps"}`;
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
  const { floor, points, start, end } = data;
  const x = (d: typeof start) => d.step || BEFORE;
  const all = [floor, ...points.map(({ loss }) => loss)];
  const low = Math.min(...all), high = Math.max(...all);
  const room = 0.1 * (high - low || 1);
  return plot({
    ...words(data),
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
      // A mark, as the scale itself would label powers of ten only.
      Plot.axisX([BEFORE, ...powersOfTen([1, end.step])], {
        text: (x) => x === BEFORE ? "0" : x.toLocaleString("en"),
        label: "steps",
      }),
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
      Plot.dot([start, end], {
        x,
        y: "loss",
        r: 6,
        fill: (d) => d === start ? colors.warm : "currentColor",
      }),
      label([`at the start: ${fixed(start.loss, 4)}`], {
        x: BEFORE,
        y: start.loss,
        dx: 8,
        dy: -15,
        textAnchor: "start",
      }),
      label([fixed(end.loss, 4)], {
        x: end.step,
        y: end.loss,
        dx: 6,
        dy: -16,
        textAnchor: "end",
      }),
    ],
  });
}
