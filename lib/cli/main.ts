/**
 * The commands behind `deno task`: `deno run -A lib/cli/main.ts COMMAND ...`.
 *
 * Exit status: 0 if the command did its work, 1 if it failed, 2 for wrong
 * arguments, 128 + n if signal n ended it, so 130 for Ctrl-C.
 *
 * @module
 */
import { call } from "./call.ts";
import type { Command } from "./command.ts";

// Loaded on demand, so that no command waits for the code of another.
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
      `Cannot run on Deno ${Deno.version.deno}: need 2.9 or newer. ` +
        "Run `deno upgrade`, or use `npx deno@2.9.6` in place of `deno`.",
    );
    return 1;
  }
  if (!Object.hasOwn(commands, name)) {
    console.error(`Commands: ${Object.keys(commands).join(", ")}`);
    return 2;
  }
  return await call(name, await commands[name](), given);
}

Deno.exit(await main(Deno.args[0], Deno.args.slice(1)));
