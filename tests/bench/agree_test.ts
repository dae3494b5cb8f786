import { assertEquals, assertThrows } from "@std/assert";
import { Failure } from "../../lib/cli/command.ts";
import { checkAgreement, placesIn } from "./agree.ts";

Deno.test("checkAgreement() accepts results that differ by rounding", () => {
  checkAgreement(
    "other",
    { loss: 2.000001, values: [0.5, 0] },
    { loss: 2, values: [0.500001, 0] },
  );
});

for (
  const [what, results, message] of [
    [
      "another loss",
      { loss: 2.001, values: [1] },
      "gets 2.001 where ours get 2",
    ],
    ["another value", { loss: 2, values: [1.1] }, "gets 1.1 where ours get 1"],
    ["NaN", { loss: 2, values: [NaN] }, "gets NaN where ours get 1"],
    ["no loss", { values: [1] }, "gets 1 where ours get 2"],
    ["too few", { loss: 2, values: [] }, "gets undefined where ours get 1"],
  ] as const
) {
  Deno.test(`checkAgreement() refuses ${what}`, () => {
    assertThrows(
      () => checkAgreement("other", results, { loss: 2, values: [1] }),
      Failure,
      `other ${message}`,
    );
  });
}

Deno.test("placesIn() has the target and another place of rows from the first to the last", () => {
  const places = placesIn({
    data: new Float32Array(64 * 3),
    rows: 64,
    cols: 3,
    targets: new Int32Array(64).fill(2),
  });
  assertEquals(places.length, 32);
  assertEquals(places.slice(0, 4), [2, 0, 14, 12 + 4 * 7919 % 3]);
  assertEquals(Math.floor(places.at(-1)! / 3), 60);
});
