import * as Plot from "@observablehq/plot";
import { entropy, type Vector } from "../kernels/mod.ts";
import {
  compose,
  type Figure,
  type Panel,
  WIDTH,
  type Words,
} from "./house/compose.ts";
import { fixed, list, probability, significant } from "./house/format.ts";
import { label, labelWidth } from "./house/label.ts";
import {
  type FigureOptions,
  namesFor,
  ownWords,
  shorten,
} from "./house/options.ts";
import { classColor, colors, TEXT } from "./house/palette.ts";
import { wrongType, wrongValue } from "./house/refusals.ts";

function dataOf(
  truth: Vector,
  forecasts: Record<string, Vector>,
  { classes }: FigureOptions,
) {
  const action = "draw losses";
  const names = namesFor(truth, classes);
  const honest = entropy(truth);
  let left = 0;
  const columns = Array.from(truth, (t, index) => ({
    index,
    name: names[index],
    t,
    x1: left,
    x2: left += t,
    cost: -Math.log(t),
  })).filter(({ t }) => t > 0);
  if (typeof forecasts !== "object" || forecasts === null) {
    throw wrongType(action, "an object of forecasts by name", forecasts);
  }
  const models = Object.entries(forecasts).map(([model, p]) => {
    entropy(p); // checks it
    if (p.length !== truth.length) {
      const got = `${p.length} from ${model}`;
      throw wrongType(action, `${truth.length} classes in all`, got);
    }
    const priced = columns.map((d) => {
      const price = -Math.log(p[d.index]);
      return { ...d, price, surplus: d.t * (price - d.cost) };
    });
    const surplus = priced.reduce((sum, d) => sum + d.surplus, 0);
    // Rounding errors are no surplus.
    const kl = surplus < 1e-14 ? 0 : surplus;
    return { name: shorten(model), columns: priced, kl, loss: honest + kl };
  });
  if (models.length === 0) throw wrongValue(action, "a forecast", "none");
  return { columns, models, honest };
}

type Data = ReturnType<typeof dataOf>;

/** Nats with three decimals, or one digit if these would be 0. */
function nats(value: number): string {
  return value > 0 && value < 5e-4 ? significant(value, 1) : fixed(value, 3);
}

function words({ columns, models, honest }: Data): Words {
  const dearer = models.filter(({ kl }) => kl > 0).map(({ name, kl }, i) =>
    i === 0 ? `${name} pays ${nats(kl)} nats more` : `${name} ${nats(kl)}`
  );
  const widths = columns.map(({ name, t }) => `${name} ${probability(t)}`);
  const said = models.map(({ name, columns, loss, kl }) => {
    const heights = list(columns.map(({ price }) => fixed(price, 2)));
    const surplus = kl > 0
      ? `, of which ${nats(kl)} are the KL divergence, the surplus over ${
        nats(honest)
      }`
      : "";
    return `${name}: heights ${heights}, area ${nats(loss)} nats${surplus}.`;
  });
  return {
    title: dearer.length > 0
      ? `Honesty is cheapest: ${list(dearer)}`
      : "Each forecast is honest, and pays no more than the entropy of the truth",
    subtitle: [
      "Width: how often a class is right. Height: its price, −log\u00a0p. Area: the mean loss. Dashed: the truth as forecast. Orange less the gaps below the dashes is the KL\u00a0divergence",
      ...columns.every(fits)
        ? []
        : [`From the left: ${list(columns.map((d) => d.name))}`],
    ].join(". "),
    alt:
      `One picture per forecast, with a column per class, as wide as the truth (${
        list(widths)
      }) and as high as −log p. ${said.join(" ")}`,
  };
}

/** Pixels: above the columns of a panel, below them, and for all panels' columns together. */
const [TOP, BOTTOM, ROOM] = [48, 26, 330];

/** Whether a column has room for its class's name. */
function fits({ name, t }: { name: string; t: number }): boolean {
  return labelWidth([name]) < t * WIDTH;
}

/**
 * Draws the cross-entropy of forecasts as an area: a column per class, as wide
 * as the class is probable and as high as −log p. What a forecast's area has more
 * than that of the truth itself is the KL divergence.
 *
 * @param truth the probabilities of the classes, shape [classes]
 * @param forecasts the probabilities that each model says, by its name
 * @throws {TypeError | RangeError} as entropy() does, when a forecast has another
 *   number of classes, and when there is none
 */
export function lossArea(
  truth: Vector,
  forecasts: Record<string, Vector>,
  options: FigureOptions = {},
): Figure {
  const own = ownWords(options, ["classes"]);
  const data = dataOf(truth, forecasts, options);
  const tops = data.models.map(({ columns }) => {
    const heights = columns.flatMap(({ price, cost }) => [price, cost]);
    const top = Math.max(0.1, ...heights.filter(Number.isFinite));
    return heights.includes(Infinity) ? 2 * top : top;
  });
  // A nat is equally high in all, so that areas can be compared.
  const unit = Math.min(60, ROOM / tops.reduce((sum, top) => sum + top, 0));
  const panels = data.models.map(({ name, columns, kl, loss }, k): Panel => {
    const top = (d: typeof columns[0]) => Math.min(d.price, tops[k]);
    const middle = (d: typeof columns[0]) => (d.x1 + d.x2) / 2;
    const heading = kl > 0
      ? `${nats(loss)} nats, KL divergence ${nats(kl)}`
      : `${nats(loss)} nats, the entropy of the truth`;
    const at = { x1: "x1", x2: "x2", insetLeft: 1, insetRight: 1 };
    return {
      height: TOP + unit * tops[k] + BOTTOM,
      margin: 0,
      marginTop: TOP,
      marginBottom: BOTTOM,
      x: { axis: null, domain: [0, 1] },
      y: { axis: null, domain: [0, tops[k]] },
      marks: [
        Plot.rect(columns, {
          ...at,
          y1: 0,
          y2: (d) => Math.min(top(d), d.cost),
          fill: (d) => classColor(d.index),
          fillOpacity: 0.55,
        }),
        Plot.rect(columns.filter((d) => d.price > d.cost), {
          ...at,
          y1: "cost",
          y2: top,
          fill: colors.warm,
        }),
        Plot.ruleY([0], { stroke: colors.muted }),
        Plot.line(
          columns.flatMap(({ x1, x2, cost }) => [[x1, cost], [x2, cost]]),
          { strokeDasharray: "6 4", strokeWidth: 2 },
        ),
        label(columns.filter((d) => labelWidth(["0.00"]) < d.t * WIDTH), {
          x: middle,
          y: (d) => Math.max(top(d), d.cost),
          text: (d) => fixed(d.price, 2),
          dy: -12,
        }),
        label(columns.filter(fits), { x: middle, y: 0, text: "name", dy: 13 }),
        label([
          shorten(name, (WIDTH - labelWidth([heading])) / (1.13 * TEXT) - 1),
        ], {
          frameAnchor: "top-left",
          dy: -TOP + 8,
          fontWeight: 700,
        }),
        label([heading], {
          frameAnchor: "top-right",
          dy: -TOP + 8,
        }),
      ],
    };
  });
  return compose({ ...words(data), ...own }, panels);
}
