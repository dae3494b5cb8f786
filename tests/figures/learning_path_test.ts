import { assert, assertEquals, assertThrows } from "@std/assert";
import { learningPath } from "@lab/figures";
import { crossEntropyGrad, softmax } from "@lab/kernels";
import { dataOf } from "../../lib/figures/learning_path.ts";

function stepsOf(start: number[], target: number, count: number): number[][] {
  const steps = [start];
  for (let i = 0; i < count; i++) {
    const z = steps[i];
    const g = crossEntropyGrad(z, target);
    steps.push(z.map((value, k) => value - 0.5 * g[k]));
  }
  return steps;
}

Deno.test("learningPath()'s arrows show how a small step against the gradient moves a forecast", () => {
  for (const target of [0, 1, 2]) {
    const { arrows } = dataOf(stepsOf([0, 0, 0], target, 1), target);
    assertEquals(arrows.length, 28);
    for (const { p, move } of arrows) {
      const z = p.map(Math.log);
      const g = crossEntropyGrad(z, target);
      const step = 1e-6;
      const moved = softmax(z.map((value, i) => value - step * g[i]));
      moved.forEach((v, i) =>
        // The remainder is of the order of the step.
        assert(Math.abs((v - p[i]) / step - move[i]) < 2e-6)
      );
      assert(Math.abs(move[0] + move[1] + move[2]) < 1e-15);
      assert(move[target] > 0);
    }
  }
});

Deno.test("learningPath() names the class, the step that passes one half, and steps the wrong way", () => {
  const title = (steps: number[][]) => learningPath(steps, 0).title;
  assert(
    title(stepsOf([-0.8, 0.3, 1.2], 0, 50)).includes("buy; step 4 passes"),
  );
  const sure = stepsOf([4, 0, 0], 0, 3);
  assert(title(sure).startsWith("Each step"));
  assert(!title(sure).includes("half"));
  assert(title(sure.reverse()).startsWith("Not every step"));
});

Deno.test("learningPath() refuses a target that is not a class, no steps, and more or fewer than three logits or names", () => {
  const steps = stepsOf([0, 0, 0], 1, 2);
  assertThrows(() => learningPath(steps, 3), RangeError);
  assertThrows(
    () => learningPath(steps, 0, { classes: ["up", "down"] }),
    TypeError,
    "Cannot name the classes: need 3 names, got 2",
  );
  assertThrows(
    () => learningPath([[0, 0]], 0),
    RangeError,
    "Cannot draw a path of learning: need the 3 logits before and after each step, got [2]",
  );
});
