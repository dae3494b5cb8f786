import { type Notebook, runNotebook } from "@lab/jupyter";
import { type NotebookFile, shown } from "./files.ts";
import { dirname } from "node:path";
import { Progress } from "./progress.ts";

/**
 * Runs a notebook in its own folder, as Jupyter does, and says on one line how
 * far it has come.
 */
export async function execute(
  file: NotebookFile,
  options: { timeoutSeconds: number; signal: AbortSignal },
): Promise<Notebook> {
  const name = shown(file.path);
  using progress = new Progress(name);
  const fresh = await runNotebook(file.notebook, {
    ...options,
    name,
    cwd: dirname(file.path),
    onCell: (cells) => progress.cells(cells),
  });
  progress.finish();
  return fresh;
}
