/**
 * Runs a notebook of one cell that never ends, for a test that ends this
 * program. The cell writes its kernel's process id to the file named.
 *
 * @module
 */

import { runNotebook } from "@lab/jupyter";
import { notebookOf } from "../../code_cells.ts";

const [pidFile, what] = Deno.args;
const source = `Deno.writeTextFileSync(${
  JSON.stringify(pidFile)
}, String(Deno.pid));
for (;;) {}`;

if (what === "exits") {
  const watch = setInterval(() => {
    try {
      if (Deno.readTextFileSync(pidFile) === "") return;
    } catch {
      return;
    }
    clearInterval(watch);
    Deno.exit(5);
  }, 10);
}

await runNotebook(notebookOf(source), { cwd: "." });
