/**
 * Files and folders that last no longer than their program. The program holds
 * each by a lock, which ends with its process. So the next program can tell what
 * a killed one has left behind, and removes it.
 *
 * @module
 */

import { dirname, join } from "node:path";

/** A file that lasts until it is disposed of or its program ends. */
export class HeldFile implements Disposable {
  /** Its path. */
  readonly path: string;
  readonly #file: Deno.FsFile;

  /**
   * Makes it, and holds it.
   *
   * @throws {Deno.errors.AlreadyExists} when there is such a file
   */
  constructor(path: string, text: string) {
    this.path = path;
    this.#file = hold(path, text);
  }

  /** Removes it. */
  [Symbol.dispose](): void {
    attempt(() => Deno.removeSync(this.path));
    this.#file.close();
  }
}

/** A folder that lasts until it is disposed of or its program ends. */
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

  /** Removes it, the first time. */
  [Symbol.dispose](): void {
    if (this.#isGone) return;
    this.#isGone = true;
    attempt(() => remove(this.path));
    this.#lock.close();
  }
}

/**
 * Makes a folder where the system keeps temporary files. The first that a
 * process makes removes those that killed ones left.
 */
export function temporaryFolder(): HeldFolder {
  const folder = new HeldFolder({ prefix: "softmax-lab-held-" });
  if (!isSwept) sweep(dirname(folder.path), /^softmax-lab-held-/);
  isSwept = true;
  return folder;
}

let isSwept = false;

/** The file in a folder that its process holds. */
const LOCK = "lock";

/** Makes a file with a text and holds it until the handle is closed. */
function hold(path: string, text: string): Deno.FsFile {
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

/** The age, in milliseconds, from which something empty is left over: until then its process may be about to hold it. */
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

/** Removes a folder, its lock last: if this is killed, the next sweep goes on with it. */
function remove(path: string): void {
  const entries = attempt(() => Deno.readDirSync(path).toArray()) ?? [];
  for (const { name } of entries) {
    if (name !== LOCK) Deno.removeSync(join(path, name), { recursive: true });
  }
  Deno.removeSync(path, { recursive: true });
}

/** Does something that may fail: a file may be gone, or belong to another user. */
function attempt<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}
