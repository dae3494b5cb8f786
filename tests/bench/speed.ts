/**
 * Measures how long the cases take all racers.
 *
 * @module
 */
import { checkAgreement, placesIn } from "./agree.ts";
import { batchFor, type Case, cases, nameOf } from "./cases.ts";
import type { Results } from "./contender.ts";
import { copy } from "./copy.ts";
import { type Racer, racer } from "./racer.ts";
import type { Timing } from "./results.ts";
import { type Entry, quantile, takeTurns } from "./rounds.ts";
import { BASELINE } from "./setups.ts";

/**
 * Measures all cases.
 *
 * @param racers ours first: the others have to agree with it
 */
export async function measureSpeed(
  racers: Racer[],
  rounds: number,
  signal: AbortSignal,
): Promise<Timing[]> {
  const timings: Timing[] = [];
  for (const what of cases) {
    console.log(nameOf(what));
    timings.push(...await measureCase(racers, what, rounds, signal));
  }
  return timings;
}

async function measureCase(
  racers: Racer[],
  what: Case,
  rounds: number,
  signal: AbortSignal,
): Promise<Timing[]> {
  const batch = batchFor(what);
  const places = placesIn(batch);
  const entries: Entry[] = [];
  let wanted: Results | undefined;
  for (const racer of racers) {
    if (!racer.computes(what)) continue;
    signal.throwIfAborted();
    const prepared = await racer.prepare(what, batch);
    const results = await prepared.results(places);
    wanted ??= results;
    checkAgreement(`${nameOf(what)}: ${racer.name}`, results, wanted);
    entries.push({ racer, prepared });
  }
  const limit = racer(copy);
  entries.push({ racer: limit, prepared: await limit.prepare(what, batch) });
  const seconds = await takeTurns(entries, rounds, signal);
  for (const { prepared } of entries) await prepared.forget();
  return entries.map(({ racer: { name, threads } }, k) => {
    const other = entries.findIndex(({ racer }) =>
      racer.threads === threads && racer.name.startsWith(BASELINE)
    );
    const ratios = seconds[k].map((s, round) => s / seconds[other][round]);
    return {
      ...what,
      contender: name,
      threads,
      seconds: rounded(quantile(seconds[k], 0.5)),
      ratio: rounded(quantile(ratios, 0.5)),
      quartiles: [
        rounded(quantile(ratios, 0.25)),
        rounded(quantile(ratios, 0.75)),
      ],
    };
  });
}

function rounded(x: number): number {
  return Number(x.toPrecision(4));
}
