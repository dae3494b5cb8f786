import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import {
  forecastTriangle,
  gradientHeatmap,
  lossArea,
  transitionHeatmap,
} from "@lab/figures";
import { crossEntropyGrad, matrix, softmax } from "@lab/kernels";
import { levelLines } from "../../lib/figures/forecast_triangle.ts";
import { cornersOf, place } from "../../lib/figures/house/forecast_space.ts";
import { says } from "./texts.ts";

/** The road of logits that learn that a class is right. */
function learn(start: number[], target: number, count = 50) {
  const steps = [start];
  for (let i = 0; i < count; i++) {
    const g = crossEntropyGrad(steps[i], target);
    steps.push(steps[i].map((value, k) => value - 0.5 * g[k]));
  }
  return { steps, target };
}

const corners = cornersOf(["a", "b", "c"], [0, 1]);

Deno.test("place() puts certainty at the corners of an equilateral triangle, and uniform in its middle", () => {
  const points = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    .map((shares) => place(shares, corners));
  const middle = place([1 / 3, 1 / 3, 1 / 3], corners);
  const side = points[0].x - points[2].x;
  points.forEach(({ x, y }, i) => {
    const next = points[(i + 1) % 3];
    assertAlmostEquals(Math.hypot(x - next.x, y - next.y), side, 1e-12);
    const radius = Math.hypot(x - middle.x, y - middle.y);
    assertAlmostEquals(radius, side / Math.sqrt(3), 1e-12);
  });
});

Deno.test("forecastTriangle()'s level lines are where the loss is higher by their level", () => {
  const truth = [0.6, 0.25, 0.15];
  const levels = levelLines(place(truth, corners), corners);
  const [origin, ex, ey] = [[0, 0, 1], [1, 0, 0], [0, 1, 0]]
    .map((shares) => place(shares, corners));
  [0.05, 0.2, 0.5, 1, 2].forEach((level, k) => {
    assertEquals(levels[k].line.length, 49);
    for (const { x, y } of levels[k].line) {
      // The shares of a point, back from its place.
      const b = (y - origin.y) / (ey.y - origin.y);
      const a = (x - origin.x - b * (ey.x - origin.x)) / (ex.x - origin.x);
      const surplus = [a, b, 1 - a - b]
        .reduce((sum, q, i) => sum + truth[i] * Math.log(truth[i] / q), 0);
      assertAlmostEquals(surplus, level, 1e-6);
    }
  });
});

Deno.test("forecastTriangle() finds how learning and cooling go", () => {
  const logits = [1.2, 0.3, -0.8];
  for (
    const [start, target, cooling, title] of [
      [
        logits,
        0,
        logits,
        "Learning and cooling lead to class 0 by different roads",
      ],
      [
        [1, 0, 0],
        0,
        [1, 0, 0],
        "Learning and cooling lead to class 0 by the same road",
      ],
      [[1, 0], 0, [1, 0], "Learning and cooling lead to class 0"],
      [logits, 1, logits, "Learning leads towards class 1, cooling to class 0"],
      [
        logits,
        1,
        [2, 2, 0],
        "Learning leads towards class 1, cooling to class 0 and class 1",
      ],
    ] as [number[], number, number[], string][]
  ) {
    const learning = learn(start, target);
    assertEquals(forecastTriangle({ learning, cooling }).title, title);
  }
});

Deno.test("forecastTriangle() gives two of many classes a corner, and the others one together", () => {
  const cooling = [3, 1, 2, 0, -1];
  const p = softmax(cooling);
  const { alt } = forecastTriangle({ learning: learn(cooling, 0), cooling });
  says(alt, "certainty of class 0, class 2 and the other 3.");
  const shares = [p[0], p[2], p[1] + p[3] + p[4]].map((v) => v.toFixed(2));
  says(
    alt,
    `T = 1: class 0 ${shares[0]}, class 2 ${shares[1]} and the other 3 ${
      shares[2]
    }.`,
  );
});

Deno.test("forecastTriangle() labels what has room, the first step and T = 1 before others", () => {
  const cooling = [0.001, 0, 0];
  const { svg } = forecastTriangle({
    learning: learn([-0.8, 0.3, 1.2], 0),
    cooling,
  });
  for (const text of ["step 0", "step 1", "step 4", "step 50", "T = 1"]) {
    assert(svg.includes(`>${text}</text>`), text);
  }
  assert(!svg.includes(">T = 2</text>"));
});

const truth = [0.6, 0.25, 0.15];

Deno.test("lossArea() names the surplus of each forecast over the entropy of the truth", () => {
  const { title, alt, svg } = lossArea(truth, {
    timid: [1 / 3, 1 / 3, 1 / 3],
    honest: truth,
    bold: [0.98, 0.01, 0.01],
  });
  assertEquals(
    title,
    "Honesty is cheapest: timid pays 0.161 nats more and bold 0.917",
  );
  says(
    alt,
    "area 1.099 nats, of which 0.161 are the KL divergence",
    "area 0.938 nats.",
    "area 1.854 nats, of which 0.917 are the KL divergence",
  );
  says(svg, ">1.854 nats, KL divergence 0.917<");
});

Deno.test("lossArea() knows a free, a barely dearer and an infinite forecast", () => {
  const title = (p: number[]) => lossArea([0.5, 0.5], { it: p }).title;
  assertEquals(
    title([0.5, 0.5]),
    "Each forecast is honest, and pays no more than the entropy of the truth",
  );
  assertEquals(
    title([0.501, 0.499]),
    "Honesty is cheapest: it pays 2×10⁻⁶ nats more",
  );
  assertEquals(title([1, 0]), "Honesty is cheapest: it pays ∞ nats more");
});

Deno.test("lossArea() cuts a model's name where it has no room", () => {
  const { svg } = lossArea([0.5, 0.5], { "a model with a long name": [1, 0] });
  says(svg, ">a model with a lo…<");
});

const logits = matrix([[2, 1, 0.1], [0.3, -1, 1.2], [-0.5, 2.2, 0]]);
const targets = [1, 2, 1];

Deno.test("gradientHeatmap() says every entry of a small batch, and which are true", () => {
  const { alt } = gradientHeatmap(logits, targets);
  const said = alt.matchAll(/(class \d) ([+−]\d\.\d+)( \(true\))?/g)
    .toArray();
  const { data } = crossEntropyGrad(logits, targets);
  assertEquals(said.length, 9);
  said.forEach(([, , entry, isTrue], k) => {
    const value = Number(entry.replace("−", "-"));
    assert(Math.abs(value - data[k]) <= 0.0005, `${entry} for ${data[k]}`);
    assertEquals(isTrue !== undefined, k % 3 === targets[Math.floor(k / 3)]);
    assertEquals(value < 0, isTrue !== undefined);
  });
});

Deno.test("gradientHeatmap() outlines the target of each row that is not ignored", () => {
  const outlines = (targets: number[]) =>
    gradientHeatmap(logits, targets).svg
      .match(/stroke-width="2.5"[^>]*>(<rect [^>]*>)+/)![0].split("<rect")
      .length - 1;
  assertEquals([outlines(targets), outlines([1, -100, 1])], [3, 2]);
});

Deno.test("gradientHeatmap() names its rows, and those that are ignored", () => {
  const rows = ["Monday", "Tuesday", "Friday"];
  const { title, alt, svg } = gradientHeatmap(logits, [1, -100, 1], { rows });
  says(title, "Each row that counts");
  says(alt, "Tuesday (ignored): class 0 0, class 1 0, class 2 0.");
  says(svg, "Ignored: Tuesday<");
  assert(!gradientHeatmap(logits, targets).title.includes("that counts"));
  // A row that is certain and right has a gradient of 0.
  const certain = matrix([[2, 1], [1000, 0]]);
  says(gradientHeatmap(certain, [0, 0]).title, "that counts");
});

Deno.test("gradientHeatmap() of one class says that there is nothing to learn", () => {
  const { title } = gradientHeatmap(matrix([[1], [2]]), [0, 0]);
  says(title, "zero everywhere");
});

Deno.test("transitionHeatmap() names the surest pair, the likeliest after each, and counts the rare ones", () => {
  const { title, alt } = transitionHeatmap(
    matrix([[0.75, 0.25, 0], [0.5, 0.495, 0.005], [0, 0, 1]]),
    { classes: ["sun", "rain", "snow"] },
  );
  says(
    title,
    "After snow comes snow, with 1",
    "4 of the 9 pairs have less than 0.01",
  );
  says(alt, "sun sun 0.75, rain sun 0.50, snow snow 1.");
  const never = transitionHeatmap(matrix([[0, 0], [0, 0]]));
  says(never.title, "No class ever follows another");
  says(never.alt, "The likeliest after each: none.");
});

Deno.test("transitionHeatmap() draws the likelier pairs stronger, from nothing at 0 to full colour at 1", () => {
  const tens = Array.from({ length: 10 }, (_, i) => i);
  const rows = tens.map((i) => tens.map((j) => (10 * i + j) / 99));
  const { svg } = transitionHeatmap(matrix(rows));
  // A path per shade, in the order of the probabilities.
  const paths = svg
    .matchAll(/<path ([^>]*stroke="var\(--cool\)".*?) d="([^"]+)"/g)
    .map(([, attributes, path]) => ({
      shade: Number(attributes.match(/-opacity="([^"]+)"/)?.[1]),
      squares: path.split("M").length - 1,
    })).toArray();
  assert(paths.every((d, i) => i === 0 || d.shade > paths[i - 1].shade));
  assertEquals(paths.at(-1)!.shade, 1);
  assertEquals(paths.reduce((sum, d) => sum + d.squares, 0), 99);
});

Deno.test("transitionHeatmap() leaves out names that have no room", () => {
  for (const [count, times] of [[2, 2], [8, 1], [40, 0]]) {
    const rows = Array(count).fill(Array(count).fill(1 / count));
    const classes = rows.map((_, i) => `the class ${i}`);
    const { svg } = transitionHeatmap(matrix(rows), { classes });
    assertEquals(svg.split(">the class 1<").length - 1, times);
  }
});
