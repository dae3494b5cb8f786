import { assertEquals } from "@std/assert";
import { testSummary } from "../../lib/cli/ok.ts";

Deno.test("testSummary() reads the counts of a run, coloured or not", () => {
  assertEquals(
    testSummary(
      "a ... ok (1ms)\n\nok | 12 passed (3 steps) | 0 failed | 2 ignored (1s)\n\n",
    ),
    { passed: 12, failed: 0, ignored: 2 },
  );
  assertEquals(
    testSummary("\n\x1b[31mFAILED\x1b[0m | 1 passed | 3 failed \x1b[90m(9ms)"),
    { passed: 1, failed: 3, ignored: 0 },
  );
});

Deno.test("testSummary() takes the last summary for the run's own", () => {
  const text = "ok | 1 passed | 0 failed (1ms)\nFAILED | 4 passed | 2 failed";
  assertEquals(testSummary(text), { passed: 4, failed: 2, ignored: 0 });
});

Deno.test("testSummary() finds nothing where no tests ran", () => {
  assertEquals(testSummary("wrote reports/a.html\n1 report"), undefined);
});
