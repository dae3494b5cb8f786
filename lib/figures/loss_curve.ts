import { logSoftmax, type Vector } from "../kernels/mod.ts";
import {
  fixed,
  listFew,
  logitsText,
  nats,
  probability,
  significant,
} from "./house/format.ts";
import { label, labelWidth } from "./house/label.ts";
import { ofAll } from "./house/likeliest.ts";
import { type FigureOptions, namesFor, ownWords } from "./house/options.ts";
import { classColor, colors } from "./house/palette.ts";
import { type Figure, Plot, plot, type Words } from "./house/plot.ts";
import { spread } from "./house/spread.ts";

/** There is room for the labels of this many prices. */
const MOST_PRICES = 10;

/** The picture ends at this loss; a class that costs more is named at its edge. */
const MOST = 7.5;

function dataOf(logits: Vector, { classes }: FigureOptions) {
  const names = namesFor(logits, classes);
  const losses = Array.from(logSoftmax(logits), (log) => 0 - log); // no −0
  // Classes with one price share a dot.
  const prices = [...new Set(losses)];
  const dearest = prices.toSorted((a, b) => a - b).slice(0, MOST_PRICES).at(
    -1,
  )!;
  const dots = prices.filter((loss) => loss <= dearest).map((loss) => ({
    name: listFew(names.filter((_, i) => losses[i] === loss), "classes"),
    index: losses.indexOf(loss),
    p: Math.exp(-loss),
    loss,
    cost: nats(loss),
  }));
  const even = Math.log(names.length);
  const largest = Math.max(even, ...dots.map((d) => d.loss));
  const top = Math.max(3, Math.min(1.12 * largest, MOST));
  return {
    logits,
    dots,
    more: ofAll(losses.filter((loss) => loss <= dearest).length, losses.length),
    uniform: {
      name: "uniform",
      p: 1 / names.length,
      loss: even,
      cost: `ln ${names.length} = ${fixed(even, 2)}`,
    },
    top,
    // Even in √loss: dense where the curve is flat in p, sparse where it is steep.
    curve: Array.from({ length: 121 }, (_, i) => {
      const loss = top * (i / 120) ** 2;
      return { p: Math.exp(-loss), loss };
    }),
  };
}

type Data = ReturnType<typeof dataOf>;

function words({ logits, dots, more, uniform }: Data): Words {
  const said = dots.map(({ name, p, cost }) =>
    `${name}: ${cost} nats at ${equals(p)}.`
  );
  const ten = significant(Math.LN10);
  return {
    title: `A class that is ten times less likely costs ${ten} nats more`,
    subtitle:
      `Loss if a class comes true, against its probability\u00a0p; dots: softmax of ${
        logitsText(logits)
      }${more}`,
    alt: [
      "A falling curve, minus the logarithm of p. It rises without bound as p nears 0 and is 0 at p = 1.",
      ...said,
      `A dashed line marks the loss of a forecast that gives all classes the same, ${uniform.cost} nats.`,
    ].join(" "),
  };
}

/** "p = 0.25", or "p < 0.001" where the digits do not reach. */
function equals(p: number): string {
  const text = probability(p, 3);
  return /^[<>]/.test(text) ? `p ${text[0]} ${text.slice(1)}` : `p = ${text}`;
}

/** The height and the width of the plot without its margins, in pixels. */
const [HEIGHT, WIDTH] = [256, 418];

/**
 * Draws the loss −log p in nats against the probability p of the true class,
 * with the classes of one forecast and the loss of a uniform one marked.
 *
 * @param logits scores of the classes, shape [classes]; those of the running
 *   example when not given
 * @throws {TypeError | RangeError} as softmax() does
 */
export function lossCurve(
  logits: Vector = [1.2, 0.3, -0.8],
  options: FigureOptions = {},
): Figure {
  const own = ownWords(options, ["classes"]);
  const data = dataOf(logits, options);
  const { dots, uniform, top, curve } = data;
  const pixel = top / HEIGHT;
  const inside = uniform.loss <= top ? [uniform] : [];
  const marked = [...dots, uniform].sort((a, b) => a.loss - b.loss);
  // The labels stand right of the curve, each at a height of its own.
  const heights = spread(
    marked.map((d) => Math.min(d.loss, top) + 9 * pixel),
    19 * pixel,
    [8 * pixel, top - 4 * pixel],
  );
  const labels = marked.map((d, i) => ({
    ...d,
    height: heights[i],
    text: `${d.loss > top ? "↑ " : ""}${d.name}: ${d.cost}`,
    from: Math.max(d.p, Math.exp(-heights[i])) + 0.02,
  }));
  // The room right of p = 1 is for labels of likely classes.
  const width = Math.min(
    WIDTH - 16,
    ...labels.map((d) => (WIDTH + 10 - labelWidth([d.text])) / (d.from + 0.01)),
  );
  const at = { x: "p", y: "loss" };
  return plot({
    ...words(data),
    ...own,
    height: HEIGHT + 74,
    x: {
      label: "p, probability of the true class",
      domain: [0, 1],
      ticks: 5,
      insetRight: WIDTH - width,
    },
    y: { label: "loss −log p (nats)", domain: [0, top], ticks: 5, grid: true },
    marks: [
      Plot.ruleY([0], { stroke: colors.muted }),
      Plot.ruleY(inside, {
        y: "loss",
        stroke: colors.muted,
        strokeDasharray: "5 4",
      }),
      Plot.line(curve, { ...at, strokeWidth: 2.5 }),
      Plot.link(labels.filter((d) => d.loss <= top), {
        x1: "p",
        y1: "loss",
        x2: "from",
        y2: "height",
        stroke: colors.muted,
      }),
      Plot.dot(inside, {
        ...at,
        r: 5,
        fill: colors.paper,
        stroke: "currentColor",
        strokeWidth: 2,
      }),
      Plot.dot(dots.filter((d) => d.loss <= top), {
        ...at,
        r: 6,
        fill: (d) => classColor(d.index),
      }),
      label(labels, {
        x: (d) => d.from + 0.01,
        y: "height",
        text: "text",
        textAnchor: "start",
        halo: true,
      }),
    ],
  });
}
