import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import {
  lossAgainstBaseRate,
  lossCurve,
  lossOverSteps,
  lossOverTemperature,
  reliabilityDiagram,
  temperatureSpectrum,
} from "@lab/figures";
import { crossEntropy, matrix, softmax } from "@lab/kernels";
import { yearAxis, yearOf } from "../../lib/figures/house/month.ts";
import { says } from "./texts.ts";

/** The curves of a figure: the points of each path of 20 and more, in pixels. */
function curves(svg: string): [x: number, y: number][][] {
  return svg.matchAll(/<path d="M([^"]+)"/g)
    .map(([, path]) =>
      path.split("L").map((point) =>
        point.split(",").map(Number) as [number, number]
      )
    ).filter((points) => points.length >= 20).toArray();
}

Deno.test("lossCurve() says the cross-entropy of each class, and that of a uniform forecast", () => {
  const logits = [2, 0.5, 0.5, -1];
  const { alt, svg } = lossCurve(logits, { classes: ["a", "b", "c", "d"] });
  const said = (target: number) => crossEntropy(logits, target).toFixed(2);
  for (const [name, target] of [["a", 0], ["b and c", 1], ["d", 3]] as const) {
    says(alt, `${name}: ${said(target)} nats at p = `);
    says(svg, `>${name}: ${said(target)}<`);
  }
  says(alt, "ln 4 = 1.39 nats");
});

Deno.test("lossCurve() names a class whose loss is off the picture", () => {
  const { svg, alt } = lossCurve([500, -500, 0]);
  says(alt, "class 1: 1000 nats at p = 0.");
  says(lossCurve([9, 0]).alt, "nats at p < 0.001.");
  for (
    const text of ["class 0: 7.1×10⁻²¹⁸", "↑ class 1: 1000", "↑ class 2: 500"]
  ) {
    says(svg, `>${text}<`);
  }
});

Deno.test("lossCurve() draws −log p: each factor of p takes the curve down by the same distance", () => {
  const { svg } = lossCurve([0.01, 0.1, 0.89].map(Math.log));
  // After the uniform forecast's, the dots at 0.01 and 0.1 give the scale of both axes.
  const [, [y1, x1], [y2, x2]] = svg
    .matchAll(/<circle [^>]*cy="([\d.]+)" cx="([\d.]+)"/g)
    .map(([, y, x]) => [Number(y), Number(x)]).toArray();
  for (const [x, y] of curves(svg)[0]) {
    const p = 0.01 + 0.09 * (x - x1) / (x2 - x1);
    if (p < 0.1) continue; // Here a hundredth of a pixel is a large part of p.
    const drawn = y1 + (y2 - y1) * Math.log10(p / 0.01);
    assert(Math.abs(y - drawn) < 0.05, `${p}: ${y}, not ${drawn}`);
  }
});

Deno.test("temperatureSpectrum() says each class at T = 1 and at both limits", () => {
  const logits = [2, 1, 0.1];
  const { alt } = temperatureSpectrum(logits);
  const names = ["class 0", "class 1", "class 2"];
  softmax(logits).forEach((p, i) =>
    says(
      alt,
      `${names[i]}: ${i === 0 ? 1 : 0} as T goes to 0, ${
        p.toFixed(2)
      } at T = 1, 0.33 as T goes to infinity.`,
    )
  );
});

Deno.test("temperatureSpectrum() reaches from nearly one limit to nearly the other", () => {
  for (const logits of [[2, 1, 0.1], [30, 20, -5], [1, 1, 0], [0.01, 0, -1]]) {
    const [low, high] = temperatureSpectrum(logits).alt
      .match(/from (\S+) to (\S+)\./)!.slice(1).map(Number);
    for (
      const [temperature, limit, near] of [[low, 0, 0.01], [
        high,
        Infinity,
        0.05,
      ]]
    ) {
      const p = softmax(logits, { temperature });
      softmax(logits, { temperature: limit })
        .forEach((q, i) => assert(Math.abs(p[i] - q) < near, `${logits}`));
    }
  }
});

Deno.test("temperatureSpectrum() names both limits, or the class that passes its own", () => {
  for (
    const [logits, ...parts] of [
      [[2, 1, 0.1], "on class 0,", "each class 1/3"],
      [[1, 1, 0], "on class 0 and class 1,", "each class 1/3"],
      [[30, 20, -Infinity], "on class 0,", "each unmasked class 1/2"],
      [[1.2, 0.9, -0.8], "1/3 each, class 1 rises to 0.40"],
      [
        [7, 7, 7],
        "every temperature class 0, class 1 and class 2 have 1/3 each",
      ],
      [[7, -Infinity], "every temperature only class 0 is possible"],
    ] as [number[], ...string[]][]
  ) {
    const { title } = temperatureSpectrum(logits);
    says(title, ...parts);
  }
});

Deno.test("temperatureSpectrum() names each curve, from the lowest to the highest", () => {
  for (
    const [logits, expected] of [
      [[4, -2, 1, 0, 2], [1, 3, 2, 4, 0].map((index) => `class ${index}`)],
      [[1, 1, 0], ["class 2", "class 0 and class 1"]],
      [Array(10).fill(3), ["all"]],
    ] as [number[], string[]][]
  ) {
    const names = temperatureSpectrum(logits).svg
      .matchAll(/text-anchor="start"><text[^>]*>(\w[^<]+)</g)
      .map(([, name]) => name).filter((name) => name !== "T = 1");
    assertEquals(names.toArray(), expected);
  }
});

Deno.test("temperatureSpectrum() draws all usual logits over the same temperatures", () => {
  const range = (logits: number[]) =>
    temperatureSpectrum(logits).alt.match(/from \S+ to \S+\./)![0];
  for (const logits of [[1.2, 0.3, -0.8], [1.2, 0.9, -0.8], [0, 0]]) {
    assertEquals(range(logits), "from 0.05 to 30.");
  }
});

Deno.test("temperatureSpectrum() draws softmax on the way", () => {
  const logits = [0.6, 0.3, 0]; // So near that T runs from 0.05 to 30 exactly.
  const { svg, alt } = temperatureSpectrum(logits);
  says(alt, "from 0.05 to 30.");
  // The limits at T = 0 are dots at 1 and 0.
  const [one, , zero] = svg.matchAll(/<circle r="8" cy="([\d.]+)"/g)
    .map(([, y]) => Number(y)).toArray();
  curves(svg).forEach((points, index) =>
    points.forEach(([, y], i) => {
      const temperature = 0.05 * 600 ** (i / (points.length - 1));
      const p = softmax(logits, { temperature })[index];
      assert(Math.abs(y - zero - p * (one - zero)) < 0.01, `${index} ${i}`);
    })
  );
});

const reference = { name: "a coin", loss: Math.LN2 };

/** The words for twenty forecasts, 90 % sure of the first of two classes, of which this many are right. */
function wordsFor(right: number) {
  const logits = matrix(Array.from({ length: 20 }, () => [Math.log(9), 0]));
  const targets = Array.from({ length: 20 }, (_, i) => i < right ? 0 : 1);
  const { title, alt } = lossOverTemperature(logits, targets, { reference });
  return { title, alt, loss: crossEntropy(logits, targets).toFixed(4) };
}

Deno.test("lossOverTemperature() finds the temperature that makes the confidence true", () => {
  for (const right of [11, 15, 19]) {
    const { title, alt, loss } = wordsFor(right);
    // 90 % is a gap of ln 9; a frequency f asks for one of ln (f / (1 − f)).
    const f = right / 20;
    const best = (Math.log(9) / Math.log(f / (1 - f))).toPrecision(3);
    const lowest = -f * Math.log(f) - (1 - f) * Math.log(1 - f);
    says(title, `At T = ${best} the loss is lowest`);
    for (const number of [loss, lowest.toFixed(4)]) {
      says(title, number);
      says(alt, number);
    }
    says(alt, "a coin, 0.6931.");
  }
});

Deno.test("lossOverTemperature() says that all right is best when cold, and that level scores have one loss", () => {
  const { title, alt, loss } = wordsFor(20);
  says(title, `falls to 0.0000 nats as T goes to 0, from ${loss} at T = 1`);
  assert(!(title + alt).includes("lowest"));
  for (const scores of [[1, 0.2, -3.3], [1e5, 7, 0]]) {
    const level = matrix(scores.map((z) => [z, z, z]));
    says(
      lossOverTemperature(level, [2, 1, 0], { reference }).title,
      "ln 3 = 1.0986 nats at every temperature",
    );
  }
});

Deno.test("lossOverTemperature() says that no finite temperature is best when the scores are no better than chance", () => {
  for (const right of [10, 9, 5]) {
    const { title, alt } = wordsFor(right);
    says(title, "no finite temperature beats ln 2 = 0.6931");
    const losses = alt.match(/\d\.\d{4}(?= nats| as T)/g)!.map(Number);
    assert(losses.length === 4 && losses[0] > losses[1], alt);
    assert(losses[1] > losses[2] && losses[2] >= losses[3], alt);
  }
});

/** Losses that halve their distance to 2 in each step. */
const halving = Array.from({ length: 101 }, (_, k) => 2 + 2 ** -k);

Deno.test("lossOverSteps() says where the loss went, and how far above the lowest it ended", () => {
  for (
    const [losses, floor, ...said] of [
      [halving, 2, "falls from 3.000 to 2.000 nats, the lowest"],
      [halving.slice(0, 4), 2, "falls from 3.000 to 2.125", "0.125 above"],
      [[1, 2], 0.5, "goes from 1.000 to 2.000", "1.500 above"],
    ] as [number[], number, ...string[]][]
  ) {
    const { title } = lossOverSteps(losses, { floor });
    says(title, ...said);
  }
});

Deno.test("lossOverSteps() says the loss at the start, at the powers of ten and at the end", () => {
  says(
    lossOverSteps(halving.slice(0, 21), { floor: 2 }).alt,
    "3.0000 at the start, 2.5000 after 1 step, 2.0010 after 10 steps and 2.0000 after 20 steps.",
  );
});

Deno.test("lossOverSteps() says when examples held out cost least, from the step that it begins with", () => {
  for (
    const [heldOut, from, ...said] of [
      [[3, 2.5, 2.25, 2.5], 1, "after 2 steps, and 0.2500 nats more", "step 1"],
      [[3, 2.5, 2.4, 2.3], 0, "2.3000 nats in the end", "least so far"],
    ] as [number[], number, ...string[]][]
  ) {
    const losses = halving.slice(0, 4);
    const { title, svg } = lossOverSteps(losses, { floor: 2, heldOut, from });
    says(title + svg, ...said);
  }
});

Deno.test("lossOverSteps() draws losses whose lowest is not known", () => {
  const { title, alt, svg } = lossOverSteps(halving);
  assertEquals(title, "The loss falls from 3.000 to 2.000 nats");
  assert(!(alt + svg).includes("possible"));
});

Deno.test("lossAgainstBaseRate() sums the base rate's extra losses, and turns the interval of the mean into one of the sum", () => {
  const months = ["2019-11", "2019-12", "2020-01", "2020-02"];
  const { title, alt } = lossAgainstBaseRate(months, [1, 1, 1, 1], [
    { name: "better", losses: [0.5, 1.25, 0.5, 0.75], interval: [-0.75, 0.25] },
    { name: "worse", losses: [1, 1.5, 1, 1], interval: [0, 0.25] },
    { name: "the same", losses: [1, 1, 1, 1], interval: [0, 0] },
  ]);
  says(title, "better +1.0, worse −0.5 and the same 0");
  says(
    alt,
    "from 2019-11 to 2020-02",
    "better: between 0.0 and 1.0, in the end 1.0 (95 % interval −1.0 to 3.0), a wealth of 2.7.",
    "worse: between −0.5 and 0.0, in the end −0.5 (95 % interval −1.0 to 0.0), a wealth of 0.61.",
  );
});

Deno.test("yearOf() is the start of the month", () => {
  assertEquals(yearOf("2008-01"), 2008);
  assertAlmostEquals(yearOf("2008-12"), 2008 + 11 / 12, 1e-12);
});

Deno.test("yearOf() refuses a text that is not a month", () => {
  for (const month of ["2008", "2008-13", "2008-00", "2008-1", "Oct 2008"]) {
    assertThrows(() => yearOf(month), RangeError, `got "${month}"`);
  }
});

Deno.test("yearAxis() has a tick at few whole years between its ends", () => {
  for (
    const [first, last, ticks] of [
      [2011, 2020.25, [2012, 2014, 2016, 2018, 2020]],
      [2019.9, 2021.1, [2020, 2021]],
      [1900, 2000, [1900, 1920, 1940, 1960, 1980, 2000]],
    ] as const
  ) assertEquals(yearAxis(first, last).ticks, [...ticks]);
});

/** The figure of forecasts that are 90 % sure of the first of two classes, of which this many are right. */
function sure(right: number, rows: number) {
  return reliabilityDiagram(
    matrix(Array.from({ length: rows }, () => [Math.log(9), 0])),
    Array.from({ length: rows }, (_, i) => i < right ? 0 : 1),
  );
}

/** The numbers of each group: its size, and in % its confidence, its frequency and the interval. */
function groupsOf(alt: string): number[][] {
  return alt.split(". ").slice(1, -1)
    .map((group) => group.replace("95 %", "").match(/\d+/g)!.map(Number));
}

Deno.test("reliabilityDiagram() says which way the confidence errs", () => {
  for (
    const [right, rows, said] of [
      [15, 20, "90\u00a0% sure and right in 75\u00a0% of cases: too confident"],
      [190, 200, "right in 95\u00a0% of cases: too modest"],
      [17, 20, "right in 85\u00a0% of cases: chance"],
      [19, 20, "right in 95\u00a0% of cases: chance"],
      [18, 20, "as confident as they may be"],
    ] as const
  ) assertStringIncludes(sure(right, rows).title, said);
});

Deno.test("reliabilityDiagram() gives Wilson's interval", () => {
  // (f + z²/40) / (1 + z²/20) ± z / (1 + z²/20) · √(f (1 − f)/20 + z²/1600), z = 1.96.
  assertEquals(groupsOf(sure(38, 80).alt), [
    [20, 90, 100, 84, 100],
    [20, 90, 90, 70, 97],
    [20, 90, 0, 0, 16],
    [20, 90, 0, 0, 16],
  ]);
});

Deno.test("reliabilityDiagram() sorts by confidence into four groups of about equal size", () => {
  const logits = Array.from({ length: 10 }, (_, i) => [0, (7 * i % 10) / 4]);
  const { alt } = reliabilityDiagram(matrix(logits), Array(10).fill(1));
  const groups = groupsOf(alt);
  assertEquals(groups.map(([count]) => count), [2, 3, 2, 3]);
  assert(groups.every((g, k) => k === 0 || g[1] > groups[k - 1][1]), alt);
});
