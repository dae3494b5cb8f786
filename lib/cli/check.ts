import { globSync } from "node:fs";
import { type Call, type Command, Failure } from "./command.ts";
import { checkCellFormat } from "./cell_format.ts";
import { checkTypes, type Found, lintCells } from "./cells.ts";
import { deno } from "../deno/mod.ts";
import { findNotebooks, readNotebooks, root } from "./files.ts";
import { duration, printable } from "./phrases.ts";
import { unsaidQuotes } from "./quotes.ts";

const usage = `deno task check

Checks the formatting, lint and types of the code, its tests and the cells of
the notebooks, the types of README's examples, that all public names are
documented, that the kernels could be published as a package, and that the text
says what quoted() says it does. Warns of serious vulnerabilities that the
registry knows of in the packages that the code uses, if it answers. Runs no
notebook.`;

/** `deno task check`: the formatting, lint, types and docs of the code, and the notebooks' cells. */
export const check: Command = { usage, options: {}, run };

async function run({ signal }: Call): Promise<void> {
  const tool = async (...args: string[]) => {
    const { success, output } = await deno(args, { cwd: root, signal });
    return success ? "" : output;
  };
  const doors = globSync("lib/*/mod.ts", { cwd: root });
  const notebooks = await readNotebooks(await findNotebooks([]));
  const failed = [];
  for (
    const [name, find] of [
      ["formatting", () => tool("fmt", "--check")],
      ["lint", () => tool("lint")],
      ["types", () => tool("check", "--quiet", "lib", "tests")],
      ["examples", () => tool("check", "--quiet", "--doc-only", "README.md")],
      // All at once, because types of one folder appear in those of another.
      ["docs", () => tool("doc", "--lint", ...doors)],
      ["package", () => {
        const config = ["--config", "lib/kernels/deno.json"];
        return tool("publish", "--dry-run", "--allow-dirty", ...config);
      }],
      ["formatting of cells", () => checkCellFormat(notebooks, signal)],
      [
        "types of cells",
        async () => joined(await checkTypes(notebooks, signal)),
      ],
      ["lint of cells", async () => joined(await lintCells(notebooks, signal))],
      [
        "quotes",
        () => notebooks.map(unsaidQuotes).filter((text) => text).join("\n\n"),
      ],
    ] as const
  ) {
    const start = performance.now();
    const found = await find();
    const time = duration(performance.now() - start);
    if (found) {
      failed.push(name);
      console.error(printable(found));
    }
    console.log(`${name}  ${found ? "failed" : "ok"}  ${time}`);
  }
  // Only a warning: what was right yesterday must not fail today without a change.
  const faults = await advisories(signal);
  if (faults) {
    console.error(`Warning: vulnerabilities in packages\n${printable(faults)}`);
  }
  if (failed.length) throw new Failure(`Failed: ${failed.join(", ")}`);
}

/** The serious vulnerabilities that the registry knows of in the packages; "" where it does not answer. */
export async function advisories(signal: AbortSignal): Promise<string> {
  const enough = AbortSignal.any([signal, AbortSignal.timeout(10_000)]);
  try {
    const { success, output } = await deno(
      ["audit", "--level=high", "--ignore-registry-errors"],
      { cwd: root, signal: enough },
    );
    return success ? "" : output;
  } catch {
    signal.throwIfAborted();
    return "";
  }
}

function joined(found: Found): string {
  return [...found.values()].map((text) => `${text}\n`).join("\n");
}
