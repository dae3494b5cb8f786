import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { lossRace } from "@lab/figures";
import { crossEntropyGrad, softmax } from "@lab/kernels";

Deno.test("lossRace() says after how many steps each loss passes one half, whatever the logits", () => {
  for (
    const [logits, target, title] of [
      [
        [-10, 0, 10],
        0,
        "Cross-entropy passes one half after 22 steps, squared error not within 2,000,000",
      ],
      [
        [-5, 0, 5],
        0,
        "Cross-entropy passes one half after 12 steps, squared error after 1,674",
      ],
      [[0, 0], 1, "Both losses pass one half after 1 step"],
      [
        [5, 0, 0],
        0,
        "Both losses pass one half after 0 steps",
      ],
      [
        [-1e308, 1e308],
        0,
        "Neither loss passes one half within 2,000,000 steps",
      ],
    ] as const
  ) {
    const race = lossRace([...logits], target);
    assertEquals(race.title, title);
    // More would be hard to hit on a phone.
    assert(Number(/slider of (\d+)/.exec(race.alt)![1]) <= 12);
  }
});

Deno.test("lossRace() takes the steps of crossEntropyGrad() and stops where a loss passes one half", () => {
  let z = [-10, 0, 10];
  for (let step = 0; step < 22; step++) {
    assert(softmax(z)[0] <= 0.5);
    const g = crossEntropyGrad(z, 0);
    z = z.map((v, i) => v - 0.5 * g[i]);
  }
  assertStringIncludes(
    lossRace([-10, 0, 10], 0).alt,
    `After 22 steps: cross-entropy ${softmax(z)[0].toFixed(3)}, slope`,
  );
});

Deno.test("lossRace() has the slopes of both losses", () => {
  const logits = [-0.8, 0.3, 1.2];
  const squared = (first: number) => {
    const [a, b, c] = softmax([first, ...logits.slice(1)]);
    return (a - 1) ** 2 + b ** 2 + c ** 2;
  };
  const slope = (squared(-0.8 + 1e-5) - squared(-0.8 - 1e-5)) / 2e-5;
  const minus = (value: number) => value.toFixed(2).replace("-", "−");
  assertStringIncludes(
    lossRace(logits, 0).alt,
    `After 0 steps: cross-entropy 0.088, slope ${
      minus(crossEntropyGrad(logits, 0)[0])
    }; squared error 0.088, slope ${minus(slope)}.`,
  );
});
