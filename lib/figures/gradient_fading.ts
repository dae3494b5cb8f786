import * as Plot from "@observablehq/plot";
import type { Vector } from "../kernels/mod.ts";
import {
  colors,
  compose,
  CONTENT,
  type Figure,
  list,
  nameClassesOf,
  plain,
  signed,
  significant,
} from "./house/mod.ts";

/** A gradient and when it was that. */
export interface Moment {
  /** When, such as "at the start". */
  when: string;
  /** Shape [classes]. */
  gradient: Vector;
}

interface Options {
  classes?: string[];
  /** What the gradient belongs to, such as "the scores after a". */
  of?: string;
}

/** Pixels of a panel's bars, of the heading above them and of the names below. */
const BARS = 104;
const HEADING = 30;
const NAMES = 22;

/** Pixels between panels. */
const GAP = 10;

/** The share of the largest bar that is as good as flat. */
const FLAT = 0.01;

/**
 * The same gradient at several moments, its largest entry in size at each.
 *
 * @throws {RangeError} when there is no moment, or an entry is not finite
 * @throws {TypeError} when the gradients differ in length, or classes has
 *   another length
 */
export function gradientFadingData(
  moments: Moment[],
  { classes }: Options = {},
) {
  if (moments.length === 0) {
    throw new RangeError("Cannot draw a gradient: need at least one moment");
  }
  const names = nameClassesOf(moments[0].gradient, classes);
  return moments.map(({ when, gradient }) => {
    if (gradient.length !== names.length) {
      throw new TypeError(
        `Cannot draw a gradient: need ${names.length} entries at each moment, got ${gradient.length} ${when}`,
      );
    }
    const entries = names.map((name, index) => ({
      name,
      index,
      gradient: gradient[index],
    }));
    const wrong = entries.find((e) => !Number.isFinite(e.gradient));
    if (wrong) {
      throw new RangeError(
        `Cannot draw a gradient: need finite entries, got ${wrong.gradient} at ${wrong.name} ${when}`,
      );
    }
    return {
      when,
      entries,
      largest: Math.max(...entries.map((e) => Math.abs(e.gradient))),
    };
  });
}

/**
 * Draws the same gradient at several moments of training, a panel each, with
 * one scale.
 *
 * @param moments when, and the gradient, shape [classes]
 * @param options classes: their names; of: what the gradient belongs to
 * @throws {RangeError} when there is no moment, or an entry is not finite
 * @throws {TypeError} when the gradients differ in length, or classes has
 *   another length
 */
export function gradientFading(
  moments: Moment[],
  options: Options = {},
): Figure {
  const panels = gradientFadingData(moments, options);
  const [first, last] = [panels[0], panels.at(-1)!];
  const names = first.entries.map((e) => e.name);
  const all = panels.flatMap((p) => p.entries.map((e) => e.gradient));
  const domain = [Math.min(0, ...all), Math.max(0, ...all)];
  if (domain[0] === domain[1]) domain[1] = 1;
  const size = (value: number) => value === 0 ? "0" : significant(value, 2);
  const lowest = (p: typeof first) =>
    p.entries.toSorted((a, b) => a.gradient - b.gradient)
      .filter((e) => e.gradient < 0).slice(0, 3);
  const isFlat = last.largest <= FLAT * first.largest;
  return compose(
    {
      title: panels.length === 1
        ? `The largest entry of the gradient is ${size(first.largest)} in size`
        : `The gradient ${
          isFlat
            ? "fades to nothing"
            : last.largest < first.largest
            ? "shrinks"
            : "does not shrink"
        }: at most ${size(first.largest)} in size ${first.when}, ${
          size(last.largest)
        } ${last.when}`,
      subtitle: `Gradient${
        options.of ? ` of ${options.of}` : ""
      }; a step against it raises what is below 0`,
      alt: `${
        panels.length === 1 ? "A panel" : `${panels.length} panels`
      } of ${names.length} bars. ${
        panels.map((p) => {
          const low = lowest(p);
          return `${p.when[0].toUpperCase()}${p.when.slice(1)}: ${
            p.largest <= FLAT * first.largest || low.length === 0
              ? `no bar is longer than ${size(p.largest)}`
              : `furthest below 0 ${low.length === 1 ? "is" : "are"} ${
                list(low.map((e) => `${e.name} ${signed(e.gradient, 3)}`))
              }`
          }.`;
        }).join(" ")
      }`,
    },
    panels.map((p, k) => ({
      x: CONTENT.x,
      y: k * (HEADING + BARS + NAMES + GAP),
      options: {
        width: CONTENT.width,
        height: HEADING + BARS + NAMES,
        marginTop: HEADING,
        marginBottom: NAMES,
        marginLeft: 46,
        marginRight: 0,
        x: { axis: null, type: "band", domain: names.keys(), padding: 0.2 },
        y: { axis: null, domain },
        marks: [
          Plot.axisY({
            ticks: 3,
            tickSize: 0,
            tickFormat: (v: number) => plain(Number(v.toPrecision(3))),
            label: null,
          }),
          Plot.gridY({ ticks: 3 }),
          Plot.barY(p.entries, {
            x: "index",
            y: "gradient",
            fill: (d) => d.gradient < 0 ? colors.cool : colors.warm,
          }),
          Plot.ruleY([0], { stroke: colors.muted }),
          Plot.text([p.when], {
            frameAnchor: "top-left",
            dy: -22,
            textAnchor: "start",
            fontSize: 15,
            fontWeight: 700,
          }),
          Plot.text(p.entries, {
            x: "index",
            text: "name",
            frameAnchor: "bottom",
            dy: 17,
            fontSize: 15,
          }),
        ],
      },
    })),
  );
}
