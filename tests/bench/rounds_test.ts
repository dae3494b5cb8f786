import { assert, assertEquals, assertRejects } from "@std/assert";
import { batchFor, cases } from "./cases.ts";
import type { Racer } from "./racer.ts";
import { quantile, takeTurns } from "./rounds.ts";

/** Claims to take this many seconds per run, and notes its turns. */
function fake(name: string, seconds: number, turns: string[]): Racer {
  return {
    name,
    threads: 1,
    computes: () => true,
    prepare: () =>
      Promise.resolve({
        time(times) {
          turns.push(name);
          return Promise.resolve(times * seconds);
        },
        results: () => Promise.resolve({}),
        forget: () => Promise.resolve(),
      }),
  };
}

async function entriesOf(...racers: Racer[]) {
  const [what] = cases;
  const batch = batchFor(what);
  return await Promise.all(racers.map(async (racer) => ({
    racer,
    prepared: await racer.prepare(what, batch),
  })));
}

Deno.test("takeTurns() warms up and measures all in each round, in their order", async () => {
  const turns: string[] = [];
  const entries = await entriesOf(
    fake("fast", 1e-6, turns),
    fake("slow", 1, turns),
  );
  const { signal } = new AbortController();
  const seconds = await takeTurns(entries, 3, signal);
  assertEquals(
    turns.slice(-12),
    Array(3).fill(["fast", "fast", "slow", "slow"]).flat(),
  );
  for (const [k, wanted] of [1e-6, 1].entries()) {
    assertEquals(seconds[k].length, 3);
    // The product and quotient by the number of runs are rounded.
    for (const s of seconds[k]) {
      assert(Math.abs(s / wanted - 1) < 1e-12, `${s}`);
    }
  }
});

Deno.test("takeTurns() ends when it is interrupted", async () => {
  const entries = await entriesOf(fake("slow", 1, []));
  const signal = AbortSignal.abort(new Error("Interrupted"));
  await assertRejects(
    () => takeTurns(entries, 1, signal),
    Error,
    "Interrupted",
  );
});

Deno.test("quantile() is between the values next to the share", () => {
  assertEquals(quantile([3, 1, 2], 0.5), 2);
  assertEquals(quantile([4, 1, 2, 3], 0.5), 2.5);
  assertEquals(quantile([1, 2, 3, 4, 5], 0.25), 2);
  assertEquals(quantile([7], 0.75), 7);
});
