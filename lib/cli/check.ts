import { type Call, type Command, Failure } from "./command.ts";
import { checkCellFormat } from "./cell_format.ts";
import { checkTypes, type Found, lintCells } from "./cells.ts";
import { deno } from "./deno.ts";
import { findNotebooks, readNotebooks, root } from "./files.ts";
import { duration } from "./progress.ts";

const usage = `deno task check

Checks what can be seen without running anything: formatting, lint and types of
the code, its tests and the cells of the notebooks.`;

/** `deno task check`: formatting, lint and types, of the notebooks' cells too. */
export const check: Command = { usage, options: {}, run };

async function run({ signal }: Call): Promise<void> {
  const tool = async (...args: string[]) => {
    const { success, output } = await deno(args, { cwd: root, signal });
    return success ? "" : output;
  };
  const notebooks = await readNotebooks(await findNotebooks([]));
  const failed = [];
  for (
    const [name, find] of [
      ["formatting", () => tool("fmt", "--check")],
      ["lint", () => tool("lint")],
      ["types", () => tool("check", "--quiet", "lib", "tests")],
      ["formatting of cells", () => checkCellFormat(notebooks, signal)],
      ["types of cells", async () => told(await checkTypes(notebooks, signal))],
      ["lint of cells", async () => told(await lintCells(notebooks, signal))],
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

function told(found: Found): string {
  return [...found.values()].map((text) => `${text}\n`).join("\n");
}
