import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { temperatureSpectrum } from "@lab/figures";
import { softmax } from "@lab/kernels";
import { curves } from "./curves.ts";

Deno.test("temperatureSpectrum() says each class at T = 1 and at both limits", () => {
  const logits = [2, 1, 0.1];
  const { alt } = temperatureSpectrum(logits);
  const names = ["class 0", "class 1", "class 2"];
  softmax(logits).forEach((p, i) =>
    assertStringIncludes(
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
    for (const part of parts) assertStringIncludes(title, part);
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
  assertStringIncludes(alt, "from 0.05 to 30.");
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
