import { counted, fixed, list } from "./house/format.ts";
import { label } from "./house/label.ts";
import { ownWords, type WordOptions } from "./house/options.ts";
import { colors } from "./house/palette.ts";
import { type Figure, Plot, plot, type Words } from "./house/plot.ts";
import { powersOfTen } from "./house/powers_of_ten.ts";
import {
  checkArray,
  checkFinite,
  wrongType,
  wrongValue,
} from "./house/refusals.ts";

/** Options of lossOverSteps(). */
export interface LossOverStepsOptions extends WordOptions {
  /** The lowest loss that is possible, in nats. */
  floor?: number;
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
  const action = "draw the loss over steps";
  for (const array of [losses, heldOut]) {
    checkArray(array, action, "losses in an array");
  }
  const last = losses.length - 1;
  const floors = floor === undefined ? [] : [floor];
  const all = [...floors, ...Array.from(losses), ...Array.from(heldOut)];
  const need = "a finite floor and at least two finite losses";
  checkFinite(all, action, need);
  if (last < 1) throw wrongValue(action, need, losses.length);
  if (heldOut.length !== 0 && heldOut.length !== losses.length) {
    const need = `as many losses held out, ${losses.length}`;
    throw wrongType(action, need, heldOut.length);
  }
  const lowest = Array.from(losses).reduce((a, b) => Math.min(a, b));
  if (floor !== undefined && lowest < floor - MET) {
    throw wrongValue(
      action,
      `losses no lower than their floor ${floor}`,
      lowest,
    );
  }
  if (!(Number.isInteger(from) && from >= 0 && from < last)) {
    throw wrongValue(action, `a whole step below ${last} to draw from`, from);
  }
  const best = Array.from(heldOut).indexOf(Math.min(...Array.from(heldOut)));
  const decades = Math.ceil(POINTS * Math.log10(last));
  const steps = [
    ...[from, best, last],
    ...Array.from({ length: DOTS }, (_, k) => k + 1),
    ...Array.from(
      { length: decades },
      (_, k) => Math.round(10 ** (k / POINTS)),
    ),
  ].filter((step) => step >= from && step <= last);
  const points = [...new Set(steps)].sort((a, b) => a - b)
    .map((step) => ({ step, loss: losses[step], heldOut: heldOut[step] }));
  return {
    floors,
    points,
    start: points[0],
    end: points.at(-1)!,
    best: points.find(({ step }) => step === best),
  };
}

type Data = ReturnType<typeof dataOf>;

function words(data: Data): Words {
  const { floors: [floor], points, start, end, best } = data;
  const part = start.step === 0
    ? "over"
    : `from step ${start.step.toLocaleString("en")} on, of`;
  const said = points.filter(({ step }) =>
    step === start.step || step === end.step ||
    Number.isInteger(Math.log10(step))
  ).map(({ step, loss }) => `${fixed(loss, 4)} ${when(step)}`);
  const lowest = floor === undefined
    ? ""
    : `, and a dashed line at ${
      fixed(floor, 4)
    } nats, the lowest loss that is possible`;
  const second = best
    ? ` A second curve, of examples held out, begins at ${
      fixed(start.heldOut, 4)
    }, is lowest at ${fixed(best.heldOut, 4)} ${when(best.step)}, and ends at ${
      fixed(end.heldOut, 4)
    }.`
    : "";
  return {
    title: titleOf(data),
    subtitle: `Mean loss ${part} ${
      counted(end.step, "step")
    } of gradient descent`,
    alt:
      `A curve of the loss over the steps on a log axis${lowest}. The loss is ${
        list(said)
      }.${second}`,
  };
}

function titleOf({ floors: [floor], start, end, best }: Data): string {
  if (best) {
    const more = fixed(end.heldOut - best.heldOut, 4);
    return best === end
      ? `Examples held out cost ${
        fixed(end.heldOut, 4)
      } nats in the end, the least so far`
      : `Examples held out cost least ${
        when(best.step)
      }, and ${more} nats more in the end`;
  }
  const way = end.loss < start.loss ? "falls" : "goes";
  const [first, last] = [start.loss, end.loss].map((loss) => fixed(loss, 3));
  const title = `The loss ${way} from ${first} to ${last} nats`;
  if (floor === undefined) return title;
  const above = end.loss - floor;
  return `${title}, ${
    above < MET ? "" : `${fixed(above, 3)} above `
  }the lowest that is possible`;
}

function when(step: number): string {
  return step === 0 ? "at the start" : `after ${counted(step, "step")}`;
}

/** The loss before the first step stands here, as a log axis has no 0. */
const BEFORE = 10 ** -0.5;

/**
 * Draws how the loss falls over the steps of training, on a log axis, against
 * the lowest that is possible, if that is known.
 *
 * @param losses the losses after 0, 1, 2, ... steps, in nats
 * @throws {RangeError} when there are fewer than two losses, or a loss or the
 *   floor is not finite, and when a loss is lower than the floor
 */
export function lossOverSteps(
  losses: ArrayLike<number>,
  options: LossOverStepsOptions = {},
): Figure {
  const own = ownWords(options, ["floor", "heldOut", "from"]);
  const data = dataOf(losses, options);
  const { floors, points, start, end, best } = data;
  const x = (d: typeof start) => d.step || BEFORE;
  const values = [...floors, ...points.map(({ loss }) => loss)];
  if (best) values.push(...points.map(({ heldOut }) => heldOut));
  const low = Math.min(...values), high = Math.max(...values);
  const room = 0.1 * (high - low || 1);
  const dots = points.filter(({ step }) => step <= DOTS);
  const lowest = best ? [best] : [];
  const across = Math.log(x(best ?? start) / x(start)) /
    Math.log(x(end) / x(start));
  return plot({
    ...words(data),
    ...own,
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
      Plot.ruleY(floors, {
        stroke: colors.cool,
        strokeWidth: 2,
        strokeDasharray: "7 4",
      }),
      label(floors, {
        y: (floor) => floor,
        text: (floor) => `lowest possible: ${fixed(floor, 4)}`,
        frameAnchor: "left",
        dx: 6,
        dy: 13,
        textAnchor: "start",
      }),
      Plot.line(points, { x, y: "loss", strokeWidth: 2.5 }),
      Plot.dot(dots, { x, y: "loss", r: 3.5, fill: "currentColor" }),
      Plot.line(best ? points : [], {
        x,
        y: "heldOut",
        stroke: colors.warm,
        strokeWidth: 2.5,
      }),
      Plot.dot(lowest, { x, y: "heldOut", r: 6, fill: colors.warm }),
      label(lowest, {
        x,
        y: "heldOut",
        text: (d) => `held out: ${fixed(d.heldOut, 4)}`,
        dy: -16,
        textAnchor: across < 0.3 ? "start" : across > 0.7 ? "end" : "middle",
      }),
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
