import { Failure } from "./command.ts";

/**
 * A signal that Ctrl-C aborts, or whoever ends this process politely, so that
 * the command can clean up. Asked a second time the process ends at once.
 */
export function interruption(): AbortSignal {
  const interrupt = new AbortController();
  let asked = 0;
  const onSignal = () => {
    // `deno task` passes on a Ctrl-C that the terminal has sent already, so
    // only a later one is a second.
    if (asked && performance.now() - asked > 1000) Deno.exit(130);
    asked ||= performance.now();
    interrupt.abort(new Failure("Interrupted"));
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    Deno.addSignalListener(signal, onSignal);
  }
  return interrupt.signal;
}
