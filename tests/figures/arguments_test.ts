import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import * as figures from "@lab/figures";
import { matrix } from "@lab/kernels";
import { batchTimes, errors, timings } from "./samples.ts";

// deno-lint-ignore no-explicit-any -- what a notebook may call them with
const f = figures as any as Record<string, (...given: any[]) => any>;

const z = [1.2, 0.3, -0.8];
const rows = (count: number, row: number[]) =>
  matrix(Array.from({ length: count }, () => row));
const batch = matrix([[2, 1, 0.1], [0.3, -1, 1.2], [-0.5, 2.2, 0]]);
const moment = { when: "at first", gradient: [-0.5, 0.2, 0.3] };
const later = (gradient: unknown) => [moment, { when: "later", gradient }];
const learning = { steps: [z], target: 0 };
const coin = { reference: { name: "a coin", loss: 1 } };
const forecaster = { name: "it", losses: [1], interval: [0, 0] };
Deno.test("figures of one example refuse what is no vector of finite or masked logits", () => {
  for (
    const draw of [
      f.logitsAndProbabilities,
      f.temperatureMultiples,
      f.temperatureSpectrum,
      f.lossCurve,
      f.draws,
      (cooling: number[]) => f.forecastTriangle({ learning, cooling }),
      (z: number[]) => f.predictionMinusTruth(z, 0),
      (z: number[]) => f.stepSizeError(z, 0),
    ]
  ) {
    assertThrows(
      () => draw(rows(1, z)),
      TypeError,
      "Cannot draw one example: need its logits as an array, got an object",
    );
    assertThrows(() => draw([1, NaN, 2]), RangeError, "index 1");
    assertThrows(() => draw(["1", "2", "3"]), TypeError, "index 0");
    assertThrows(() => draw([]), RangeError);
  }
});

/** The figures, and what they are given before their options. */
const calls: Record<string, unknown[]> = {
  digitsKept: [],
  draws: [z],
  forecastTriangle: [{ learning, cooling: z }],
  gapExplorer: [],
  gradientFading: [[moment, moment]],
  gradientHeatmap: [batch, [0, 1, 2]],
  liveSoftmax: [z],
  logitsAndProbabilities: [z],
  lossAgainstBaseRate: [["2008-10"], [1], [forecaster]],
  lossArea: [[0.5, 0.5], { it: [0.5, 0.5] }],
  lossCurve: [z],
  lossOverSteps: [[2, 1]],
  lossOverTemperature: [batch, [0, 1, 2]],
  lossRace: [z, 0],
  overflowMap: [],
  polynomialError: [[0.042, 0.1667, 0.5]],
  predictionMinusTruth: [z, 0],
  reliabilityDiagram: [rows(4, [2, 1]), [0, 1, 0, 0]],
  roofline: [batchTimes],
  speedRatios: [timings],
  stepSizeError: [z, 0],
  temperatureMultiples: [z],
  temperatureSpectrum: [z],
  transitionHeatmap: [rows(1, [1])],
  worstErrors: [errors],
};

Deno.test("figures have the title and subtitle that the caller wants", () => {
  const own = { title: "Mine", subtitle: "Also mine" };
  for (const [name, given] of Object.entries(calls)) {
    const options = name === "lossOverTemperature" ? { ...coin, ...own } : own;
    const figure = f[name](...given, options);
    assertEquals(figure.title, "Mine");
    const drawn = figure.svg ?? figure.html("");
    for (const text of Object.values(own)) {
      assertStringIncludes(drawn, `>${text}</`, name);
    }
  }
});

Deno.test("figures refuse options of other names, and words that are no texts", () => {
  for (const [name, given] of Object.entries(calls)) {
    for (
      const [options, got] of [
        [{ widht: 1 }, "got widht"],
        [{ title: 1 }, "a text as title, got 1"],
        [{ subtitle: null }, "a text as subtitle, got null"],
        [[1, 2], "options named title, subtitle"],
        [null, "options as an object, got null"],
      ] as const
    ) assertThrows(() => f[name](...given, options), TypeError, got, name);
  }
});

/** The arguments of a figure in plain arrays, and in typed ones. */
const four = rows(4, [2, 1]), right = [0, 1, 0, 0];
const typed: [name: string, plain: unknown[], typed: unknown[]][] = [
  ["polynomialError", [[1, 2]], [Int32Array.of(1, 2)]],
  ["lossAgainstBaseRate", [["2008-10"], [1], [forecaster]], [
    ["2008-10"],
    Float64Array.of(1),
    [{
      ...forecaster,
      losses: Float64Array.of(1),
      interval: Float64Array.of(0, 0),
    }],
  ]],
  ["speedRatios", [timings], [timings.map((t) => ({
    ...t,
    quartiles: Float64Array.from(t.quartiles),
  }))]],
  ["draws", [z, { temperatures: [0.5, 2] }], [z, {
    temperatures: Float64Array.of(0.5, 2),
  }]],
  ...[Uint8Array.from(right), BigInt64Array.from(right, BigInt)].flatMap((y) =>
    [
      ["reliabilityDiagram", [four, right], [four, y]],
      ["lossOverTemperature", [four, right, coin], [four, y, coin]],
    ] as [string, unknown[], unknown[]][]
  ),
];

Deno.test("figures are the same from typed arrays", () => {
  for (const [name, ...both] of typed) {
    const [plain, typed] = both.map((given) => f[name](...given))
      .map(({ alt, svg }) => [alt, svg]);
    assertEquals(typed, plain, name);
  }
});

Deno.test("figures count one thing in the singular", () => {
  const one = rows(1, [1]);
  const { forecastTriangle, lossAgainstBaseRate, reliabilityDiagram } = calls;
  for (
    const [name, given] of Object.entries({
      ...{ forecastTriangle, lossAgainstBaseRate, reliabilityDiagram },
      gradientFading: [Array(2).fill({ when: "now", gradient: [1] })],
      gradientHeatmap: [one, [0]],
      lossOverTemperature: [rows(1, [2, 1]), [0], coin],
      roofline: [batchTimes.slice(1)],
      speedRatios: [timings.filter(({ cols }) => cols === 27)],
      temperatureMultiples: [z, { temperatures: [1] }],
      transitionHeatmap: [matrix([[1, 0], [0.5, 0.5]])],
    })
  ) {
    const plural = /(?<![\d.,])1 (?!class|is)(\w+s\b|of the \d+ pairs have)/;
    assertEquals(plural.exec(f[name](...given).svg)?.[0], undefined, name);
  }
});

/** The arguments of a figure, and how its error ends. */
type Refusal = [given: unknown[], got: string];
type Refusals = Record<string, Refusal[]>;

const wrongTypes: Refusals = {
  draws: [
    [[z, { temperatures: 1 }], "one temperature in an array, got 1"],
  ],
  forecastTriangle: [
    [[{ cooling: z }], "need learning as { steps, target }"],
    [[{ cooling: z, learning: { steps: null } }], "need learning as"],
    [[{ cooling: z, learning: { steps: [null] } }], "as an array, got null"],
    [[{ cooling: z, learning, truth: [1] }], "need 3 classes in all, got 1"],
  ],
  gapExplorer: [
    [[{ classes: null }], "need an array of strings as classes, got null"],
  ],
  gradientFading: [
    [[null], "need an array of moments, got null"],
    [[later([1, -1])], "need 3 entries at each moment, got 2 later"],
    [[later(null)], "need a gradient at each moment, got null"],
  ],
  gradientHeatmap: [
    [[batch, [0, 1]], "got 2 for 3 rows"],
    [[batch, [0, 1, 2], { rows: ["Monday"] }], "need 3 names, got 1"],
  ],
  logitsAndProbabilities: [
    [[z, { classes: ["up"] }], "Cannot name the classes: need 3 names, got 1"],
    [[z, { classes: [1, 2, 3] }], "an array of strings as classes"],
  ],
  lossAgainstBaseRate: [
    [[["2019-11"], [1, 1], [forecaster]], "per month, got 2 for 1 month"],
    [[[], [], [forecaster]], "got 0 for 0 months"],
    [[["2019-11"], [1], []], "need from 1 to 3 forecasters, got 0"],
    [[["2019-11"], [1], Array(4).fill(forecaster)], "got 4"],
    [
      [["2019-11"], [1], [{ ...forecaster, interval: undefined }]],
      "need an interval of two numbers, got undefined",
    ],
  ],
  lossArea: [
    [[[1], { coin: [0.5, 0.5] }], "need 1 classes in all, got 2 from coin"],
    [[[1], { none: null }], "got null"],
    [[[1], null], "need an object of forecasts by name, got null"],
  ],
  lossOverSteps: [
    [[null], "need losses in an array, got null"],
    [[[1, 0], { heldOut: [1] }], "need as many losses held out, 2, got 1"],
  ],
  lossOverTemperature: [
    [[batch, [0, 1, 2], {}], "need a reference, got undefined"],
    [[rows(1, [0, 1]), [0, 1], coin], "got 2 for 1 rows"],
  ],
  reliabilityDiagram: [
    [[rows(4, [1, 0]), [0, 1, 0]], "per row, got 3 targets for 4 rows"],
    [[rows(3, [1, 0]), [0, 1, 0]], "at least 4 rows"],
    [[rows(4, [1, 0])], "need its targets as an array, got undefined"],
  ],
  temperatureMultiples: [
    [[z, { temperatures: null }], "one temperature in an array, got null"],
  ],
  transitionHeatmap: [
    [[rows(1, [0.5, 0.5])], "need as many columns as rows, got [1, 2]"],
  ],
};

const wrongValues: Refusals = {
  draws: [
    [[z, { temperatures: [] }], "one temperature in an array, got []"],
    [
      [z, { count: 0 }],
      "Cannot draw classes: need a count from 1 to 300, got 0",
    ],
    [[z, { count: 1.5 }], "got 1.5"],
    [[z, { count: 301 }], "got 301"],
  ],
  forecastTriangle: [
    [[{ cooling: [1], learning }], "need at least two classes, got 1"],
    [[{ cooling: z, learning: { steps: [z], target: 3 } }], "got 3"],
  ],
  gapExplorer: [[[{ classes: ["a"] }], "need at least two classes, got 1"]],
  gradientFading: [
    [[[moment]], "need at least two moments, got 1"],
    [[later([NaN, 0, 0])], "need finite entries later, got NaN"],
  ],
  gradientHeatmap: [[[batch, [0, 1, 3]], "got 3"]],
  liveSoftmax: [
    [[[1]], "page: need 2 to 10 classes, got 1"],
    [[Array(11).fill(0)], "need 2 to 10 classes, got 11"],
    [[[0, Infinity]], "need finite logits, got Infinity"],
    [[z, { target: 3 }], "need a target below 3, got 3"],
    [[z, { dials: ["heat"] }], "need dials in an array out of scores, "],
    [[z, { dials: "shift" }], "temperature and shift, got shift"],
    [[z, { shows: ["loss"] }], "a column, stable, naive or gradient, got loss"],
  ],
  lossAgainstBaseRate: [
    [[["2019-11"], [Infinity], [forecaster]], "finite losses, got Infinity"],
    [[["2019-13"], [1], [forecaster]], 'like "2008-10", got "2019-13"'],
  ],
  lossArea: [
    [[[1], { logits: [3] }], "got"],
    [[[1], {}], "Cannot draw losses: need a forecast, got none"],
  ],
  lossOverSteps: [
    [[[]], "need a finite floor and at least two finite losses, got 0"],
    [[[1]], "got 1"],
    [[[1, NaN]], "got NaN"],
    [[[1, 0], { floor: -Infinity }], "got -Infinity"],
    [[[3, 1], { floor: 2 }], "losses no lower than their floor 2, got 1"],
    [[[1, 0], { from: 1 }], "need a whole step below 1 to draw from, got 1"],
    [[[1, 0], { from: -1 }], "got -1"],
    [[[1, 0], { from: 0.5 }], "got 0.5"],
  ],
  lossOverTemperature: [
    [[rows(1, [0, -Infinity]), [0], coin], "finite logits and reference"],
    [[rows(1, [0, 1]), [2], coin], "got 2"],
    [[rows(1, [0, 1]), [-100], coin], "got -100"],
  ],
  lossRace: [[[[-Infinity, 0, 0], 0], "need finite ones, got -Infinity"]],
  polynomialError: [
    [[[]], "need at least one coefficient, all finite, got none"],
    [[[1, NaN]], "got NaN"],
  ],
  predictionMinusTruth: [[[[1, 2], 2], "got 2"]],
  reliabilityDiagram: [
    [[rows(4, [1, 0]), [0, 1, 0, 2]], "got 2"],
    [[rows(4, [1, 0]), [0, 1, 0, -100]], "got -100"],
  ],
  roofline: [
    [[[]], "Cannot draw a roofline: need a batch, got none"],
    ...[[0, 1, 2], [1, 3, 2], [1, NaN, 2]].map((copying): Refusal => [
      [[{ ...batchTimes[0], copying }]],
      `got [${copying.join(", ")}] for copying`,
    ]),
  ],
  speedRatios: [
    [[[]], "need timings of softmax-lab for"],
    ...["softmax-lab", "copying the logits"].map((name): Refusal => [
      [timings.filter((t) => t.contender !== name || t.cols === 27)],
      `timings of ${name} for`,
    ]),
  ],
  stepSizeError: [
    [[z, 3], "got 3"],
    [[[1.79e308, -1.79e308], 1], "need a finite loss, got Infinity"],
    [[[0, -Infinity], 1], "need a finite loss, got Infinity"],
  ],
  temperatureMultiples: [[[z, { temperatures: [-1] }], "got -1"]],
  transitionHeatmap: [
    [[rows(1, [1.5])], "need probabilities from 0 to 1, got 1.5"],
    [[rows(1, [NaN])], "got NaN"],
  ],
  worstErrors: ["none", "other", "softmax-lab"].map((kept) => [
    [errors.filter((e) =>
      e.function !== "crossEntropy" || e.contender === kept
    )],
    "need those of softmax-lab and of others for crossEntropy in float32",
  ]),
};

Deno.test("figures say what they need and what they got, whatever they are given", () => {
  for (
    const [Class, table] of [[TypeError, wrongTypes], [
      RangeError,
      wrongValues,
    ]] as const
  ) {
    for (const [name, refusals] of Object.entries(table)) {
      for (const [given, got] of refusals) {
        assertThrows(() => f[name](...given), Class, got, `${name}: ${got}`);
      }
    }
  }
});
