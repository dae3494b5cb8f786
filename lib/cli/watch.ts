import { setTimeout as delay } from "node:timers/promises";
import { dependenciesOf } from "./dependencies.ts";
import { dirname, resolve } from "node:path";
import { changes, type Digests, digests } from "./digest.ts";
import { findNotebooks, readNotebookFile } from "./files.ts";
import { imagePaths } from "./images.ts";

/** Milliseconds between two looks at the files. */
const INTERVAL = 200;

/** Notebooks and the files that they depend on, watched for saves. */
export class WatchedFiles {
  /** The files as the last export found them. */
  #known: Digests = {};
  #args: string[];
  #out: string;
  #signal: AbortSignal;

  /** @param args as for `findNotebooks()` */
  constructor(
    args: string[],
    { out, signal }: { out: string; signal: AbortSignal },
  ) {
    this.#args = args;
    this.#out = out;
    this.#signal = signal;
  }

  /** Watches the notebooks from now on and, on request, the files that they depend on. */
  async add(withDependencies: boolean): Promise<void> {
    const notebooks = await this.#notebooks();
    await this.watch(notebooks);
    for (const path of notebooks) {
      try {
        const file = await readNotebookFile(path);
        const folder = dirname(path);
        await this.watch(
          imagePaths(file.notebook).map((path) => resolve(folder, path)),
        );
        if (!withDependencies) continue;
        await this.watch(await dependenciesOf(file, this.#signal));
      } catch {
        // It cannot be read. The next save may fix it.
      }
    }
  }

  /** Accepts data files as they are now, so that a notebook that writes a file it names does not run for ever. */
  async acceptData(): Promise<void> {
    const paths = Object.keys(this.#known)
      .filter((path) => !/\.(ipynb|\w?[jt]sx?)$/.test(path));
    Object.assign(this.#known, await digests(paths));
  }

  /**
   * Waits until a burst of saves is over.
   *
   * @returns the files that were saved, came or went since the last export
   * @throws when the signal is aborted
   */
  async nextSave(): Promise<string[]> {
    for (let last = this.#known;;) {
      await delay(INTERVAL, undefined, { signal: this.#signal });
      const notebooks = await this.#notebooks();
      const now = await digests([...Object.keys(this.#known), ...notebooks]);
      const saved = changes(this.#known, now);
      const isOver = saved.length && !changes(last, now).length;
      last = now;
      if (!isOver) continue;
      this.#known = now;
      return saved;
    }
  }

  /** Watches these files, too. */
  async watch(paths: Iterable<string>): Promise<void> {
    this.#known = { ...await digests(paths), ...this.#known };
  }

  async #notebooks(): Promise<string[]> {
    return await findNotebooks(this.#args, this.#out).catch(() => []);
  }
}
