import * as Plot from "@observablehq/plot";
import type { Vector } from "../kernels/mod.ts";
import { compose, CONTENT } from "./house/compose.ts";
import type { Figure, Words } from "./house/figure.ts";
import { capital, list, rounded, signed, significant } from "./house/format.ts";
import { label, labelWidth } from "./house/label.ts";
import { type FigureOptions, nameClassesOf } from "./house/name_classes.ts";
import { colors } from "./house/palette.ts";

/** The gradient at one moment of training. */
export interface Moment {
  /** When it was, for example "at the start". */
  when: string;
  /** Shape [classes]. */
  gradient: Vector;
}

/** Options of gradientFading(). */
export interface GradientFadingOptions extends FigureOptions {
  /** The owner of the gradient, for example "the scores after a". */
  of?: string;
}

/** A bar counts as flat if it is at most this share of the largest one. */
const FLAT = 0.01;

function dataOf(moments: Moment[], { classes, of }: GradientFadingOptions) {
  if (moments.length < 2) {
    throw new RangeError(
      `Cannot draw a gradient that fades: need at least two moments, got ${moments.length}`,
    );
  }
  const names = nameClassesOf(moments[0].gradient, classes);
  const panels = moments.map(({ when, gradient }) => {
    if (gradient.length !== names.length) {
      throw new TypeError(
        `Cannot draw a gradient that fades: need ${names.length} entries at each moment, got ${gradient.length} ${when}`,
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
        `Cannot draw a gradient that fades: need finite entries, got ${wrong.gradient} at ${wrong.name} ${when}`,
      );
    }
    return {
      when,
      entries,
      largest: Math.max(...entries.map((e) => Math.abs(e.gradient))),
    };
  });
  const largest = Math.max(...panels.map((panel) => panel.largest));
  return {
    of,
    names,
    panels: panels.map((panel) => ({ ...panel, times: zoom(panel, largest) })),
    first: panels[0],
    last: panels.at(-1)!,
  };
}

/** The power of ten by which a panel is enlarged: 1, unless its bars would be flat. */
function zoom(panel: { largest: number }, largest: number): number {
  if (panel.largest === 0 || panel.largest > FLAT * largest) return 1;
  return 10 ** Math.floor(Math.log10(largest / panel.largest));
}

type Data = ReturnType<typeof dataOf>;

function words({ of, names, panels, first, last }: Data): Words {
  const change = last.largest >= first.largest
    ? "does not shrink"
    : last.largest <= FLAT * first.largest
    ? "fades to nothing"
    : "shrinks";
  const said = panels.map(({ when, entries, largest, times }) => {
    const low = entries.filter((e) => e.gradient < 0)
      .sort((a, b) => a.gradient - b.gradient).slice(0, 3)
      .map((e) => `${e.name} ${signed(e.gradient, 3)}`);
    const much = times > 1
      ? `, enlarged ${times.toLocaleString("en")} times`
      : "";
    return `${capital(when)}${much}: ${
      times > 1 || low.length === 0
        ? `no bar is longer than ${size(largest)}`
        : `furthest below 0 ${low.length === 1 ? "is" : "are"} ${list(low)}`
    }.`;
  });
  return {
    title: `The gradient ${change}: at most ${
      size(first.largest)
    } in size ${first.when}, ${size(last.largest)} ${last.when}`,
    subtitle: `Gradient${
      of ? ` of ${of}` : ""
    }; a step against it raises what is below 0`,
    alt: `${panels.length} panels of ${names.length} bars. ${said.join(" ")}`,
  };
}

function size(value: number): string {
  return value === 0 ? "0" : significant(value, 2);
}

/** Pixels of a panel's heading, bars and names, and between panels. */
const [HEADING, BARS, NAMES, GAP] = [30, 104, 18, 14];

/** Pixels left of the bars, and at least between two names. */
const [LEFT, APART] = [72, 4];

/**
 * Draws the same gradient at several moments of training, one panel per moment,
 * with one scale; a panel whose bars would be flat is enlarged, and says so.
 *
 * @throws {RangeError} when there are fewer than two moments, or an entry is not finite
 * @throws {TypeError} when the gradients differ in length
 */
export function gradientFading(
  moments: Moment[],
  options: GradientFadingOptions = {},
): Figure {
  const data = dataOf(moments, options);
  const { names, panels } = data;
  const all = panels.flatMap(({ entries, times }) =>
    entries.map((e) => times * e.gradient)
  );
  const [low, high] = [Math.min(0, ...all), Math.max(0, ...all)];
  const domain = low === high ? [0, 1] : [low, high];
  const band = (CONTENT.width - LEFT) / names.length;
  // Names that would touch stand in two lines.
  const lines = labelWidth(names) + APART > band ? 2 : 1;
  const height = HEADING + BARS + lines * NAMES;
  return compose(
    words(data),
    panels.map(({ when, entries, times }, k) => ({
      x: CONTENT.x,
      y: k * (height + GAP),
      options: {
        width: CONTENT.width,
        height,
        marginTop: HEADING,
        marginBottom: lines * NAMES,
        marginLeft: LEFT,
        marginRight: 0,
        x: { axis: null, type: "band", domain: names.keys(), padding: 0.2 },
        y: { axis: null, domain },
        marks: [
          Plot.axisY({
            ticks: 3,
            tickSize: 0,
            tickFormat: (v: number) =>
              times > 1 && v !== 0 ? significant(v / times, 1) : rounded(v, 3),
            label: null,
          }),
          Plot.gridY({ ticks: 3 }),
          ...[colors.cool, colors.warm].map((fill, side) =>
            Plot.barY(entries.filter((d) => Number(d.gradient >= 0) === side), {
              x: "index",
              y: (d) => times * d.gradient,
              fill,
            })
          ),
          Plot.ruleY([0], { stroke: colors.muted }),
          label([
            `↑ gradient ${when}${
              times > 1 ? `, × ${times.toLocaleString("en")}` : ""
            }`,
          ], {
            frameAnchor: "top-left",
            dx: -LEFT,
            dy: -22,
            textAnchor: "start",
            fontWeight: 700,
          }),
          ...Array.from(
            { length: lines },
            (_, line) =>
              label(entries.filter(({ index }) => index % lines === line), {
                x: "index",
                text: "name",
                frameAnchor: "bottom",
                dy: 15 + line * NAMES,
              }),
          ),
        ],
      },
    })),
  );
}
