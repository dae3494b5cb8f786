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
  const { signal, status } = interruption();
  try {
    const { values, positionals } = parse(command, given);
    if (values.help) console.log(command.usage);
    else await command.run({ values, args: positionals, signal });
  } catch (error) {
    if (!signal.aborted) return explain(error, name);
  }
  if (!signal.aborted) return 0;
  try {
    console.error(explanation(signal.reason));
  } catch {
    // The terminal is gone, as after SIGHUP.
  }
  return status();
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

/**
 * A signal that Ctrl-C and the like abort, so that the command can clean up, and
 * the exit status that shells give then: 128 plus the number of the system's
 * signal, so 130 for Ctrl-C. A second request ends the process at once.
 */
function interruption() {
  const interrupt = new AbortController();
  let status = 0;
  let asked = 0;
  for (const name of END_SIGNALS) {
    Deno.addSignalListener(name, () => {
      // `deno task` repeats a Ctrl-C that the terminal has already sent. The
      // repeat does not count as a second request.
      if (asked && performance.now() - asked > 1000) Deno.exit(status);
      asked ||= performance.now();
      status ||= 128 + (constants.signals as Record<string, number>)[name];
      interrupt.abort(new Failure("Interrupted"));
    });
  }
  return { signal: interrupt.signal, status: () => status };
}
