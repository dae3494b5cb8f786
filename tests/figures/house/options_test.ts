import { assertEquals } from "@std/assert";
import { nameClasses, namesFor } from "../../../lib/figures/house/options.ts";

Deno.test("nameClasses() are the running example's for three classes, else numbers", () => {
  assertEquals(nameClasses(3), ["buy", "hold", "sell"]);
  assertEquals(nameClasses(2), ["class 0", "class 1"]);
  assertEquals(nameClasses(2, ["up", "down"]), ["up", "down"]);
});

Deno.test("nameClasses() cuts a name that a figure has no room for", () => {
  assertEquals(nameClasses(2, ["sixteen letters.", "seventeen letters"]), [
    ...["sixteen letters.", "seventeen lette…"],
  ]);
  assertEquals(nameClasses(1, ["fourteen lett👩‍👩‍👧"]), ["fourteen lett…"]);
});

Deno.test("namesFor() takes every kind of vector", () => {
  assertEquals(namesFor([1, 2]), ["class 0", "class 1"]);
  assertEquals(namesFor(new Float16Array(1)), ["class 0"]);
});
