/**
 * Commands, their options, and the errors that end them.
 *
 * @module
 */
import type { ParseArgsConfig } from "node:util";
import { isLanguage } from "../nbformat/mod.ts";
import { printable } from "./phrases.ts";

/** One of the commands behind `deno task`. */
export interface Command {
  /** The whole text of `--help`. */
  usage: string;
  /** Its options in the form that `parseArgs` of node:util takes. */
  options: NonNullable<ParseArgsConfig["options"]>;
  /** Whether it takes arguments besides its options. */
  takesArguments?: boolean;
  run(call: Call): Promise<void>;
}

/** A call of a command. */
export interface Call {
  /** The options given, by name. */
  values: Record<string, unknown>;
  /** The arguments besides the options. */
  args: string[];
  /** Aborted by Ctrl-C, and by the other signals that ask a process to end. */
  signal: AbortSignal;
}

/** The command could not do its work. The message is all that the user needs. */
export class Failure extends Error {
  override name = "Failure";
}

/** The command was called with arguments that it does not understand. */
export class UsageError extends Error {
  override name = "UsageError";
}

/**
 * Errors whose message is all that the user needs. They are recognised by name,
 * so that no command loads the classes of errors that it cannot throw.
 */
const expected = new Set([
  "Failure",
  "NotebookFormatError",
  "CellError",
  "CellTimeoutError",
  "KernelError",
  "KernelDiedError",
  "ReportError",
]);

/** The text that explains an error to the user. */
export function explanation(error: unknown): string {
  return printable(
    error instanceof Error && expected.has(error.name)
      ? error.message
      : Deno.inspect(error),
  );
}

/** The value of `--timeout` in seconds; 120 if it was not given. */
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

/** The value of `--lang`, if it was given. */
export function languageOption(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  const text = String(value);
  if (isLanguage(text)) return text;
  throw new UsageError(`--lang needs a language such as de, got "${text}"`);
}

/** The value of `--port`, if it was given. */
export function portOption(value: unknown): number | undefined {
  return wholeNumber("--port", value, 0, 65535);
}

/** The value of `--jobs`; without it, the number of processors. */
export function jobsOption(value: unknown): number {
  return wholeNumber("--jobs", value, 1, 999) ?? navigator.hardwareConcurrency;
}

function wholeNumber(
  option: string,
  value: unknown,
  least: number,
  most: number,
): number | undefined {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (/^\d+$/.test(String(value)) && number >= least && number <= most) {
    return number;
  }
  throw new UsageError(
    `${option} needs a whole number from ${least} to ${most}, got "${value}"`,
  );
}
