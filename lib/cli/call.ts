/**
 * Calling a command: reading its arguments, printing its errors, and asking it
 * to end.
 *
 * @module
 */
import { constants } from "node:os";
import { parseArgs } from "node:util";
import { END_SIGNALS } from "../jupyter/mod.ts";
import { type Command, explanation, Failure, UsageError } from "./command.ts";
import { printable } from "./phrases.ts";

/** Calls the command behind `deno task NAME` and returns its exit status. */
export async function call(
  name: string,
  command: Command,
  given: string[],
): Promise<number> {
  const signal = interruption();
  try {
    const { values, positionals } = parse(command, given);
    if (values.help) console.log(command.usage);
    else await command.run({ values, args: positionals, signal });
  } catch (error) {
    if (!signal.aborted) return explain(error, name);
  }
  if (!signal.aborted) return 0;
  const { message, status }: Interruption = signal.reason;
  try {
    console.error(message);
  } catch {
    // The terminal is gone, as after SIGHUP.
  }
  return status;
}

function parse(command: Command, args: string[]) {
  try {
    return parseArgs({
      args,
      options: { ...command.options, help: { type: "boolean", short: "h" } },
      allowPositionals: command.takesArguments ?? false,
    });
  } catch (error) {
    // node:util says what is wrong in the first sentence.
    const [what] = (error as Error).message.split(". ");
    throw new UsageError(what);
  }
}

/** Prints what went wrong and returns the exit status. */
function explain(error: unknown, name: string): number {
  if (error instanceof UsageError) {
    console.error(`${printable(error.message)}\nSee: deno task ${name} --help`);
    return 2;
  }
  console.error(explanation(error));
  return 1;
}

/** A signal asked this process to end. */
class Interruption extends Failure {
  /** The exit status that shells give: 128 plus the signal's number, so 130 for Ctrl-C. */
  readonly status: number;

  constructor(signal: Deno.Signal) {
    super("Interrupted");
    this.status = 128 +
      (constants.signals as Record<string, number>)[signal];
  }
}

/**
 * A signal that Ctrl-C and the like abort with an {@linkcode Interruption}, so
 * that the command can clean up. A second request ends the process at once.
 */
function interruption(): AbortSignal {
  const interrupt = new AbortController();
  let asked = 0;
  for (const signal of END_SIGNALS) {
    const reason = new Interruption(signal);
    Deno.addSignalListener(signal, () => {
      // `deno task` repeats a Ctrl-C that the terminal has already sent. The
      // repeat does not count as a second request.
      if (asked && performance.now() - asked > 1000) Deno.exit(reason.status);
      asked ||= performance.now();
      interrupt.abort(reason);
    });
  }
  return interrupt.signal;
}
