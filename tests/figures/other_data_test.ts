import { assert, assertEquals } from "@std/assert";
import * as figures from "@lab/figures";
import { crossEntropyGrad, matrix, seededRandom, softmax } from "@lab/kernels";
import { boxesOf, faultsOf, says } from "./texts.ts";

const random = seededRandom(14);

/** Names of up to 60 letters, each in one script. */
function namesFor(count: number): string[] {
  const scripts = [
    "abc defg",
    "MQWG",
    "iIl.",
    "語漢字",
    "ЖЩю ",
    "العرب",
    "हिन्दी",
    "กขค",
    "😀👩‍👩‍👧é",
  ];
  return Array.from({ length: count }, (_, i) => {
    const signs = Array.from(new Intl.Segmenter().segment(scripts[i % 9]));
    const length = 1 + Math.floor(60 * random());
    return Array.from(
      { length },
      () => signs[Math.floor(signs.length * random())].segment,
    ).join("");
  });
}

/** Scores of 1 to 200 classes, from tiny to as large as they go. */
const inputs = [
  ...[[1, 1], [2, 1e300], [3, 10], [5, 500], [10, 1e5]],
  ...[[20, 1e-9], [100, 500], [200, 1]],
].map(([count, size]) => {
  const z = Array.from({ length: count }, () => size * (2 * random() - 1));
  const target = Math.floor(count * random());
  const classes = namesFor(count);
  const bars = {
    logitsAndProbabilities: figures.logitsAndProbabilities(z, { classes }),
    predictionMinusTruth: figures.predictionMinusTruth(z, target, { classes }),
  };
  return { z, target, classes, bars };
});

Deno.test("figures of any names and scores: no text is cut off or lies on another", () => {
  for (const { z, target, classes, bars } of inputs) {
    const [mine, other] = namesFor(2);
    const half = z.map((v) => v / 2), few = z.slice(0, 40), p = softmax(z);
    const learning = { steps: [z, half], target };
    const moments = [
      { when: mine, gradient: z },
      { when: "in the end", gradient: half },
    ];
    const drawn = {
      ...bars,
      temperatureMultiples: figures.temperatureMultiples(z, { classes }),
      temperatureSpectrum: figures.temperatureSpectrum(z, { classes }),
      lossCurve: figures.lossCurve(z, { classes }),
      draws: figures.draws(z, { classes, temperatures: [1] }),
      gradientHeatmap: figures.gradientHeatmap(matrix([z, half]), [target, 0], {
        classes,
        rows: [mine, other],
      }),
      gradientFading: figures.gradientFading(moments, { classes }),
      lossArea: figures.lossArea(p, { [mine]: softmax(half) }, { classes }),
      transitionHeatmap: figures.transitionHeatmap(
        softmax(matrix(few.map(() => few))),
        { classes: classes.slice(0, 40) },
      ),
      stepSizeError: figures.stepSizeError(few, target % few.length),
      ...z.length > 1 && {
        forecastTriangle: figures.forecastTriangle(
          { learning, cooling: z, truth: p },
          { classes },
        ),
      },
    };
    for (const [name, { svg }] of Object.entries(drawn)) {
      assertEquals(faultsOf(svg), [], `${name}, ${z.length} classes`);
      assert(
        !/NaN|Infinity|="-\d+"\/>| c[xy]="-/.test(
          svg.replace(/<text.*?<\/text>|aria-label="[^"]*"/g, ""),
        ),
        name,
      );
    }
  }
});

Deno.test("figures of any names and scores: bars are as long as their values", () => {
  for (const { z, target, bars } of inputs) {
    const shown = Math.min(20, z.length);
    const p = softmax(z), g = crossEntropyGrad(z, target);
    const kept = [...z.keys()].sort((a, b) => p[b] - p[a]);
    for (
      const [panels, figure, always] of [
        [[z, z.map(Math.exp), p], bars.logitsAndProbabilities, []],
        [[p, p.map((v, i) => v - g[i]), g], bars.predictionMinusTruth, [
          target,
        ]],
      ] as const
    ) {
      const boxes = boxesOf(figure.svg).rects
        .filter(({ fill }) => fill.includes("class"));
      assertEquals(boxes.length, 3 * shown);
      const rows = [...new Set([...always, ...kept])].slice(0, shown)
        .sort((a, b) => a - b);
      panels.forEach((panel, k) => {
        const values = rows.map((i) => Math.abs(panel[i]));
        const widths = boxes.slice(k * shown, (k + 1) * shown)
          .map(({ left, right }) => right - left);
        const most = Math.max(...values.filter(Number.isFinite));
        const unit = widths[values.indexOf(most)];
        assert(unit >= 4 * Math.min(1, most), `${unit} pixels for ${most}`);
        values.forEach((value, i) => {
          if (!(value < Infinity)) return;
          const gap = Math.abs(widths[i] - (most && unit * (value / most)));
          assert(gap <= 0.02, `${z.length} classes, panel ${k}: ${gap}`);
        });
      });
    }
  }
});

Deno.test("figures of many classes draw the likeliest, and say how many there are", () => {
  const z = Array.from({ length: 100 }, (_, i) => i === 40 ? 9 : i / 50);
  for (
    const [figure, most] of [
      [figures.logitsAndProbabilities(z), 20],
      [figures.predictionMinusTruth(z, 3), 20],
      [figures.temperatureMultiples(z), 10],
      [figures.temperatureSpectrum(z), 10],
      [figures.lossCurve(z), 10],
      [figures.lossRace(z, 3).still, 10],
    ] as const
  ) {
    const text = figure.svg.replace(/<[^>]+>/g, "").replaceAll("\u00a0", " ");
    says(text, `${most} of 100 classes`);
  }
  const { alt } = figures.predictionMinusTruth(z, 3);
  says(alt, "class 3:");
  assert(!alt.includes("class 4:"));
});
