import {
  assert,
  assertEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import {
  lossOverSteps,
  lossOverStepsData,
} from "../../lib/figures/loss_over_steps.ts";

/** Losses that halve their distance to 2 in each step. */
const halving = Array.from({ length: 101 }, (_, k) => 2 + 2 ** -k);

Deno.test("lossOverStepsData() keeps the first and the last step and thins out those between", () => {
  const losses = Array.from({ length: 10_001 }, (_, k) => 1 / (k + 1));
  const points = lossOverStepsData(losses, { floor: 0 });
  assertEquals(points.slice(0, 4).map((d) => d.step), [0, 1, 2, 3]);
  assertEquals(points.at(-1)!.step, 10_000);
  assert(points.length < 120, `${points.length}`);
  assert(points.every((d, i) => i === 0 || d.step > points[i - 1].step));
  for (const { step, loss } of points) assertEquals(loss, losses[step]);
});

Deno.test("lossOverStepsData() of one step is its start and its end", () => {
  assertEquals(lossOverStepsData([2, 1], { floor: 0 }), [
    { step: 0, loss: 2 },
    { step: 1, loss: 1 },
  ]);
});

Deno.test("lossOverSteps() says whether the lowest loss was met", () => {
  assertEquals(
    lossOverSteps(halving, { floor: 2 }).title,
    "The loss falls from 3.000 to 2.000 nats, the lowest that is possible",
  );
  assertEquals(
    lossOverSteps(halving.slice(0, 4), { floor: 2 }).title,
    "The loss falls from 3.000 to 2.125 nats, 0.125 above the lowest that is possible",
  );
  assertEquals(
    lossOverSteps([1, 2], { floor: 0.5 }).title,
    "The loss goes from 1.000 to 2.000 nats, 1.500 above the lowest that is possible",
  );
});

Deno.test("lossOverSteps() tells the loss at the powers of ten", () => {
  assertStringIncludes(
    lossOverSteps(halving, { floor: 2 }).alt,
    "3.0000 at the start, 2.5000 after 1 step, 2.0010 after 10 steps and 2.0000 after 100 steps.",
  );
});

Deno.test("lossOverSteps() without a step, or with a loss that is no number, is a RangeError", () => {
  assertThrows(
    () => lossOverSteps([1], { floor: 0 }),
    RangeError,
    "Cannot draw the loss over steps: need the loss before the first step and after it, got 1 losses",
  );
  for (const [losses, floor] of [[[1, NaN], 0], [[1, 0], NaN]] as const) {
    assertThrows(
      () => lossOverSteps(losses, { floor }),
      RangeError,
      "Cannot draw the loss over steps: need finite losses and a finite floor, got NaN",
    );
  }
});
