/**
 * Times that can be compared even on a busy machine: all racers take their turn in
 * every round, and what counts is their ratio within a round.
 *
 * @module
 */
import type { Prepared, Racer } from "./racer.ts";

/** The shortest measurement, in seconds. */
const LEAST = 0.02;
/** The warm-up before a measurement with one thread, in seconds. */
const WARM = 0.01;
/** The same with several threads. */
const WARM_THREADS = 0.1;
/** The time for threads to come to rest after their work, in milliseconds. */
const PAUSE = 150;

/** A racer and its prepared case. */
export interface Entry {
  racer: Racer;
  prepared: Prepared;
}

/** Measures all entries in turn: the seconds of one run, by entry and round. */
export async function takeTurns(
  entries: Entry[],
  rounds: number,
  signal: AbortSignal,
): Promise<number[][]> {
  const times: number[] = [];
  const warm: number[] = [];
  for (const { racer: { threads }, prepared } of entries) {
    const enough = await timesFor(prepared);
    times.push(enough.times);
    const seconds = threads > 1 ? WARM_THREADS : WARM;
    warm.push(Math.ceil(seconds / enough.seconds));
  }
  const seconds: number[][] = entries.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [k, { racer, prepared }] of entries.entries()) {
      signal.throwIfAborted();
      await prepared.time(warm[k]);
      seconds[k].push(await prepared.time(times[k]) / times[k]);
      if (racer.threads > 1) {
        await new Promise((done) => setTimeout(done, PAUSE));
      }
    }
  }
  return seconds;
}

/** Finds how many runs make a measurement, and the seconds of one. */
async function timesFor(prepared: Prepared) {
  await prepared.time(1); // the first one is slower
  for (let times = 1;;) {
    const seconds = await prepared.time(times);
    if (seconds >= LEAST) return { times, seconds: seconds / times };
    const factor = Math.min(100, Math.max(1.5, 1.2 * LEAST / seconds));
    times = Math.ceil(times * factor);
  }
}

/** A quantile, interpolated between the two nearest values. */
export function quantile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = share * (sorted.length - 1);
  const below = sorted[Math.floor(at)];
  return below + (sorted[Math.ceil(at)] - below) * (at % 1);
}
