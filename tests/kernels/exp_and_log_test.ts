import { assert, assertEquals } from "@std/assert";
import { seededRandom } from "@lab/kernels";
import { exp, log, log1p } from "../../lib/kernels/arithmetic/exp_and_log.ts";
import { lastPlace } from "./reference/exact.ts";

/** Each function, the one of the runtime, and numbers of many sizes from a number below 1. */
const functions = {
  exp: [exp, Math.exp, (u: number) => 1455 * u - 745],
  "exp near 0": [exp, Math.exp, (u: number) => u - 0.5],
  log: [log, Math.log, (u: number) => 2 ** (2097 * u - 1074)],
  "log near 1": [log, Math.log, (u: number) => 0.9 + u / 5],
  log1p: [log1p, Math.log1p, (u: number) => 2 ** (1900 * u - 1000)],
  "log1p near 0": [log1p, Math.log1p, (u: number) => u / 5 - 0.1],
} as const;

for (const [name, [fn, ofRuntime, from]] of Object.entries(functions)) {
  Deno.test(`${name}: within a unit in the last place of the runtime's`, () => {
    const random = seededRandom(14);
    for (let k = 0; k < 20_000; k++) {
      const x = from(random());
      const [actual, expected] = [fn(x), ofRuntime(x)];
      const near =
        Math.abs(actual - expected) <= lastPlace(expected, "float64");
      assert(actual === expected || near, `${x}: ${actual}, not ${expected}`);
    }
  });
}

Deno.test("exp() and log() are exact at the ends of their range", () => {
  for (const x of [0, 1, 709.78, 709.79, -745.13, -745.14, -Infinity, NaN]) {
    assertEquals(exp(x), Math.exp(x));
  }
  for (const x of [1, 0, -1, 2 ** -1074, 2 ** 1023, Infinity, NaN]) {
    assertEquals(log(x), Math.log(x));
  }
});
