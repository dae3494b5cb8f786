/**
 * The contenders as they are timed, in this process or in another.
 *
 * @module
 */
import type { Batch, Case } from "./cases.ts";
import type { Contender, Results } from "./contender.ts";

/** A contender that can say how long a case takes. */
export interface Racer extends Pick<Contender, "name" | "threads"> {
  /** Whether it can compute a case. */
  computes(what: Case): boolean;
  /** Gets ready for a case that it can compute. */
  prepare(what: Case, batch: Batch): Promise<Prepared>;
}

/** A racer that is ready to compute a case. */
export interface Prepared {
  /** Computes it this many times. Returns the seconds that it took. */
  time(times: number): Promise<number>;
  /** Computes it, and gives the loss and the results at these indices. */
  results(at: number[]): Promise<Results>;
  /** Gives back the memory. */
  forget(): Promise<void>;
}

/** A contender of this process. */
export function racer(contender: Contender): Racer {
  return {
    name: contender.name,
    threads: contender.threads,
    computes: (what) => contender.computes?.(what) ?? true,
    async prepare(what, batch) {
      const ready = await contender.prepare(what, batch);
      return {
        async time(times) {
          const start = performance.now();
          for (let k = 0; k < times; k++) {
            const running = ready.run();
            if (running) await running; // waiting for nothing takes time too
          }
          return (performance.now() - start) / 1000;
        },
        async results(at) {
          const { loss, values } = await ready.results();
          return { loss, values: values && at.map((k) => values[k]) };
        },
        forget: async () => await ready.forget?.(),
      };
    },
  };
}
