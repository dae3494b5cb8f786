import { dirname, join } from "node:path";
import { Failure } from "./command.ts";
import { displayPath } from "./files.ts";
import { hold, sweep } from "./leftovers.ts";

/**
 * Writes files into a folder, all of them or none, and makes the folder if it
 * does not exist. They are written in a hidden folder within it and renamed
 * into place together. If the process is killed before that, the next call
 * removes them; if it is killed meanwhile, the next call goes on with it.
 * Without any files, this checks that the folder can be written.
 *
 * @param texts the name of each file, its new text and, if the file must still
 * hold the text that was read from it, that text
 * @throws {Failure} naming what cannot be written; all is as it was then
 */
export async function replaceFiles(
  folder: string,
  texts: [name: string, text: string, read?: string][] = [],
): Promise<void> {
  const made: string[] = [];
  for (let at = folder; !await exists(at); at = dirname(at)) made.push(at);
  const undo: (() => Promise<void>)[] = [];
  let staging: string | undefined;
  let lock: Deno.FsFile | undefined;
  let target = folder;
  await sweep(folder, /^\.lab-/, "lock", (staging) => finish(staging, folder));
  try {
    await Deno.mkdir(folder, { recursive: true });
    staging = await Deno.makeTempDir({ dir: folder, prefix: ".lab-" });
    lock = hold(join(staging, "lock"));
    lock.writeSync(new Uint8Array(1));
    for (const part of ["new", "old"]) await Deno.mkdir(join(staging, part));
    const paths = [];
    for (const [name, text, read] of texts) {
      const [fresh, old] = ["new", "old"].map((part) =>
        join(staging!, part, name)
      );
      target = join(folder, name);
      const isNew = !await exists(target);
      if (!isNew && (await Deno.stat(target)).isDirectory) {
        throw new Error("a folder has this name");
      }
      await Deno.writeTextFile(fresh, text);
      if (!isNew) await Deno.copyFile(target, old);
      if (read !== undefined) await refuseEdited(old, read);
      paths.push({ fresh, old, isNew, target });
    }
    if (paths.length) await Deno.writeTextFile(join(staging, READY), "");
    for (const { fresh, old, isNew, target: path } of paths) {
      target = path;
      await Deno.rename(fresh, path);
      undo.push(() => isNew ? Deno.remove(path) : Deno.rename(old, path));
    }
  } catch (error) {
    if (staging) await Deno.remove(join(staging, READY)).catch(() => {});
    for (const step of undo.reverse()) await step();
    // After this, Deno's message names the operation and the hidden folder.
    const [why] = (error as Error).message.split(/(?<=\(os error \d+\)): /);
    throw new Failure(`Cannot write ${displayPath(target)}: ${why}`);
  } finally {
    if (staging) {
      await Deno.remove(staging, { recursive: true }).catch(() => {});
    }
    lock?.close();
    // Removes the new folders that are still empty, the innermost first.
    for (const path of made) await Deno.remove(path).catch(() => {});
  }
}

/** The file that says that all new files are there, and may take their places. */
const READY = "ready";

/** Puts the files of a killed process into place if all of them were written, and removes the rest. */
async function finish(staging: string, folder: string): Promise<void> {
  if (await exists(join(staging, READY))) {
    for await (const { name } of Deno.readDir(join(staging, "new"))) {
      await Deno.rename(join(staging, "new", name), join(folder, name));
    }
  }
  await Deno.remove(staging, { recursive: true });
}

/** Refuses a file that no longer holds the text that was read from it. */
async function refuseEdited(path: string, read: string): Promise<void> {
  const text = await Deno.readTextFile(path).catch(() => undefined);
  if (text === read) return;
  const change = text === undefined ? "deleted" : "changed";
  throw new Error(`it was ${change} in the meantime`);
}

function exists(path: string): Promise<boolean> {
  return Deno.lstat(path).then(() => true, () => false);
}
