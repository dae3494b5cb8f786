import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  gradientField,
  gradientFieldData,
} from "../../lib/figures/gradient_field.ts";

Deno.test("gradientFieldData() is p − one_hot at every point", () => {
  for (const target of [0, 1, 2]) {
    const { arrows } = gradientFieldData(target);
    assertEquals(arrows.length, 28);
    for (const { p, gradient } of arrows) {
      p.forEach((v, i) => {
        const exact = v - (i === target ? 1 : 0);
        // ln and exp round once each on the way.
        assert(Math.abs(gradient[i] - exact) <= 4 * Number.EPSILON);
      });
    }
  }
});

Deno.test("gradientField() names the class that all arrows point at", () => {
  assertEquals(
    gradientField(2).title,
    "Everywhere the push on the scores points straight at sell",
  );
});

Deno.test("gradientField() refuses a target that is no class, and other than three names", () => {
  assertThrows(() => gradientField(3), RangeError);
  assertThrows(
    () => gradientField(0, { classes: ["up", "down"] }),
    TypeError,
    "Cannot name the classes: need 3 names, got 2",
  );
});
