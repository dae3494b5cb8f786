/**
 * Files and folders that last no longer than their program. It holds each by a
 * lock, which ends with its process, so the next one finds what a killed one
 * left behind.
 *
 * @module
 */

import { dirname, join } from "node:path";

/** Makes a file with a text and holds it until the handle is closed. */
export function hold(path: string, text: string): Deno.FsFile {
  const file = Deno.openSync(path, { createNew: true, write: true });
  try {
    // On Windows, others could not read a locked file.
    if (Deno.build.os !== "windows") file.lockSync(true);
    let bytes = new TextEncoder().encode(text);
    while (bytes.length) bytes = bytes.subarray(file.writeSync(bytes));
    return file;
  } catch (error) {
    file.close();
    Deno.removeSync(path); // for example, of a full disk
    throw error;
  }
}

/** The file in a folder that its process holds. */
const LOCK = "lock";

/** A folder for a while. */
export class HeldFolder implements Disposable {
  /** Its path. */
  readonly path: string;
  readonly #lock: Deno.FsFile;
  #isGone = false;

  /** Makes it, and holds it. */
  constructor(options: Deno.MakeTempOptions) {
    this.path = Deno.makeTempDirSync(options);
    try {
      this.#lock = hold(join(this.path, LOCK), "held");
    } catch (error) {
      Deno.removeSync(this.path);
      throw error;
    }
  }

  /** Removes it. */
  [Symbol.dispose](): void {
    if (this.#isGone) return;
    this.#isGone = true;
    attempt(() => remove(this.path));
    this.#lock.close();
  }
}

/** Makes a temporary folder. The first that a process makes removes those that killed ones left. */
export function temporaryFolder(): HeldFolder {
  const folder = new HeldFolder({ prefix: "lab-jupyter-" });
  if (!isSwept) sweep(dirname(folder.path), /^lab-jupyter-/);
  isSwept = true;
  return folder;
}

let isSwept = false;

/** What is younger than this, in milliseconds, may be held in a moment. */
const YOUNG = 60_000;

/**
 * Removes the held files and folders that killed programs left in a folder.
 *
 * @param name their names
 * @param take called with each before it is removed
 */
export function sweep(
  folder: string,
  name: RegExp,
  take: (path: string) => void = () => {},
): void {
  if (Deno.build.os === "windows") return;
  const entries = attempt(() => Deno.readDirSync(folder).toArray()) ?? [];
  for (const { isSymlink, isDirectory, name: found } of entries) {
    if (isSymlink || !name.test(found)) continue;
    const path = join(folder, found);
    attempt(() => {
      if (isDirectory && !isYoung(Deno.lstatSync(path))) {
        attempt(() => Deno.removeSync(path)); // if it is empty
      }
      const lock = isDirectory ? join(path, LOCK) : path;
      const info = Deno.lstatSync(lock);
      if (!info.isFile || !info.size && isYoung(info)) return;
      using file = Deno.openSync(lock);
      if (!file.tryLockSync(true)) return;
      take(path);
      remove(path);
    });
  }
}

function isYoung({ mtime }: Deno.FileInfo): boolean {
  return Number(mtime) > Date.now() - YOUNG;
}

/** Removes the lock last: should this be killed, the next one goes on with it. */
function remove(path: string): void {
  const entries = attempt(() => Deno.readDirSync(path).toArray()) ?? [];
  for (const { name } of entries) {
    if (name !== LOCK) Deno.removeSync(join(path, name), { recursive: true });
  }
  Deno.removeSync(path, { recursive: true });
}

/** What is not a program's, or is gone, stays as it is. */
function attempt<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}
