import * as Plot from "@observablehq/plot";
import {
  colors,
  type Figure,
  fixed,
  list,
  plain,
  plot,
  yearOf,
  yearTicks,
} from "./house/mod.ts";

/** What a forecaster paid, a loss a month, in nats. */
export interface Forecaster {
  name: string;
  losses: number[];
  /** The 95 % interval of its mean loss minus that of the base rate, in nats a month. */
  interval?: [low: number, high: number];
}

/** How the lines differ: by colour and by dashes. */
const LOOKS = [
  { stroke: colors.warm, dash: "" },
  { stroke: colors.cool, dash: "6 4" },
  { stroke: colors.ink, dash: "2 3" },
];

/**
 * How many nats each forecaster is ahead of the base rate, summed over the
 * months so far.
 *
 * @param months such as "2008-10", in order
 * @param base what the base rate paid, a loss a month, in nats
 * @throws {TypeError} when there is not a loss a month, no forecaster or more
 *   than three
 * @throws {RangeError} when a month is none
 */
export function lossAgainstBaseRateData(
  months: string[],
  base: number[],
  forecasters: Forecaster[],
) {
  if (forecasters.length < 1 || forecasters.length > LOOKS.length) {
    throw new TypeError(
      `Cannot compare losses: need from 1 to ${LOOKS.length} forecasters, got ${forecasters.length}`,
    );
  }
  const at = months.map(yearOf);
  return [{ name: "the base rate", losses: base }, ...forecasters].map(
    ({ name, losses, interval }: Forecaster) => {
      if (losses.length !== months.length) {
        throw new TypeError(
          `Cannot compare losses: need one a month, got ${losses.length} of ${name} for ${months.length} months`,
        );
      }
      let ahead = 0;
      const line = losses.map((loss, i) => ({
        year: at[i] + 0.5 / 12, // known at the end of the month
        ahead: ahead += base[i] - loss,
      }));
      line.unshift({ year: at[0] - 0.5 / 12, ahead: 0 });
      // A higher mean loss is fewer nats ahead.
      const range = interval?.map((mean) => -mean * months.length).reverse();
      return { name, line, final: line.at(-1)!, range };
    },
  ).slice(1);
}

/**
 * Draws how many nats each forecaster is ahead of the base rate, summed over the
 * months, with the 95 % interval of the sum at the end.
 *
 * @param months such as "2008-10", in order
 * @param base what the base rate paid, a loss a month, in nats
 * @param forecasters one to three
 * @throws {TypeError} when there is not a loss a month, no forecaster or more
 *   than three
 * @throws {RangeError} when a month is none
 */
export function lossAgainstBaseRate(
  months: string[],
  base: number[],
  forecasters: Forecaster[],
): Figure {
  const data = lossAgainstBaseRateData(months, base, forecasters);
  const first = data[0].line[0].year;
  const last = data[0].final.year;
  const width = (last - first) * 0.05;
  const values = data.flatMap(({ line, range = [] }) => [
    ...line.map(({ ahead }) => ahead),
    ...range,
  ]);
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const room = (high - low || 1) * 0.08;
  // The names stand above all lines, as lines may end close together.
  const line = (high - low || 1) * 0.075;
  const keys = {
    x1: first + (last - first) * 0.02,
    x2: first + (last - first) * 0.09,
    y: (i: number) => high + room / 2 + line * (data.length - i - 0.5),
  };
  return plot({
    title: `Nats ahead of the base rate after ${months.length} months: ${
      list(data.map(({ name, final }) => `${name} ${ahead(final.ahead)}`))
    }`,
    subtitle: `Loss of the base rate minus loss of the forecast, summed since ${
      months[0].slice(0, 4)
    }${data.some(({ range }) => range) ? "; bars are 95 % intervals" : ""}`,
    alt: `${
      data.length === 1 ? "A line" : "Lines"
    } of the nats ahead of the base rate, summed from ${months[0]} to ${
      months.at(-1)
    }. ${
      data.map(({ name, line, final, range }) => {
        const all = line.map((d) => d.ahead);
        return `${name}: between ${fixed(Math.min(...all), 1)} and ${
          fixed(Math.max(...all), 1)
        }, in the end ${fixed(final.ahead, 1)}${
          range
            ? ` (95 % interval ${range.map((v) => fixed(v, 1)).join(" to ")})`
            : ""
        }.`;
      }).join(" ")
    }`,
    height: 350,
    marginRight: 20,
    x: { domain: [first, last + width * (data.length + 0.5)], axis: null },
    y: {
      domain: [low - room, high + room + line * data.length],
      label: "nats ahead of the base rate",
      ticks: 6,
      grid: true,
    },
    marks: [
      Plot.axisX(yearTicks(first, last), { text: plain, label: null }),
      Plot.ruleY([0], { stroke: colors.ink, strokeWidth: 1.25 }),
      data.map(({ line, final, range, name }, i) => {
        const look = LOOKS[i];
        const x = last + width * (i + 0.75);
        return [
          Plot.line(line, {
            x: "year",
            y: "ahead",
            stroke: look.stroke,
            strokeDasharray: look.dash,
            strokeWidth: 2.25,
          }),
          range
            ? [
              Plot.ruleX([x], {
                y1: range[0],
                y2: range[1],
                stroke: look.stroke,
                strokeWidth: 2.5,
              }),
              Plot.dot([[x, final.ahead]], { r: 5, fill: look.stroke }),
            ]
            : null,
          Plot.link([name], {
            x1: () => keys.x1,
            x2: () => keys.x2,
            y: () => keys.y(i),
            stroke: look.stroke,
            strokeDasharray: look.dash,
            strokeWidth: 2.25,
          }),
          Plot.text([name], {
            x: () => keys.x2,
            y: () => keys.y(i),
            dx: 8,
            textAnchor: "start",
            fontSize: 15,
          }),
        ];
      }),
    ],
  });
}

/** With its sign, one decimal. */
function ahead(nats: number): string {
  const text = fixed(nats, 1);
  return Number(nats.toFixed(1)) > 0 ? `+${text}` : text;
}
