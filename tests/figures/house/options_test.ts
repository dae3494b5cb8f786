import { assertEquals } from "@std/assert";
import { nameClasses, namesFor } from "../../../lib/figures/house/options.ts";

Deno.test("nameClasses() takes the caller's names, or else counts", () => {
  assertEquals(nameClasses(2), ["class 0", "class 1"]);
  assertEquals(nameClasses(2, ["up", "down"]), ["up", "down"]);
});

Deno.test("nameClasses() cuts a name that a figure has no room for", () => {
  assertEquals(nameClasses(2, ["sixteen letters.", "MORE THAN WILL FIT"]), [
    ...["sixteen letters.", "MORE THAN WILL …"],
  ]);
  assertEquals(nameClasses(1, ["sixteen letters 👩‍👩‍👧👩‍👩‍👧"]), ["sixteen letters …"]);
});

Deno.test("namesFor() takes every kind of vector", () => {
  assertEquals(namesFor([1, 2]), ["class 0", "class 1"]);
  assertEquals(namesFor(new Float16Array(1)), ["class 0"]);
});
