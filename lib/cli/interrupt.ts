import { constants } from "node:os";
import { END_SIGNALS } from "../jupyter/mod.ts";
import { Failure } from "./command.ts";

/** A signal asked this process to end. */
export class Interruption extends Failure {
  /** As shells report it: 128 and the signal's number, so 130 for Ctrl-C. */
  readonly status: number;

  constructor(signal: Deno.Signal) {
    super("Interrupted");
    this.status = 128 +
      (constants.signals as Record<string, number>)[signal];
  }
}

/**
 * Aborted with an {@linkcode Interruption} by Ctrl-C, or by whoever ends this
 * process politely, so that the command can clean up. Asked a second time the
 * process ends at once.
 */
export function interruption(): AbortSignal {
  const interrupt = new AbortController();
  let asked = 0;
  for (const signal of END_SIGNALS) {
    const reason = new Interruption(signal);
    Deno.addSignalListener(signal, () => {
      // `deno task` passes on a Ctrl-C that the terminal has sent already, so
      // only a later one is a second.
      if (asked && performance.now() - asked > 1000) Deno.exit(reason.status);
      asked ||= performance.now();
      interrupt.abort(reason);
    });
  }
  return interrupt.signal;
}
