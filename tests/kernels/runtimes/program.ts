// The program that runtimes_test.ts runs in each runtime.

import { tests } from "./tests.ts"; // first, because the next registers tests
import "../properties_test.ts";
import { measurements } from "../accuracy.ts";
import { isAccurate } from "../../../lib/kernels/simd/instance.ts";

/** What the program leaves in the global `said`, as JSON. */
export interface Said {
  /** Whether the compiled kernels ran. */
  isCompiled: boolean;
  tests: number;
  /** The tests that failed, with their errors. */
  failed: string[];
  /** The bits of all results in the table, by the call. */
  results: Record<string, string>;
}

const failed: string[] = [];
for (const { name, fn } of tests) {
  try {
    fn();
  } catch (error) {
    failed.push(`${name}: ${error}`);
  }
}
const results: Said["results"] = {};
const calls = Object.groupBy(
  measurements(1000),
  ({ name, of, dtype }) => `${name}() of a ${dtype} ${of}`,
);
for (const [call, measured] of Object.entries(calls)) {
  const values = Float64Array.from(measured!, ({ actual }) => actual);
  results[call] = new BigUint64Array(values.buffer).join();
}
const said = { isCompiled: isAccurate, tests: tests.length, failed, results };
Object.assign(globalThis, { said: JSON.stringify(said satisfies Said) });
