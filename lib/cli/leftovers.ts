/**
 * Finds what a killed command left behind: hidden files and folders that no
 * living process holds by a lock, which ends with its process.
 *
 * @module
 */
import { join } from "node:path";

/** Holds a new file until the handle is closed. */
export function hold(path: string): Deno.FsFile {
  const file = Deno.openSync(path, { createNew: true, write: true });
  // On Windows, others could not read a locked file.
  if (Deno.build.os !== "windows") file.lockSync(true);
  return file;
}

/**
 * Calls a function with each entry of a folder that a killed command left there.
 *
 * @param name the names of such entries
 * @param lock the file in an entry that its process holds; "" for the entry itself
 */
export async function sweep(
  folder: string,
  name: RegExp,
  lock: string,
  take: (path: string) => Promise<void>,
): Promise<void> {
  if (Deno.build.os === "windows") return;
  const entries = await Array.fromAsync(Deno.readDir(folder)).catch(() => []);
  for (const entry of entries) {
    if (entry.isSymlink || !name.test(entry.name)) continue;
    const path = join(folder, entry.name);
    try {
      using file = Deno.openSync(join(path, lock));
      // One that is still empty was made this moment.
      if (file.statSync().size && file.tryLockSync(true)) await take(path);
    } catch {
      // It is not a command's, or it is gone.
    }
  }
}
