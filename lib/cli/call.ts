/**
 * A command called: its arguments parsed, its errors told.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { type Command, explanation, UsageError } from "./command.ts";
import { type Interruption, interruption } from "./interrupt.ts";

/** Calls the command behind `deno task NAME`; its exit status. */
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

/** Says what went wrong, and returns the exit status that says so too. */
function explain(error: unknown, name: string): number {
  if (error instanceof UsageError) {
    console.error(`${error.message}\nSee: deno task ${name} --help`);
    return 2;
  }
  console.error(explanation(error));
  return 1;
}
