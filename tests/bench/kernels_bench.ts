/**
 * Our kernels beside other JavaScript libraries, one group per case:
 * `deno task bench`.
 *
 * @module
 */
import { batchFor, cases, nameOf } from "./cases.ts";
import type { Ready } from "./contender.ts";
import { contenders, contendersOfPackages } from "./contenders.ts";
import { ours } from "./ours.ts";

const all = [...contenders, ...await contendersOfPackages()];

/** Roughly the number of numbers that each benchmark processes in total. */
const WORK = 1e7;

/** The contender that is ready, and the benchmark that it is ready for. The one before has freed its memory. */
let ready: { name: string; by: Ready } | undefined;

for (const what of cases) {
  const group = nameOf(what);
  const size = what.rows * what.cols;
  const n = Math.min(Math.max(3, Math.ceil(WORK / size)), 5000);
  for (const contender of all) {
    if (contender.computes?.(what) === false) continue;
    const name = `${contender.name}, ${group}`;
    Deno.bench({
      name,
      group,
      baseline: contender === ours,
      n,
      warmup: Math.ceil(n / 10),
      async fn() {
        if (ready?.name !== name) { // in the first round of the warm-up
          await ready?.by.forget?.();
          const by = await contender.prepare(what, batchFor(what));
          ready = { name, by };
        }
        const running = ready.by.run();
        if (running) await running; // waiting for nothing takes time too
      },
    });
  }
}
