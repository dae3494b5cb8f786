/**
 * The commands behind `deno task`: `deno run -A lib/cli/main.ts COMMAND ...`.
 *
 * Exit status: 0 done, 1 failed, 2 called wrongly, 128 + n ended by signal n,
 * so 130 by Ctrl-C.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { type Command, explanation, UsageError } from "./command.ts";
import { type Interruption, interruption } from "./interrupt.ts";

// Loaded when asked for, so that no command waits for what another needs.
const commands: Record<string, () => Promise<Command>> = {
  report: async () => (await import("./report.ts")).report,
  notebooks: async () => (await import("./notebooks.ts")).notebooks,
  lab: async () => (await import("./lab.ts")).lab,
  check: async () => (await import("./check.ts")).check,
  build: async () => (await import("./build.ts")).build,
  ok: async () => (await import("./ok.ts")).ok,
};

/** Runs a command and returns its exit status. */
async function main(name = "", given: string[]): Promise<number> {
  const [major, minor] = Deno.version.deno.split(".").map(Number);
  if (major < 2 || (major === 2 && minor < 9)) {
    console.error(
      `This needs Deno 2.9 or newer, and runs on ${Deno.version.deno}. ` +
        "Use `deno upgrade`, or `npx deno@2.9.6` in place of `deno`.",
    );
    return 1;
  }
  if (!Object.hasOwn(commands, name)) {
    console.error(`Commands: ${Object.keys(commands).join(", ")}`);
    return 2;
  }
  const command = await commands[name]();
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

Deno.exit(await main(Deno.args[0], Deno.args.slice(1)));
