import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertStringIncludes,
} from "@std/assert";
import { forecastTriangle } from "@lab/figures";
import { crossEntropyGrad, softmax } from "@lab/kernels";
import { cornersOf, place } from "../../lib/figures/house/forecast_space.ts";
import { levelLines } from "../../lib/figures/forecast_triangle.ts";

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
  assertStringIncludes(alt, "certainty of class 0, class 2 and the other 3.");
  const shares = [p[0], p[2], p[1] + p[3] + p[4]].map((v) => v.toFixed(2));
  assertStringIncludes(
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
