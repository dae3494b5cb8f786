/**
 * Runs a notebook in a program with an environment of its own, since tests that
 * run at the same time share theirs.
 *
 * @module
 */

import { runNotebook, type RunOptions } from "@lab/jupyter";
import { notebookOf, shown } from "../../code_cells.ts";

/** The outputs of the cells, as `shown` gives them. Rejects with the message of the run's error. */
export async function runInChild(
  cells: string[],
  options: RunOptions,
  env: Record<string, string>,
): Promise<string[][]> {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--allow-all", import.meta.url],
      JSON.stringify([cells, options]),
    ],
    env,
    stderr: "inherit",
  }).output();
  const { outputs, error } = JSON.parse(new TextDecoder().decode(stdout));
  if (error) throw new Error(error);
  return outputs;
}

if (import.meta.main) {
  const [cells, options] = JSON.parse(Deno.args[0]);
  const result = await runNotebook(notebookOf(...cells), options).then(
    (notebook) => ({ outputs: shown(notebook) }),
    ({ message }) => ({ error: message }),
  );
  console.log(JSON.stringify(result));
  // It cleans nothing up: what is gone then, runNotebook() has removed.
  Deno.kill(Deno.pid, "SIGKILL");
}
