/**
 * One vector of logits at a time, beside PyTorch on one thread:
 * `deno run -A --lock=tests/bench/deno.lock tests/bench/vectors.ts PYTHON [ROUNDS]`
 * prints PyTorch's time, and for new results and those in an `out` the median
 * ratio to it with its quartiles. All take turns in every round.
 *
 * @module
 */
import * as kernels from "@lab/kernels";
import { batchFor, type Case, FUNCTIONS } from "./cases.ts";
import { Handover } from "./handover.ts";
import { Peer } from "./peer.ts";
import { racer } from "./racer.ts";
import { type Entry, quantile, takeTurns } from "./rounds.ts";
import { BASELINE, setups } from "./setups.ts";

const [python = "python3", rounds = "15"] = Deno.args;
const signal = AbortSignal.timeout(600_000);
using handover = new Handover();
const pytorch = setups.find(({ name }) => name === BASELINE)!;
await using peer = await Peer.start(python, pytorch, handover);
for (const dtype of ["float32", "float64"] as const) {
  for (const cols of [3, 1000, 50257]) {
    for (const name of FUNCTIONS) {
      await compare({ function: name, rows: 1, cols, dtype });
    }
  }
}

async function compare(what: Case): Promise<void> {
  const { data: z, targets: [y] } = batchFor(what);
  const run = (options: { out?: typeof z }) => {
    switch (what.function) {
      case "softmax":
        return void kernels.softmax(z, options);
      case "logSoftmax":
        return void kernels.logSoftmax(z, options);
      case "crossEntropy":
        return void kernels.crossEntropy(z, y);
      case "crossEntropyWithGrad":
        return void kernels.crossEntropyWithGrad(z, y, options);
    }
  };
  const out = z.slice();
  const ways = {
    new: () => run({}),
    ...(what.function !== "crossEntropy" && { out: () => run({ out }) }),
  };
  const racers = [
    peer,
    ...Object.entries(ways).map(([name, run]) =>
      racer({
        name,
        threads: 1,
        prepare: () => ({ run, results: () => ({}) }),
      })
    ),
  ];
  const entries: Entry[] = [];
  for (const racer of racers) {
    const prepared = await racer.prepare(what, batchFor(what));
    entries.push({ racer, prepared });
  }
  const [theirs, ...ours] = await takeTurns(entries, Number(rounds), signal);
  for (const { prepared } of entries) await prepared.forget();
  const ratios = ours.map((seconds, k) => {
    const ratio = seconds.map((s, round) => s / theirs[round]);
    const [lower, median, upper] = [0.25, 0.5, 0.75]
      .map((share) => quantile(ratio, share).toFixed(2));
    return `${racers[k + 1].name} ${median} (${lower}–${upper})`;
  });
  const microseconds = (1e6 * quantile(theirs, 0.5)).toFixed(1);
  console.log(
    `${what.dtype} [${what.cols}] ${what.function}: ` +
      [`PyTorch ${microseconds} µs`, ...ratios].join(", "),
  );
}
