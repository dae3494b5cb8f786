import { dirname } from "node:path";
import { runNotebook } from "../jupyter/mod.ts";
import { type Notebook } from "../nbformat/mod.ts";
import { type NotebookFile, shown } from "./files.ts";
import { Progress, type Task } from "./progress.ts";

/** How {@linkcode execute} runs notebooks. */
export interface ExecuteOptions {
  /** How many run side by side. */
  jobs: number;
  /** How long one cell may run. */
  timeoutSeconds: number;
  /** Ends all runs. */
  signal: AbortSignal;
  /** What has to be before a notebook's first cell runs; it fails as this does. */
  ready?: (file: NotebookFile) => Promise<void>;
  /** What to do with a notebook that has run, while others run on. */
  use: (file: NotebookFile, fresh: Notebook) => Promise<void>;
  /** What to do when one fails; without it, the first that fails ends the others. */
  onFailure?: (file: NotebookFile, error: unknown) => void;
}

/**
 * Runs notebooks, each in its own folder, as Jupyter does, and in a kernel of
 * its own. One kernel more than may run starts ahead.
 *
 * @throws what the first notebook that failed threw, when all have ended
 */
export async function execute(
  files: NotebookFile[],
  options: ExecuteOptions,
): Promise<void> {
  using progress = new Progress();
  const stop = new AbortController();
  const signal = AbortSignal.any([options.signal, stop.signal]);
  const started = new Slots(options.jobs + 1);
  const running = new Slots(options.jobs);

  const run = async (file: NotebookFile): Promise<Notebook> => {
    using _ = await started.take();
    signal.throwIfAborted();
    const name = shown(file.path);
    using turn = new DisposableStack();
    let task: Task | undefined;
    const ready = async () => {
      const slot = await running.take();
      if (turn.disposed) return slot[Symbol.dispose]();
      turn.use(slot);
      await options.ready?.(file);
      if (!turn.disposed) task = turn.use(progress.start(name));
    };
    await ready();
    const fresh = await runNotebook(file.notebook, {
      cwd: dirname(file.path),
      name,
      timeoutSeconds: options.timeoutSeconds,
      signal,
      onCell: (cells) => task?.cells(cells),
    });
    task?.finish();
    return fresh;
  };

  const failed: unknown[] = [];
  await Promise.all(files.map(async (file) => {
    try {
      await options.use(file, await run(file));
    } catch (error) {
      if (options.onFailure && !signal.aborted) {
        return options.onFailure(file, error);
      }
      failed.push(error);
      stop.abort(error);
    }
  }));
  if (failed.length) throw failed[0];
}

/** So many at a time; who comes first is first. */
class Slots {
  #free: number;
  #waiting: (() => void)[] = [];

  constructor(count: number) {
    this.#free = count;
  }

  async take(): Promise<Disposable> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((go) => this.#waiting.push(go));
    return {
      [Symbol.dispose]: () => {
        const next = this.#waiting.shift();
        if (next) next();
        else this.#free++;
      },
    };
  }
}
