import { type Call, type Command, Failure } from "./command.ts";
import { checkCells } from "./cells.ts";
import { deno } from "./deno.ts";
import { findNotebooks, readNotebooks, root } from "./files.ts";
import { duration } from "./progress.ts";

const usage = `deno task check

Checks what can be seen without running anything: formatting, lint, the types of
the code and its tests, and lint and types of the notebooks' cells.`;

/** `deno task check`: formatting, lint and types, of the notebooks' cells too. */
export const check: Command = { usage, options: {}, run };

async function run({ signal }: Call): Promise<void> {
  const tool = async (...args: string[]) => {
    const { success, text } = await deno(args, { cwd: root, signal });
    return success ? "" : text;
  };
  const cells = async () =>
    checkCells(await readNotebooks(await findNotebooks([])), signal);
  const failed = [];
  for (
    const [name, find] of [
      ["formatting", () => tool("fmt", "--check")],
      ["lint", () => tool("lint")],
      ["types", () => tool("check", "--quiet", "lib", "tests")],
      ["cells", cells],
    ] as const
  ) {
    const start = performance.now();
    const found = await find();
    const time = duration(performance.now() - start);
    if (found) {
      failed.push(name);
      console.error(found);
    }
    console.log(`${name}  ${found ? "failed" : "ok"}  ${time}`);
  }
  if (failed.length) throw new Failure(`Failed: ${failed.join(", ")}`);
}
