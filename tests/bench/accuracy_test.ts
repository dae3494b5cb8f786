import { assert, assertEquals } from "@std/assert";
import { measureAccuracy } from "./accuracy.ts";
import { FUNCTIONS } from "./cases.ts";
import { ours } from "./ours.ts";
import { type Racer, racer } from "./racer.ts";

const { signal } = new AbortController();

Deno.test("measureAccuracy() finds ours within 4 ULP in all functions and regimes", async () => {
  const errors = await measureAccuracy([racer(ours)], signal);
  const names = errors.map((error) => `${error.function} ${error.dtype}`);
  for (const name of FUNCTIONS) {
    assert(
      names.includes(`${name} float32`) && names.includes(`${name} float64`),
    );
  }
  const worst = errors.flatMap(({ regimes }) => regimes);
  assertEquals(worst.filter(({ ulps }) => !(Number(ulps) <= 4)), []);
  // 4 ULP of float32 are at most 4.8e-7 of the number, unless it is denormal.
  const relative = worst.flatMap(({ relative }) => relative ?? []);
  assert(relative.length > 0);
  assertEquals(relative.filter((error) => !(Number(error) <= 4.8e-7)), []);
});

Deno.test("measureAccuracy() measures how far off one half is, and says that NaN is not a number", async () => {
  const constant = (name: string, value: number): Racer => ({
    name,
    threads: 1,
    computes: ({ function: of }) => of === "softmax",
    prepare: () =>
      Promise.resolve({
        time: () => Promise.resolve(0),
        results: (at) => Promise.resolve({ values: at.map(() => value) }),
        forget: () => Promise.resolve(),
      }),
  });
  const racers = [constant("half", 0.5), constant("NaN", NaN)];
  const errors = await measureAccuracy(racers, signal);
  const ulps = (contender: string, name: string) =>
    errors.find((error) =>
      error.contender === contender && error.dtype === "float32"
    )?.regimes.find(({ regime }) => regime === name)?.ulps;
  // The probability is 1, whose last place is 2^-23.
  assertEquals(ulps("half", "one class"), Number((2 ** 22).toPrecision(3)));
  assertEquals(ulps("NaN", "one class"), "Infinity");
});
