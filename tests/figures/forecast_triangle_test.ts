import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { forecastTriangle } from "@lab/figures";
import { crossEntropyGrad, softmax } from "@lab/kernels";
import { cornersOf, place } from "../../lib/figures/house/forecast_space.ts";
import { levelLines } from "../../lib/figures/forecast_triangle.ts";

function stepsOf(start: number[], target: number, count: number): number[][] {
  const steps = [start];
  for (let i = 0; i < count; i++) {
    const g = crossEntropyGrad(steps[i], target);
    steps.push(steps[i].map((value, k) => value - 0.5 * g[k]));
  }
  return steps;
}

const corners = cornersOf(["a", "b", "c"], [0, 1]);

Deno.test("place() puts certainty at the corners of an equilateral triangle, and uniform in its middle", () => {
  const [right, top, left] = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    .map((shares) => place(shares, corners));
  const middle = place([1 / 3, 1 / 3, 1 / 3], corners);
  const side = right.x - left.x;
  assertEquals(right.y, left.y);
  assertAlmostEquals(Math.hypot(top.x - left.x, top.y - left.y), side, 1e-12);
  for (const { x, y } of [right, top, left]) {
    assertAlmostEquals(
      Math.hypot(x - middle.x, y - middle.y),
      side / Math.sqrt(3),
      1e-12,
    );
  }
});

Deno.test("forecastTriangle()'s level lines are where the loss is higher by their level", () => {
  const truth = [0.6, 0.25, 0.15];
  const { lines } = levelLines({ shares: truth }, corners);
  const [origin, ex, ey] = [[0, 0, 1], [1, 0, 0], [0, 1, 0]]
    .map((shares) => place(shares, corners));
  [0.05, 0.2, 0.5, 1, 2].forEach((level, k) => {
    assertEquals(lines[k].length, 49);
    for (const { x, y } of lines[k]) {
      // The shares of a point, back from its place.
      const b = (y - origin.y) / (ey.y - origin.y);
      const a = (x - origin.x - b * (ey.x - origin.x)) / (ex.x - origin.x);
      const q = [a, b, 1 - a - b];
      const surplus = truth.reduce(
        (sum, t, i) => sum + t * Math.log(t / q[i]),
        0,
      );
      assertAlmostEquals(surplus, level, 1e-6);
    }
  });
});

Deno.test("forecastTriangle() finds how learning and cooling go", () => {
  const learn = (start: number[], target: number, count = 50) => ({
    learning: { steps: stepsOf(start, target, count), target },
  });
  const logits = [1.2, 0.3, -0.8];
  for (
    const [parts, title] of [
      [
        { truth: [0.6, 0.4] },
        "The loss is lowest at the honest forecast and rises on every side",
      ],
      [
        learn([-0.8, 0.3, 1.2], 0),
        "Hold rises before it falls: learning does not go straight",
      ],
      [learn([0, 0, 0], 0), "Each step takes the forecast nearer to buy"],
      [
        { learning: { ...learn([0, 0, 0], 1).learning, target: 0 } },
        "Not every step takes the forecast nearer to buy",
      ],
      [
        learn([-500, 500, 0], 0, 9),
        "The forecast hardly moves in 9 steps of learning",
      ],
      [{ cooling: logits }, "Cooling lets sell die first, then hold"],
      [{ cooling: [2, 0, 0] }, "Cooling leaves only buy"],
      [{ cooling: [1, 1, 0] }, "Cooling leaves only buy and hold"],
      [
        { cooling: [3, 3, 3, 3] },
        "No temperature moves a forecast of equal scores",
      ],
      [
        { ...learn(logits, 0), cooling: logits },
        "Learning and cooling lead to buy by different roads",
      ],
      [
        { ...learn([1, 0, 0], 0), cooling: [1, 0, 0] },
        "Learning and cooling lead to buy by the same road",
      ],
      [
        { ...learn([1, 0], 0), cooling: [1, 0] },
        "Learning and cooling lead to class 0",
      ],
      [
        { ...learn(logits, 1), cooling: logits },
        "Learning leads towards hold, cooling to buy",
      ],
    ] as const
  ) assertEquals(forecastTriangle(parts as never).title, title);
});

Deno.test("forecastTriangle() gives two of many classes a corner, and the others one together", () => {
  const cooling = [3, 1, 2, 0, -1];
  const p = softmax(cooling);
  const { alt } = forecastTriangle({ cooling });
  assertStringIncludes(alt, "certainty of class 0, class 2 and the other 3.");
  assertStringIncludes(
    alt,
    `T = 1: class 0 ${p[0].toFixed(2)}, class 2 ${
      p[2].toFixed(2)
    } and the other 3 ${(p[1] + p[3] + p[4]).toFixed(2)}.`,
  );
});

Deno.test("forecastTriangle() gives a corner to the class that rises most before it falls", () => {
  const steps = stepsOf([-1, 2, 0, 3, -3], 0, 60);
  const { title, alt } = forecastTriangle({ learning: { steps, target: 0 } });
  assertStringIncludes(title, "Class 1 rises before it falls");
  assertStringIncludes(alt, "certainty of class 0, class 1 and the other 3.");
});

Deno.test("forecastTriangle() labels what has room, the first step and T = 1 before others", () => {
  const { svg } = forecastTriangle({
    learning: { steps: stepsOf([-0.8, 0.3, 1.2], 0, 50), target: 0 },
  });
  for (const step of [0, 1, 4, 50]) {
    assert(svg.includes(`>step ${step}</text>`));
  }
  const tight = forecastTriangle({ cooling: [0.001, 0, 0] }).svg;
  assert(tight.includes(">T = 1</text>") && !tight.includes(">T = 2</text>"));
});

Deno.test("forecastTriangle() refuses nothing to draw, and parts of different sizes", () => {
  assertThrows(
    () => forecastTriangle({}),
    TypeError,
    "Cannot draw forecasts: need a truth, steps of learning or logits to cool",
  );
  assertThrows(
    () => forecastTriangle({ truth: [0.5, 0.5], cooling: [1, 2, 3] }),
    TypeError,
    "Cannot draw forecasts: need 2 classes in all, got 3",
  );
  for (const forecasts of [null, { none: null }]) {
    assertThrows(
      () =>
        forecastTriangle({
          truth: [0.5, 0.5],
          forecasts: forecasts as unknown as Record<string, number[]>,
        }),
      TypeError,
      "got null",
    );
  }
  assertThrows(
    () => forecastTriangle({ cooling: [1] }),
    RangeError,
    "Cannot draw forecasts: need at least two classes, got 1",
  );
  assertThrows(
    () => forecastTriangle({ learning: { steps: [[0, 1]], target: 2 } }),
    RangeError,
  );
});
