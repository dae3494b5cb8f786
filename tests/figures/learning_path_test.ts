import { assert, assertEquals, assertThrows } from "@std/assert";
import { crossEntropyGrad, softmax } from "@lab/kernels";
import {
  learningPath,
  learningPathData,
} from "../../lib/figures/learning_path.ts";

function stepsOf(start: number[], target: number, count: number): number[][] {
  const steps = [start];
  for (let i = 0; i < count; i++) {
    const z = steps[i];
    const g = crossEntropyGrad(z, target);
    steps.push(z.map((value, k) => value - 0.5 * g[k]));
  }
  return steps;
}

Deno.test("learningPathData() has the way that a forecast moves in a small step against the gradient", () => {
  for (const target of [0, 1, 2]) {
    const { arrows } = learningPathData(stepsOf([0, 0, 0], target, 1), target);
    assertEquals(arrows.length, 28);
    for (const { p, move } of arrows) {
      const z = p.map(Math.log);
      const g = crossEntropyGrad(z, target);
      const step = 1e-6;
      const moved = softmax(z.map((value, i) => value - step * g[i]));
      moved.forEach((v, i) =>
        // What is left is of the order of the step.
        assert(Math.abs((v - p[i]) / step - move[i]) < 2e-6)
      );
      assert(Math.abs(move[0] + move[1] + move[2]) < 1e-15);
      assert(move[target] > 0);
    }
  }
});

Deno.test("learningPath() names the class and the step that passes one half", () => {
  assertEquals(
    learningPath(stepsOf([-0.8, 0.3, 1.2], 0, 50), 0, {
      classes: ["buy", "hold", "sell"],
    }).title,
    "Each step takes the forecast nearer to buy; step 4 passes one half",
  );
  const sure = learningPath(stepsOf([4, 0, 0], 0, 3), 0);
  assertEquals(sure.title, "Each step takes the forecast nearer to buy");
});

Deno.test("learningPath() refuses a target that is no class, no step, and other than three logits or names", () => {
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
