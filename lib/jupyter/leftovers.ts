/**
 * Finds what a killed program left behind: files and folders that no living
 * process holds by a lock, which ends with its process.
 *
 * @module
 */

import { dirname, join } from "node:path";

/** Makes a file with a text and holds it until the handle is closed. */
export function hold(path: string, text: string): Deno.FsFile {
  const file = Deno.openSync(path, { createNew: true, write: true });
  // On Windows, others could not read a locked file.
  if (Deno.build.os !== "windows") file.lockSync(true);
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length;) at += file.writeSync(bytes.subarray(at));
  return file;
}

/** Others may be about to lock what is younger than this, in milliseconds. */
const YOUNG = 60_000;

/**
 * Calls a function with each entry of a folder that a killed program left there.
 *
 * @param name the names of such entries
 * @param lock the file in an entry that its process holds; "" for the entry itself
 */
export function sweep(
  folder: string,
  name: RegExp,
  lock: string,
  take: (path: string) => void,
): void {
  if (Deno.build.os === "windows") return;
  for (const path of paths(folder, name)) {
    try {
      const isYoung = ({ mtime }: Deno.FileInfo) =>
        +mtime! > Date.now() - YOUNG;
      const info = Deno.lstatSync(path);
      if (info.isDirectory && !isYoung(info)) removeEmpty(path);
      const held = Deno.lstatSync(join(path, lock));
      if (!held.isFile || !held.size && isYoung(held)) continue;
      using file = Deno.openSync(join(path, lock));
      if (file.tryLockSync(true)) take(path);
    } catch {
      // It is not a program's, or it is gone.
    }
  }
}

function paths(folder: string, name: RegExp): string[] {
  try {
    return Deno.readDirSync(folder).toArray()
      .filter((entry) => name.test(entry.name) && !entry.isSymlink)
      .map((entry) => join(folder, entry.name));
  } catch {
    return []; // There is no such folder.
  }
}

function removeEmpty(path: string): void {
  try {
    Deno.removeSync(path);
  } catch {
    // It is not empty.
  }
}

/** A temporary folder. If the program is killed, the next one to make such a folder removes it. */
export class TemporaryFolder implements Disposable {
  readonly path: string;
  readonly #lock: Deno.FsFile;
  #isGone = false;

  constructor() {
    this.path = Deno.makeTempDirSync({ prefix: "lab-jupyter-" });
    this.#lock = hold(join(this.path, "lock"), "held");
    const remove = (path: string) => Deno.removeSync(path, { recursive: true });
    if (!swept) sweep(dirname(this.path), /^lab-jupyter-/, "lock", remove);
    swept = true;
  }

  [Symbol.dispose](): void {
    if (this.#isGone) return;
    this.#isGone = true;
    try {
      Deno.removeSync(this.path, { recursive: true });
    } catch {
      // The next one removes it.
    }
    this.#lock.close();
  }
}

/** Whether this process has looked for the folders of killed ones. */
let swept = false;
