import { assertEquals } from "@std/assert";
import { namesFor, namesOf } from "../../../lib/figures/house/options.ts";

Deno.test("namesOf() takes the caller's names, or else counts", () => {
  assertEquals(namesOf("class", 2), ["class 0", "class 1"]);
  assertEquals(namesOf("class", 2, ["up", "down"]), ["up", "down"]);
});

Deno.test("namesOf() cuts a name that a figure has no room for", () => {
  assertEquals(
    namesOf("class", 2, ["sixteen letters.", "MORE THAN WILL FIT"]),
    [
      ...["sixteen letters.", "MORE THAN WILL …"],
    ],
  );
  assertEquals(namesOf("class", 1, ["sixteen letters 👩‍👩‍👧👩‍👩‍👧"]), [
    "sixteen letters …",
  ]);
});

Deno.test("namesFor() takes every kind of vector", () => {
  assertEquals(namesFor([1, 2]), ["class 0", "class 1"]);
  assertEquals(namesFor(new Float16Array(1)), ["class 0"]);
});
