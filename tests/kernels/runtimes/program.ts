// What runtimes_test.ts runs in each runtime: the tests of the kernels' properties
// and accuracy, with the results of the latter. Its last value is what it says.

import { tests } from "./tests.ts"; // first, because the others register tests
import { measured } from "../accuracy_test.ts";
import "../properties_test.ts";
import { isAccurate } from "../../../lib/kernels/simd/instance.ts";

/** What the program says, as JSON. */
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
for (const [name, group] of Object.entries(measured)) {
  const values = Float64Array.from(group!, ({ actual }) => actual);
  results[name] = new BigUint64Array(values.buffer).join();
}
const said = { isCompiled: isAccurate, tests: tests.length, failed, results };
Object.assign(globalThis, { said: JSON.stringify(said satisfies Said) });
