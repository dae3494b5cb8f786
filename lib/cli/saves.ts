/**
 * Which of some files were saved, told when a burst of saves is over: editors
 * write aside and rename, and a checkout changes many files at once.
 *
 * @module
 */
import { dirname, extname, resolve } from "node:path";

/** A burst is over when nothing was saved for so many milliseconds. */
const QUIET = 60;

/** Watches files, and folders for notebooks that come into them. */
export class Saves implements Disposable {
  #files = new Set<string>();
  #folders = new Set<string>();
  #watcher?: Deno.FsWatcher;
  #seen = new Set<string>();
  #events = 0;
  #wake = () => {};

  /**
   * Watches these from now on, in place of those before. What was saved before
   * is still told of.
   *
   * @param files absolute paths, of files that need not be there yet
   * @param folders absolute paths of folders where notebooks may come
   * @param since milliseconds since 1970: files saved later count, too
   */
  watch(
    files: Iterable<string>,
    folders: Iterable<string>,
    since = Infinity,
  ): void {
    this.#files = new Set(files);
    this.#folders = new Set(folders);
    const places = [...this.#files].map((file) => dirname(file));
    const there = new Set([...places, ...this.#folders].map(nearest));
    // The next is there before the last one goes, so that there is no gap.
    const last = this.#watcher;
    this.#watcher = Deno.watchFs([...there], { recursive: false });
    this.#listen(this.#watcher);
    last?.close();
    for (const file of this.#files) {
      if (savedAt(file) > since) this.#see(file);
    }
  }

  /**
   * The files saved, changed or gone since the last call, once there are any.
   *
   * @throws the signal's reason when it is aborted
   */
  async next(signal: AbortSignal): Promise<string[]> {
    const abort = () => this.#wake();
    signal.addEventListener("abort", abort);
    try {
      while (!this.#seen.size && !signal.aborted) {
        await new Promise<void>((wake) => this.#wake = wake);
      }
      for (let before = -1; before !== this.#events;) {
        signal.throwIfAborted();
        before = this.#events;
        await new Promise((quiet) => setTimeout(quiet, QUIET));
      }
    } finally {
      signal.removeEventListener("abort", abort);
    }
    const saved = [...this.#seen];
    this.#seen.clear();
    return saved;
  }

  [Symbol.dispose]() {
    this.#watcher?.close();
  }

  async #listen(watcher: Deno.FsWatcher): Promise<void> {
    for await (const { kind, paths } of watcher) {
      if (kind === "access") continue;
      for (const path of paths.map((path) => resolve(path))) {
        const isNew = extname(path) === ".ipynb" &&
          this.#folders.has(dirname(path));
        // A folder that comes may bring what is watched for in it.
        const isFolder = [...this.#files].some((file) =>
          file.startsWith(path + "/")
        );
        if (isNew || isFolder || this.#files.has(path)) this.#see(path);
      }
    }
  }

  #see(path: string): void {
    this.#seen.add(path);
    this.#events++;
    this.#wake();
  }
}

/** A folder, or the nearest one around it that is there. */
function nearest(folder: string): string {
  while (savedAt(folder) === -Infinity && dirname(folder) !== folder) {
    folder = dirname(folder);
  }
  return folder;
}

/** When a file was saved; -Infinity where there is none. */
function savedAt(path: string): number {
  try {
    return Deno.statSync(path).mtime?.getTime() ?? -Infinity;
  } catch {
    return -Infinity;
  }
}
