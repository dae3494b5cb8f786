import { counted, fixed, list, rounded, signed } from "./house/format.ts";
import { label } from "./house/label.ts";
import { MONTH, yearAxis, yearOf } from "./house/month.ts";
import { ownWords, shorten, type WordOptions } from "./house/options.ts";
import { colors } from "./house/palette.ts";
import { type Figure, Plot, plot, type Words } from "./house/plot.ts";
import { powersOfTen } from "./house/powers_of_ten.ts";
import { checkArray, checkFinite, wrongType } from "./house/refusals.ts";

/** The losses of one forecaster. */
export interface Forecaster {
  /** The name in title and key: "the model". */
  name: string;
  /** The loss of each month, in nats. */
  losses: number[];
  /** The 95 % interval of its mean loss minus that of the base rate, in nats per month. */
  interval: [low: number, high: number];
}

/** The lines differ in colour and in dashes. */
const LOOKS = [
  { stroke: colors.warm, strokeDasharray: "" },
  { stroke: colors.cool, strokeDasharray: "6 4" },
  { stroke: colors.ink, strokeDasharray: "2 3" },
];

function dataOf(months: string[], base: number[], forecasters: Forecaster[]) {
  const action = "compare losses";
  for (const array of [months, base, forecasters]) {
    checkArray(array, action, "arrays of months, losses and forecasters");
  }
  if (forecasters.length < 1 || forecasters.length > LOOKS.length) {
    const need = `from 1 to ${LOOKS.length} forecasters`;
    throw wrongType(action, need, forecasters.length);
  }
  for (const losses of [base, ...forecasters.map((f) => f.losses)]) {
    if (losses.length !== months.length || months.length === 0) {
      const got = `${losses.length} for ${counted(months.length, "month")}`;
      throw wrongType(action, "one per month", got);
    }
    checkFinite(losses, action, "finite losses");
  }
  for (const { interval } of forecasters) {
    const need = "an interval of two numbers";
    checkArray(interval, action, need);
    if (interval.length !== 2) throw wrongType(action, need, interval);
    checkFinite(interval, action, "a finite interval");
  }
  const lines = forecasters.map(({ name, losses, interval }) => {
    let ahead = 0;
    const line = [
      { year: yearOf(months[0]), ahead: 0 },
      ...Array.from(losses, (loss, i) => ({
        year: yearOf(months[i]) + MONTH, // known at the end of the month
        ahead: ahead += base[i] - loss,
      })),
    ];
    // A higher mean loss is fewer nats ahead.
    const range = Array.from(interval, (mean) => -mean * months.length)
      .reverse();
    return { name: shorten(name), line, final: line.at(-1)!, range };
  });
  return { months, lines };
}

type Data = ReturnType<typeof dataOf>;

function words({ months, lines }: Data): Words {
  const nats = (ahead: number) => fixed(ahead, 1);
  const said = lines.map(({ name, line, final, range }) => {
    const all = line.map((d) => d.ahead);
    const ends = [Math.min(...all), Math.max(...all)].map(nats).join(" and ");
    const wealth = rounded(Math.exp(final.ahead), 2);
    const interval = range.map(nats).join(" to ");
    return `${name}: between ${ends}, in the end ${
      nats(final.ahead)
    } (95 % interval ${interval}), a wealth of ${wealth}.`;
  });
  const ends = lines
    .map(({ name, final }) => `${name} ${signed(final.ahead, 1)}`);
  const some = lines.length === 1 ? "A line" : "Lines";
  return {
    title: `Nats ahead of the base rate after ${
      counted(months.length, "month")
    }: ${list(ends)}`,
    subtitle: `Summed since ${
      months[0].slice(0, 4)
    }, with 95 % intervals at the end; right: what bets in proportion to the forecast make of 1`,
    alt: `${some} of the nats ahead of the base rate, summed from ${
      months[0]
    } to ${months.at(-1)}. ${said.join(" ")}`,
  };
}

/** Powers of ten between two logarithms, or 1, 2, 5, 10 where those are few. */
function wealths(low: number, high: number): number[] {
  const [from, to] = [low, high].map((ahead) =>
    Math.exp(Math.max(-690, Math.min(ahead, 690)))
  );
  const step = Math.ceil((high - low) / Math.LN10 / 6);
  const tens = powersOfTen([from, to], step);
  if (tens.length >= 3 || step > 1) return tens;
  return powersOfTen([from / 10, to]).flatMap((w) => [w, 2 * w, 5 * w])
    .filter((w) => w > from && w < to);
}

/**
 * Draws how many nats each forecaster is ahead of the base rate, summed over the
 * months, with the 95 % interval of the sum at the end. The axis on the right
 * has the wealth that it is the logarithm of.
 *
 * @param months in order, each like "2008-10"
 * @param base the loss of the base rate in each month, in nats
 * @param forecasters one to three
 * @throws {TypeError} when there is not one loss per month, or no month, and
 *   when there is no forecaster or more than three
 * @throws {RangeError} when a text is not a month, or a loss is not finite
 * @see J. L. Kelly, "A new interpretation of information rate", 1956
 */
export function lossAgainstBaseRate(
  months: string[],
  base: number[],
  forecasters: Forecaster[],
  options: WordOptions = {},
): Figure {
  const own = ownWords(options, []);
  const data = dataOf(months, base, forecasters);
  const { lines } = data;
  const first = lines[0].line[0].year, last = lines[0].final.year;
  const years = last - first;
  const all = lines.flatMap((d) => [...d.range, ...d.line.map((p) => p.ahead)]);
  const low = Math.min(...all), high = Math.max(...all);
  const size = high - low || 1;
  // The names stand above all lines, as lines may end close together.
  const row = 0.1 * size;
  const bottom = low - 0.08 * size;
  const top = high + 0.08 * size + row * lines.length;
  const end = (i: number) => last + 0.05 * years * (i + 1.75);
  const keyStart = first + 0.02 * years, keyEnd = first + 0.09 * years;
  return plot({
    ...words(data),
    ...own,
    height: 350,
    marginLeft: 56,
    marginRight: 70,
    x: {
      domain: [first, last + 0.05 * years * (lines.length + 1.5)],
      ...yearAxis(first, last),
    },
    y: { domain: [bottom, top], ticks: 6, grid: true },
    marks: [
      Plot.axisY({ ticks: 6, label: "nats ahead of the base rate" }),
      Plot.axisY(wealths(bottom, high).map(Math.log), {
        anchor: "right",
        text: (ahead: number) => `×${rounded(Math.exp(ahead), 2)}`,
        label: "wealth",
      }),
      label(["end"], {
        x: end((lines.length - 1) / 2),
        frameAnchor: "bottom",
        dy: 17,
      }),
      Plot.ruleY([0], { stroke: colors.ink, strokeWidth: 1.25 }),
      lines.map(({ line, final, range: [y1, y2], name }, i) => {
        const look = { ...LOOKS[i], strokeWidth: 2.25 };
        const { stroke } = look;
        const x = end(i);
        const y = high + 0.04 * size + row * (lines.length - i - 0.5);
        return [
          Plot.line(line, { x: "year", y: "ahead", ...look }),
          Plot.ruleX([x], { y1, y2, stroke, strokeWidth: 2.5 }),
          Plot.dot([[x, final.ahead]], { r: 5, fill: stroke }),
          Plot.link([name], { x1: keyStart, x2: keyEnd, y, ...look }),
          label([name], { x: keyEnd, y, dx: 8, textAnchor: "start" }),
        ];
      }),
    ],
  });
}
