import * as Plot from "@observablehq/plot";
import type { Vector } from "../kernels/mod.ts";
import { barDomain } from "./house/bars.ts";
import {
  compose,
  type Figure,
  type Panel,
  WIDTH,
  type Words,
} from "./house/compose.ts";
import {
  capital,
  counted,
  list,
  rounded,
  signed,
  significant,
} from "./house/format.ts";
import { label, labelWidth } from "./house/label.ts";
import {
  type FigureOptions,
  namesFor,
  ownWords,
  shorten,
} from "./house/options.ts";
import { colors, TEXT } from "./house/palette.ts";
import {
  checkArray,
  checkFinite,
  wrongType,
  wrongValue,
} from "./house/refusals.ts";

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
  const action = "draw a gradient that fades";
  checkArray(moments, action, "an array of moments");
  if (moments.length < 2) {
    throw wrongValue(action, "at least two moments", moments.length);
  }
  const names = namesFor(moments[0].gradient, classes);
  const panels = moments.map(({ when, gradient }) => {
    checkArray(gradient, action, "a gradient at each moment");
    if (gradient.length !== names.length) {
      const need = `${names.length} entries at each moment`;
      throw wrongType(action, need, `${gradient.length} ${when}`);
    }
    checkFinite(gradient, action, `finite entries ${when}`);
    const entries = names
      .map((name, index) => ({ name, index, gradient: gradient[index] }));
    return {
      when,
      entries,
      largest: Math.max(...Array.from(gradient, Math.abs)),
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
  const from = `${size(first.largest)} in size ${first.when}`;
  const to = `${size(last.largest)} ${last.when}`;
  const said = panels.map(({ when, entries, largest, times }) => {
    const low = entries.filter((e) => e.gradient < 0)
      .sort((a, b) => a.gradient - b.gradient).slice(0, 3)
      .map((e) => `${e.name} ${signed(e.gradient, 3)}`);
    const bars = times > 1 || low.length === 0
      ? `no bar is longer than ${size(largest)}`
      : `furthest below 0 ${low.length === 1 ? "is" : "are"} ${list(low)}`;
    const zoomed = times > 1 ? `, enlarged ${written(times)} times` : "";
    return `${capital(when)}${zoomed}: ${bars}.`;
  });
  return {
    title: `The gradient ${change}: at most ${from}, ${to}`,
    subtitle: `Gradient${
      of ? ` of ${of}` : ""
    }; a step against it raises what is below 0`,
    alt: `${panels.length} panels of ${counted(names.length, "bar")}. ${
      said.join(" ")
    }`,
  };
}

function size(value: number): string {
  return value === 0 ? "0" : significant(value, 2);
}

function written(times: number): string {
  return times.toLocaleString("en");
}

/** Pixels of a panel's heading, bars and names, and between panels. */
const [HEADING, BARS, NAMES, GAP] = [30, 104, 18, 14];

/** Pixels left of the bars and between two names, at least. */
const [LEAST, APART] = [72, 4];

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
  const own = ownWords(options, ["classes", "of"]);
  const data = dataOf(moments, options);
  const { names, panels } = data;
  const domain = barDomain(
    panels.flatMap(({ entries, times }) =>
      entries.map((e) => times * e.gradient)
    ),
  );
  // Names that would touch stand in two lines.
  const left = Math.max(
    LEAST,
    10 + labelWidth(domain.map((v) => rounded(v, 1))),
  );
  const band = (WIDTH - left) / names.length;
  const lines = labelWidth(names) + APART > band ? [0, 1] : [0];
  const short = (name: string) =>
    shorten(name, Math.min(lines.length * band - APART, band + 28) / TEXT);
  const marginBottom = lines.length * NAMES;
  const height = HEADING + BARS + marginBottom;
  return compose(
    { ...words(data), ...own },
    panels.map(({ when, entries, times }, k): Panel => ({
      top: k * (height + GAP),
      height,
      marginTop: HEADING,
      marginBottom,
      marginLeft: left,
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
        [colors.cool, colors.warm].map((fill, side) =>
          Plot.barY(entries.filter((d) => Number(d.gradient >= 0) === side), {
            x: "index",
            y: (d) => times * d.gradient,
            fill,
          })
        ),
        Plot.ruleY([0], { stroke: colors.muted }),
        label([
          `↑ gradient ${shorten(when, 14)}${
            times > 1 ? `, × ${written(times)}` : ""
          }`,
        ], {
          frameAnchor: "top-left",
          dx: -left,
          dy: -22,
          fontWeight: 700,
        }),
        lines.map((line) =>
          label(entries.filter(({ index }) => index % lines.length === line), {
            x: "index",
            text: (d) => band < 10 ? "" : short(d.name),
            frameAnchor: "bottom",
            dy: 15 + line * NAMES,
          })
        ),
      ],
    })),
  );
}
