import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import {
  temperaturePath,
  temperaturePathData,
} from "../../lib/figures/temperature_path.ts";
import { place } from "../../lib/figures/house/triangle.ts";

const logits = [2, 1, 0.1];

Deno.test("place() puts certainty at the corners and uniform in the middle", () => {
  const height = Math.sqrt(3) / 2;
  assertEquals(place([1, 0, 0]), { x: 1, y: 0 });
  assertEquals(place([0, 1, 0]), { x: 0.5, y: height });
  assertEquals(place([0, 0, 1]), { x: 0, y: 0 });
  const middle = place([1 / 3, 1 / 3, 1 / 3]);
  assertAlmostEquals(middle.x, 0.5, 1e-15);
  assertAlmostEquals(middle.y, height / 3, 1e-15);
});

Deno.test("temperaturePathData() leads from the corner of the argmax to the middle", () => {
  const { path, marked } = temperaturePathData(logits);
  assertEquals(path[0].p, [1, 0, 0]);
  assertEquals(path.at(-1)!.p, [1 / 3, 1 / 3, 1 / 3]);
  assertEquals(marked.map((d) => d.temperature), [0.1, 0.5, 1, 2, 10]);
});

Deno.test("temperaturePathData() keeps the ranking all the way", () => {
  const { path } = temperaturePathData(logits);
  for (const { p: [buy, hold, sell] } of path) {
    assert(buy >= hold && hold >= sell);
  }
});

Deno.test("temperaturePath() says where the path leads", () => {
  assertEquals(
    temperaturePath(logits).title,
    "Temperature moves the decision from buy to undecided, never changing the ranking",
  );
  assertEquals(
    temperaturePath([1, 1, 1]).title,
    "Equal logits stay equally likely at every temperature",
  );
  assertEquals(
    temperaturePath([-Infinity, 3, -Infinity]).title,
    "hold stays certain at every temperature",
  );
});

Deno.test("temperaturePath() of other than three classes is a RangeError", () => {
  assertThrows(
    () => temperaturePath([1, 2]),
    RangeError,
    "Cannot draw the triangle of distributions: need 3 classes, got 2",
  );
});
