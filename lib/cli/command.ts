/**
 * What a command is, and the errors by which one ends.
 *
 * @module
 */
import type { ParseArgsConfig } from "node:util";

/** One of the commands behind `deno task`. */
export interface Command {
  /** The whole text of `--help`. */
  usage: string;
  /** Its options, as `parseArgs` of node:util takes them. */
  options: NonNullable<ParseArgsConfig["options"]>;
  /** Whether it takes arguments that are no options. */
  takesArguments?: boolean;
  run(call: Call): Promise<void>;
}

/** A call of a command. */
export interface Call {
  /** The options given, by name. */
  values: Record<string, unknown>;
  /** The arguments that are no options. */
  args: string[];
  /** Aborted by Ctrl-C. */
  signal: AbortSignal;
}

/** The command could not do its work; the message is all that the user needs. */
export class Failure extends Error {
  override name = "Failure";
}

/** The command was called with arguments that it does not understand. */
export class UsageError extends Error {
  override name = "UsageError";
}

/** Errors whose message is all that the user needs. By name: their classes are loaded by the commands that throw them. */
const expected = new Set([
  "Failure",
  "NotebookFormatError",
  "CellError",
  "CellTimeoutError",
  "KernelError",
  "KernelDiedError",
  "ReportError",
]);

/** What the user is told of an error. */
export function explanation(error: unknown): string {
  return error instanceof Error && expected.has(error.name)
    ? error.message
    : Deno.inspect(error);
}

/** The value of `--timeout`, in seconds, or what holds without it. */
export function timeoutOption(value: unknown): number {
  if (value === undefined) return 120;
  const seconds = Number(value);
  const longest = Math.floor(2 ** 31 / 1000); // what a timer can hold
  if (seconds > 0 && seconds <= longest) return seconds;
  throw new UsageError(
    "--timeout needs a number of seconds greater than 0 and at most " +
      `${longest}, got "${value}"`,
  );
}
