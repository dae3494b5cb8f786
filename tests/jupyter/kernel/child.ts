/**
 * Runs notebooks in a program with an environment of its own, since tests that
 * run at the same time share theirs.
 *
 * @module
 */

import { runNotebook, type RunOptions } from "@lab/jupyter";
import { notebookOf, shown } from "../../code_cells.ts";

interface Task {
  /** The cells of each notebook. All notebooks run at the same time. */
  notebooks: string[][];
  options: RunOptions;
  /** Whether the program exits as soon as a cell has run. */
  exits?: boolean;
}

/** The outputs of a notebook's cells, as `shown` gives them, or the message of its run's error. */
type Result = { outputs: string[][] } | { error: string };

/** Starts the program. It writes its results to stdout, as JSON. */
export function startChild(
  task: Task,
  env: Record<string, string>,
): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-all", import.meta.url, JSON.stringify(task)],
    env,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

/** Runs notebooks in the program. */
export async function runInChild(
  task: Task,
  env: Record<string, string>,
): Promise<Result[]> {
  const { stdout, stderr } = await startChild(task, env).output();
  const [said, problem] = [stdout, stderr].map((bytes) =>
    new TextDecoder().decode(bytes)
  );
  if (!said) throw new Error(problem);
  return JSON.parse(said);
}

if (import.meta.main) {
  const { notebooks, options, exits }: Task = JSON.parse(Deno.args[0]);
  const onCell = ({ done }: { done: number }) => {
    if (exits && done === 1) Deno.exit(5);
  };
  const results = await Promise.all(
    notebooks.map((cells) =>
      runNotebook(notebookOf(...cells), { ...options, onCell }).then(
        (notebook) => ({ outputs: shown(notebook) }),
        (error) => {
          if (error.name === "AbortError") throw error;
          return { error: error.message };
        },
      )
    ),
  );
  console.log(JSON.stringify(results));
  // It cleans nothing up: what is gone then, runNotebook() has removed.
  Deno.kill(Deno.pid, "SIGKILL");
}
